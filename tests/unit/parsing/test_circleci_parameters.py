"""What parameters of commands, executors and jobs stand for, and that no use of them runs away."""

import pytest

from ciatlas.model.pipeline import Job, Pipeline
from ciatlas.parsing import parse


def read(text: str) -> Pipeline:
    return parse(".circleci/config.yml", "version: 2.1\n" + text)


def job(text: str) -> Job:
    (only,) = read(text).jobs
    return only


TAKES_STEPS = "commands: {{c: {{parameters: {{s: {{type: steps}}}}, steps: [{}]}}}}\n"
CALLS = "jobs: {build: {docker: [{image: i}], steps: [{c: {s: [checkout]}}]}}\n"


@pytest.mark.parametrize(
    "use",
    [
        "'<< parameters.s >>'",
        "{steps: << parameters.s >>}",
        "{when: {condition: true, steps: << parameters.s >>}}",
    ],
)
def test_steps_can_be_a_parameter(use: str) -> None:
    pipeline = read(TAKES_STEPS.format(use) + CALLS)
    assert [step.uses for step in pipeline.jobs[0].steps] == ["checkout"]
    assert pipeline.diagnostics == ()


def test_steps_passed_on_are_read_where_they_were_written() -> None:
    text = TAKES_STEPS.format("'<< parameters.s >>'") + (
        "jobs: {build: {parameters: {x: {type: string, default: docs}}, docker: [{image: i}],\n"
        "  steps: [{c: {s: [{run: make << parameters.x >>}]}}]}}\n"
    )
    assert job(text).steps[0].commands[0].target == "docs"


def test_steps_that_stand_for_themselves_end() -> None:
    text = TAKES_STEPS.format("'<< parameters.s >>'") + (
        "jobs: {build: {docker: [{image: i}], steps: [{c: {s: ['<< parameters.s >>']}}]}}\n"
    )
    assert len(job(text).steps) <= 1


def test_texts_do_not_grow_without_bound() -> None:
    calls = "\n".join(
        f"  c{n}: {{parameters: {{x: {{type: string}}}}, steps: [c{n + 1}: {{x: "
        f"'{'<<parameters.x>>' * 4}'}}]}}"
        for n in range(18)
    )
    last = "  c18: {parameters: {x: {type: string}}, steps: [{run: {name: << parameters.x >>}}]}"
    text = (
        f"commands:\n{calls}\n{last}\n"
        "jobs: {build: {docker: [{image: i}], steps: [{c0: {x: abcdefgh}}]}}\n"
    )
    for step in job(text).steps:
        assert len(step.name or "") <= 64 * 1024


def test_commands_that_expand_to_nothing_are_bounded_too() -> None:
    calls = "\n".join(f"  c{n}: {{steps: [c{n + 1}, c{n + 1}, c{n + 1}]}}" for n in range(18))
    text = (
        f"commands:\n{calls}\n  c18: {{steps: []}}\n"
        "jobs: {build: {docker: [{image: i}], steps: [c0]}}\n"
    )
    assert job(text).steps == ()


def test_a_parameter_that_varies_over_a_matrix_has_no_single_value() -> None:
    text = """jobs:
  a:
    parameters: {v: {type: string, default: '1'}}
    docker: [{image: 'py:<< parameters.v >>'}]
    steps: [{when: {condition: {equal: ['2', << parameters.v >>]}, steps: [checkout]}}]
workflows: {w: {jobs: [a: {matrix: {parameters: {v: ['2', '3']}}}]}}
"""
    found = job(text)
    assert found.container is not None
    assert found.container.image == "py:<< matrix.v >>"
    assert [(step.uses, bool(step.condition)) for step in found.steps] == [("checkout", True)]


def test_an_executor_brings_its_shell_and_environment() -> None:
    text = """executors: {e: {shell: pwsh, environment: {A: b}, docker: [{image: i}]}}
jobs: {build: {executor: e, environment: {C: d}, steps: [{run: $x = pip list}]}}
"""
    found = job(text)
    assert found.env == ("C", "A")
    assert [command.program for command in found.steps[0].commands] == ["pip"]


@pytest.mark.parametrize("run", ["null", "{command: ~}", "~"])
def test_a_run_of_nothing_has_no_commands(run: str) -> None:
    text = f"jobs: {{build: {{docker: [{{image: i}}], steps: [run: {run}]}}}}\n"
    assert job(text).steps[0].commands == ()


def test_a_condition_of_nothing_is_left_open() -> None:
    text = (
        "jobs: {build: {docker: [{image: i}],"
        " steps: [{when: {condition: {not: []}, steps: [checkout]}}]}}\n"
    )
    assert [step.uses for step in job(text).steps] == ["checkout"]


def test_ids_are_unique_whatever_jobs_are_called() -> None:
    text = (
        "jobs: {a: {docker: [{image: i}], steps: [checkout]}}\n"
        "workflows: {w: {jobs: [a, a, {a: {name: w/a-1}}]}}\n"
    )
    ids = [found.id for found in read(text).jobs]
    assert len(set(ids)) == 3


def test_a_jobs_own_name_counts_more_than_the_job_another_runs() -> None:
    text = (
        "jobs: {test: &j {docker: [{image: i}], steps: [checkout]}, other: *j, last: *j}\n"
        "workflows: {w: {jobs: [{test: {name: lint}}, {other: {name: test}},"
        " {last: {requires: [test]}}]}}\n"
    )
    jobs = {found.id: found.needs for found in read(text).jobs}
    assert jobs == {"lint": (), "test": (), "last": ("test",)}


def test_lists_of_mappings_are_merged() -> None:
    text = "x: &x {resource_class: big}\njobs: {build: {<<: [*x], steps: [checkout]}}\n"
    assert job(text).runs_on == ("big",)


def test_only_mappings_can_be_merged() -> None:
    text = "jobs: {build: {<<: [word], steps: [checkout]}}\n"
    assert [found.code for found in read(text).diagnostics] == ["yaml-merge-key"]
