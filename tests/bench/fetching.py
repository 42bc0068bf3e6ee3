"""A sync of 1,000 repositories against a server on loopback: time beside bare requests, memory."""

import asyncio
import resource
import sys
import tempfile
import time
from pathlib import Path

import aiohttp

from ciatlas.model.repository import Repository
from ciatlas.store import open_atlas
from tests.sources.github.server import GitHub, running

_REPOSITORIES = 1000
_WORKFLOW = b"on: push\njobs: {test: {runs-on: ubuntu-latest, steps: [{run: pytest}]}}\n# %d\n"


def run() -> None:
    """Print the figures with their budgets."""
    asyncio.run(_run())


async def _run() -> None:
    names = [f"owner{number % 50}/tool{number}" for number in range(_REPOSITORIES)]
    github = GitHub(
        stars=dict.fromkeys(names, 7),
        issues=dict.fromkeys(names, (4, 2)),
        files={
            name: {".github/workflows/ci.yml": _WORKFLOW % number}
            for number, name in enumerate(names)
        },
    )
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "atlas.db"
        with open_atlas(path, create=True) as atlas:
            for name in names:
                atlas.add_repository(Repository(name, name.split("/")[1], cohort="many"))
        async with running(github):
            seconds, megabytes = await _synced(path, github.url)
            requests = sum(github.seen.values())
            bare = await _bare(github.url, names, requests)
        with open_atlas(path, readonly=True) as atlas:
            known = len(atlas.repositories("many"))
    print(f"{known} of {_REPOSITORIES} repositories, {requests:,} requests in {seconds:.1f} s")
    print(f"as many bare requests in a row  {bare:6.1f} s, ratio {seconds / bare:.2f}")
    print(f"memory of the sync at its most  {megabytes:6.0f} MB (budget 200)")


async def _synced(path: Path, url: str) -> tuple[float, float]:
    command = (sys.executable, "-m", "tests.sources.github.syncing", str(path), url)
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
    assert await process.wait() == 0
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return time.perf_counter() - began, peak / 1024


async def _bare(url: str, names: list[str], requests: int) -> float:
    began = time.perf_counter()
    async with aiohttp.ClientSession() as session:
        for number in range(requests):
            async with session.get(f"{url}/repos/{names[number % len(names)]}") as answer:
                await answer.read()
    return time.perf_counter() - began
