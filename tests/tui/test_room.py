"""Room that lists leave is used for what people would look for next."""

from datetime import date
from pathlib import Path

from ciatlas_tui.app import Explorer
from ciatlas_tui.screens.step import StepView
from ciatlas_tui.screens.workflow import Workflow
from tests.tui.conftest import Open, press, screen_text, settle

TO_STEP = ("enter", "down", "enter", "enter", "enter")


async def test_a_tool_of_few_pipelines_lists_the_newest_changes(study_path: Path) -> None:
    async with Explorer(study_path, date(2025, 1, 25), rest=0).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        lines = (await press(pilot, "down", "enter")).splitlines()
        at = next(at for at, line in enumerate(lines) if line.startswith(" Newest changes"))
        assert ".github/workflows/" in lines[at + 1]
        assert lines[at + 1].strip() < "2025-01-26"
        await press(pilot, "tab", "enter")
        assert isinstance(pilot.app.screen, Workflow)
        await press(pilot, "q")
        subject = pilot.app.screen.subject()
        assert subject is not None
        assert subject.commit in pilot.app.screen.focused.selected


async def test_changes_follow_the_journey_through_time(study_path: Path) -> None:
    async with Explorer(study_path, rest=0).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        before = await press(pilot, "down", "enter")
        after = await press(pilot, "left_square_bracket", "left_square_bracket")
        first = [text.split("Newest changes")[1].splitlines()[1] for text in (before, after)]
        assert first[0] != first[1]


async def test_a_tool_known_of_single_days_is_drawn_by_its_jobs(study_path: Path) -> None:
    async with Explorer(study_path, rest=0).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        shown = await press(pilot, "greater_than_sign", "less_than_sign", "less_than_sign", "end")
        shown = await press(pilot, "less_than_sign", "home", "enter")
        assert "jobs by what they do" in shown


async def test_a_step_lists_the_others_for_the_same(explorer: Open) -> None:
    async with explorer(*TO_STEP) as pilot:
        shown = screen_text(pilot)
        assert "tame has 1 other step for setup" in shown
        lines = shown.splitlines()
        at = next(at for at, line in enumerate(lines) if "other step for" in line)
        assert "actions/checkout" in lines[at + 1]  # the very same action first
        assert "release.yml" in lines[at + 1]
        shown = await press(pilot, "down")
        assert "tame has no other step for unit-test" in shown
        await press(pilot, "up", "tab", "tab", "enter")
        assert isinstance(pilot.app.screen, StepView)
        assert "release.yml › build › step 1 of 2" in screen_text(pilot).splitlines()[0]
        await press(pilot, "q")
        assert "test.yml › unit › step 1 of 2" in screen_text(pilot).splitlines()[0]


async def test_a_low_step_has_no_room_for_others(explorer: Open) -> None:
    async with explorer(*TO_STEP, size=(80, 14)) as pilot:
        assert "other step" not in screen_text(pilot)
        await pilot.resize_terminal(80, 30)
        await settle(pilot)
        assert "tame has 1 other step for setup" in screen_text(pilot)
