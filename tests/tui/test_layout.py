"""What there is room for is in sight, on terminals of any size."""

from ciatlas.model.claim import Evidence
from ciatlas.model.pipeline import Step
from ciatlas_tui.describe import step_name
from ciatlas_tui.glyphs import UNICODE
from ciatlas_tui.screens.evidence import EvidenceView
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.graph_view import GraphView
from ciatlas_tui.widgets.listing import Listing
from tests.tui.conftest import Open, press, screen_text, settle

TO_RELEASE = ("enter", "enter")
TO_STEP = ("enter", "enter", "right", "enter", "down", "enter")
_DEEP = "services/a/very/deep/folder/of/the/repository/build-ui.yml"


def pointers(*repositories: str) -> list[Evidence]:
    return [Evidence(one, "c" * 40, "setup: Install", _DEEP, "build-ui") for one in repositories]


async def test_evidence_keeps_the_names_of_files_and_says_the_repository_where_it_varies(
    explorer: Open,
) -> None:
    async with explorer() as pilot:
        pilot.app.push_screen(EvidenceView((), "one", pointers("a/one", "a/one"), None))
        await settle(pilot)
        assert "build-ui.yml" in screen_text(pilot)
        assert "repository" not in screen_text(pilot).splitlines()[2]
        pilot.app.push_screen(EvidenceView((), "two", pointers("a/one", "a/two"), None))
        await settle(pilot)
        assert "repository" in screen_text(pilot).splitlines()[2]


async def test_where_room_is_short_the_trail_keeps_what_it_ends_in(explorer: Open) -> None:
    async with explorer(*TO_STEP) as pilot:
        await pilot.resize_terminal(40, 12)
        await settle(pilot)
        top = screen_text(pilot).splitlines()[0]
        assert top.startswith(" … › step 2 of 2")
        assert "as of 2024-09-01" in top


async def test_a_narrow_workflow_shows_one_pane_and_tab_leads_to_the_others(
    explorer: Open,
) -> None:
    async with explorer(*TO_RELEASE, size=(40, 12)) as pilot:
        assert "│ ◆ test" in screen_text(pilot)
        assert "job " not in screen_text(pilot)
        await pilot.press("tab")
        await settle(pilot)
        assert "needs" in screen_text(pilot).splitlines()[1]
        await pilot.press("tab")
        await settle(pilot)
        assert screen_text(pilot).splitlines()[1].split() == ["job", "test"]
        await pilot.press("tab")
        await settle(pilot)
        assert "│ ◆ test" in screen_text(pilot)


async def test_enter_brings_the_steps_of_a_job_into_sight_and_q_the_drawing(
    explorer: Open,
) -> None:
    async with explorer(*TO_RELEASE, size=(40, 12)) as pilot:
        pilot.app.screen.query_one(GraphView).select("publish")
        await pilot.press("enter")
        await settle(pilot)
        assert "Publish the package" in screen_text(pilot)
        await pilot.press("q")
        await settle(pilot)
        assert "│ ▲ publish" in screen_text(pilot)


async def test_panes_stand_beside_each_other_as_soon_as_there_is_room(explorer: Open) -> None:
    async with explorer(*TO_RELEASE, size=(40, 12)) as pilot:
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        shown = screen_text(pilot)
        assert "◆ test" in shown
        assert "is for" in shown


async def test_the_job_takes_the_room_a_narrow_drawing_leaves(explorer: Open) -> None:
    async with explorer("enter", "down", "enter", size=(120, 40)) as pilot:
        left, right = (pilot.app.screen.query_one(name) for name in ("#left", "#inspector"))
        drawing = pilot.app.screen.query_one(GraphView).drawing
        assert drawing is not None
        assert drawing.width < left.size.width < right.size.width


async def test_what_a_file_is_stays_in_sight_beside_the_outline(explorer: Open) -> None:
    async with explorer(*TO_RELEASE, "tab") as pilot:
        lines = screen_text(pilot).splitlines()
        about = next(at for at, line in enumerate(lines) if "About this file" in line)
        assert about <= 6  # no blank lines below the three jobs
        assert "version  1 of 1" in lines[about + 1]


async def test_a_long_condition_is_wrapped_and_cut_after_some_lines() -> None:
    facts = Facts(UNICODE, most=2)
    said = facts._lines(30, [("if", "github.event_name == 'push' && always() || failure()")])
    assert [line for _, line in said] == ["github.event_name ==", "'push' && always() || f…"]


