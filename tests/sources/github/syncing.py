"""Syncs as processes, to be measured and killed.

`python -m tests.sources.github.syncing ATLAS URL` is one; without arguments it reads such pairs,
one a line, and becomes each of them in turn in a process of its own, so that Python and its
modules are loaded only once. It prints the number of each process and, when that has ended, how.
"""

import asyncio
import os
import sys
from pathlib import Path

import aiohttp  # noqa: F401 - loaded before processes are made
import stamina  # noqa: F401 - the same

from ciatlas.sources.github.client import Client
from ciatlas.sources.github.credentials import Token
from ciatlas.sources.github.sync import sync
from ciatlas.store import open_atlas


async def synced(path: Path, url: str) -> None:
    """Sync everything that is in an atlas."""

    async def no_wait(_seconds: float) -> None: ...

    with open_atlas(path) as atlas:
        repositories = [*atlas.repositories(), *atlas.awaited()]
        async with Client(url, Token("x"), atlas, sleep=no_wait) as client:
            await sync(atlas, repositories, client, clock=lambda: 1_800_000_000.0, raw=f"{url}/raw")


def _serve() -> None:
    for line in sys.stdin:
        path, url = line.split()
        child = os.fork()
        if child == 0:
            asyncio.run(synced(Path(path), url))
            os._exit(0)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(synced(Path(sys.argv[1]), sys.argv[2]))
    else:
        _serve()
