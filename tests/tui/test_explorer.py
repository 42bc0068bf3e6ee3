"""One walks from the whole atlas down to a step and back, by keyboard."""

from pathlib import Path

from textual.widgets import Input

from ciatlas_tui.app import Explorer
from ciatlas_tui.screens.evidence import EvidenceView
from ciatlas_tui.screens.overview import Overview
from ciatlas_tui.screens.replication import ReplicationView
from ciatlas_tui.screens.step import StepView
from ciatlas_tui.screens.tool import Tool
from ciatlas_tui.screens.workflow import Workflow
from ciatlas_tui.widgets.graph_view import GraphView
from ciatlas_tui.widgets.listing import Listing
from tests.tui.conftest import Open, screen_text, settle, told

TO_RELEASE = ("enter", "enter")
TO_STEPS = (*TO_RELEASE, "right", "enter")


async def test_the_overview_shows_every_tool_with_its_figures(explorer: Open) -> None:
    async with explorer() as pilot:
        shown = screen_text(pilot)
        assert "tame" in shown
        assert "2023-05" in shown
        assert "1 of 8" in shown
        assert "H8" in shown


async def test_each_screen_says_as_of_when_and_from_where(explorer: Open) -> None:
    for keys in ((), ("enter",), TO_RELEASE, (*TO_STEPS, "enter")):
        async with explorer(*keys, size=(120, 30)) as pilot:
            top = screen_text(pilot).splitlines()[0]
            assert "git of" in top
            assert "newest known" in top or "as of 2024-09-01" in top


async def test_enter_leads_down_to_a_step_and_q_back_up(explorer: Open) -> None:
    async with explorer() as pilot:
        kinds = [type(pilot.app.screen)]
        for key in ("enter", "enter", "right", "enter", "down", "enter"):
            await pilot.press(key)
            await pilot.pause()
            kinds.append(type(pilot.app.screen))
        assert kinds == [Overview, Tool, Workflow, Workflow, Workflow, Workflow, StepView]
        for expected in (Workflow, Workflow, Tool, Overview):
            await pilot.press("q")
            await pilot.pause()
            assert type(pilot.app.screen) is expected


async def test_a_step_says_what_it_is_for_and_why(explorer: Open) -> None:
    async with explorer(*TO_STEPS, "down", "enter") as pilot:
        shown = screen_text(pilot)
        assert "Publish the package" in shown
        assert "publish" in shown
        assert "it uses pypa/gh-action-pypi-publish" in shown
        assert "line 20" in shown


async def test_arrows_walk_along_edges_and_return(explorer: Open) -> None:
    async with explorer(*TO_RELEASE) as pilot:
        graph = pilot.app.screen.query_one(GraphView)
        first = graph.selected
        await pilot.press("right")
        assert graph.selected == "publish"
        await pilot.press("left")
        assert graph.selected == first
        await pilot.press("down")
        assert {first, graph.selected} == {"test", "build"}


async def test_the_inspector_follows_the_selected_job(explorer: Open) -> None:
    async with explorer(*TO_RELEASE, "right") as pilot:
        assert "test, build" in screen_text(pilot)


async def test_a_local_reusable_workflow_opens_in_place(explorer: Open) -> None:
    async with explorer(*TO_RELEASE) as pilot:
        graph = pilot.app.screen.query_one(GraphView)
        graph.select("test")
        await pilot.press("enter")
        await pilot.pause()
        assert "test.yml" in screen_text(pilot).splitlines()[0]
        await pilot.press("q")
        await pilot.pause()
        assert "release.yml" in screen_text(pilot).splitlines()[0]


async def test_tab_turns_the_drawing_into_an_outline(explorer: Open) -> None:
    async with explorer(*TO_RELEASE, "tab", size=(120, 30)) as pilot:
        shown = screen_text(pilot)
        assert "needs" in shown
        assert "test, build" in shown
        await pilot.press("tab")
        assert isinstance(pilot.app.focused, GraphView)


