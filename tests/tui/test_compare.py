"""Compare: tools by what their steps are for, and things put side by side."""

import re
from datetime import date
from pathlib import Path

from textual.widgets import Input

from ciatlas_tui.app import Explorer
from ciatlas_tui.screens.ask_date import AskDate
from ciatlas_tui.screens.compare import CompareView
from ciatlas_tui.screens.evidence import EvidenceView
from ciatlas_tui.screens.side_by_side import SideBySide
from ciatlas_tui.screens.workflow import Workflow
from tests.tui.conftest import Open, press, screen_text, settle, told

STUDY = date(2025, 1, 25)


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


async def test_a_day_that_is_not_known_is_not_taken_for_none(study_path: Path) -> None:
    why = "Argo CD is in the atlas as of 2025-01-24 and"
    async with Explorer(study_path, date(2024, 6, 30), rest=0).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "greater_than_sign", "greater_than_sign", "c")
        assert why in " ".join(screen_text(pilot).split())
        await press(pilot, "enter")
        assert why in told(pilot)
        shown = await press(pilot, "1", "enter")
        assert "nothing is known of that day; the figures say why" in shown


async def test_a_cell_leads_to_the_steps_it_counts(study_path: Path) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "c", "end", "right", "right")
        assert "security  3 steps of ClearML on the day shown" in screen_text(pilot)
        clearml = next(line for line in screen_text(pilot).splitlines() if "▸ ClearML" in line)
        assert clearml.count("▸") == 2  # the cell is told without colour too
        await press(pilot, "enter")
        assert "compare › ClearML › security › 3 places" in screen_text(pilot)
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, Workflow)
        await press(pilot, "q", "q", "q")
        await press(pilot, "left")
        assert "lint    no step of ClearML" in screen_text(pilot)
        await press(pilot, "enter")
        assert "ClearML has no step for lint" in told(pilot)
        await press(pilot, *["left"] * 20, "home")
        assert "all" in screen_text(pilot)


async def test_a_cell_of_one_leads_to_the_very_step(explorer: Open) -> None:
    async with explorer("c", *["right"] * 4, size=(120, 40)) as pilot:
        assert "unit-test  1 step of tame" in screen_text(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Workflow)
        assert pilot.app.screen.address()["step"] == 1


async def test_cells_out_of_sight_are_passed_over(explorer: Open) -> None:
    async with explorer("c", *["right"] * 14, size=(120, 40)) as pilot:
        await pilot.resize_terminal(40, 12)
        await settle(pilot)
        shown = screen_text(pilot)
        assert "all" in shown
        await press(pilot, "right")
        assert "lint    no step of tame" in screen_text(pilot)


async def test_a_picked_tool_is_let_go_with_its_cohort(study_path: Path) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "c", "p", "greater_than_sign")
        assert "is picked" not in screen_text(pilot)


async def test_each_side_leads_to_where_it_says_what_it_says(study_path: Path) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "4", "p", "down", "down", "p", "slash", *"unit-test", "enter")
        await press(pilot, "enter")
        assert "unit-test of MLflow" in screen_text(pilot)
        await press(pilot, "q", "right", "enter")
        assert "unit-test of Metaflow" in screen_text(pilot)
        await press(pilot, "q", "x", "enter")  # the sides are swapped, the cursor stays right
        assert "unit-test of MLflow" in screen_text(pilot)


async def test_a_side_leads_to_its_own_day(explorer: Open) -> None:
    async with explorer("enter", "down", "enter", "equals_sign", size=(120, 40)) as pilot:
        pilot.app.screen.query_one(Input).value = "2023-06-01"
        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, Workflow)
        assert "as of 2023-05-01" in screen_text(pilot)
        await press(pilot, "q", "right", "enter")
        assert "as of 2024-09-01" in screen_text(pilot)


async def test_a_metric_leads_to_its_evidence(study_path: Path) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "4", "p", "end", "p", "slash", *"metrics", "enter", "enter")
        assert "compare › MLflow" in screen_text(pilot).splitlines()[0]
        assert isinstance(pilot.app.screen, EvidenceView)


async def test_a_side_that_says_nothing_is_told(explorer: Open) -> None:
    async with explorer("enter", "enter", "c", "q", "down", "enter", "c", size=(120, 40)) as pilot:
        await press(pilot, "slash", *"only left", "enter", "right", "enter")
        assert "says nothing about" in told(pilot)


