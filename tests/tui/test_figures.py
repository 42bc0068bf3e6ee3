"""The figures of a tool: what each shows, what is missing, and the way around them."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from ciatlas.sources.importer import import_clone
from ciatlas.store import open_atlas
from ciatlas_tui.app import Explorer
from ciatlas_tui.screens.figures import FiguresView
from ciatlas_tui.screens.overview import Overview
from ciatlas_tui.screens.save import Save
from ciatlas_tui.screens.tool import Tool
from ciatlas_tui.screens.view_forms import view_forms
from ciatlas_tui.widgets.charts import Charts
from tests.repositories import Repository
from tests.tui.conftest import Open, press, screen_text, settle, told

ASKED = 1_735_732_800  # 2025-01-01


def bar(shown: str, name: str) -> tuple[int, str]:
    """Return how long a bar is drawn, and what is written beside it."""
    line = next(line for line in shown.splitlines() if line.split()[:1] == [name])
    drawn = line.split(name, 1)[1].strip()
    return sum(drawn.count(mark) for mark in "▆█#"), drawn.lstrip("▆█# ")


@pytest.fixture
def told_path(atlas_path: Path, tmp_path: Path) -> Path:
    """The same atlas after a sync."""
    path = tmp_path / "told.db"
    shutil.copy(atlas_path, path)
    told = {
        "stars": 1500, "forks": 300, "issues": 80, "bug_issues": 20, "runs": 50,
        "runs_succeeded": 40, "run_seconds": 90,
    }  # fmt: skip
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO figures SELECT id, ?, ?, 1, 'github', ? FROM repositories"
            " WHERE full_name = 'example/tame'",
            [(name, value, ASKED) for name, value in told.items()],
        )
    return path


async def test_f_shows_first_commit_people_and_commits_per_month(explorer: Open) -> None:
    async with explorer("f") as pilot:
        shown = screen_text(pilot)
        assert isinstance(pilot.app.screen, FiguresView)
        assert shown.splitlines()[0].startswith(" ciatlas › tame › figures")
        assert "▸ activity" in shown
        assert "workflows  3" in shown
        assert "tests  1" in shown
        assert "first commit 2023-05-01 · 1 person · 3 commits" in shown
        assert "from git read 2024-10-27 · up to commit" in shown
        assert "⣿" in shown


async def test_arrows_h_l_and_tab_step_through_the_figures(told_path: Path) -> None:
    async with Explorer(told_path, rest=0).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "f")
        names = ["commits", "CI", "durations", "bugs", "popularity", "activity"]
        for key, name in zip(("right", "l", "tab", "right", "l", "tab"), names, strict=True):
            assert f"▸ {name}" in await press(pilot, key)
        for key, name in (("left", "popularity"), ("h", "bugs"), ("shift+tab", "durations")):
            assert f"▸ {name}" in await press(pilot, key)


async def test_what_is_not_known_takes_a_line_beside_the_rest(explorer: Open) -> None:
    async with explorer("f") as pilot:
        for name in ("activity", "commits", "CI", "activity"):
            shown = screen_text(pilot)
            assert f"▸ {name}" in shown
            said = "unknown  durations, bugs, popularity; 7 and then s asks GitHub for them"
            assert shown.splitlines()[-2].strip() == said
            await press(pilot, "right")


async def test_each_figure_of_the_study_is_three_keys_from_the_overview(told_path: Path) -> None:
    for keys, said in (
        (("f",), "first commit 2023-05-01 · 1 person"),
        (("f", "f"), "Commits by path group"),
        (("f", "f", "f"), "jobs by what they do"),
        (("f", "left"), "Stars and forks"),
        (("f", "left", "left"), "25 % bugs"),
    ):
        async with Explorer(told_path, rest=0).run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert said in await press(pilot, *keys)


async def test_an_export_waits_for_the_figures(explorer: Open) -> None:
    async with explorer("enter", size=(120, 40)) as pilot:
        charts = pilot.app.screen.query_one(Charts)
        charts.await_content()
        await press(pilot, "e")
        assert isinstance(pilot.app.screen, Tool)
        assert "as soon as all of it is read" in told(pilot)
        charts.arrive()
        await settle(pilot)
        assert isinstance(pilot.app.screen, Save)
        await press(pilot, "escape", "f", "e")
        assert isinstance(pilot.app.screen, Save)


async def test_commits_by_path_group_are_bars(explorer: Open) -> None:
    async with explorer("f", "right") as pilot:
        shown = screen_text(pilot)
        long, three = bar(shown, "workflows")
        short, one = bar(shown, "tests")
        assert (three, one) == ("3", "1")
        assert short == round(long / 3)
        assert bar(shown, "circleci") == (0, "0")
        assert "of 3 commits · workflows 100 % · tests 33 %" in shown


async def test_ci_shows_jobs_by_what_they_do_and_workflows_by_event(explorer: Open) -> None:
    async with explorer("f", "left", size=(70, 40)) as pilot:
        shown = screen_text(pilot)
        assert bar(shown, "unit-test")[1] == "1"
        assert bar(shown, "publish")[1] == "1"
        assert bar(shown, "ml-test") == (0, "0")
        assert bar(shown, "release")[1] == "1"  # not test.yml, though release.yml calls it
        assert "2 workflows, 4 jobs · checks 1 of 8" in shown


async def test_what_a_sync_brought_is_drawn(told_path: Path) -> None:
    async with Explorer(told_path, rest=0).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        shown = await press(pilot, "f", "left")
        assert bar(shown, "stars")[1] == "1,500"
        assert bar(shown, "forks")[0] == round(bar(shown, "stars")[0] / 5)
        assert "from github asked 2025-01-01" in shown
        shown = await press(pilot, "left")
        assert bar(shown, "bugs")[1] == "20"
        assert "25 % bugs · 20 of 80 issues" in shown
        shown = await press(pilot, "left")
        assert bar(shown, "run")[1] == "1.5 min"
        assert "80 % succeeded" in shown


async def test_nothing_after_the_day_is_shown(told_path: Path) -> None:
    async with Explorer(told_path, date(2024, 3, 1), rest=0).run_test(size=(100, 24)) as pilot:
        await settle(pilot)
        shown = await press(pilot, "f")
        assert "workflows  2" in shown
        assert (
            "popularity  stars and forks were counted on 2025-01-01; how many there were" in shown
        )
        assert "1,500" not in shown


async def test_brackets_travel_and_stay_on_the_figure(explorer: Open) -> None:
    async with explorer("f", "right") as pilot:
        shown = await press(pilot, "left_square_bracket")
        assert "▸ commits" in shown
        assert "as of 2024-02-01" in shown
        assert bar(shown, "workflows")[1] == "2"
        await press(pilot, "left_square_bracket", "left_square_bracket")
        assert "as of 2023-05-01" in screen_text(pilot)
        shown = await press(pilot, "right_square_bracket", "right_square_bracket")
        assert "as of 2024-09-01" in shown


async def test_another_change_of_the_same_day_is_stepped_over(tmp_path: Path) -> None:
    clone = Repository(tmp_path / "busy")
    for day, hour in ((1, 9), (2, 9), (2, 15)):
        text = f"on: push\njobs: {{a{day}{hour}: {{runs-on: x, steps: [{{run: 'true'}}]}}}}\n"
        clone.commit(
            {".github/workflows/a.yml": text}, date=f"2024-01-0{day}T{hour:02}:00:00+00:00"
        )
    with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
        import_clone(atlas, clone.path, "example/busy", cohort="study")
    async with Explorer(tmp_path / "atlas.db", rest=0).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "as of 2024-01-02" in await press(pilot, "f")
        assert "as of 2024-01-01" in await press(pilot, "left_square_bracket")


async def test_a_day_before_the_history_says_so(explorer: Open) -> None:
    async with explorer("f", as_of=date(2020, 1, 1), size=(100, 24)) as pilot:
        assert "tame has no history that early; choose a later date" in screen_text(pilot)


async def test_the_tool_screen_leads_there_as_of_what_it_shows(explorer: Open) -> None:
    async with explorer("enter", *["left_square_bracket"] * 2, "f") as pilot:
        assert "as of 2024-02-01" in screen_text(pilot)
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, Tool)
        await press(pilot, "q", "f", "q")
        assert isinstance(pilot.app.screen, Overview)


async def test_a_date_moves_the_figures(explorer: Open) -> None:
    async with explorer("f", "at") as pilot:
        pilot.app.screen.query_one("#day").value = "2023-12-31"
        shown = await press(pilot, "enter")
        assert "as of 2023-05-01" in shown
        assert "1 person · 1 commit" in shown


async def test_help_lists_the_keys_of_the_figures_only(explorer: Open) -> None:
    async with explorer("f", "question_mark", size=(100, 40)) as pilot:
        shown = screen_text(pilot)
        assert "the next figure" in shown
        assert "to the change before" in shown
        assert "search this list" not in shown
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, FiguresView)


async def test_a_tool_can_be_marked_from_its_figures(explorer: Open) -> None:
    async with explorer("f") as pilot:
        subject = pilot.app.screen.subject()
        assert subject is not None
        assert (subject.kind, subject.title) == ("tool", "example/tame")


async def test_forward_leads_back_to_the_figures_of_that_day(explorer: Open) -> None:
    async with explorer("f", "left_square_bracket", "q", "L") as pilot:
        assert isinstance(pilot.app.screen, FiguresView)
        assert "as of 2024-02-01" in screen_text(pilot)


async def test_the_numbers_can_be_written_as_markdown(explorer: Open) -> None:
    async with explorer("f") as pilot:
        (markdown, *_) = view_forms(pilot.app.screen, [])
        written = markdown.make()
        assert "| month | workflows | tests |" in written
        assert "| 2023-05 | 1 | 1 |" in written
        assert "| 2024-09 | 1 | 0 |" in written
        await press(pilot, "right")
        assert "| workflows | 3 |" in markdown.make()
        assert "popularity; 7 and then s asks GitHub for them" in markdown.make()


async def test_ascii_mode_draws_with_ascii_only(told_path: Path) -> None:
    for size in ((80, 24), (120, 40)):
        app = Explorer(told_path, rest=0, ascii_only=True)
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            await press(pilot, "f")
            for _ in range(6):
                assert screen_text(pilot).isascii(), screen_text(pilot)
                assert "#" in screen_text(pilot)
                await press(pilot, "right")


async def test_a_sliver_still_says_which_figure_it_is(explorer: Open) -> None:
    async with explorer("f", size=(40, 12)) as pilot:
        assert "▸ activity    commits    CI" in screen_text(pilot)
        shown = await press(pilot, "left")
        assert "▸ CI" in shown
        assert "smaller" in shown
        for size in ((20, 6), (9, 3), (200, 60)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
        assert "repo-automation" in screen_text(pilot)


async def test_hostile_names_are_shown_and_do_nothing(tmp_path: Path) -> None:
    clone = Repository(tmp_path / "evil")
    text = (
        'on: ["\\e[31m[red]x", "\\u202e受け取る"]\n'
        "jobs: {a: {runs-on: x, steps: [{run: pytest}]}}\n"
    )
    clone.commit({".github/workflows/a.yml": text}, date="2024-01-01T09:00:00+00:00")
    with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
        import_clone(atlas, clone.path, "example/evil", cohort="study")
    async with Explorer(tmp_path / "atlas.db", rest=0).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        shown = await press(pilot, "f", "left")
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert r"\x1b[31m[red]x" in shown
        assert r"\u202e受け取る" in shown
