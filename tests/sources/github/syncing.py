"""A sync as a process, to be killed: `python -m tests.sources.github.syncing ATLAS URL`."""

import asyncio
import sys
from pathlib import Path

from ciatlas.sources.github.client import Client
from ciatlas.sources.github.credentials import Token
from ciatlas.sources.github.sync import sync
from ciatlas.store import open_atlas


async def _run(path: Path, url: str) -> None:
    async def no_wait(_seconds: float) -> None: ...

    with open_atlas(path) as atlas:
        repositories = [*atlas.repositories(), *atlas.awaited()]
        print("ready", flush=True)
        async with Client(url, Token("x"), atlas, sleep=no_wait) as client:
            await sync(atlas, repositories, client, clock=lambda: 1_800_000_000.0, raw=f"{url}/raw")
    print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(_run(Path(sys.argv[1]), sys.argv[2]))
