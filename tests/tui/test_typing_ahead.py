"""Keys may come faster than what they do: each goes where whoever typed it thought it would."""

import random
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input
from textual.worker import WorkerCancelled

from ciatlas_tui.app import Explorer
from ciatlas_tui.keymap import KEYS
from ciatlas_tui.screens.hypotheses import HypothesesView
from ciatlas_tui.screens.hypothesis import HypothesisView
from ciatlas_tui.screens.mark import MarkDialog
from ciatlas_tui.screens.overview import Overview
from ciatlas_tui.screens.replication import ReplicationView
from ciatlas_tui.screens.search import SearchView
from ciatlas_tui.screens.workflow import Workflow
from ciatlas_tui.widgets.listing import Listing
from tests.tui.conftest import Open, settle, told
from tests.tui.test_snapshots import SCREENS

_ELSEWHERE = {"ctrl+z", "E", "ctrl+q"}
"""Keys that leave the screen to somebody else: a shell, an editor; or for good, whatever waits."""
_ALL = sorted({one for key in KEYS.values() for one in key.keys.split(",") if one} - _ELSEWHERE)


@pytest.fixture
def own(atlas_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An atlas and folders to write into, and no GitHub."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("CIATLAS_API_URL", "http://127.0.0.1:9")
    return Path(shutil.copy(atlas_path, tmp_path / "own.db"))


async def burst(pilot: Pilot[None], *keys: str) -> None:
    """Type keys all at once, and wait until all are done with."""
    for key in keys:
        pilot.app.post_message(Key(key, key if len(key) == 1 else None))
    await until_done(pilot)


async def until_done(pilot: Pilot[None]) -> None:
    """Wait until no key waits any more; what worked for a screen that was left is cut short."""
    for _ in range(2):
        waiting = True
        while waiting:
            with suppress(WorkerCancelled):
                await settle(pilot)
            over = pilot.app._exit or pilot.app._exception is not None
            waiting = pilot.app._typeahead.waits and not over


async def test_keys_after_leaving_do_nothing(explorer: Open) -> None:
    async with explorer() as pilot:
        await burst(pilot, "q", "2", "enter", "m")
        assert pilot.app._exit
        assert type(pilot.app.screen) is Overview


async def test_keys_wait_for_the_screen_they_are_meant_for(explorer: Open) -> None:
    async with explorer() as pilot:
        await burst(pilot, "enter", "enter", "right", "enter", "down")
        assert type(pilot.app.screen) is Workflow
        assert pilot.app.screen.query_one("#steps", Listing).selected == "1"


async def test_words_typed_at_once_are_all_searched_for(explorer: Open) -> None:
    async with explorer() as pilot:
        await burst(pilot, "5", *"pypa")
        assert type(pilot.app.screen) is SearchView
        assert pilot.app.screen.query_one("#words").value == "pypa"
        await burst(pilot, "escape", "2")
        assert type(pilot.app.screen) is HypothesesView


@pytest.mark.parametrize("to_list", [(), ("down",)])
async def test_enter_after_words_opens_what_these_words_find_and_not_those_before(
    atlas_path: Path, to_list: tuple[str, ...]
) -> None:
    async with Explorer(atlas_path, rest=0.01).run_test() as pilot:
        await burst(pilot, "5", *"unit")
        await burst(pilot, "ctrl+u", *"pypa", *to_list, "enter", "o")
        screen = pilot.app.screen
        assert type(screen) is Workflow
        assert screen.query_one("#steps", Listing).selected == "1"
        assert screen.address()["job"] == "publish"


async def test_enter_on_a_list_that_is_read_still_opens_what_comes(explorer: Open) -> None:
    async with explorer() as pilot:
        await burst(pilot, "2", "enter")
        assert type(pilot.app.screen) is HypothesisView


async def test_m_on_a_list_that_is_read_still_marks_what_comes(study_path: Path) -> None:
    for there, kind in (("v", HypothesesView), ("r", ReplicationView)):
        async with Explorer(study_path, rest=0).run_test() as pilot:
            await burst(pilot, there, "m", "a", *"seen")
            assert isinstance(pilot.app.screen, MarkDialog)
            assert pilot.app.screen.query_one(Input).value == "seen"
            pilot.app.screen.query_one(Input).value = ""
            await burst(pilot, "escape")
            assert type(pilot.app.screen) is kind


async def test_going_back_at_once_leads_back_and_not_out(explorer: Open) -> None:
    async with explorer() as pilot:
        await burst(pilot, "2", "enter", "q", "q")
        assert type(pilot.app.screen) is Overview
        assert not pilot.app._exit


@pytest.mark.parametrize("seed", range(12))
async def test_no_burst_of_keys_ends_the_explorer(seed: int, own: Path) -> None:
    chance = random.Random(seed)
    app = Explorer(own, rest=0, offline=True)
    async with app.run_test(size=chance.choice([(80, 24), (120, 40), (40, 12)])) as pilot:
        for screen in chance.sample(sorted(SCREENS), 3):
            await burst(pilot, *SCREENS[screen], *chance.choices(_ALL, k=chance.randint(2, 25)))
            if app._exit:
                break
            await burst(pilot, *["escape"] * 6)


async def test_a_key_that_comes_to_a_place_still_being_made_waits_for_it(
    explorer: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with explorer() as pilot:
        opened = SearchView.on_listing_opened

        def overtaken(self: SearchView, event: Listing.Opened) -> None:
            late = Key("y", "y")
            late._set_forwarded()  # it came up from the place before, which took too long
            pilot.app.post_message(late)
            opened(self, event)

        monkeypatch.setattr(SearchView, "on_listing_opened", overtaken)
        await burst(pilot, "5", *"pypa", "down", "enter")
        assert type(pilot.app.screen) is Workflow
        assert "is copied" in told(pilot)


@pytest.mark.parametrize("seed", range(4))
async def test_nor_does_one_that_comes_before_the_first_paint(seed: int, own: Path) -> None:
    chance = random.Random(seed)
    app = Explorer(own, rest=0, offline=True)
    for key in chance.choices(_ALL, k=8):
        app.post_message(Key(key, key if len(key) == 1 else None))
    async with app.run_test() as pilot:
        await until_done(pilot)
