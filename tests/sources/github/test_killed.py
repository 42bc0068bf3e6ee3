"""A sync that is killed at any moment leaves an atlas that the next sync completes."""

import asyncio
import os
import random
import shutil
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path

from ciatlas.model.repository import Repository
from ciatlas.store import Atlas, open_atlas
from tests.sources.contents import content
from tests.sources.github.server import GitHub, running
from tests.sources.github.syncing import synced

MOMENTS = 50


class Syncs:
    """Starts syncs as processes of their own and tells how they end."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._in, self._out = process.stdin, process.stdout

    async def start(self, path: Path, url: str) -> int:
        """Start one and return its process number."""
        self._in.write(f"{path} {url}\n".encode())
        return int(await self._out.readline())

    async def end(self) -> int:
        """Wait for its end and return its exit code, negative for a signal."""
        return int(await self._out.readline())


@asynccontextmanager
async def processes() -> AsyncIterator[Syncs]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.sources.github.syncing"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Syncs(process)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def test_killed_at_any_moment_and_asked_again_gives_the_same(
    atlas: Atlas, tmp_path: Path
) -> None:
    for number in range(6):
        atlas.add_repository(Repository(f"new/tool{number}", f"tool{number}", cohort="new"))
    atlas.close()
    begun = tmp_path / "begun.db"
    with closing(sqlite3.connect(atlas.path)) as connection:
        connection.execute("VACUUM INTO ?", (str(begun),))
    names = ["example/one", "example/two", *(f"new/tool{number}" for number in range(6))]
    github = GitHub(
        stars=dict.fromkeys(names, 7),
        issues=dict.fromkeys(names, (4, 2)),
        files={
            name: {f".github/workflows/{n}.yml": b"on: push\njobs: {a: {runs-on: %d}}\n" % n}
            for n, name in enumerate(names)
            if name.startswith("new/")
        },
    )
    chance = random.Random(20250125)
    killed = tmp_path / "killed.db"
    async with running(github), processes() as syncs:
        whole = tmp_path / "whole.db"
        shutil.copy(begun, whole)
        await syncs.start(whole, github.url)
        assert await syncs.end() == 0
        asked = sum(github.seen.values())
        expected = content(whole)
        assert len(expected["pipelines"]) == 6

        cut_short = 0
        for _ in range(MOMENTS):
            for suffix in ("", "-wal", "-shm"):
                with suppress(FileNotFoundError):
                    (tmp_path / f"killed.db{suffix}").unlink()
            shutil.copy(begun, killed)
            moment = sum(github.seen.values()) + chance.randrange(asked)
            process = await syncs.start(killed, github.url)
            ended = asyncio.ensure_future(syncs.end())
            while sum(github.seen.values()) < moment and not ended.done():
                await asyncio.sleep(0)
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            cut_short += await ended == -signal.SIGKILL
            with open_atlas(killed, readonly=True) as left:
                assert left.problems() == []
            await synced(killed, github.url)
            assert content(killed) == expected
        assert cut_short > MOMENTS // 2
