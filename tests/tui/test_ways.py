"""One gets anywhere by few keys, goes back and forward, and is remembered."""

import json
from pathlib import Path

from ciatlas_tui.app import Explorer
from ciatlas_tui.configuration import Configuration
from ciatlas_tui.keymap import KEYS
from ciatlas_tui.memory import Memory
from ciatlas_tui.screens.compare import CompareView
from ciatlas_tui.screens.hypotheses import HypothesesView
from ciatlas_tui.screens.overview import Overview
from ciatlas_tui.screens.replication import ReplicationView
from ciatlas_tui.screens.search import SearchView
from ciatlas_tui.screens.step import StepView
from ciatlas_tui.screens.sync import SyncView
from ciatlas_tui.screens.tool import Tool
from ciatlas_tui.screens.triage import TriageView
from ciatlas_tui.screens.workflow import Workflow
from ciatlas_tui.widgets.graph_view import GraphView
from ciatlas_tui.widgets.listing import Listing
from tests.tui.conftest import Open, press, screen_text, settle

TO_STEP = ("enter", "enter", "right", "enter", "down", "enter")


async def test_number_keys_lead_to_the_top_level_places_from_anywhere(explorer: Open) -> None:
    places = {
        "2": HypothesesView, "3": ReplicationView, "4": CompareView, "5": SearchView,
        "6": TriageView, "7": SyncView, "1": Overview,
    }  # fmt: skip
    async with explorer("enter", "enter") as pilot:
        for key, place in places.items():
            await press(
                pilot, *(["escape"] if isinstance(pilot.app.screen, SearchView) else []), key
            )
            assert type(pilot.app.screen) is place


async def test_q_leads_back_to_the_place_a_number_key_was_pressed_at(explorer: Open) -> None:
    for key in "23467":
        async with explorer(*TO_STEP, key, "q") as pilot:
            assert type(pilot.app.screen) is StepView
            assert "Publish the package" in screen_text(pilot)
    async with explorer(*TO_STEP, "4", "1", "q") as pilot:
        assert type(pilot.app.screen) is CompareView
        await press(pilot, "q")
        assert type(pilot.app.screen) is StepView


async def test_who_goes_round_the_top_level_places_goes_back_through_each_once(
    explorer: Open,
) -> None:
    async with explorer("enter", *"242446", "q") as pilot:
        for kind in (CompareView, HypothesesView, Tool, Overview):
            assert type(pilot.app.screen) is kind
            await press(pilot, "q")


async def test_v_and_r_lead_to_the_findings_and_q_back(explorer: Open) -> None:
    for there, kind in ((TO_STEP, StepView), (TO_STEP[:2], Workflow), (TO_STEP[:1], Tool)):
        for key, place in (("v", HypothesesView), ("r", ReplicationView)):
            async with explorer(*there, key) as pilot:
                assert type(pilot.app.screen) is place
                depth = len(pilot.app.screen_stack)
                await press(pilot, key)  # this is it already
                assert len(pilot.app.screen_stack) == depth
                await press(pilot, "q")
                assert type(pilot.app.screen) is kind


async def test_help_lists_v_and_r_where_they_lead_on(explorer: Open) -> None:
    said = "verdicts on the study's hypotheses", "what became of the study's claims"
    async with explorer(*TO_STEP, "question_mark", size=(100, 60)) as pilot:
        assert all(about in screen_text(pilot) for about in said)
    async with explorer("v", "question_mark", size=(100, 60)) as pilot:
        assert [about in screen_text(pilot) for about in said] == [False, True]


async def test_forward_undoes_back_all_the_way(explorer: Open) -> None:
    async with explorer(*TO_STEP) as pilot:
        await press(pilot, *["q"] * 4)
        assert type(pilot.app.screen) is Overview
        kinds = []
        for _ in range(3):
            await press(pilot, "L")
            kinds.append(type(pilot.app.screen))
        assert kinds == [Tool, Workflow, StepView]
        assert "Publish the package" in screen_text(pilot)
        await press(pilot, "L")
        assert type(pilot.app.screen) is StepView


