"""CircleCI workflows: the jobs they invoke, on what these wait, what starts them."""

import pytest

from ciatlas.model.diagnostic import Severity
from ciatlas.model.pipeline import (
    Container,
    Job,
    Matrix,
    Trigger,
)
from ciatlas.parsing import parse
from tests.unit.parsing.circleci import PATH, config, found


def invoked(invocations: str, jobs: str = "abc") -> tuple[Job, ...]:
    """Read the jobs a workflow `w` invokes, of those called `a`, `b` and `c`."""
    defined = ", ".join(f"{name}: {{steps: [checkout]}}" for name in jobs)
    return config(f"jobs: {{{defined}}}\nworkflows: {{w: {{jobs: {invocations}}}}}\n").jobs


def test_the_job_of_an_orb_is_used_with_inputs() -> None:
    text = "orbs: {o: x/o@1}\nworkflows: {w: {jobs: [o/test: {version: '3', requires: []}]}}\n"
    (job,) = config(text).jobs
    assert (job.id, job.uses, job.inputs, job.workflow) == (
        "o/test",
        "o/test",
        (("version", "3"),),
        "w",
    )


def test_a_job_may_be_given_its_executor() -> None:
    text = """jobs:
  a:
    parameters: {image: {type: string}}
    docker: [{image: << parameters.image >>}]
    steps: [checkout]
workflows: {w: {jobs: [a: {name: one, image: x}, a: {name: two, image: y}]}}
"""
    jobs = config(text).jobs
    assert [(j.id, j.container) for j in jobs] == [("one", Container("x")), ("two", Container("y"))]


