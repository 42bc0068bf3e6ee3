"""What the workflows of a tool check, and when."""

from collections.abc import Iterable

from ciatlas.analysis.metrics.result import Result, kinds, number, share, unknown
from ciatlas.analysis.tool import ON_CALL, ON_CHANGE, LabelledStep, Tool
from ciatlas.model.activity import CHECKS, TESTS, Activity
from ciatlas.model.claim import Evidence

_CHECKS = frozenset(check.value for check in CHECKS)
ML_TESTS = frozenset((Activity.ML_TEST.value, Activity.PERFORMANCE_TEST.value))
"""Tests the study looks for: of models and data, and of load and speed."""


def check_types(tool: Tool) -> Result:
    """Number of check types present in any workflow."""
    return kinds(_first_of_each(tool.steps))


def review_check_types(tool: Tool) -> Result:
    """Number of check types that run before a change lands."""
    return kinds(_first_of_each([s for s in tool.steps if s.around.on_review]))


def tests_on_change(tool: Tool) -> Result:
    """Share of workflows with tests that a change of the code starts."""
    testing = [read for read in tool.workflows if any(s.activity in TESTS for s in read.steps())]
    if not testing:
        return unknown("no workflow has a test")
    found = [read for read in testing if read.on_change]
    pointers = [
        read.evidence(f"starts on {', '.join(sorted(read.events & ON_CHANGE))}") for read in found
    ]
    return share(pointers, len(testing), f"test {tool.workflow_noun}")


def ml_test_share(tool: Tool) -> Result:
    """Share of check steps that test models, data or performance."""
    checks = [step for step in tool.steps if step.activity in _CHECKS]
    return share([step.evidence() for step in _ml_tests(tool)], len(checks), "check step")


def ml_test_jobs(tool: Tool) -> Result:
    """Number of jobs with a test of models, data or performance."""
    return number([*_jobs(_ml_tests(tool)).values()], "job")


def ml_tests_automatic(tool: Tool) -> Result:
    """Share of jobs with ML-specific or performance tests that start by themselves."""
    steps = _ml_tests(tool)
    found = [step for step in steps if step.around.events - ON_CALL]
    return share([*_jobs(found).values()], len(_jobs(steps)), "ML test job")


def outputs_validated(tool: Tool) -> Result:
    """Number of jobs that keep or look at logs or artifacts after an ML-specific test."""
    found: dict[tuple[str, str], Evidence] = {}
    tested: set[tuple[str, str]] = set()
    for step in tool.steps:
        key = (step.around.path, step.job.id)
        if step.activity == Activity.ML_TEST:
            tested.add(key)
        elif step.activity == Activity.REPORT and key in tested:
            found.setdefault(key, step.evidence())
    return number([*found.values()], "job")


def test_steps(tool: Tool) -> Result:
    """Number of test steps of every type."""
    return number([step.evidence() for step in tool.steps if step.activity in TESTS], "step")


def ml_test_steps(tool: Tool) -> Result:
    """Number of test steps that exercise models, data or ML frameworks."""
    return number([s.evidence() for s in tool.steps if s.activity == Activity.ML_TEST], "step")


def _ml_tests(tool: Tool) -> list[LabelledStep]:
    return [step for step in tool.steps if step.activity in ML_TESTS]


def _jobs(steps: list[LabelledStep]) -> dict[tuple[str, str], Evidence]:
    """Return the first step of each job."""
    found: dict[tuple[str, str], Evidence] = {}
    for step in steps:
        found.setdefault((step.around.path, step.job.id), step.evidence())
    return found


def _first_of_each(steps: Iterable[LabelledStep]) -> dict[str, Evidence]:
    found: dict[str, Evidence] = {}
    for step in steps:
        if step.activity in _CHECKS:
            found.setdefault(step.activity, step.evidence())
    return {check.value: found[check.value] for check in CHECKS if check.value in found}