async def test_q_leads_back_from_an_overview_that_was_reached_by_its_key(explorer: Open) -> None:
    async with explorer(*TO_STEP, "1", size=(100, 30)) as pilot:
        assert type(pilot.app.screen) is Overview
        assert screen_text(pilot).splitlines()[-1].startswith(" q back to release.yml  ⏎ open")
        await press(pilot, "q")
        assert type(pilot.app.screen) is StepView
        assert "Publish the package" in screen_text(pilot)
        for kind in (Workflow, Workflow, Tool, Overview):  # from the steps to the drawing first
            await press(pilot, "q")
            assert type(pilot.app.screen) is kind
        await press(pilot, "q")
        assert pilot.app._exit


async def test_who_goes_on_from_that_overview_goes_back_to_it(explorer: Open) -> None:
    for key, kind in (("enter", Tool), ("v", HypothesesView), ("L", Tool)):
        async with explorer("enter", "enter", "1", key) as pilot:
            assert type(pilot.app.screen) is kind
            await press(pilot, "q")
            assert type(pilot.app.screen) is Overview
            assert " q back to" not in screen_text(pilot)
            await press(pilot, "q")
            assert pilot.app._exit


async def test_what_was_ahead_before_is_ahead_again_after_it(explorer: Open) -> None:
    async with explorer(*TO_STEP, "q", "1", "1", "q") as pilot:
        assert type(pilot.app.screen) is Workflow
        await press(pilot, "L")
        assert type(pilot.app.screen) is StepView


async def test_another_way_leaves_what_was_ahead_behind(explorer: Open) -> None:
    async with explorer("enter", "enter", "q", "q", "v", "q", "L") as pilot:
        assert type(pilot.app.screen) is HypothesesView
        await press(pilot, "L")
        assert type(pilot.app.screen) is HypothesesView


async def test_letters_lead_to_a_row_of_any_list(explorer: Open) -> None:
    async with explorer("apostrophe", size=(100, 30)) as pilot:
        assert " a tame" in screen_text(pilot)
        letter = next(line for line in screen_text(pilot).splitlines() if " H8 " in line).split()[0]
        await press(pilot, letter)
        listing = pilot.app.focused
        assert isinstance(listing, Listing)
        assert listing.selected == "H8"
        assert " a tame" not in screen_text(pilot)


async def test_letters_lead_to_a_job_of_a_drawing(explorer: Open) -> None:
    async with explorer("enter", "enter", "apostrophe") as pilot:
        lines = screen_text(pilot).splitlines()
        place = next(line for line in lines if "publish" in line)
        letter = place[place.index("publish") - 3]
        await press(pilot, letter)
        assert pilot.app.screen.query_one(GraphView).selected == "publish"


async def test_a_key_that_is_no_letter_shown_changes_nothing(explorer: Open) -> None:
    async with explorer("apostrophe", "escape") as pilot:
        assert type(pilot.app.screen) is Overview
        assert pilot.app.screen.query_one("#tools", Listing).selected == "example/tame"


async def test_the_place_one_left_is_ahead_the_next_time(atlas_path: Path, tmp_path: Path) -> None:
    kept = tmp_path / "explorer.json"
    first = Explorer(atlas_path, rest=0, memory=Memory(kept))
    async with first.run_test() as pilot:
        await press(pilot, "enter", "enter", "right")
        pilot.app.exit()
    second = Explorer(atlas_path, rest=0, memory=Memory(kept))
    async with second.run_test() as pilot:
        await settle(pilot)
        assert type(pilot.app.screen) is Overview
        await press(pilot, "L", "L")
        assert pilot.app.screen.query_one(GraphView).selected == "publish"


async def test_whoever_wants_starts_where_one_left(atlas_path: Path, tmp_path: Path) -> None:
    kept = tmp_path / "explorer.json"
    async with Explorer(atlas_path, rest=0, memory=Memory(kept)).run_test() as pilot:
        await press(pilot, "enter", "enter")
        pilot.app.exit()
    last = Explorer(
        atlas_path, rest=0, memory=Memory(kept), configuration=Configuration(start="last")
    )
    async with last.run_test() as pilot:
        await settle(pilot)
        assert type(pilot.app.screen) is Workflow