async def test_two_picked_tools_stand_side_by_side(study_path: Path) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "4", "down", "p")
        assert "KitOps is picked" in screen_text(pilot)
        await press(pilot, "end", "p")
        assert isinstance(pilot.app.screen, SideBySide)
        shown = screen_text(pilot)
        assert "left KitOps  │  right ClearML" in shown
        assert "◂ only left" in shown
        assert "= same" not in shown
        await press(pilot, "x")
        assert "left ClearML  │  right KitOps" in screen_text(pilot)
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


async def test_the_day_before_the_last_change_is_suggested(explorer: Open) -> None:
    async with explorer("enter", "down", "enter", "equals_sign", "enter", size=(120, 40)) as pilot:
        assert isinstance(pilot.app.screen, SideBySide)
        shown = screen_text(pilot)
        assert "≠ differs" in shown
        assert "nothing differs" not in shown


async def test_where_two_days_are_the_same_that_is_said(explorer: Open) -> None:
    keys = ("enter", "down", "enter", "equals_sign", *"2024-09-01", "enter")
    async with explorer(*keys, size=(80, 24)) as pilot:
        shown = screen_text(pilot)
        assert "nothing differs; d shows what is the same" in shown
        await press(pilot, "d")
        assert "= same" in screen_text(pilot)


async def test_the_selected_aspect_is_shown_in_full(explorer: Open) -> None:
    async with explorer("enter", "down", "enter", "equals_sign", size=(40, 24)) as pilot:
        pilot.app.screen.query_one(Input).value = "2023-06-01"
        await press(pilot, "enter")
        shown = screen_text(pilot)
        assert "left    3.11, 3.12, 3.13" in shown
        assert "right   3.11, 3.12" in shown
        await press(pilot, "x")
        assert "left    3.11, 3.12\n" in screen_text(pilot)


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


async def test_where_there_is_room_two_days_stand_there_as_wholes(explorer: Open) -> None:
    keys = ("enter", "down", "enter", "equals_sign", *"2023-06-01", "enter")
    async with explorer(*keys, size=(200, 60)) as pilot:
        shown = screen_text(pilot)
        assert "= same" in shown  # all aspects have room
        assert shown.count("≠ unit ×") == 2  # both job graphs
        assert shown.count("unit-test         Run the unit tests") == 2
        assert "▸ ≠ differs" in shown
        await press(pilot, "d")
        assert "= same" not in screen_text(pilot)
    async with explorer(*keys, size=(80, 24)) as pilot:
        assert "= same" not in screen_text(pilot)
        assert "Jobs and steps" not in screen_text(pilot)


async def test_steps_that_came_and_went_are_named(study_path: Path) -> None:
    keys = ("enter", "enter", "equals_sign", *"2023-06-01", "enter")
    async with Explorer(study_path, STUDY, rest=0).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, *keys)
        shown = screen_text(pilot)
        assert "notify: actions/checkout" in shown
        assert "v3, with submod" in shown
        assert "≠  1  setup             actions/checkout@v3" in shown


async def test_the_steps_of_a_cell_are_listed_and_lead_there(study_path: Path) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "c", *["right"] * 4)
        shown = screen_text(pilot)
        assert "Its steps" in shown
        assert "r.yml 1" in shown  # the last of the files
        await press(pilot, *["left"] * 9)
        shown = " ".join(screen_text(pilot).split())
        assert re.search(r"\d+ more files with \d+ steps", shown)  # of all activities
        await press(pilot, *["right"] * 4)
        await press(pilot, "tab", "enter")
        assert isinstance(pilot.app.screen, Workflow)


async def test_a_cell_of_none_lists_what_others_have(study_path: Path) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(size=(200, 60)) as pilot:
        await settle(pilot)
        await press(pilot, "c", *["right"] * 3)
        shown = screen_text(pilot)
        assert "no step of MLflow" in shown
        assert "Steps of other tools for the same" in shown
        assert "Perform CodeQL Analysis" in shown
        assert "integration-test" in shown.splitlines()[2]  # names in full


async def test_ascii_and_slivers(explorer: Open) -> None:
    async with explorer("c", ascii_only=True) as pilot:
        assert screen_text(pilot).isascii()
    async with explorer("c", size=(40, 12)) as pilot:
        assert "tame" in screen_text(pilot)


async def test_a_day_before_the_file_came_is_refused_with_the_day_it_came(explorer: Open) -> None:
    there = ("enter", "enter", "equals_sign")
    async with explorer(*there, *"2023-06-01", "enter") as pilot:
        assert isinstance(pilot.app.screen, AskDate)
        assert "release.yml came on 2024-02-01" in screen_text(pilot)
        pilot.app.screen.query_one(Input).value = "2024-02-01"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, SideBySide)
    async with explorer(*there, *"2020-01-01", "enter") as pilot:  # before any commit
        assert "release.yml came on 2024-02-01" in screen_text(pilot)
