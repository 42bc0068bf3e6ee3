"""Things side by side: what is the same, what is only on one side, what changed."""

from collections.abc import Iterator
from datetime import date

import pytest

from ciatlas.analysis.comparison import activity_counts, compare_pipelines, compare_tools
from ciatlas.analysis.tool import Tool
from ciatlas.model.activity import Activity
from ciatlas.model.comparison import Aspect, Difference
from ciatlas.model.errors import CiatlasError
from ciatlas.store import open_atlas
from tests.unit.analysis.tools import add_tool

CI = ".github/workflows/ci.yml"
BEFORE = """\
on: {push: {branches: [main]}, schedule: [{cron: '0 1 * * *'}]}
permissions: {contents: read}
concurrency: {group: ci, cancel-in-progress: true}
jobs:
  lint:
    runs-on: ubuntu-latest
    steps: [{name: "lint: it", run: ruff check}]
  test:
    needs: lint
    runs-on: ubuntu-latest
    timeout-minutes: 5
    strategy: {matrix: {python: ['3.11', '3.12']}}
    steps:
      - {name: "setup: it", uses: actions/checkout@v3}
      - {name: "unit-test: it", run: pytest}
"""
AFTER = """\
on: {push: {branches: [main, next]}, pull_request: }
permissions: {contents: read}
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 9
    strategy: {matrix: {python: ['3.11', '3.12', '3.13']}}
    steps:
      - {name: "setup: it", uses: actions/checkout@v4}
      - {name: "unit-test: it", run: pytest}
  publish:
    needs: test
    uses: ./.github/workflows/publish.yml
"""


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tool]:
    folder = tmp_path_factory.mktemp("comparison")
    commits = [("2024-01-01", "ann", {CI: BEFORE}), ("2024-06-01", "ben", {CI: AFTER})]
    with open_atlas(folder / "atlas.db", create=True) as atlas:
        yield add_tool(atlas, folder, "one", commits)


@pytest.fixture
def then(tool: Tool) -> Tool:
    return Tool(tool.atlas, tool.repository, date(2024, 1, 1))


def test_two_days_of_a_pipeline_stand_side_by_side(tool: Tool, then: Tool) -> None:
    aspects = compare_pipelines(then.find_pipeline("ci.yml"), tool.find_pipeline("ci.yml"))
    found = {(one.section, one.name): (one.difference, one.left, one.right) for one in aspects}
    assert found["triggers", "push"] == (
        Difference.CHANGED, "branches main", "branches main, next",
    )  # fmt: skip
    assert found["triggers", "schedule 0 1 * * *"][0] is Difference.LEFT
    assert found["triggers", "pull_request"] == (Difference.RIGHT, None, "always")
    assert found["jobs", "lint"][0] is Difference.LEFT
    assert found["jobs", "test"][1] == "2 steps; needs lint; on ubuntu-latest"
    assert found["jobs", "publish"][2] == "uses ./.github/workflows/publish.yml; needs test"
    assert found["steps", "lint: lint: it"][1:] == ("ruff check", None)
    assert found["steps", "test: setup: it"][1:] == ("actions/checkout@v3", "actions/checkout@v4")
    assert found["steps", "test: unit-test: it"][0] is Difference.SAME
    assert found["checks", "unit-test"][0] is Difference.SAME
    assert found["matrix", "test python"][2] == "3.11, 3.12, 3.13"
    assert found["matrix", "test legs"][1:] == ("2", "3")
    assert found["actions", "actions/checkout"][1:] == ("v3", "v4")
    assert found["permissions", "contents"][0] is Difference.SAME
    assert found["limits", "concurrency"][1:] == ("ci; cancels stale runs", None)
    assert found["limits", "test minutes"][1:] == ("5", "9")


def test_sections_come_once_and_together(tool: Tool, then: Tool) -> None:
    sections = [one.section for one in compare_tools(then, tool)]
    assert sections == sorted(sections, key=list(dict.fromkeys(sections)).index)
    assert list(dict.fromkeys(sections)) == [
        "triggers", "checks", "other activities", "matrix", "actions", "metrics", "hypotheses",
        "pipelines",
    ]  # fmt: skip


def test_a_thing_does_not_differ_from_itself(tool: Tool) -> None:
    read = tool.find_pipeline("ci.yml")
    for aspects in (compare_tools(tool, tool), compare_pipelines(read, read)):
        assert aspects
        assert {one.difference for one in aspects} == {Difference.SAME}


def test_two_tools_say_where_they_stand_on_each_hypothesis(tool: Tool, then: Tool) -> None:
    found = {one.name: one for one in compare_tools(then, tool) if one.section == "hypotheses"}
    early = found["H7 workflows find errors early"]
    assert early.left is not None
    assert " of -1 to 1: " in early.left
    assert " for" in early.left
    assert early.left_evidence


def test_a_tool_counts_a_workflow_for_the_events_its_own_file_names(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("called")
    called = "on: workflow_call\njobs: {a: {runs-on: x, steps: [{run: a}]}}\n"
    files = {CI: AFTER, ".github/workflows/publish.yml": called}
    with open_atlas(folder / "atlas.db", create=True) as atlas:
        one = add_tool(atlas, folder, "one", [("2024-01-01", "ann", files)])
        found = [said for said in compare_tools(one, one) if said.section == "triggers"]
    assert [(said.name, said.left) for said in found] == [
        ("pull_request", "1 workflow"), ("push", "1 workflow"), ("workflow_call", "1 workflow"),
    ]  # fmt: skip
    assert [(at.path, at.line) for said in found for at in said.left_evidence] == [
        (CI, 1), (CI, 1), (".github/workflows/publish.yml", 1),
    ]  # fmt: skip


def test_swapping_the_sides_swaps_what_they_say(tool: Tool, then: Tool) -> None:
    def said(aspects: list[Aspect]) -> set[tuple[str, str, str | None, str | None]]:
        return {(one.section, one.name, one.left, one.right) for one in aspects}

    there = said(compare_tools(then, tool))
    back = said(compare_tools(tool, then))
    assert there == {(section, name, left, right) for section, name, right, left in back}


def test_tools_are_counted_by_what_their_steps_are_for(tool: Tool) -> None:
    counts = activity_counts(tool)
    assert list(counts) == list(Activity)
    assert {one.value: n for one, n in counts.items() if n} == {"setup": 1, "unit-test": 1}


def test_a_pipeline_that_is_not_there_is_told(tool: Tool) -> None:
    with pytest.raises(CiatlasError, match=r"example/one has no pipeline 'x.yml'"):
        tool.find_pipeline("x.yml")
