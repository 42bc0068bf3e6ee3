"""How errors and dependencies are handled: limits, retries, pins, caches, updates."""

import re
from collections.abc import Iterator

from ciatlas.analysis.metrics.result import Result, number, presence, share, unknown
from ciatlas.analysis.tool import LabelledPipeline, LabelledStep, Tool
from ciatlas.model.activity import TESTS
from ciatlas.model.claim import Evidence
from ciatlas.model.pipeline import Job, System

_COMMIT = re.compile(r"@[0-9a-f]{40}$")
_VERSION = re.compile(r"@v?\d[\w.+-]*$")
_RETRY = re.compile(r"\bretr(y|ies)\b|\breruns?\b", re.IGNORECASE)
_RETRY_OPTIONS = frozenset(("--retry", "--retries", "--reruns", "--flaky-retries", "--tries"))
_CACHE = re.compile(r"\bcache\b", re.IGNORECASE)


def matrix_breadth(tool: Tool) -> Result:
    """Most legs of a matrix of any job with tests, 1 where no matrix is used."""
    best, evidence = 0, None
    for read, job in _jobs(tool):
        legs = job.legs or 1
        if legs > best and _does(read, job, TESTS):
            best, evidence = legs, read.evidence(f"{legs} legs", job)
    if evidence is None:
        return unknown("no job has a test")
    return Result(float(best), evidence.text, (evidence,))


def timeouts(tool: Tool) -> Result:
    """Share of jobs with steps of their own that have a time limit."""
    jobs = [(read, job) for read, job in _jobs(tool) if job.steps]
    found = [
        read.evidence(f"at most {job.timeout_minutes:g} minutes", job)
        for read, job in jobs
        if job.timeout_minutes is not None
    ]
    return share(found, len(jobs), "job")


def errors_tolerated(tool: Tool) -> Result:
    """Share of steps whose failure is passed over, by themselves or by their job."""
    found = [s for s in tool.steps if s.step.continue_on_error or s.job.continue_on_error]
    return share(_steps(found), len(tool.steps), "step")


def retries(tool: Tool) -> Result:
    """Number of steps that try again what failed."""
    return number(_steps([step for step in tool.steps if _tries_again(step)]), "step")


def actions_pinned(tool: Tool) -> Result:
    """Share of uses of other people's actions that name a commit."""
    uses = [*_foreign_actions(tool)]
    found = [step for step in uses if _COMMIT.search(step.step.uses or "")]
    return share(_steps(found), len(uses), "use")


def actions_floating(tool: Tool) -> Result:
    """Share of uses of other people's actions that name neither a commit nor a version."""
    uses = [*_foreign_actions(tool)]
    found = [
        step
        for step in uses
        if not _COMMIT.search(step.step.uses or "") and not _VERSION.search(step.step.uses or "")
    ]
    return share(_steps(found), len(uses), "use")


def caching(tool: Tool) -> Result:
    """Share of jobs with tests or builds that keep something between runs."""
    jobs = [
        (read, job)
        for read, job in _jobs(tool)
        if _does(read, job, TESTS | {"build", "lint", "docs"})
    ]
    found = [read.evidence("caches", job) for read, job in jobs if _caches(job)]
    return share(found, len(jobs), "job")


def dependency_updates(tool: Tool) -> Result:
    """Whether a bot is set up to update dependencies."""
    return marked(tool, "dependency-updates")


def lock_file(tool: Tool) -> Result:
    """Whether the versions of dependencies are locked."""
    return marked(tool, "lock-file")


def test_commits(tool: Tool) -> Result:
    """Share of commits that touch the folder of tests."""
    commits, to_tests = tool.summary.commits, tool.summary.paths.get("tests", 0)
    note = f"{to_tests:,} of {commits:,} commits"
    return Result(to_tests / commits, note, tool.whole(note))


def bug_share(tool: Tool) -> Result:
    """Share of issues that carry a label for bugs."""
    issues, bugs = tool.summary.issues, tool.summary.bug_issues
    if not issues or bugs is None:
        return unknown("issues are not known; 'ciatlas sync' brings them")
    note = f"{bugs:,} of {issues:,} issues"
    return Result(bugs / issues, note, tool.whole(note))


def marked(tool: Tool, kind: str) -> Result:
    """Return whether the repository has a file of that kind (study.yaml, `files`)."""
    found = [file for file in tool.files if file.text == kind]
    return presence(found, kind.replace("-", " "))


def _jobs(tool: Tool) -> Iterator[tuple[LabelledPipeline, Job]]:
    return ((read, job) for read in tool.workflows for job in read.pipeline.jobs)


def _does(read: LabelledPipeline, job: Job, activities: frozenset[str]) -> bool:
    return any(read.labels.step(job.id, s.index).activity in activities for s in job.steps)


def _tries_again(step: LabelledStep) -> bool:
    said = f"{step.step.uses or ''} {step.step.name or ''}".replace("-", " ").replace("_", " ")
    if _RETRY.search(said):
        return True
    return any(
        not _RETRY_OPTIONS.isdisjoint(command.options) or command.program == "retry"
        for command in step.step.commands
    )


def _caches(job: Job) -> bool:
    """Tell whether a step of the job restores, saves or asks for a cache."""
    for step in job.steps:
        inputs = {name: value.casefold() for name, value in step.inputs}
        if _CACHE.search((step.uses or "").replace("_", " ")) or any(
            _CACHE.search(name.replace("_", " ")) and value not in ("false", "none")
            for name, value in inputs.items()
        ):
            return True
    return False


def _foreign_actions(tool: Tool) -> Iterator[LabelledStep]:
    for step in tool.steps:
        uses = step.step.uses or ""
        if step.around.pipeline.system is System.GITHUB_ACTIONS and "@" in uses:
            yield step


def _steps(steps: list[LabelledStep]) -> list[Evidence]:
    return [step.evidence() for step in steps]
