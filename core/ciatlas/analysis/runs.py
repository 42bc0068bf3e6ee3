"""What runs tell: how often workflows succeed, how long they take, and how soon people know."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from ciatlas.model.run import Run, RunJob
from ciatlas.model.system import System

PROPOSALS = ("push", "pull_request", "pull_request_target", "merge_group")
"""Events by which a change is proposed or lands."""
DECIDED = ("success", "failure", "timed_out", "startup_failure")
"""Conclusions that say something about the code; others, as cancelled or skipped, do not."""

_CIRCLECI = ".circleci/"
"""Where CircleCI looks for what to run, and nobody else does."""


@dataclass(frozen=True, slots=True)
class RunFigures:
    """What the runs of one workflow come to.

    Attributes:
        path: the workflow's file.
        runs: runs known.
        decided: those that ended in success or failure.
        succeeded: those that ended in success.
        seconds: median duration of the decided ones, `None` where there are none.
        queued: median seconds its jobs waited for a runner, `None` where no job is known.
        events: how many runs each event started, the commonest first.
        newest: when the newest one was created, seconds since 1970 UTC.
    """

    path: str
    runs: int
    decided: int
    succeeded: int
    seconds: float | None
    queued: float | None
    events: tuple[tuple[str, int], ...]
    newest: int


def run_figures(runs: Iterable[Run], jobs: Iterable[RunJob] = ()) -> list[RunFigures]:
    """Return the figures of each workflow that ran, those with most runs first."""
    waits = defaultdict(list)
    for job in jobs:
        waits[job.run].append(job.waited)
    by_path: dict[str, list[Run]] = defaultdict(list)
    for run in runs:
        by_path[run.path].append(run)
    figures = [_of_workflow(path, found, waits) for path, found in by_path.items()]
    return sorted(figures, key=lambda one: (-one.runs, one.path))


def runs_by_system(runs: Iterable[Run]) -> dict[System, list[Run]]:
    """Return the runs of each system that has some, by the place of the file they ran."""
    found: dict[System, list[Run]] = defaultdict(list)
    for run in runs:
        circle = run.path.startswith(_CIRCLECI)
        found[System.CIRCLECI if circle else System.GITHUB_ACTIONS].append(run)
    return {system: found[system] for system in System if system in found}


def _of_workflow(
    path: str, runs: Sequence[Run], waits: "defaultdict[int, list[int]]"
) -> RunFigures:
    decided = [run for run in runs if run.conclusion in DECIDED]
    waited = [seconds for run in runs if run.id in waits for seconds in waits[run.id]]
    events: dict[str, int] = defaultdict(int)
    for run in runs:
        events[run.event] += 1
    return RunFigures(
        path=path,
        runs=len(runs),
        decided=len(decided),
        succeeded=sum(run.conclusion == "success" for run in decided),
        seconds=median(run.seconds for run in decided) if decided else None,
        queued=median(waited) if waited else None,
        events=tuple(sorted(events.items(), key=lambda one: (-one[1], one[0]))),
        newest=max(run.created for run in runs),
    )


def feedback_seconds(runs: Iterable[Run], tests: Collection[str]) -> float | None:
    """Return the median time from a proposed change to the end of the last of its test runs.

    A change is a commit for which an event proposed it; its runs are those of the workflows in
    `tests` on that commit. `None` where no such run is known. Runs that were cancelled or repeated
    tell nothing about the first answer and are left out.
    """
    answered: dict[str, list[Run]] = defaultdict(list)
    for run in runs:
        tested = run.event in PROPOSALS and run.path in tests
        if tested and run.conclusion in DECIDED and run.attempt == 1:
            answered[run.head].append(run)
    times = [
        max(run.ended for run in found) - min(run.created for run in found)
        for found in answered.values()
    ]
    return median(times) if times else None


@dataclass(frozen=True, slots=True)
class Bar:
    """A job of a run beside the others: seconds from the run's first moment, and how it ended."""

    name: str
    waits: int
    starts: int
    ends: int
    conclusion: str


def waterfall(jobs: Sequence[RunJob]) -> list[Bar]:
    """Return the jobs of one run as bars, in the order in which they started."""
    if not jobs:
        return []
    first = min(job.created for job in jobs)
    bars = (
        Bar(
            job.name,
            job.created - first,
            max(job.created, job.started) - first,
            max(job.created, job.started, job.ended) - first,
            job.conclusion,
        )
        for job in jobs
    )
    return sorted(bars, key=lambda bar: (bar.starts, bar.ends, bar.name))
