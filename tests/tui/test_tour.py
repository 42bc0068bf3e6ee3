"""The tour goes through the explorer by itself, and gives way to anybody."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key, MouseScrollDown
from textual.pilot import Pilot

import ciatlas_tui
from ciatlas_tui import start
from ciatlas_tui.configuration import Configuration
from ciatlas_tui.memory import Memory
from ciatlas_tui.pace import KEY, READ, Steady
from ciatlas_tui.screens.overview import Overview
from ciatlas_tui.screens.tool import Tool
from ciatlas_tui.screens.workflow import Workflow
from ciatlas_tui.tour import Tour
from ciatlas_tui.tour_stops import read_tour
from ciatlas_tui.widgets.awaiting import all_awaiting
from tests.tui.conftest import screen_text, settle, told

STYLES = Path(ciatlas_tui.__file__).parent / "styles"
STOPS = read_tour()
SHOWN = (
    "MLflow", "platform-release.yaml", "build-macos", "setup", "changed", "H8", "H8",
    "nothing is marked yet", "58", "a MLflow", "MLflow",
)  # fmt: skip
"""What is to be seen at each stop: of the very last its screen paints."""
THREADS = 0.005
"""Seconds given to threads between two looks; those that read would get hardly any otherwise."""
_HUNG = 120
"""Seconds after which a tour has come to a stand, whatever else the machine does."""


class Turns:
    """A pace that lets no time pass: each thing said stands until the test has looked at it."""

    waits = False

    def __init__(self) -> None:
        self.said = asyncio.Event()
        self.looked_at = asyncio.Event()

    async def rest(self, seconds: float) -> None:
        if seconds == READ:
            self.said.set()
            await self.looked_at.wait()
            self.looked_at.clear()

    async def look_again(self) -> None:
        await asyncio.sleep(THREADS)

    async def next(self, pilot: Pilot[None]) -> None:
        """Wait until something is said."""
        async with asyncio.timeout(_HUNG):
            await self.said.wait()
        self.said.clear()
        await pilot.pause(0)

    async def go_to(self, pilot: Pilot[None], kind: type[object]) -> None:
        """Go on to a screen of a kind."""
        await self.next(pilot)
        while not isinstance(pilot.app.screen, kind):
            self.looked_at.set()
            await self.next(pilot)


class Watched(Tour):
    """A tour that takes down what the screen shows when something is said."""

    CSS_PATH = STYLES / "explorer.tcss"

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.seen: list[tuple[str, str, bool, str]] = []

    def notify(self, message: str, **options: Any) -> None:
        screen = self.screen
        waits = any(one.awaited for one in all_awaiting(screen))
        strips = screen._compositor.render_strips()
        painted = "\n".join(strip.text.rstrip() for strip in strips)
        self.seen.append((type(screen).__name__, message, waits, painted))
        super().notify(message, **options)


@asynccontextmanager
async def toured(
    atlas: Path, size: tuple[int, int] = (80, 24), **options: Any
) -> AsyncIterator[tuple[Pilot[None], Turns]]:
    pace = Turns()
    app = Watched(atlas, pace=pace, **{"rest": 0.12, **options})
    async with app.run_test(size=size, notifications=True) as pilot:
        yield pilot, pace


def said(app: Tour) -> list[tuple[str, str, bool, str]]:
    """Return what was said, without what only tells how to pause."""
    return [one for one in app.seen if not one[1].startswith("tour ")]


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_everything_is_said_when_its_screen_is_shown(
    study_path: Path, size: tuple[int, int]
) -> None:
    async with toured(study_path, size) as (pilot, pace):
        for _ in STOPS[:-1]:
            await pace.next(pilot)
            pace.looked_at.set()
        await pilot.app._walker.wait()
        assert isinstance(pilot.app.screen, Overview)
        assert pilot.app.focused.id == "tools"
        seen = said(pilot.app)
    assert [place for place, *_ in seen] == [stop.at for stop in STOPS]
    for (_, message, waits, painted), stop, shown in zip(seen, STOPS, SHOWN, strict=True):
        assert message.splitlines()[0] == stop.said({})
        assert not waits
        assert shown in painted


async def test_what_is_said_stands_above_the_keys_until_the_next_thing_is(study_path: Path) -> None:
    async with toured(study_path) as (pilot, pace):
        await pace.next(pilot)
        *_, sentence, keys, footer = screen_text(pilot).splitlines()
        assert sentence.strip() == STOPS[0].said({})
        assert keys.strip().startswith("tour 1 of 11 · space pauses · Esc ends it")
        assert "? keys" in footer


@pytest.mark.parametrize("keys", [{}, {"to_hypotheses": "f6", "open": "ctrl+o"}])
def test_everything_said_fits_a_line(keys: dict[str, str]) -> None:
    for stop in STOPS:
        line = stop.said(keys).replace("⏎", "Enter")
        assert len(line) <= 78
        assert "{" not in line


async def test_it_is_all_ascii_where_that_was_asked_for(study_path: Path) -> None:
    async with toured(study_path, ascii_only=True) as (pilot, pace):
        await pace.go_to(pilot, Tool)
        assert "Enter opened a tool" in told(pilot)
        assert told(pilot).isascii()
        assert screen_text(pilot).isascii()


async def test_it_uses_the_keys_of_the_users_own(study_path: Path) -> None:
    settings = Configuration(keys={"open": "f6", "filter": "f7"})
    async with toured(study_path, configuration=settings) as (pilot, pace):
        await pace.go_to(pilot, Tool)
        assert told(pilot).startswith("F6 opened a tool")
        pace.looked_at.set()
        await pace.next(pilot)
        assert isinstance(pilot.app.screen, Workflow)


@pytest.mark.parametrize("key", ["space", "p"])
async def test_it_can_be_paused(study_path: Path, key: str) -> None:
    async with toured(study_path) as (pilot, pace):
        await pace.next(pilot)
        await pilot.press(key)
        assert "space goes on" in told(pilot)
        pace.looked_at.set()
        await settle_beside(pilot)
        assert isinstance(pilot.app.screen, Overview)
        await pilot.press(key)
        assert "space pauses" in told(pilot)
        await pace.next(pilot)
        assert isinstance(pilot.app.screen, Tool)


async def settle_beside(pilot: Pilot[None]) -> None:
    """Let everything happen that could, but for the tour's end."""
    for _ in range(10):
        await pilot.pause(0)


