"""Charts of a tool, held against numbers counted by hand."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ciatlas.analysis.figures import (
    activity,
    bugs,
    commits,
    durations,
    figures,
    pipelines,
    popularity,
)
from ciatlas.analysis.tool import Tool
from ciatlas.model.chart import Bars, Chart, Months, Series
from ciatlas.store import Atlas, open_atlas
from tests.unit.analysis.tools import add_tool

CI = ".github/workflows/ci.yml"
SHIP = ".github/workflows/ship.yml"
CHECKING = """\
on: {push: , pull_request: }
jobs:
  style:
    runs-on: ubuntu-latest
    steps:
      - {name: "lint: it", run: a}
      - {name: "lint: more", run: b}
      - {name: "security: it", run: c}
  test:
    runs-on: ubuntu-latest
    steps: [{name: "setup: it", run: a}, {name: "unit-test: it", run: b}]
"""
SHIPPING = """\
on: {push: , schedule: [{cron: '0 1 * * *'}]}
jobs:
  style:
    runs-on: ubuntu-latest
    steps: [{name: "lint: it", run: a}]
  ship:
    needs: style
    runs-on: ubuntu-latest
    steps: [{name: "build: it", run: a}, {name: "publish: it", run: b}]
"""
CALLED = """\
on: {workflow_call: , workflow_dispatch: }
jobs: {test: {runs-on: ubuntu-latest, steps: [{name: "unit-test: it", run: a}]}}
"""
CALLING = """\
on: {release: {types: [published]}}
jobs: {test: {uses: ./.github/workflows/ci.yml}}
"""
CIRCLE = """\
version: 2.1
jobs:
  test:
    docker: [{image: python}]
    steps: [{run: {name: "unit-test: it", command: a}}]
workflows:
  all: {jobs: [test]}
