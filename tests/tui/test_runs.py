"""How workflows ran, from a tool or a workflow, down to one run's jobs."""

import shutil
from pathlib import Path

import pytest

from ciatlas.model.run import Run, RunJob
from ciatlas.store import open_atlas
from ciatlas_tui.app import Explorer
from ciatlas_tui.screens.runs import RunsView
from ciatlas_tui.widgets.listing import Listing
from tests.tui.conftest import Open, screen_text, settle

TEST, RELEASE = ".github/workflows/test.yml", ".github/workflows/release.yml"


@pytest.fixture
def ran(atlas_path: Path, tmp_path: Path) -> Path:
    """An atlas with runs."""
    path = Path(shutil.copy(atlas_path, tmp_path / "ran.db"))
    runs = [
        Run(1, TEST, "push", "success", 1, "a" * 40, 1_720_000_000, 1_720_000_010, 1_720_000_250),
        Run(2, TEST, "push", "failure", 1, "b" * 40, 1_720_100_000, 1_720_100_010, 1_720_100_070),
        Run(
            3,
            RELEASE,
            "[b]odd",
            "success",
            1,
            "c" * 40,
            1_720_200_000,
            1_720_200_010,
            1_720_200_090,
        ),
    ]
    jobs = [
        RunJob(2, 21, "unit (3.11)", "success", 1_720_100_010, 1_720_100_020, 1_720_100_050),
        RunJob(2, 22, "unit (3.12)", "failure", 1_720_100_010, 1_720_100_040, 1_720_100_070),
    ]
    with open_atlas(path) as atlas:
        atlas.save_runs(atlas.find_repository("tame"), runs, jobs)
    return path


async def test_runs_of_a_tool_are_told_by_workflow_and_one_by_one(ran: Path) -> None:
    async with Explorer(ran, rest=0).run_test(size=(120, 30)) as pilot:
        for key in ("enter", "w", "tab", "down"):
            await pilot.press(key)
            await settle(pilot)
        shown = screen_text(pilot)
        assert "1 of 2" in shown
        assert "2.5 min" in shown  # the median of 4 and 1
        assert "[b]odd" in shown
        assert "unit (3.12)" in shown
        waits = next(line for line in shown.splitlines() if "unit (3.12)" in line)
        assert waits.count(".") > waits.count("#") / 2
        assert pilot.app.screen.link() == "https://github.com/example/tame/actions/runs/2"


async def test_a_workflow_shows_its_own_runs(ran: Path) -> None:
    async with Explorer(ran, rest=0).run_test(size=(120, 30)) as pilot:
        for key in ("enter", "down", "enter", "w"):
            await pilot.press(key)
            await settle(pilot)
        assert isinstance(pilot.app.screen, RunsView)
        assert len(pilot.app.screen.query_one("#runs", Listing).rows) == 2
        assert "test.yml" in screen_text(pilot).splitlines()[0]


async def test_without_runs_it_is_said_once_how_to_get_them(explorer: Open) -> None:
    async with explorer("enter", "w") as pilot:
        shown = screen_text(pilot)
        assert shown.count("7 and then s asks GitHub") == 1
        assert "never asked" in shown
        assert "Jobs of the selected run" not in shown


async def test_workflows_without_runs_are_named(explorer: Open) -> None:
    async with explorer("enter", "w") as pilot:
        shown = screen_text(pilot)
        assert "release.yml" in shown
        assert "test.yml" in shown
        await pilot.press("down", "enter")
        await settle(pilot)
        assert "test.yml › runs" in screen_text(pilot).splitlines()[0]
