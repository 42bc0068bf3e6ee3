"""A new version is told by what became of its jobs, their steps, and what stands around them."""

from ciatlas.analysis.job_changes import Change, JobChange, job_changes
from ciatlas.analysis.pipeline_changes import PipelineChange, pipeline_change
from ciatlas.analysis.step_changes import StepChange
from ciatlas.model.pipeline import Pipeline
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


def read(text: str) -> Pipeline:
    return parse(PATH, text.encode())


def changes(before: str, after: str) -> dict[str, JobChange]:
    return job_changes(read(before), read(after))


def job(*steps: str) -> str:
    listed = "".join(f"      - {step}\n" for step in steps)
    return f"on: push\njobs:\n  test:\n    runs-on: x\n    steps:\n{listed}"


def words(before: str, after: str) -> tuple[str, ...]:
    return changes(before, after)["test"].words


def test_jobs_come_go_and_change() -> None:
    assert changes(BEFORE, AFTER) == {
        "new": JobChange(Change.CAME),
        "old": JobChange(Change.WENT),
        "test": JobChange(
            Change.CHANGED,
            ("needs", "runs on"),
            (
                StepChange(Change.CAME, "pip install .", 1),
                StepChange(Change.CHANGED, "pytest tests", 2, ("commands",)),
            ),
        ),
    }


def test_the_same_elsewhere_in_the_file_is_no_change() -> None:
    moved = BEFORE.replace("on: push\n", "on: push\n\n\n# a comment\n")
    assert changes(BEFORE, moved) == {}
    assert pipeline_change(read(BEFORE), read(moved)).is_text_only


def test_a_step_is_known_again_by_its_name_its_action_or_its_command() -> None:
    before = job("{name: install, run: make}", "uses: actions/checkout@v3", "run: pytest a")
    after = job("{name: install, run: uv sync}", "uses: actions/checkout@v4", "run: pytest b")
    assert words(before, after) == (
        "3 steps changed: install (commands), actions/checkout@v4 (v3 to v4), pytest b (commands)",
    )


def test_what_else_a_step_says_is_told_by_its_name() -> None:
    before = job("{name: run, run: pytest, env: {A: 1}, if: always()}")
    after = job("{name: run, run: pytest, env: {B: 1}, if: failure()}")
    assert words(before, after) == ("1 step changed: run (env, if)",)
    after = job("{name: checks, run: pytest, env: {A: 1}, if: always()}")
    assert words(before, after) == ("1 step changed: checks (name)",)


def test_inputs_that_differ_are_named() -> None:
    before = job("{uses: a/b@v1, with: {one: 1, two: 2}}")
    after = job("{uses: a/b@v1, with: {one: 3, two: 2}}")
    assert words(before, after) == ("1 step changed: a/b@v1 (with one)",)


def test_hashes_are_cut() -> None:
    before, after = (job(f"uses: a/b@{letter * 40}") for letter in "cd")
    assert words(before, after) == ("1 step changed: a/b (cccccccc to dddddddd)",)


def test_steps_that_go_or_swap_are_told() -> None:
    both, one = job("uses: actions/checkout@v4", "run: pytest"), job("run: pytest")
    assert words(both, one) == ("1 step went: actions/checkout@v4",)
    assert words(both, job("run: pytest", "uses: actions/checkout@v4")) == ("order of steps",)


def test_many_steps_are_counted() -> None:
    many = job(*(f"run: make{number}" for number in range(5)))
    assert words(job("run: true"), many) == (
        "5 steps came: make0, make1, make2, 2 more",
        "1 step went: true",
    )


def test_what_stands_around_the_jobs_is_told_as_screens_call_it() -> None:
    after = BEFORE.replace("on: push", "on:\n  push:\n    paths: [src]\n  pull_request:")
    found = pipeline_change(read(BEFORE), read(f"env: {{A: 1}}\npermissions: {{}}\n{after}"))
    assert found.jobs == {}
    assert found.parts == ("starts (push: paths, pull_request came)", "rights", "env")


def test_a_version_that_came_or_went_is_told_by_all_its_jobs() -> None:
    came, went = pipeline_change(None, read(BEFORE)), pipeline_change(read(BEFORE), None)
    assert came == PipelineChange(
        Change.CAME, {name: JobChange(Change.CAME) for name in ("lint", "test", "old")}
    )
    assert went.change is Change.WENT
    assert {one.change for one in went.jobs.values()} == {Change.WENT}


def test_of_a_dev_container_what_it_defines_is_told() -> None:
    before, after = (
        parse(".devcontainer/devcontainer.json", text.encode())
        for text in ('{"image": "a", "postCreateCommand": "make"}', '\n{"image": "b"}')
    )
    assert pipeline_change(before, after).parts == ("image", "lifecycle")