"""
COMMITS = [
    ("2024-01-05", "ann", {"README": "1"}),
    ("2024-02-01", "ben", {CI: CHECKING, "tests/a": "1"}),
    ("2024-02-29", "ann", {"tests/a": "2"}),
    ("2024-05-31", "cat", {SHIP: SHIPPING, "tests/b": "1"}),
    ("2024-06-01", "ann", {"tests/b": "2"}),
]
ASKED = date(2024, 7, 1)


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    folder = tmp_path_factory.mktemp("figures")
    with open_atlas(folder / "atlas.db", create=True) as atlas:
        add_tool(atlas, folder, "silent", COMMITS)
        add_tool(atlas, folder, "known", COMMITS)
        circle = ("2024-06-02", "ann", {".circleci/config.yml": CIRCLE})
        add_tool(atlas, folder, "mixed", [*COMMITS, circle])
        calling = ("2024-01-05", "ann", {CI: CALLED, SHIP: CALLING})
        add_tool(atlas, folder, "calling", [calling])
        add_tool(atlas, folder, "bare", [("2024-01-05", "ann", {"README": "1"})])
        tell(
            atlas.path, stars=1234, forks=50, issues=200, bug_issues=30, runs=40,
            runs_succeeded=30, run_seconds=330, queue_seconds=12,
        )  # fmt: skip
        yield atlas


def tell(path: Path, **counts: int) -> None:
    when = int(datetime(ASKED.year, ASKED.month, ASKED.day, 9, tzinfo=UTC).timestamp())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO figures SELECT id, ?, ?, ?, 'github', ? FROM repositories"
            " WHERE full_name = 'example/known'",
            [(name, value, name != "bug_issues", when) for name, value in counts.items()],
        )


def tool(atlas: Atlas, name: str, as_of: date | None = None) -> Tool:
    return Tool(atlas, atlas.find_repository(f"example/{name}"), as_of)


def lengths(chart: Chart, plot: int = 0) -> dict[str, int]:
    bars = chart.plots[plot]
    assert isinstance(bars, Bars)
    return {bar.name: bar.value for bar in bars.bars}


def test_months_run_from_the_first_commit_without_a_gap(atlas: Atlas) -> None:
    found = activity(tool(atlas, "silent"))
    assert found.plots == (
        Months(
            "2024-01",
            (Series("tests", (0, 2, 0, 0, 1, 1)), Series("workflows", (0, 1, 0, 0, 1, 0))),
        ),
    )
    assert found.facts == (
        "first commit 2024-01-05", "3 people", "5 commits", "none to circleci, devcontainer",
    )  # fmt: skip
    assert found.origin[1].endswith("of 2024-06-01")


def test_nothing_after_the_day_counts(atlas: Atlas) -> None:
    then = tool(atlas, "silent", date(2024, 3, 15))
    (months,) = activity(then).plots
    assert isinstance(months, Months)
    assert [(one.name, one.values) for one in months.series] == [
        ("tests", (0, 2)), ("workflows", (0, 1)),
    ]  # fmt: skip
    assert lengths(commits(then))["tests"] == 2
    assert lengths(pipelines(then), 1) == {"pull_request": 1, "push": 1}


def test_commits_by_path_group_are_ranked_with_their_shares(atlas: Atlas) -> None:
    found = commits(tool(atlas, "silent"))
    assert list(lengths(found).items()) == [
        ("tests", 4), ("workflows", 2), ("circleci", 0), ("devcontainer", 0),
    ]  # fmt: skip
    assert found.facts == ("of 5 commits", "tests 80 %", "workflows 40 %")


def test_jobs_count_once_for_each_thing_they_do(atlas: Atlas) -> None:
    found = pipelines(tool(atlas, "silent"))
    there = {name: number for name, number in lengths(found).items() if number}
    assert there == {"lint": 2, "security": 1, "unit-test": 1, "build": 1, "publish": 1}
    assert lengths(found)["ml-test"] == 0
    assert list(lengths(found, 1).items()) == [("push", 2), ("pull_request", 1), ("schedule", 1)]
    assert found.facts[:2] == ("2 workflows, 4 jobs", "checks 3 of 8")


def test_a_workflow_counts_for_the_events_its_own_file_names(atlas: Atlas) -> None:
    found = pipelines(tool(atlas, "calling"))
    assert found.plots[1].title == "workflows by what they start on"
    assert lengths(found, 1) == {"release": 1, "workflow_call": 1, "workflow_dispatch": 1}


def test_with_files_of_another_system_among_them_they_are_counted_as_pipelines(
    atlas: Atlas,
) -> None:
    found = pipelines(tool(atlas, "mixed"))
    assert found.title == "Jobs and pipelines"
    assert found.facts[0] == "3 pipelines, 5 jobs"
    assert "circleci 1, github-actions 2" in found.facts
    assert found.plots[1].title == "pipelines by what they start on"
    assert pipelines(tool(atlas, "silent")).title == "Jobs and workflows"


def test_what_an_api_told_is_shown_with_who_told_it_and_when(atlas: Atlas) -> None:
    known = tool(atlas, "known")
    assert lengths(popularity(known)) == {"stars": 1234, "forks": 50}
    assert popularity(known).facts == ("stars 1,234", "forks 50")
    assert popularity(known).origin == ("github asked 2024-07-01",)
    assert lengths(bugs(known)) == {"bugs": 30, "other issues": 170}
    assert bugs(known).facts[:2] == ("at least 15 % bugs", "at least 30 of 200 issues")


def test_durations_are_medians_with_their_runs(atlas: Atlas) -> None:
    found = durations(tool(atlas, "known"))
    assert lengths(found) == {"run": 330, "wait": 12}
    assert found.facts == (
        "run 5.5 min", "wait 12 s", "over the 40 runs", "75 % succeeded",
    )  # fmt: skip


def test_what_is_missing_is_said_with_what_brings_it(atlas: Atlas) -> None:
    for figure in (popularity, bugs, durations):
        found = figure(tool(atlas, "silent"))
        assert found.plots == ()
        assert "'ciatlas sync example/silent' asks GitHub for them" in found.missing


def test_what_was_counted_later_is_not_shown_as_of_before(atlas: Atlas) -> None:
    found = popularity(tool(atlas, "known", date(2024, 6, 30)))
    assert found.plots == ()
    assert found.missing == (
        "stars and forks were counted on 2024-07-01; how many there were on 2024-06-30 is not known"
    )
    assert popularity(tool(atlas, "known", ASKED)).plots


def test_before_its_history_a_tool_says_so_and_still_has_every_figure(atlas: Atlas) -> None:
    found = figures(tool(atlas, "silent", date(2020, 1, 1)))
    names = [figure.name for figure in found]
    assert names == [figure.name for figure in figures(tool(atlas, "known"))]
    assert not any(figure.plots for figure in found)
    assert all(figure.missing for figure in found)
    assert "no history that early" in found[0].missing


def test_a_tool_without_pipelines_says_so(atlas: Atlas) -> None:
    bare = tool(atlas, "bare")
    assert activity(bare).missing == "no path group has a commit yet"
    assert pipelines(bare).missing == "it has no workflow on that day"


def test_observed_tools_have_no_months(atlas: Atlas) -> None:
    observed = tool(atlas, "silent")
    observed.repository = replace(observed.repository, observed_on=(date(2024, 6, 1),))
    found = activity(observed)
    assert found.plots == ()
    assert "import a clone" in found.missing
    assert found.facts[1] == "3 people"
