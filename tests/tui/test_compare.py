"""Compare: tools by what their steps are for, and things put side by side."""

from datetime import date
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from ciatlas_tui.app import Explorer
from ciatlas_tui.screens.compare import CompareView
from ciatlas_tui.screens.evidence import EvidenceView
from ciatlas_tui.screens.side_by_side import SideBySide
from ciatlas_tui.screens.workflow import Workflow
from tests.tui.conftest import Open, screen_text, settle

STUDY = date(2025, 1, 25)


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def test_c_counts_the_steps_of_each_tool_by_what_they_are_for(study_path: Path) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "c")
        lines = screen_text(pilot).splitlines()
        titles = next(line for line in lines if line.split()[:1] == ["tool"])
        assert {"lint", "secur", "unit", "ml", "publ"} <= set(titles.split())
        clearml = next(line for line in lines if "ClearML" in line)
        assert clearml.replace("█", "").split().count("3") == 1


async def test_enter_lists_the_steps_and_leads_to_one(study_path: Path) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "c", "end", "enter")
        assert isinstance(pilot.app.screen, EvidenceView)
        shown = screen_text(pilot)
        assert "security: Initialize CodeQL" in shown
        assert "compare › ClearML › 4 places" in shown.splitlines()[0]
        assert "Steps of ClearML by what they are for" in shown
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Workflow)
        await press(pilot, "q", "q", "q")
        assert isinstance(pilot.app.screen, CompareView)


async def test_two_picked_tools_stand_side_by_side(study_path: Path) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "4", "down", "p")
        assert "KitOps is picked" in screen_text(pilot)
        await press(pilot, "end", "p")
        assert isinstance(pilot.app.screen, SideBySide)
        shown = screen_text(pilot)
        assert "left kitops-ml/kitops  │  right clearml/clearml" in shown
        assert "◂ only left" in shown
        assert "= same" not in shown
        await press(pilot, "x")
        assert "left clearml/clearml  │  right kitops-ml/kitops" in screen_text(pilot)
        await press(pilot, "d", "home")
        await press(pilot, "slash", *"= same")
        assert "= same" in screen_text(pilot)


async def test_two_days_of_a_workflow_stand_side_by_side(explorer: Open) -> None:
    async with explorer("enter", "down", "enter", "equals_sign", size=(120, 40)) as pilot:
        pilot.app.screen.query_one(Input).value = "2023-06-01"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, SideBySide)
        shown = screen_text(pilot)
        assert "unit python" in shown
        assert "3.11, 3.12, 3.13" in shown
        assert "≠ differs" in shown


async def test_the_selected_aspect_is_shown_in_full(explorer: Open) -> None:
    async with explorer("enter", "down", "enter", "equals_sign", size=(40, 24)) as pilot:
        pilot.app.screen.query_one(Input).value = "2023-06-01"
        await press(pilot, "enter")
        shown = screen_text(pilot)
        assert "left    3.11, 3.12, 3.13" in shown
        assert "right   3.11, 3.12" in shown
        await press(pilot, "x")
        assert "left    3.11, 3.12\n" in screen_text(pilot)


async def test_a_day_without_the_workflow_is_told(explorer: Open) -> None:
    async with explorer("enter", "enter", "equals_sign", size=(160, 40)) as pilot:
        pilot.app.screen.query_one(Input).value = "2023-06-01"
        await press(pilot, "enter")
        assert "there is nothing to compare" in screen_text(pilot)
        (told,) = pilot.app._notifications
        assert "has no pipeline" in told.message


async def test_two_workflows_are_picked_one_after_the_other(explorer: Open) -> None:
    async with explorer("enter", "enter", "c", "q", "down", "enter", "c", size=(120, 40)) as pilot:
        assert isinstance(pilot.app.screen, SideBySide)
        assert "release.yml" in screen_text(pilot).splitlines()[0]
        assert "test.yml" in screen_text(pilot).splitlines()[0]


async def test_another_cohort_is_compared_too(study_path: Path) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "c", "greater_than_sign")
        assert "Feast" in screen_text(pilot)


async def test_ascii_and_slivers(explorer: Open) -> None:
    async with explorer("c", ascii_only=True) as pilot:
        assert screen_text(pilot).isascii()
    async with explorer("c", size=(40, 12)) as pilot:
        assert "tame" in screen_text(pilot)