@pytest.mark.parametrize("key", ["escape", "q", "ctrl+c"])
async def test_it_can_be_ended_where_it_is(study_path: Path, key: str) -> None:
    async with toured(study_path) as (pilot, pace):
        await pace.go_to(pilot, Workflow)
        await pilot.press(key)
        await settle_beside(pilot)
        assert told(pilot) == "the tour ends here; the keys are yours"
        assert isinstance(pilot.app.screen, Workflow)
        assert pilot.app._walker.is_finished
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, Tool)
        assert told(pilot) == ""


async def test_any_other_key_ends_it_and_does_what_it_does(study_path: Path) -> None:
    async with toured(study_path) as (pilot, pace):
        await pace.go_to(pilot, Tool)
        await pilot.press("1")
        await settle_beside(pilot)
        assert isinstance(pilot.app.screen, Overview)
        assert pilot.app._walker.is_cancelled


async def test_a_wheel_turned_ends_it(study_path: Path) -> None:
    async with toured(study_path) as (pilot, pace):
        await pace.next(pilot)
        wheel = MouseScrollDown(None, 5, 5, 0, 1, 0, False, False, False, 5, 5)
        pilot.app.post_message(wheel)
        await settle_beside(pilot)
        assert "the keys are yours" in told(pilot)


async def test_keys_typed_by_the_tour_do_not_end_it(study_path: Path) -> None:
    async with toured(study_path) as (pilot, pace):
        await pace.next(pilot)
        assert pilot.app._touring
        pilot.app.post_message(Key("down", None))
        await settle_beside(pilot)
        assert not pilot.app._touring


async def test_another_atlas_hears_only_of_what_it_has(atlas_path: Path) -> None:
    async with toured(atlas_path) as (pilot, pace):
        while not pilot.app._walker.is_finished:
            pace.looked_at.set()
            await pilot.pause(THREADS)
        places = [place for place, *_ in said(pilot.app)]
        assert "Workflow" not in places  # nothing is called 'platform' here
        assert places[:2] == ["Overview", "Tool"]
        assert places[-1] == "Overview"


async def test_who_wants_no_motion_goes_on_by_space(
    study_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
    pace = Steady()
    assert pace.waits
    async with Watched(study_path, rest=0, pace=pace).run_test() as pilot:
        for stop in STOPS[:-1]:
            while not told(pilot).startswith(stop.said({})):
                await pilot.pause(THREADS)
            assert "space goes on" in told(pilot)
            assert type(pilot.app.screen).__name__ == stop.at
            await pilot.press("space")
        while not told(pilot).startswith("That was the tour"):
            await pilot.pause(THREADS)


async def test_the_pace_is_that_of_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    steady = Steady(waits=False)
    await steady.rest(READ)
    await steady.rest(KEY)
    assert slept == [READ, KEY]


def test_a_tour_leaves_nothing_in_the_users_state(
    study_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "explorer.json"
    before = Memory(file)
    before.keep("theme", "light")
    before.keep(f"last in {study_path}", [{"place": "hypotheses"}])
    before.save()
    kept = file.read_bytes()

    def run(tour: Tour) -> None:
        assert tour.theme == "light"
        assert not tour.ahead
        tour.memory.keep("orders", {"tools": ["jobs", True]})
        tour.memory.save()

    monkeypatch.setattr(start, "user_memory", lambda: Memory(file))
    monkeypatch.setattr(Tour, "run", run)
    start.run(study_path, demo=True)
    assert file.read_bytes() == kept
