"""A new version of a pipeline is told by what became of its jobs."""

from ciatlas.analysis.job_changes import Change, JobChange, job_changes
from ciatlas.parsing import parse

PATH = ".github/workflows/ci.yml"
BEFORE = """\
on: push
jobs:
  lint:
    runs-on: ubuntu-latest
    steps: [{run: ruff check}]
  test:
    runs-on: ubuntu-latest
    steps: [{uses: actions/checkout@v4}, {run: pytest}]
  old:
    runs-on: ubuntu-latest
    steps: [{run: make}]
"""
AFTER = """\
on: push

# further down, and in another order
jobs:
  test:
    needs: lint
    runs-on: ubuntu-24.04
    steps: [{uses: actions/checkout@v4}, {run: pip install .}, {run: pytest tests}]
  lint:
    runs-on: ubuntu-latest
    steps: [{run: ruff check}]
  new:
    runs-on: ubuntu-latest
    steps: [{run: make}]
"""


def changes(before: str, after: str) -> dict[str, JobChange]:
    return job_changes(parse(PATH, before.encode()), parse(PATH, after.encode()))


def test_jobs_come_go_and_change() -> None:
    assert changes(BEFORE, AFTER) == {
        "new": JobChange(Change.CAME),
        "old": JobChange(Change.WENT),
        "test": JobChange(Change.CHANGED, ("needs", "runs on", "steps 2, 3")),
    }


def test_the_same_elsewhere_in_the_file_is_no_change() -> None:
    moved = BEFORE.replace("on: push\n", "on: push\n\n\n# a comment\n")
    assert changes(BEFORE, moved) == {}


def test_steps_that_go_or_swap_are_told() -> None:
    fewer = BEFORE.replace("{uses: actions/checkout@v4}, ", "")
    swapped = BEFORE.replace(
        "{uses: actions/checkout@v4}, {run: pytest}", "{run: pytest}, {uses: actions/checkout@v4}"
    )
    assert changes(BEFORE, fewer)["test"].parts == ("fewer steps",)
    assert changes(BEFORE, swapped)["test"].parts == ("order of steps",)
