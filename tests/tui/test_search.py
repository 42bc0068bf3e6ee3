"""Everything can be searched from anywhere, as one types."""

from textual.widgets import Input

from ciatlas_tui.screens.overview import Overview
from ciatlas_tui.screens.search import SearchView
from ciatlas_tui.screens.workflow import Workflow
from ciatlas_tui.widgets.listing import Listing
from tests.tui.conftest import Open, press, screen_text, settle


async def test_results_come_as_one_types_and_lead_to_the_step(explorer: Open) -> None:
    async with explorer("5", *"pypa", size=(120, 30)) as pilot:
        rows = pilot.app.screen.query_one(Listing).rows
        assert [row.cells[0] for row in rows] == ["step"]
        assert "Publish the package" in rows[0].cells[1]
        for key in ("down", "enter"):
            await pilot.press(key)
            await settle(pilot)
        assert isinstance(pilot.app.screen, Workflow)
        assert pilot.app.screen.query_one("#steps", Listing).selected == "1"


async def test_commands_actions_jobs_and_tools_are_found(explorer: Open) -> None:
    for words, kind in {
        "pytest": "command",
        "checkout": "step",
        "unit": "job",
        "tame": "tool",
    }.items():
        async with explorer("5", *words, size=(120, 30)) as pilot:
            kinds = {row.cells[0] for row in pilot.app.screen.query_one(Listing).rows}
            assert kind in kinds, words


async def test_nothing_found_is_said(explorer: Open) -> None:
    async with explorer("5", *"zzz") as pilot:
        assert "nothing begins with these words" in screen_text(pilot)


async def test_hostile_words_search_for_what_they_are(explorer: Open) -> None:
    async with explorer("5", *"red", size=(120, 30)) as pilot:
        assert "[red]bold" in screen_text(pilot)
        assert "\x1b]52" not in screen_text(pilot)
    async with explorer("5", "quotation_mark", "asterisk", *"OR", "left_parenthesis") as pilot:
        assert isinstance(pilot.app.screen, SearchView)


async def test_escape_leads_from_results_to_words_and_back(explorer: Open) -> None:
    async with explorer("5", *"test", "down") as pilot:
        assert isinstance(pilot.app.focused, Listing)
        await pilot.press("escape")
        assert pilot.app.focused is pilot.app.screen.query_one("#words")
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, Overview)
        await pilot.press("L")
        await settle(pilot)
        assert pilot.app.screen.query_one("#words").value == "test"
        assert pilot.app.screen.query_one(Listing).rows


async def test_typing_takes_the_place_of_the_words_of_the_last_time(explorer: Open) -> None:
    async with explorer("ctrl+f", *"pytest", "escape", "ctrl+f") as pilot:
        words = pilot.app.screen.query_one("#words", Input)
        assert words.value == "pytest"
        assert words.selected_text == "pytest"
        for key in "zz":
            await pilot.press(key)
            await settle(pilot)
        assert words.value == "zz"


async def test_the_footer_says_that_digits_are_text_while_one_types(explorer: Open) -> None:
    async with explorer("5", *"test") as pilot:
        assert "0-9 are text here" in screen_text(pilot)
        await pilot.press("down")
        await settle(pilot)
        assert "0-9" not in screen_text(pilot)


async def test_enter_opens_what_is_marked_while_one_types(explorer: Open) -> None:
    async with explorer("5", *"publish", size=(120, 30)) as pilot:
        first, *others = pilot.app.screen.query_one(Listing).rows
        assert others
        assert f"▸ {first.cells[0]}" in screen_text(pilot)
        assert "⏎ open" in screen_text(pilot).splitlines()[-1]
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Workflow)
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, SearchView)


async def test_other_words_begin_at_the_first_of_what_they_find(explorer: Open) -> None:
    async with explorer("5", *"test", "down", "down", "escape", size=(120, 30)) as pilot:
        listing = pilot.app.screen.query_one(Listing)
        assert listing.selected == listing.rows[1].key
        await press(pilot, "backspace")
        assert listing.selected == listing.rows[0].key


async def test_enter_leads_nowhere_where_nothing_is_found(explorer: Open) -> None:
    async with explorer("5", *"zzz", "enter") as pilot:
        assert isinstance(pilot.app.screen, SearchView)
        assert pilot.app.focused is pilot.app.screen.query_one("#words")
