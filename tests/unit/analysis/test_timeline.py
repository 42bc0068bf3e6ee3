"""Verdicts over time: the day of a turn, and what was done to pipelines that day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ciatlas.analysis.verdicts import Hypothesis, chosen, timeline
from ciatlas.model.verdict import Outcome
from ciatlas.store import Atlas, open_atlas
from tests.unit.analysis.tools import add_tool

FLOW = "on: push\njobs: {{a: {{runs-on: x, steps: [{{name: '{}: it', run: ./it}}]}}}}\n"
CI = ".github/workflows/ci.yml"
PLAIN, MODEL = FLOW.format("unit-test"), FLOW.format("ml-test")


@pytest.fixture
def has_ml_tests() -> Hypothesis:
    (hypothesis,) = chosen(["H8"])
    return replace(hypothesis, indicators=hypothesis.indicators[:1])


@pytest.fixture
def atlas(tmp_path: Path) -> Iterator[Atlas]:
    commits = [
        ("2023-11-20", "ann", {CI: PLAIN}),
        ("2024-03-14", "ann", {CI: MODEL}),
        ("2024-05-03", "ben", {CI: PLAIN}),
        ("2024-05-20", "ben", {CI: MODEL}),
        ("2024-07-02", "ann", {"README": "x"}),
    ]
    with open_atlas(tmp_path / "atlas.db", create=True) as made:
        add_tool(made, tmp_path, "one", commits, cohort="study")
        yield made


def test_turns_are_found_to_the_day_and_commit(atlas: Atlas, has_ml_tests: Hypothesis) -> None:
    first, turn = timeline(atlas, has_ml_tests)
    assert (first.day, first.before, first.after) == (date(2023, 11, 30), None, Outcome.NOT)
    assert (turn.day, turn.before, turn.after) == (
        date(2024, 3, 14), Outcome.NOT, Outcome.SUPPORTED,
    )  # fmt: skip
    (pointer,) = turn.changes
    assert (pointer.path, pointer.text) == (CI, "ci.yml modified")
    assert pointer.commit in {version.commit for version in atlas.history(
        atlas.find_repository("one"), as_of=date(2024, 3, 14))}  # fmt: skip


def test_it_stops_at_the_day_asked_for(atlas: Atlas, has_ml_tests: Hypothesis) -> None:
    assert len(timeline(atlas, has_ml_tests, last=date(2024, 3, 13))) == 1


def test_progress_counts_months(atlas: Atlas, has_ml_tests: Hypothesis) -> None:
    seen: list[tuple[int, int]] = []
    timeline(atlas, has_ml_tests, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(number, 9) for number in range(1, 10)]  # November to July


def test_two_turns_in_a_month_are_both_found_when_they_differ(tmp_path: Path) -> None:
    """From fails to partly to holds within June, as a second tool follows the first."""
    (hypothesis,) = chosen(["H8"])
    level = replace(hypothesis, indicators=hypothesis.indicators[:1])
    with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
        for name, day in (("one", "2024-06-05"), ("two", "2024-06-25")):
            commits = [("2024-01-02", "ann", {CI: PLAIN}), (day, "ann", {CI: MODEL})]
            add_tool(atlas, tmp_path, name, commits, cohort="study")
        turns = timeline(atlas, level)
    assert [(turn.day, turn.after) for turn in turns[1:]] == [
        (date(2024, 6, 5), Outcome.PARTLY),
        (date(2024, 6, 25), Outcome.SUPPORTED),
    ]


def test_without_pipelines_there_is_no_time_to_look_at(
    tmp_path: Path, has_ml_tests: Hypothesis
) -> None:
    with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
        add_tool(atlas, tmp_path, "one", [("2024-01-01", "ann", {"README": "x"})], cohort="study")
        assert timeline(atlas, has_ml_tests) == []