@pytest.mark.parametrize(
    ("invocations", "expected"),
    [
        ("[a, b]", [("a", ()), ("b", ())]),
        ("[a, b: {requires: [a]}]", [("a", ()), ("b", ("a",))]),
        ("[b: {requires: [a]}, a]", [("b", ("a",)), ("a", ())]),
        ("[a, b: {requires: [a: [failed, success]]}]", [("a", ()), ("b", ("a",))]),
        ("[a: {name: first}, b: {requires: [first]}]", [("first", ()), ("b", ("first",))]),
        ("[a, a, b: {requires: [a]}]", [("w/a", ()), ("w/a-1", ()), ("b", ("w/a",))]),
    ],
)
def test_jobs_wait_for_those_they_require_by_their_names(
    invocations: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    used = [name for name in "ab" if name in invocations]
    jobs = invoked(invocations, "".join(used))
    assert [(job.id, job.needs) for job in jobs] == expected


def test_a_job_of_two_workflows_is_two_jobs() -> None:
    text = "jobs: {a: {steps: [checkout]}}\nworkflows:\n  v: {jobs: [a]}\n  w: {jobs: [a]}\n"
    assert [(job.id, job.workflow) for job in config(text).jobs] == [("v/a", "v"), ("w/a", "w")]


def test_an_approval_is_a_job_that_runs_nothing() -> None:
    hold, a = invoked("[hold: {type: approval}, a: {requires: [hold]}]", "a")
    assert (hold.id, hold.condition, hold.steps) == ("hold", "approval", ())
    assert a.needs == ("hold",)


def test_steps_can_be_put_before_and_after_those_of_a_job() -> None:
    (job,) = invoked("[a: {pre-steps: [{run: one}], post-steps: [{run: three}]}]", "a")
    assert [step.uses or step.commands[0].program for step in job.steps] == [
        "one",
        "checkout",
        "three",
    ]


@pytest.mark.parametrize(
    ("exclude", "rows"),
    [
        ("", "1 x, 1 y, 2 x, 2 y"),
        (", exclude: [{v: 1, os: y}, {os: x, v: 2}]", "1 x, 2 y"),
        (", exclude: [{v: 1}]", "1 x, 1 y, 2 x, 2 y"),
    ],
)
def test_a_matrix_combines_parameters_without_what_is_excluded(exclude: str, rows: str) -> None:
    parameters = "{v: [1, 2], os: [x, y]}"
    (job,) = invoked(f"[a: {{matrix: {{parameters: {parameters}{exclude}}}}}]", "a")
    legs = tuple((("v", v), ("os", os)) for v, os in (row.split() for row in rows.split(",")))
    assert job.matrix == Matrix((("v", ("1", "2")), ("os", ("x", "y"))), legs)


def test_a_matrix_of_pipeline_values_has_unknown_legs() -> None:
    (job,) = invoked("[a: {matrix: {parameters: {v: [1, << pipeline.parameters.v >>]}}}]", "a")
    assert (job.matrix, job.legs) == (Matrix((("v", None),), None), None)


@pytest.mark.parametrize("name", ["a", "every", "a-1"])
def test_a_matrix_job_is_required_by_name_alias_or_leg(name: str) -> None:
    jobs = invoked(
        f"[a: {{matrix: {{alias: every, parameters: {{v: [1]}}}}}}, b: {{requires: [{name}]}}]",
        "ab",
    )
    assert jobs[0].id == "every"
    assert jobs[1].needs == (() if name == "a-1" else ("every",))


@pytest.mark.parametrize(
    ("workflow", "expected"),
    [
        ("{jobs: [a]}", Trigger("push", line=3)),
        (
            "{jobs: [a: {filters: {branches: {only: [main, /v.*/]}, tags: {ignore: x}}}]}",
            Trigger("push", branches=("main", "/v.*/"), tags_ignore=("x",), line=3),
        ),
        (
            "{jobs: [a: {filters: {branches: {ignore: x}, tags: {only: /.*/}}}]}",
            Trigger("push", branches_ignore=("x",), tags=("/.*/",), line=3),
        ),
        (
            "{jobs: [hold: {type: approval}, a: {filters: {tags: {only: x}}}]}",
            Trigger("push", line=3),
        ),
        (
            "{when: << pipeline.parameters.x >>, jobs: [a]}",
            Trigger("push", expression="when << pipeline.parameters.x >>", line=3),
        ),
        (
            "{unless: {equal: [a, b]}, jobs: [a]}",
            Trigger("push", expression="unless {equal: [a, b]}", line=3),
        ),
        (
            "{triggers: [schedule: {cron: '0  1 * * *', filters: {branches: {only: main}}}]}",
            Trigger("schedule", branches=("main",), cron="0 1 * * *", line=3),
        ),
    ],
)
def test_a_workflow_starts_by_schedule_or_else_by_push(workflow: str, expected: Trigger) -> None:
    text = f"jobs: {{a: {{steps: [checkout]}}}}\nworkflows: {{version: 2, w: {workflow}}}\n"
    assert parse(PATH, f"version: 2.1\n{text}").triggers == (expected,)


def test_workflows_that_start_alike_share_a_trigger() -> None:
    jobs = "jobs: {a: {steps: [checkout]}}\n"
    assert len(config(f"{jobs}workflows: {{v: {{jobs: [a]}}, w: {{jobs: [a]}}}}\n").triggers) == 1


@pytest.mark.parametrize(
    ("invocations", "expected"),
    [
        ("[a: {requires: [b]}]", (3, 41, "unknown-needs")),
        ("[a: {requires: [a]}]", (3, 26, "cyclic-needs")),
        ("[hold: {type: approval, requires: [a]}, a: {requires: [hold]}]", (3, 26, "cyclic-needs")),
    ],
)
def test_jobs_require_other_jobs_of_their_workflow(
    invocations: str, expected: tuple[int, int, str]
) -> None:
    text = f"version: 2\njobs: {{a: {{steps: []}}}}\nworkflows: {{  w: {{jobs: {invocations}}}}}\n"
    assert found(text) == [expected]


def test_a_job_no_workflow_runs_is_only_a_warning() -> None:
    text = "version: 2\njobs: {a: {steps: []}, b: {steps: []}}\nworkflows: {w: {jobs: [a]}}\n"
    (diagnostic,) = parse(PATH, text).diagnostics
    assert (diagnostic.line, diagnostic.column) == (2, 24)
    assert (diagnostic.severity, diagnostic.code) == (Severity.WARNING, "unused-job")


def test_a_matrix_job_with_a_name_is_required_by_its_alias_too() -> None:
    matrix = "{alias: every, parameters: {v: [1]}}"
    jobs = invoked(f"[a: {{name: one, matrix: {matrix}}}, b: {{requires: [every]}}]", "ab")
    assert [(job.id, job.needs) for job in jobs] == [("one", ()), ("b", ("one",))]
