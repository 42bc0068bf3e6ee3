"""Walking through versions: every press shows another one, with what it did, or says why not."""

from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ciatlas.sources.importer import import_clone
from ciatlas.store import open_atlas
from ciatlas_tui.app import Explorer
from ciatlas_tui.screens.figures import FiguresView
from ciatlas_tui.screens.tool import Tool
from ciatlas_tui.screens.workflow import Workflow
from ciatlas_tui.widgets.change_line import ChangeLine
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.graph_view import GraphView
from ciatlas_tui.widgets.listing import Listing
from tests.repositories import Repository
from tests.tui.conftest import Open, screen_text, settle, told

OLDER, NEWER = "left_square_bracket", "right_square_bracket"
CI = ".github/workflows/ci.yml"
LINT = """\
  lint:
    runs-on: ubuntu-latest
    steps: [{run: ruff check}]
"""
FIRST = f"""\
on: push
jobs:
{LINT}  test:
    runs-on: ubuntu-latest
    steps:
      - {{name: install, run: pip install .}}
      - {{name: check, run: pytest}}
"""
ENVIRONMENT = FIRST.replace("run: pip install .", "run: pip install ., env: {CI: 1}")
COMMENT = f"# tests\n{ENVIRONMENT}"
STARTS = COMMENT.replace("on: push", "on:\n  push:\n    paths: [src]\n  pull_request:")
JOBS = STARTS.replace(LINT, LINT.replace("lint", "docs").replace("ruff check", "mkdocs"))
VERSIONS = (FIRST, ENVIRONMENT, COMMENT, STARTS, JOBS, None, FIRST)


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tool with a pipeline that changes month by month, goes in June and comes back in July."""
    clone = Repository(tmp_path_factory.mktemp("history"))
    for month, text in enumerate(VERSIONS, start=1):
        clone.commit({CI: text}, date=f"2024-{month:02}-01T12:00:00+00:00")
    clone.commit({"README.md": "no change to a pipeline"}, date="2024-08-01T12:00:00+00:00")
    path = clone.path.parent / f"{clone.path.name}.db"
    with open_atlas(path, create=True) as atlas:
        import_clone(atlas, clone.path, "example/changing", cohort="study")
    return path


async def press(pilot: Pilot[None], *keys: str) -> list[str]:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
    return screen_text(pilot).splitlines()


def change(pilot: Pilot[None]) -> list[str]:
    """Return what is said of the version, part by part."""
    return pilot.app.screen.query_one(ChangeLine).facts


async def test_the_first_step_back_marks_what_came_last(explorer: Open) -> None:
    async with explorer("enter", "down", "enter", size=(120, 30)) as pilot:
        assert change(pilot) == []
        top, said, *rest = await press(pilot, OLDER)
        assert "as of 2024-09-01" in top
        assert said.strip() == "version 2 of 2 · ≠ unit: matrix"
        assert any("│≠◆ unit" in line for line in rest)
        assert any("≠ changed: matrix" in line for line in rest)
        assert any("≠▸ unit" in line for line in await press(pilot, "tab"))


async def test_marks_are_ascii_where_all_is(explorer: Open) -> None:
    async with explorer("enter", "down", "enter", OLDER, size=(120, 30), ascii_only=True) as pilot:
        shown = screen_text(pilot)
        assert "version 2 of 2 - * unit: matrix" in shown
        assert "|*" in shown
        assert shown.isascii()


async def test_every_step_back_says_what_a_version_did(history: Path, explorer: Open) -> None:
    async with explorer("enter", "enter", atlas=history, size=(160, 40)) as pilot:
        told_of = []
        for _ in VERSIONS:
            await press(pilot, OLDER)
            told_of.append(change(pilot))
        assert told_of == [
            ["version 7 of 7", "+ 2 jobs came: lint, test"],
            ["version 6 of 7", "− the file went", "− 2 jobs went: docs, test"],
            ["version 5 of 7", "+ 1 job came: docs", "− 1 job went: lint"],
            ["version 4 of 7", "≠ starts (push: paths, pull_request came)"],
            [
                "version 3 of 7",
                "≠ text only: comments, layout, or what is behind the same commands",
            ],
            ["version 2 of 7", "≠ test: 1 step changed: install (env)"],
            ["first version of 7", "+ 2 jobs came: lint, test"],
        ]
        before = screen_text(pilot)
        await press(pilot, OLDER)
        assert told(pilot) == "nothing older changed this file"
        assert screen_text(pilot) == before


async def test_the_way_forward_ends_where_one_came_from(history: Path, explorer: Open) -> None:
    async with explorer("enter", "enter", atlas=history) as pilot:
        began = screen_text(pilot)
        seen = [began]
        for _ in VERSIONS:
            seen.append("\n".join(await press(pilot, OLDER)))
        for shown in reversed(seen[:-1]):
            assert await press(pilot, NEWER) == shown.splitlines()
        assert told(pilot) == ""
        await press(pilot, NEWER)
        assert told(pilot) == "nothing newer changed this file"


async def test_from_a_day_one_goes_on_to_what_changed_after_it(
    history: Path, explorer: Open
) -> None:
    day = date(2024, 2, 15)
    async with explorer("enter", "enter", atlas=history, as_of=day) as pilot:
        assert change(pilot) == []
        await press(pilot, NEWER)
        assert change(pilot)[0] == "version 3 of 7"
        await press(pilot, OLDER)
        assert change(pilot) == []
        assert "as of 2024-02-01" in screen_text(pilot)
        await press(pilot, OLDER)
        assert change(pilot)[0] == "version 2 of 7"


async def test_steps_are_marked_and_named(history: Path, explorer: Open) -> None:
    async with explorer("enter", "enter", *[OLDER] * 6, atlas=history, size=(120, 30)) as pilot:
        lines = await press(pilot, "down")
        assert any("│ ≠  1  ○ setup" in line and "install" in line for line in lines)
        assert any("│    2  ◆ unit-test" in line for line in lines)
        assert any("1 step changed: install (env)" in line for line in lines[2:])
        await press(pilot, NEWER)
        assert not any("≠  1" in line for line in screen_text(pilot).splitlines())


async def test_a_file_that_went_leaves_nothing_of_itself(history: Path, explorer: Open) -> None:
    async with explorer("enter", "enter", OLDER, OLDER, atlas=history, size=(100, 30)) as pilot:
        lines = screen_text(pilot).splitlines()
        assert "not there" in lines[0]
        assert "the file went" in lines[1]
        assert "the file is not there" in lines[3]
        assert not any("ruff" in line or "┌" in line for line in lines[2:])
        await press(pilot, OLDER)
        assert isinstance(pilot.app.focused, GraphView)
        assert "┌" in screen_text(pilot)


async def test_a_narrow_line_says_the_longest_in_fewer_words(history: Path, explorer: Open) -> None:
    async with explorer("enter", "enter", *[OLDER] * 3, atlas=history, size=(50, 20)) as pilot:
        said = screen_text(pilot).splitlines()[1].strip()
        assert said == "version 5 of 7 · + 1 job came · − 1 job went"


async def test_a_tool_lists_what_a_commit_changed_first(explorer: Open) -> None:
    async with explorer("enter", size=(100, 30)) as pilot:
        _, said, _, _, first, second, *_ = await press(pilot, OLDER)
        assert said.strip() == "change 3 of 3 · ≠ test.yml: unit: matrix"
        assert first.startswith("≠▸ test.yml")
        assert second.startswith("   release.yml")
        _, said, _, _, first, *_ = await press(pilot, OLDER)
        assert said.strip() == "change 2 of 3 · + 1 file came: release.yml"
        assert first.startswith("+▸ release.yml")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Workflow)
        assert change(pilot) == ["first version of 1", "+ 3 jobs came: test, build, publish"]
        lines = await press(pilot, "q", NEWER, NEWER)
        assert isinstance(pilot.app.screen, Tool)
        assert change(pilot) == []
        assert lines[3].startswith("   release.yml")


async def test_a_pipeline_that_went_is_listed_with_the_commit_that_took_it(
    history: Path, explorer: Open
) -> None:
    async with explorer("enter", OLDER, OLDER, atlas=history, size=(100, 30)) as pilot:
        assert change(pilot) == ["change 6 of 7", "− 1 file went: ci.yml"]
        assert any(line.startswith("−▸ ci.yml") for line in screen_text(pilot).splitlines())
        await press(pilot, "enter")
        assert change(pilot)[1:] == ["− the file went", "− 2 jobs went: docs, test"]


async def test_a_newest_change_opens_with_what_it_did(explorer: Open) -> None:
    async with explorer("tab", "tab", "enter", size=(100, 40)) as pilot:
        assert isinstance(pilot.app.screen, Workflow)
        assert change(pilot) == ["version 2 of 2", "≠ unit: matrix"]
        await press(pilot, OLDER)
        assert change(pilot)[0] == "first version of 2"
        await press(pilot, NEWER, NEWER)
        assert told(pilot) == "nothing newer changed this file"


async def test_forward_leads_back_to_what_a_version_did(explorer: Open) -> None:
    async with explorer("enter", OLDER, "enter", "q", "q", "L", "L") as pilot:
        assert isinstance(pilot.app.screen, Workflow)
        assert change(pilot) == ["version 2 of 2", "≠ unit: matrix"]
        await press(pilot, "q")
        assert change(pilot)[0] == "change 3 of 3"


async def test_figures_say_what_changed_on_a_day_and_lead_back(
    history: Path, explorer: Open
) -> None:
    async with explorer("f", atlas=history, size=(100, 30)) as pilot:
        began = screen_text(pilot)
        await press(pilot, OLDER)
        assert change(pilot) == ["changes of 2024-07-01", "+ 1 file came: ci.yml"]
        await press(pilot, OLDER)
        assert change(pilot) == ["changes of 2024-06-01", "− 1 file went: ci.yml"]
        await press(pilot, NEWER, NEWER)
        assert isinstance(pilot.app.screen, FiguresView)
        assert change(pilot) == []
        assert screen_text(pilot) == began


async def test_days_of_a_tool_without_a_history_are_counted_as_such(study_path: Path) -> None:
    async with Explorer(study_path, rest=0).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "greater_than_sign", "enter", OLDER)
        assert change(pilot)[0] == "known day 2 of 2"
        await press(pilot, OLDER)
        assert change(pilot)[0] == "known day 1 of 2"


async def test_no_press_seems_dead_in_the_history_of_the_study(study_path: Path) -> None:
    async with Explorer(study_path, rest=0).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "down", "down", "enter", "end", "up", "enter")
        assert isinstance(pilot.app.screen, Workflow)
        seen = {screen_text(pilot)}
        for number in range(1, 4):
            lines = await press(pilot, OLDER)
            assert len(seen | {"\n".join(lines)}) == len(seen) + 1
            seen.add("\n".join(lines))
            assert len(change(pilot)) > 1, number
            assert pilot.app.screen.query_one("#about-facts", Facts).facts[0][0][0] in "+−≠"
        assert pilot.app.screen.query_one("#steps", Listing).rows
