"""The steps of a GitHub job: actions with inputs, scripts as commands."""

import pytest

from ciatlas.model.pipeline import (
    Command,
    Defaults,
    Step,
)
from ciatlas.parsing import parse
from tests.unit.parsing.github import PATH, job, step, workflow


def test_a_step_is_read_with_everything_it_says() -> None:
    found = step(
        "name: Do it\nid: do\nrun: make\nshell: sh\nworking-directory: sub\nenv: {A: 1}\nif: x"
    )
    assert found == Step(
        0,
        name="Do it",
        id="do",
        shell="sh",
        commands=(Command("make", line=7),),
        env=("A",),
        condition="x",
        working_directory="sub",
        line=5,
        column=9,
    )


def test_an_action_is_used_with_inputs() -> None:
    found = step("uses: o/r@v1\nwith: {version: 3.10, args: make --all, expr: '${{ a.b }}'}")
    assert found.uses == "o/r@v1"
    assert found.inputs == (("version", "3.10"), ("args", "make --all"), ("expr", "${{ a.b }}"))
    assert found.commands == ()


@pytest.mark.parametrize("value", ["x" * 81, '"a\\nb"', "several plain words", "", "{a: b}"])
def test_inputs_that_are_texts_are_left_empty(value: str) -> None:
    pipeline = parse(PATH, f"on: push\njobs: {{a: {{steps: [{{with: {{k: {value}}}}}]}}}}\n")
    assert pipeline.jobs[0].steps[0].inputs == (("k", ""),)


def test_the_commands_of_a_block_know_their_lines() -> None:
    found = step("run: |\n    make all\n\n    pip install x")
    assert [(c.program, c.line) for c in found.commands] == [("make", 6), ("pip", 8)]


@pytest.mark.parametrize(
    ("lines", "script", "programs"),
    [
        ("runs-on: box", "$x = pip list", ["$x"]),
        ("runs-on: windows-latest", "$x = pip list", ["pip"]),
        ("defaults: {run: {shell: pwsh}}", "$x = pip list", ["pip"]),
        ("defaults: {run: {shell: python}}", "import os; os.system('ls')", ["python", "ls"]),
    ],
)
def test_defaults_and_runner_decide_the_language_of_a_script(
    lines: str, script: str, programs: list[str]
) -> None:
    (only,) = job(f'{lines}\nsteps: [{{run: "{script}"}}]').steps
    assert [c.program for c in only.commands] == programs


def test_the_defaults_of_the_workflow_hold_where_a_job_has_none() -> None:
    text = """on: push
defaults: {run: {shell: pwsh}}
jobs:
  a: {runs-on: x, steps: [{run: $x = pip list}]}
  b: {runs-on: x, defaults: {run: {shell: python}}, steps: [{run: pass}]}
"""
    found = [j.steps[0].commands[0].program for j in workflow(text).jobs]
    assert found == ["pip", "python"]


def test_the_shell_of_a_step_counts_before_that_of_its_job() -> None:
    lines = "defaults: {run: {shell: python}}\nsteps: [{run: 'pip list', shell: bash}]"
    found = job(lines)
    assert found.defaults == Defaults("python", None)
    assert [c.program for c in found.steps[0].commands] == ["pip"]


def test_steps_that_are_no_mappings_are_left_out_and_the_rest_counted() -> None:
    pipeline = parse(PATH, "on: push\njobs: {a: {runs-on: x, steps: [word, {run: y}]}}\n")
    assert [(s.index, len(s.commands)) for s in pipeline.jobs[0].steps] == [(0, 1)]
    assert [(d.line, d.column, d.code) for d in pipeline.diagnostics] == [(2, 32, "wrong-type")]


def test_steps_shared_by_an_alias_are_read_in_each_place() -> None:
    text = """on: push
jobs:
  a: {runs-on: x, steps: &s [{run: make}]}
  b: {runs-on: y, steps: *s}
"""
    first, second = workflow(text).jobs
    assert first.steps == second.steps
    assert [c.line for c in second.steps[0].commands] == [3]


def test_a_script_handed_to_an_action_that_runs_it_has_commands() -> None:
    text = """on: push
jobs:
  a:
    runs-on: x
    steps:
      - uses: nick-fields/retry@v3
        with:
          max_attempts: 3
          command: |
            pip install mypy
            mypy src
"""
    (step,) = parse(".github/workflows/a.yml", text).jobs[0].steps
    assert step.uses == "nick-fields/retry@v3"
    assert [(found.program, found.target, found.line) for found in step.commands] == [
        ("pip", "mypy", 10),
        ("mypy", "src", 11),
    ]
