"""Actions: their metadata, and the steps of composite ones."""

import pytest

from ciatlas.model.pipeline import Command, Job, Kind, Parameter, Pipeline, Step, System
from ciatlas.parsing import parse

PATH = "tools/greet/action.yml"


def errors(text: str) -> list[tuple[int, int, str]]:
    return [(d.line, d.column, d.code) for d in parse(PATH, text).diagnostics]


def test_a_composite_action_is_a_pipeline_of_one_job() -> None:
    text = """name: Greet
description: Says hello
inputs:
  who: {description: Whom, required: true}
  how: {default: loudly}
outputs:
  answer: {description: What came back, value: "${{ steps.say.outputs.x }}"}
runs:
  using: composite
  steps:
    - id: say
      run: make hello
      shell: bash
    - uses: o/r@v2
      with: {path: src}
"""
    assert parse(PATH, text) == Pipeline(
        path=PATH,
        system=System.GITHUB_ACTIONS,
        kind=Kind.ACTION,
        name="Greet",
        using="composite",
        parameters=(Parameter("who", required=True), Parameter("how", default="loudly")),
        outputs=(Parameter("answer"),),
        jobs=(
            Job(
                id="runs",
                steps=(
                    Step(
                        0,
                        id="say",
                        shell="bash",
                        commands=(Command("make", None, "hello", line=12),),
                        line=11,
                        column=7,
                    ),
                    Step(1, uses="o/r@v2", inputs=(("path", "src"),), line=14, column=7),
                ),
                line=9,
                column=3,
            ),
        ),
    )


@pytest.mark.parametrize(
    ("runs", "using"),
    [
        ("{using: node20, main: dist/x.js, post: dist/y.js, post-if: always()}", "node20"),
        ("{using: docker, image: Dockerfile, args: [a, b], env: {A: 1}}", "docker"),
        ("{using: docker, image: 'docker://img:1', entrypoint: /run.sh}", "docker"),
        ("{using: composite, steps: []}", "composite"),
    ],
)
def test_an_action_without_steps_has_no_jobs(runs: str, using: str) -> None:
    pipeline = parse(PATH, f"name: x\nruns: {runs}\n")
    assert (pipeline.using, pipeline.jobs, pipeline.diagnostics) == (using, (), ())


@pytest.mark.parametrize("shell", ["bash", "sh", "pwsh", "cmd", "python {0}"])
def test_the_shell_of_a_step_is_kept_as_written(shell: str) -> None:
    text = f"runs: {{using: composite, steps: [{{run: x, shell: '{shell}'}}]}}\n"
    assert parse(PATH, text).jobs[0].steps[0].shell == shell


def test_inputs_may_be_bare_and_say_how_they_are_deprecated() -> None:
    text = "inputs: {a: , b: {deprecationMessage: use a}}\nruns: {using: node20, main: x.js}\n"
    pipeline = parse(PATH, text)
    assert pipeline.parameters == (Parameter("a"), Parameter("b"))
    assert pipeline.diagnostics == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: x\n", [(1, 1, "missing-key")]),
        ("name: x\nruns: {main: x.js}\n", [(2, 1, "missing-key")]),
        ("name: x\nruns: {using: composite}\n", [(2, 7, "missing-key")]),
        ("name: x\nruns: {using: docker}\n", [(2, 7, "missing-key")]),
        ("name: x\nruns: {using: node20}\n", [(2, 7, "missing-key")]),
        ("name: x\nruns: node20\n", [(2, 7, "wrong-type")]),
        ("- x\n", [(1, 1, "wrong-type")]),
    ],
)
def test_an_action_says_what_runs_it(text: str, expected: list[tuple[int, int, str]]) -> None:
    assert errors(text) == expected


def test_only_a_run_knows_what_an_action_using_an_expression_needs() -> None:
    assert errors("runs: {using: '${{ x }}'}\n") == []


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("{name: x}", (3, 13, "step-without-action")),
        ("{run: x, shell: sh, uses: o/r@v1}", (3, 13, "step-run-and-uses")),
        ("{run: x}", (3, 13, "missing-key")),
        ("{uses: nowhere}", (3, 20, "action-reference")),
        ("{uses: o/r@v1, shell: sh}", (3, 28, "misplaced-key")),
        ("{run: x, shell: sh, needs: y}", (3, 33, "unknown-key")),
        ("{run: x, shell: sh, id: 1st}", (3, 37, "wrong-value")),
    ],
)
def test_the_steps_of_a_composite_action_are_checked(
    step: str, expected: tuple[int, int, str]
) -> None:
    assert errors(f"runs:\n  using: composite\n  steps: [  {step}]\n") == [expected]


def test_step_ids_of_a_composite_action_are_unique() -> None:
    text = """runs:
  using: composite
  steps:
    - {id: one, run: x, shell: sh}
    - {id: ONE, run: y, shell: sh}
"""
    assert errors(text) == [(5, 12, "duplicate-id")]


def test_keys_of_a_workflow_are_unknown_to_an_action() -> None:
    assert errors("on: push\nruns: {using: node20, main: x.js}\njobs: {}\n") == [
        (1, 1, "unknown-key"),
        (3, 1, "unknown-key"),
    ]


def test_inputs_that_differ_in_case_only_are_the_same() -> None:
    text = "inputs:\n  key: {}\n  Key: {}\nruns: {using: node20, main: x.js}\n"
    assert errors(text) == [(3, 3, "duplicate-key")]
