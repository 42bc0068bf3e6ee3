"""An atlas of two small tools, and the explorer on it."""

import gc
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from ciatlas.analysis.labelling import label_pipelines
from ciatlas.sources.bundle import unpack_bundle
from ciatlas.sources.importer import import_clone
from ciatlas.store import open_atlas
from ciatlas_tui.app import Explorer
from tests.repositories import Repository

RELEASE = """\
name: Release
on:
  release:
    types: [published]
jobs:
  test:
    uses: ./.github/workflows/test.yml
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Build the package
        run: python -m build
  publish:
    needs: [test, build]
    runs-on: ubuntu-latest
    environment: pypi
    steps:
      - uses: actions/download-artifact@v4
      - name: Publish the package
        uses: pypa/gh-action-pypi-publish@v1
"""
TEST = """\
name: Test
on:
  push:
    branches: [main]
  workflow_call:
jobs:
  unit:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        python: ['3.11', '3.12', '3.13']
    steps:
      - uses: actions/checkout@v4
      - name: Run the unit tests
        run: pytest tests
"""
HOSTILE = """\
name: "\\x1b]52;c;eA==\\x07[red]bold[/red]"
on: push
jobs:
  a:
    name: "[@click=app.quit]press[/]"
    runs-on: "[blink]x"
    steps:
      - name: "[link=http://example.org]step[/link]\\u202e"
        run: "true"
"""

Open = Callable[..., Any]


@pytest.fixture(scope="session")
def atlas_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An atlas with a tame and a hostile tool."""
    folder = tmp_path_factory.mktemp("explorer")
    tame = Repository(folder / "tame")
    tame.commit(
        {".github/workflows/test.yml": TEST, "tests/test_a.py": "1"},
        date="2023-05-01T12:00:00+00:00",
    )
    tame.commit({".github/workflows/release.yml": RELEASE}, date="2024-02-01T12:00:00+00:00")
    tame.commit(
        {".github/workflows/test.yml": TEST.replace(", '3.13'", "")},
        date="2024-09-01T12:00:00+00:00",
    )
    hostile = Repository(folder / "hostile")
    hostile.commit({".github/workflows/evil.yml": HOSTILE}, date="2024-01-01T12:00:00+00:00")
    path = folder / "atlas.db"
    with open_atlas(path, create=True) as atlas:
        import_clone(atlas, tame.path, "example/tame", cohort="study")
        import_clone(atlas, hostile.path, "example/hostile")
        label_pipelines(atlas)
    # Screens say when facts were retrieved; here that is always the same day.
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE repositories SET retrieved_at = ?", (1_730_000_000,))
    return path


@pytest.fixture(scope="session")
def study_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle that ships, unpacked."""
    path = tmp_path_factory.mktemp("study") / "atlas.db"
    unpack_bundle(path)
    return path


_APPS = count(1)
_FEW = 25  # apps that were left and are freed at once


@pytest.fixture(autouse=True)
def free_apps() -> Iterator[None]:
    """Free the apps of earlier tests, which an explorer takes for what the start left."""
    yield
    if next(_APPS) % _FEW == 0:
        gc.unfreeze()
        gc.collect()


async def settle(pilot: Pilot[None]) -> None:
    """Wait until every message has been handled and every worker is done."""
    for _ in range(2):  # what one round brings may set off another
        await pilot.app.workers.wait_for_complete()
        await pilot.pause(0)  # not until the processor idles, which takes a fiftieth each time


@pytest.fixture
def explorer(atlas_path: Path) -> Open:
    """Open the explorer at a size and press keys, settling after each."""

    @asynccontextmanager
    async def opened(
        *keys: str, size: tuple[int, int] = (80, 24), **options: Any
    ) -> AsyncIterator[Pilot[None]]:
        notices = options.pop("notices", False)  # Textual leaves them out of tests
        app = Explorer(options.pop("atlas", atlas_path), rest=0, **options)
        async with app.run_test(size=size, notifications=notices) as pilot:
            await settle(pilot)
            for key in keys:
                await pilot.press(key)
                await settle(pilot)
            yield pilot

    return opened


def told(pilot: Pilot[None]) -> str:
    """Return what notifications said, one below the other."""
    return "\n".join(one.message for one in pilot.app._notifications)


async def press(pilot: Pilot[None], *keys: str) -> str:
    """Press keys, each when all before it is done; return what the screen shows then."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
    return screen_text(pilot)


def screen_text(pilot: Pilot[None]) -> str:
    """Return what the screen shows, line by line."""
    width, height = pilot.app.size
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips[:height] if width)
