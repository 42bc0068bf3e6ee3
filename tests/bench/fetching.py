"""Syncs against a server on loopback: their budgets, 1,000 repositories, and keys meanwhile."""

import asyncio
import contextlib
import io
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import aiohttp

from ciatlas.cli.main import run as run_command
from ciatlas.model.repository import STUDY, Repository
from ciatlas.sources.bundle import unpack_bundle
from ciatlas.sources.study import load_study
from ciatlas.store import open_atlas
from tests.bench import syncing
from tests.sources.github.many import NAMES, many
from tests.sources.github.server import GitHub, running


def run() -> None:
    """Print the figures with their budgets."""
    asyncio.run(_study())
    asyncio.run(_many())
    syncing.run()


async def _study() -> None:
    """Sync the study's tools for the first time, then again with a token."""
    names = [one.full_name for one in load_study().repositories if one.cohort == STUDY]
    folders = [path for paths in load_study().path_groups.values() for path in paths]
    files = {f"{path}/file": b"" for path in folders}
    with tempfile.TemporaryDirectory() as scratch:
        bundle, empty = Path(scratch) / "bundle.db", Path(scratch) / "empty.db"
        unpack_bundle(bundle)
        with open_atlas(empty, create=True) as atlas:
            for name in names:
                atlas.add_repository(Repository(name, name.split("/")[1], cohort=STUDY))
        for path, what in ((bundle, "as the bundle knows them"), (empty, "that nobody knows yet")):
            github = GitHub(
                stars=dict.fromkeys(names, 7),
                issues=dict.fromkeys(names, (4, 2)),
                files=dict.fromkeys(names, files),
            )
            async with running(github):
                print(f"{len(names)} tools of the study {what}")
                await _tell_first(path, github)
                await _tell_second(path, github)


async def _tell_first(path: Path, github: GitHub) -> None:
    cost, _ = await _asked(path, github, None)
    searches = sum(n for one, n in github.seen.items() if one.startswith("/search"))
    core = sum(n for one, n in github.seen.items() if one.startswith("/repos"))
    for name, number, budget in (("core", core, 60), ("search", searches, 10)):
        right = "as planned" if number == cost[name] else f"but {cost[name]} were planned"
        print(f"  no token     {name:<6} {number:3} requests (budget {budget}), {right}")


async def _tell_second(path: Path, github: GitHub) -> None:
    await _asked(path, github, "x")
    github.statuses.clear()
    cost, document = await _asked(path, github, "x")
    statuses = ", ".join(f"{n} with status {one}" for one, n in github.statuses.items())
    print(
        f"  with a token the second time: {document['requests']} requests of at most {cost['core']}"
        f" core, {cost['graphql']} queries, {cost['search']} searches: {statuses} (budget: 304)"
    )


async def _asked(path: Path, github: GitHub, token: str | None) -> tuple[dict[str, int], Any]:
    """Plan and sync by commands alone; return what was planned, and what the sync says."""
    where = ["--api-url", github.url, "--raw-url", github.raw]
    command = ["--atlas", str(path), "sync", "--json", *where]
    with _environment(token):
        planned = await asyncio.to_thread(_output, [*command, "--plan"])
        github.seen.clear()
        return planned["cost"], await asyncio.to_thread(_output, command)


@contextlib.contextmanager
def _environment(token: str | None) -> Iterator[None]:
    """Let there be this token and no other, and no wait between searches."""
    tokens = ("GH_TOKEN", "GITHUB_TOKEN", "CIRCLECI_TOKEN", "CIRCLE_TOKEN")
    kept = {name: value for name, value in os.environ.items() if name not in tokens}
    own = kept if token is None else {**kept, "GH_TOKEN": token}
    with (
        patch.dict(os.environ, own, clear=True),
        patch("ciatlas.sources.github.turns.SEARCH_GAP", 0),
    ):
        yield


def _output(command: list[str]) -> Any:
    with contextlib.redirect_stdout(io.StringIO()) as output:
        run_command(command)
    return json.loads(output.getvalue())


async def _many() -> None:
    github = many()
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "atlas.db"
        with open_atlas(path, create=True) as atlas:
            for name in NAMES:
                atlas.add_repository(Repository(name, name.split("/")[1], cohort="many"))
        async with running(github):
            seconds, megabytes = await _synced(path, github.url)
            requests = sum(github.seen.values())
            bare = await _bare(github.url, requests)
        with open_atlas(path, readonly=True) as atlas:
            known = len(atlas.repositories("many"))
    print(f"{known} of {len(NAMES)} repositories, {requests:,} requests in {seconds:.1f} s")
    print(f"as many bare requests in a row  {bare:6.1f} s, ratio {seconds / bare:.2f}")
    print(f"memory of the sync at its most  {megabytes:6.0f} MB (budget 200)")


async def _synced(path: Path, url: str) -> tuple[float, float]:
    command = (sys.executable, "-m", "tests.sources.github.syncing", str(path), url)
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
    assert await process.wait() == 0
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return time.perf_counter() - began, peak / 1024


async def _bare(url: str, requests: int) -> float:
    began = time.perf_counter()
    async with aiohttp.ClientSession() as session:
        for number in range(requests):
            async with session.get(f"{url}/repos/{NAMES[number % len(NAMES)]}") as answer:
                await answer.read()
    return time.perf_counter() - began