def test_an_action_is_named_without_its_home_and_its_hash() -> None:
    named = [
        step_name(Step(index=0, uses=uses, line=1, column=1))
        for uses in ("./.github/actions/setup", f"actions/checkout@{'a' * 40}", "a/b@v4")
    ]
    assert named == ["setup", "actions/checkout", "a/b@v4"]


async def test_a_low_hypothesis_shows_the_list_the_keys_go_to(explorer: Open) -> None:
    async with explorer("2", "enter", size=(40, 12)) as pilot:
        for heading in ("Indicators", "Evidence", "What would change it", "Tools"):
            lines = screen_text(pilot).splitlines()
            at = next(at for at, line in enumerate(lines) if line.startswith(f" {heading}"))
            assert isinstance(pilot.app.focused, Listing)
            assert pilot.app.focused.region.y == at + 1, screen_text(pilot)
            assert pilot.app.focused.size.height >= 4
            await pilot.press("tab")
            await settle(pilot)


async def test_a_low_tool_gives_the_room_to_its_pipelines(explorer: Open) -> None:
    async with explorer("enter", size=(40, 12)) as pilot:
        shown = screen_text(pilot)
        assert "release.yml" in shown
        assert "test.yml" in shown


async def test_a_tool_of_few_pipelines_fills_the_screen_with_charts(explorer: Open) -> None:
    async with explorer("enter", size=(120, 40)) as pilot:
        shown = screen_text(pilot)
        assert "Commits per month by path group" in shown
        assert "workflows  3" in shown
        assert "jobs by what they do" in shown
        await pilot.press("left_square_bracket", "left_square_bracket")
        await settle(pilot)
        assert "workflows  2" in screen_text(pilot)
        assert sum(not line for line in screen_text(pilot).splitlines()) < 6


async def test_charts_make_room_for_pipelines(explorer: Open) -> None:
    async with explorer("enter", size=(120, 40)) as pilot:
        await pilot.resize_terminal(80, 16)
        await settle(pilot)
        assert "Commits per month" not in screen_text(pilot)
        assert "release.yml" in screen_text(pilot)


async def test_up_and_down_lead_to_the_steps_around(explorer: Open) -> None:
    for before, after in (("up", "down"), ("k", "j")):
        async with explorer(*TO_STEP) as pilot:
            assert "step 2 of 2" in screen_text(pilot)
            await pilot.press(before)
            await settle(pilot)
            shown = screen_text(pilot)
            assert "step 1 of 2" in shown
            assert "it uses actions/download-artifact" in shown
            assert pilot.app.screen.address()["step"] == 0
            await pilot.press(after)
            await settle(pilot)
            assert "step 2 of 2" in screen_text(pilot)


async def test_a_step_says_what_it_is_below_the_steps_of_its_job_on_small_terminals(
    explorer: Open,
) -> None:
    async with explorer(*TO_STEP) as pilot:
        await pilot.resize_terminal(40, 12)
        await settle(pilot)
        shown = screen_text(pilot)
        assert "Steps of publish" in shown
        assert "activity" in shown


async def test_the_newest_versions_stand_below_a_drawing_that_leaves_room(explorer: Open) -> None:
    async with explorer("enter", "down", "enter") as pilot:
        lines = [line.split("│")[0].rstrip() for line in screen_text(pilot).splitlines()]
        at = next(at for at, line in enumerate(lines) if "Newest versions" in line)
        assert lines[at + 1] == "  2024-09-01  ≠ unit: matrix"
        assert lines[at + 2] == "  2023-05-01  came"
        await pilot.press("left_square_bracket", "left_square_bracket")
        await settle(pilot)
        assert "matrix" not in screen_text(pilot)


async def test_versions_make_room_for_the_drawing(explorer: Open) -> None:
    async with explorer("enter", "down", "enter", size=(80, 12)) as pilot:
        assert "Newest versions" not in screen_text(pilot)
        assert "unit" in screen_text(pilot)


async def test_a_day_before_a_pipeline_came_shows_no_versions(explorer: Open) -> None:
    async with explorer("enter", "enter") as pilot:
        await press(pilot, "at", "ctrl+u")
        shown = await press(pilot, *"2023-06-01", "enter")
        assert "release.yml › not there" in shown
        assert "as of 2023-05-01" in shown
        assert shown.split("Newest versions")[1].split("│")[1].strip() == "no steps"
