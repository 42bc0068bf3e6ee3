"""A sync that is killed at any moment leaves an atlas that the next sync completes."""

import asyncio
import random
import shutil
import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path

from ciatlas.model.repository import Repository
from ciatlas.store import Atlas, open_atlas
from tests.sources.contents import content
from tests.sources.github.server import GitHub, running

MOMENTS = 50


async def start(path: Path, url: str) -> asyncio.subprocess.Process:
    """Start a sync and wait until it begins to ask."""
    command = (sys.executable, "-m", "tests.sources.github.syncing", str(path), url)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    return process


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
    async with running(github):
        whole = tmp_path / "whole.db"
        shutil.copy(begun, whole)
        process = await start(whole, github.url)
        asked_before = sum(github.seen.values())
        assert await process.wait() == 0
        asked = sum(github.seen.values()) - asked_before
        expected = content(whole)
        assert len(expected["pipelines"]) == 6

        killed = tmp_path / "killed.db"
        for _ in range(MOMENTS):
            for suffix in ("", "-wal", "-shm"):
                with suppress(FileNotFoundError):
                    (tmp_path / f"killed.db{suffix}").unlink()
            shutil.copy(begun, killed)
            process = await start(killed, github.url)
            end = sum(github.seen.values()) + chance.randrange(asked)
            while sum(github.seen.values()) < end and process.returncode is None:
                await asyncio.sleep(0)
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            with open_atlas(killed, readonly=True) as left:
                assert left.problems() == []
            assert await (await start(killed, github.url)).wait() == 0
            assert content(killed) == expected