async def test_a_filter_is_visible_and_cleared_on_leaving(explorer: Open) -> None:
    async with explorer("enter", "slash", "r", "e", "l") as pilot:
        listing = pilot.app.screen.query_one(Listing)
        assert [row.cells[0] for row in listing.rows] == ["release.yml"]
        assert "rel" in screen_text(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert len(listing.rows) == 2


async def test_brackets_travel_through_the_changes(explorer: Open) -> None:
    async with explorer("enter") as pilot:
        rows = pilot.app.screen.query_one(Listing).rows
        assert len(rows) == 2
        await pilot.press(*["left_square_bracket"] * 3)
        await pilot.pause()
        assert len(pilot.app.screen.query_one(Listing).rows) == 1
        assert "as of 2023-05-01" in screen_text(pilot)
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert "as of 2024-02-01" in screen_text(pilot)


async def test_a_date_moves_everything(explorer: Open) -> None:
    async with explorer("at") as pilot:
        field = pilot.app.screen.query_one("#day")
        field.value = "2023-12-31"
        await pilot.press("enter")
        await pilot.pause()
        assert "as of 2023-12-31" in screen_text(pilot)
        assert "2023-05-01" in screen_text(pilot)


async def test_a_wrong_date_is_explained(explorer: Open) -> None:
    async with explorer("at") as pilot:
        pilot.app.screen.query_one("#day").value = "soon"
        await pilot.press("enter")
        await pilot.pause()
        assert "write it as 2025-01-25" in screen_text(pilot)


async def test_help_lists_the_keys_in_force(explorer: Open) -> None:
    async with explorer(*TO_RELEASE, "question_mark", size=(100, 40)) as pilot:
        shown = screen_text(pilot)
        assert "to a job that needs this one" in shown
        assert "find a job" in shown
        await pilot.press("q")
        assert isinstance(pilot.app.screen, Workflow)


async def test_y_copies_a_permanent_link(explorer: Open) -> None:
    async with explorer(*TO_STEPS, "down", "y") as pilot:
        link = pilot.app.clipboard
        assert link.startswith("https://github.com/example/tame/blob/")
        assert link.endswith("/.github/workflows/release.yml#L20")


async def test_hostile_names_are_shown_and_do_nothing(explorer: Open) -> None:
    keys = ("greater_than_sign", "enter")
    for more in ((), ("enter",), ("enter", "tab"), ("enter", "enter", "enter")):
        async with explorer(*keys, *more, size=(160, 40)) as pilot:
            shown = screen_text(pilot)
            assert "\x1b" not in shown
            assert "\u202e" not in shown
            assert "evil.yml" in shown
    async with explorer(*keys, "enter", size=(160, 40)) as pilot:
        shown = screen_text(pilot)
        assert "[@click=app.quit]press[/]" in shown
        assert r"[link=http://example.org]step[/link]\u202e" in shown


async def test_ascii_mode_draws_with_ascii_only(explorer: Open) -> None:
    for keys in ((), ("enter",), TO_RELEASE, (*TO_STEPS, "enter")):
        async with explorer(*keys, ascii_only=True) as pilot:
            assert screen_text(pilot).isascii(), screen_text(pilot)


async def test_a_narrow_terminal_keeps_the_context(explorer: Open) -> None:
    async with explorer("enter", size=(40, 12)) as pilot:
        assert "tame" in screen_text(pilot).splitlines()[0]
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert "release.yml" in screen_text(pilot)


async def test_q_on_the_overview_leaves(explorer: Open) -> None:
    async with explorer("q") as pilot:
        assert not pilot.app.is_running or pilot.app._exit


async def test_r_lists_claims_and_leads_to_their_evidence(study_path: Path) -> None:
    app = Explorer(study_path, rest=0)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "Study claims on 2025-01-25: 19 reproduced" in screen_text(pilot)
        for key in ("r", "down", "down", "down", "down", "down"):
            await pilot.press(key)
            await settle(pilot)
        shown = screen_text(pilot)
        assert "● reproduced" in shown
        assert "go test ./..." in shown
        for key in ("enter", *["down"] * 3, "enter"):
            await pilot.press(key)
            await settle(pilot)
        assert isinstance(pilot.app.screen, Workflow)
        assert "pr.yaml" in screen_text(pilot).splitlines()[0]
        assert pilot.app.focused is pilot.app.screen.query_one("#steps", Listing)
        for expected in (Workflow, EvidenceView, ReplicationView, Overview):
            assert isinstance(pilot.app.screen, expected)
            await pilot.press("q")
            if expected is Workflow:
                await pilot.press("q")
            await settle(pilot)


async def test_a_whole_history_is_shown_as_of_the_day_of_the_claim(study_path: Path) -> None:
    async with Explorer(study_path, rest=0).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for key in ("r", "down", "down", "enter", "enter"):
            await pilot.press(key)
            await settle(pilot)
        shown = screen_text(pilot)
        assert "ClearML" in shown.splitlines()[0]
        assert "as of 2025-01-19" in shown.splitlines()[0]
        assert "2 to workflows" in shown


async def test_a_date_moves_a_workflow_and_nothing_else(explorer: Open) -> None:
    async with explorer("enter", "down", "enter", "at", size=(120, 30)) as pilot:
        pilot.app.screen.query_one(Input).value = "2023-06-01"
        await pilot.press("enter")
        await settle(pilot)
        assert "test.yml" in screen_text(pilot).splitlines()[0]
        assert "as of 2023-05-01" in screen_text(pilot).splitlines()[0]
        await pilot.press("at")
        pilot.app.screen.query_one(Input).value = "2020-01-01"
        await pilot.press("enter")
        await settle(pilot)
        assert "as of 2023-05-01" in screen_text(pilot).splitlines()[0]
        assert "tame" in told(pilot)


async def test_a_date_on_a_step_leads_to_the_step_of_that_day(explorer: Open) -> None:
    async with explorer("enter", "down", "enter", "enter", "down", "enter", "at") as pilot:
        pilot.app.screen.query_one(Input).value = "2023-06-01"
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, Workflow)
        assert "as of 2023-05-01" in screen_text(pilot).splitlines()[0]
        assert pilot.app.screen.query_one("#steps", Listing).selected == "1"


async def test_of_a_tool_known_as_of_single_days_no_versions_are_counted(study_path: Path) -> None:
    async with Explorer(study_path, rest=0).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for key in ("greater_than_sign", "enter", "enter"):
            await pilot.press(key)
            await settle(pilot)
        assert "one of 2 known days" in screen_text(pilot)
        for _ in range(3):
            await pilot.press("left_square_bracket")
            await settle(pilot)
        assert "of this tool the atlas holds 2025-01-" in told(pilot)


async def test_claims_without_the_studys_tools_are_left_alone(explorer: Open) -> None:
    async with explorer("r") as pilot:
        assert "the study's tools are not in this atlas" in screen_text(pilot)
