"""Steps that run what their matrix says, and local actions that do several things."""

from ciatlas.analysis.activities import classify
from ciatlas.analysis.activities.legs import MOST_LEGS, in_legs
from ciatlas.model.label import Label
from ciatlas.model.pipeline import Pipeline
from ciatlas.parsing import parse
from tests.unit.analysis.rules_alone import RULES


def pipeline(matrix: str, step: str, job: str = "work") -> Pipeline:
    return parse(
        ".github/workflows/ci.yml",
        f"on: push\njobs:\n  {job}:\n    runs-on: x\n    strategy:\n      matrix: {matrix}\n"
        f"    steps:\n      - {step}\n",
    )


def label(matrix: str, step: str) -> Label:
    return classify(pipeline(matrix, step), RULES).step("work", 0)


def test_a_target_is_that_of_each_leg() -> None:
    (job,) = pipeline("{target: [lint, vet]}", '{run: "make ${{ matrix.target }}"}').jobs
    targets = [leg.commands[0].target for leg in in_legs(job.steps[0], job)]
    assert targets == ["lint", "vet"]


def test_a_command_that_is_a_value_is_read() -> None:
    found = label('{do: ["ruff check src", "mypy src"]}', '{run: "${{ matrix.do }}"}')
    assert found.activity == "lint"


def test_what_most_legs_do_is_what_the_step_is_for() -> None:
    found = label("{target: [lint, style, build]}", '{run: "make ${{ matrix.target }}"}')
    assert found.activity == "lint"
    # Two legs of three agree.
    assert found.confidence <= 0.5 + 0.5 * 2 / 3


def test_a_name_is_only_filled_in_where_it_consists_of_values() -> None:
    matrix = "{os: [linux, macos]}"
    (job,) = pipeline(matrix, '{name: "Test on ${{ matrix.os }}", run: pytest}').jobs
    assert len(in_legs(job.steps[0], job)) == 1
    (job,) = pipeline(matrix, '{name: "${{ matrix.os }}", run: pytest}').jobs
    assert [leg.name for leg in in_legs(job.steps[0], job)] == ["linux", "macos"]


def test_a_matrix_that_only_a_run_knows_leaves_the_step_as_it_stands() -> None:
    (job,) = pipeline('"${{ fromJSON(needs.a.outputs.b) }}"', "{run: pytest}").jobs
    assert in_legs(job.steps[0], job) == job.steps


def test_of_many_legs_the_first_are_looked_at() -> None:
    values = ", ".join(f"t{number}" for number in range(50))
    (job,) = pipeline(f"{{target: [{values}]}}", '{run: "make ${{ matrix.target }}"}').jobs
    assert len(in_legs(job.steps[0], job)) == MOST_LEGS


ACTION = """
name: work
runs:
  using: composite
  steps:
    - {shell: bash, run: cargo build}
    - {shell: bash, run: cargo test}
    - {shell: bash, run: cargo bench}
"""


def called(step: str, path: str) -> str:
    action = parse(f"{path.removeprefix('./')}/action.yml", ACTION)
    flow = f"on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - {step}\n"
    found = classify(parse(".github/workflows/ci.yml", flow), RULES, {path: action}.get)
    return found.step("a", 0).activity.value


def test_a_name_tells_which_of_the_things_a_local_action_does_is_meant() -> None:
    path = "./.github/actions/work"
    assert called(f"{{name: Build and test, uses: {path}}}", path) == "unit-test"
    assert called(f"{{uses: {path}}}", path) == "performance-test"


def test_a_local_action_that_is_called_setup_prepares_whatever_it_tries_out() -> None:
    path = "./.github/actions/setup-tools"
    assert called(f"{{uses: {path}}}", path) == "setup"