async def test_what_is_remembered_and_gone_is_passed_over(atlas_path: Path, tmp_path: Path) -> None:
    kept = tmp_path / "explorer.json"
    gone = {"place": "tool", "repository": "example/gone", "commit": None}
    there = {"place": "tool", "repository": "example/tame", "commit": "f" * 40}
    odd = {"place": "workflow", "repository": "example/tame", "colour": 3}
    kept.write_text(json.dumps({f"last in {atlas_path}": [there, gone, odd]}))
    async with Explorer(atlas_path, rest=0, memory=Memory(kept)).run_test() as pilot:
        await press(pilot, "L")
        assert "tame" in screen_text(pilot).splitlines()[0]


async def test_a_list_is_sorted_by_column_and_stays_so(atlas_path: Path, tmp_path: Path) -> None:
    kept = tmp_path / "explorer.json"
    async with Explorer(atlas_path, rest=0, memory=Memory(kept)).run_test(size=(120, 30)) as pilot:
        await press(pilot, "enter", "comma", "comma", "comma")
        listing = pilot.app.screen.query_one(Listing)
        assert "▾jobs" in screen_text(pilot)
        jobs = [int(row.cells[2]) for row in listing.rows]
        assert jobs == sorted(jobs, reverse=True)
        await press(pilot, "full_stop")
        assert "▴jobs" in screen_text(pilot)
        assert [int(row.cells[2]) for row in listing.rows] == sorted(jobs)
    async with Explorer(atlas_path, rest=0, memory=Memory(kept)).run_test(size=(120, 30)) as pilot:
        await press(pilot, "enter")
        assert "▴jobs" in screen_text(pilot)


async def test_the_palette_offers_what_the_keys_do_here(explorer: Open) -> None:
    async with explorer("enter", "enter") as pilot:
        commands = {one.title: one for one in pilot.app.get_system_commands(pilot.app.screen)}
        assert "Turn the drawing left to right or top down" in commands
        assert "Colours: light" in commands
        commands["Switch between drawing and outline"].callback()
        await settle(pilot)
        assert isinstance(pilot.app.focused, Listing)
    async with explorer() as pilot:
        commands = {one.title for one in pilot.app.get_system_commands(pilot.app.screen)}
        assert "Switch between drawing and outline" not in commands
        assert "Quit: leave ciatlas" in commands
        assert not any("where you came from" in one for one in commands)


async def test_the_palette_finds_commands_by_the_words_of_the_footer(explorer: Open) -> None:
    async with explorer("enter", "ctrl+p", *"export") as pilot:
        assert "Export: write what is in sight to a file" in screen_text(pilot)
    async with explorer("enter") as pilot:
        here = {str(one.binding.id) for one in pilot.app.screen.active_bindings.values()}
        labels = {KEYS[one].label for one in here if one in KEYS and pilot.app.screen.offers(one)}
        commands = [one.title.casefold() for one in pilot.app.get_system_commands(pilot.app.screen)]
        assert all(any(label in title for title in commands) for label in labels)


async def test_the_theme_is_changed_by_a_key_and_remembered(
    atlas_path: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "explorer.json"
    async with Explorer(atlas_path, rest=0, memory=Memory(kept)).run_test() as pilot:
        assert pilot.app.theme == "dark"
        await press(pilot, "T")
        assert pilot.app.theme == "light"
    async with Explorer(atlas_path, rest=0, memory=Memory(kept)).run_test() as pilot:
        assert pilot.app.theme == "light"


async def test_a_damaged_memory_is_as_none(atlas_path: Path, tmp_path: Path) -> None:
    kept = tmp_path / "explorer.json"
    kept.write_bytes(b"\xff\x00{")
    async with Explorer(atlas_path, rest=0, memory=Memory(kept)).run_test() as pilot:
        await settle(pilot)
        assert pilot.app.theme == "dark"
