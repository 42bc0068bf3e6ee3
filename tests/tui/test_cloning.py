"""Whole histories brought in from the Sync screen, by a process beside the explorer."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot

from ciatlas.model.repository import Repository as Named
from ciatlas.store import open_atlas
from ciatlas_tui.app import Explorer
from ciatlas_tui.screens.asking import Asking
from tests.repositories import Repository
from tests.sources.git.serving import GitServer, serving
from tests.sources.github.server import GitHub, running
from tests.tui.conftest import RELEASE, TEST, Open, screen_text, settle, told

NAME = "example/new"
FLOW = ".github/workflows/test.yml"


@pytest.fixture
async def github(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[GitHub]:
    made = GitHub(
        stars={"example/tame": 12_345, NAME: 6789},
        issues={"example/tame": (40, 10), NAME: (3, 1)},
    )
    async with running(made) as served:
        monkeypatch.setenv("CIATLAS_API_URL", served.url)
        monkeypatch.setenv("GH_TOKEN", "ghp_markedtokenthatmustnotshow")
        yield served


@pytest.fixture
def origins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two projects that can be cloned, by the settings of nobody."""
    folder = tmp_path / "served"
    for name in ("example/tame", NAME):
        made = Repository(folder / f"{name}.git")
        made.commit({FLOW: TEST})
        made.commit({FLOW: TEST.replace("3.11", "3.14"), ".github/workflows/a.yml": RELEASE})
        made.git("config", "uploadpack.allowFilter", "true")
        made.git("config", "uploadpack.allowAnySHA1InWant", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("CIATLAS_CLONE_URL", folder.as_uri())
    return folder


@pytest.fixture
def own(atlas_path: Path, tmp_path: Path) -> Path:
    """An atlas to write into, with a tool that nobody knows yet."""
    path = tmp_path / "own.db"
    shutil.copy(atlas_path, path)
    with open_atlas(path) as atlas:
        atlas.add_repository(Named(NAME, "new", cohort="study"))
    return path


def half_done(atlas: Path) -> list[Path]:
    """Return the clones that were begun and not finished."""
    return [*(atlas.parent / "clones" / "example").glob("*.begun")]


async def until(pilot: Pilot[None], text: str) -> None:
    """Wait until the screen says something."""
    async with asyncio.timeout(30):
        while text not in screen_text(pilot):
            await pilot.pause(0.02)


async def over(pilot: Pilot[None]) -> None:
    """Wait until nothing is asked or cloned any more."""
    assert isinstance(pilot.app, Explorer)
    assert isinstance(pilot.app.asking, Asking)
    async with asyncio.timeout(30):
        while pilot.app.asking.under_way:
            await pilot.pause(0.02)


async def test_histories_come_first_and_then_github_is_asked(
    own: Path, github: GitHub, origins: Path
) -> None:
    async with Explorer(own, rest=0).run_test(size=(160, 30)) as pilot:
        await pilot.press("7")
        await settle(pilot)
        assert "c clones them whole by git" in screen_text(pilot)
        await pilot.press("c")
        await until(pilot, "of 2 histories brought in")
        await settle(pilot)
        assert "cloned, 2 commits; all asked" in screen_text(pilot)
        assert "6,789" in screen_text(pilot)
    with open_atlas(own, readonly=True) as atlas:
        assert atlas.problems() == []
        assert atlas.awaited() == []
        new = atlas.find_repository(NAME)
        assert (new.source, new.cohort) == ("git", "study")
        assert len(atlas.history(new)) == 3
        assert atlas.told(new)["stars"].value == 6789
        _, rows = atlas.sql("SELECT count(*) FROM current_steps WHERE activity IS NULL")
        assert rows == [(0,)]
    # As planned: no survey beside a clone.
    assert not any(path.endswith("/commits") for path in github.seen)


async def test_what_cannot_be_cloned_is_said_and_the_rest_comes(
    own: Path, github: GitHub, origins: Path
) -> None:
    shutil.rmtree(origins / "example" / "tame.git")
    async with Explorer(own, rest=0).run_test(size=(160, 30)) as pilot:
        await pilot.press("7", "c")
        await settle(pilot)
        shown = screen_text(pilot)
        assert "it cannot be cloned" in shown
        assert "missing clone: it cannot be cloned" in " ".join(shown.split())
        assert "cloned, 2 commits; all asked" in screen_text(pilot)


@contextmanager
def held_up(origins: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[GitServer, Event]]:
    """Serve clones that do not get on; the event tells that one is asked for."""
    asked = Event()
    with serving(origins) as server:
        server.before_answer, server.until = asked.set, Event()
        monkeypatch.setenv("CIATLAS_CLONE_URL", server.url)
        yield server, asked


async def begin(pilot: Pilot[None], asked: Event) -> None:
    """Begin to clone, and wait until the server is asked."""
    await pilot.press("7", "c")
    async with asyncio.timeout(30):
        while not asked.is_set():
            await pilot.pause(0.02)


async def test_x_gives_up_what_is_under_way_and_c_goes_on(
    own: Path, github: GitHub, origins: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with held_up(origins, monkeypatch) as (server, asked):
        async with Explorer(own, rest=0).run_test(size=(160, 30), notifications=True) as pilot:
            await begin(pilot, asked)
            await pilot.press("s")
            assert "a clone does not pause; x ends it" in told(pilot)
            await pilot.press("c")
            assert "x ends the asking first" in told(pilot)
            await pilot.press("x")
            await over(pilot)
            assert "what was learnt is stored" in screen_text(pilot)
            assert not half_done(own)
            assert not github.seen
            server.until.set()
            await pilot.press("c")
            await settle(pilot)
            assert "cloned, 2 commits; all asked" in screen_text(pilot)


async def test_leaving_the_explorer_ends_the_cloning(
    own: Path, github: GitHub, origins: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[asyncio.subprocess.Process] = []
    start = asyncio.create_subprocess_exec

    async def starting(*command: Any, **options: Any) -> asyncio.subprocess.Process:
        started.append(await start(*command, **options))
        return started[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", starting)
    with held_up(origins, monkeypatch) as (server, asked):
        async with Explorer(own, rest=0).run_test(size=(160, 30)) as pilot:
            await begin(pilot, asked)
            await pilot.press("ctrl+q")
        async with asyncio.timeout(30):  # it was told, and has yet to tidy up
            await started[0].wait()
        assert not half_done(own)
        server.until.set()
    with open_atlas(own, readonly=True) as atlas:
        assert atlas.problems() == []
        assert [one.full_name for one in atlas.awaited()] == [NAME]


@pytest.mark.parametrize("how", ["told", "nobody reads"])
async def test_the_process_leaves_nothing_running_and_nothing_half_done(
    own: Path, origins: Path, how: str
) -> None:
    asked = Event()
    with serving(origins) as server:
        server.before_answer, server.until = asked.set, Event()
        with subprocess.Popen(
            [sys.executable, "-m", "ciatlas_tui.cloning"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            order = {"atlas": str(own), "address": server.url, "names": [NAME]}
            process.stdin.write(json.dumps(order).encode())
            process.stdin.close()
            assert asked.wait(30)
            if how == "told":
                process.terminate()
            process.stdout.close()
            assert process.wait(30) == 1
        async with asyncio.timeout(30):
            with suppress(ProcessLookupError):
                while True:
                    os.killpg(process.pid, 0)
                    await asyncio.sleep(0.02)
        server.until.set()
    assert not half_done(own)
    with open_atlas(own, readonly=True) as atlas:
        assert atlas.problems() == []


async def test_an_address_that_is_none_is_a_sentence(
    own: Path, github: GitHub, origins: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIATLAS_CLONE_URL", "https://me:secret@example.org")
    async with Explorer(own, rest=0).run_test(size=(160, 30)) as pilot:
        await pilot.press("7", "c")
        await settle(pilot)
        assert "with no password in it" in screen_text(pilot)
        assert "secret" not in screen_text(pilot)


async def test_offline_clones_nothing(explorer: Open, github: GitHub, origins: Path) -> None:
    async with explorer("7", "c", size=(140, 30), offline=True, notices=True) as pilot:
        assert "start ciatlas without it to clone" in told(pilot)
