"""Runs and jobs as the API tells of them, and the figures they come to.

What lacks an id, a file or a time is no run and left out: a run cannot be half known.
"""

from collections.abc import Iterable, Mapping
from statistics import median

from ciatlas.model.run import Run, RunJob
from ciatlas.sources.github.answers import (
    UnavailableError,
    count_of,
    list_of,
    moment_in,
    part_of,
    text_in,
)
from ciatlas.sources.github.client import Client

PAGE = 100
RUNS_WITH_JOBS = 10
"""Runs whose jobs are asked for at most, each of another workflow; a token is needed for that."""


async def ask_runs(client: Client, name: str) -> tuple[list[Run], bool]:
    """Ask for the newest completed runs; tell also whether those are all there are."""
    query: dict[str, str | int] = {"status": "completed", "per_page": PAGE}
    found = (await client.get(f"/repos/{name}/actions/runs", query)).content
    told = list_of(part_of(found, "workflow_runs"))
    runs = [run for one in told if (run := _run(one)) is not None]
    return runs, count_of(found, "total_count") <= len(told)


async def ask_jobs(client: Client, name: str, runs: Iterable[Run]) -> list[RunJob]:
    """Ask for the jobs of the newest run of each workflow, of `RUNS_WITH_JOBS` at most."""
    newest: dict[str, Run] = {}
    for run in sorted(runs, key=lambda run: (run.created, run.id), reverse=True):
        newest.setdefault(run.path, run)
    jobs: list[RunJob] = []
    chosen = list(newest.values())[:RUNS_WITH_JOBS]
    for run in chosen:
        path = f"/repos/{name}/actions/runs/{run.id}/jobs"
        found = (await client.get(path, {"per_page": PAGE})).content
        told = list_of(part_of(found, "jobs"))
        jobs += [job for one in told if (job := _job(run.id, one)) is not None]
    asked = {str(run.id) for run in chosen}
    client.forget(f"/repos/{name}/actions/runs/", lambda rest: rest.split("/")[0] not in asked)
    return jobs


def figures_of(runs: Iterable[Run], complete: bool) -> dict[str, tuple[int, bool]]:
    """Return how many runs there were, how many succeeded, and how long they took (median)."""
    known = list(runs)
    figures = {
        "runs": (len(known), complete),
        "runs_succeeded": (sum(run.conclusion == "success" for run in known), complete),
    }
    if known:
        figures["run_seconds"] = (round(median(run.seconds for run in known)), complete)
    return figures


def _run(told: object) -> Run | None:
    try:
        return Run(
            id=_id(told),
            path=text_in(told, "path").split("@")[0],
            event=text_in(told, "event"),
            conclusion=text_in(told, "conclusion"),
            attempt=_attempt(told),
            head=text_in(told, "head_sha"),
            created=moment_in(told, "created_at"),
            started=moment_in(told, "run_started_at"),
            ended=moment_in(told, "updated_at"),
        )
    except (KeyError, TypeError, ValueError, OverflowError, UnavailableError):
        return None


def _job(run: int, told: object) -> RunJob | None:
    try:
        return RunJob(
            run=run,
            id=_id(told),
            name=text_in(told, "name"),
            conclusion=text_in(told, "conclusion"),
            created=moment_in(told, "created_at"),
            started=moment_in(told, "started_at"),
            ended=moment_in(told, "completed_at"),
        )
    except (KeyError, TypeError, ValueError, OverflowError, UnavailableError):
        return None


def _attempt(told: object) -> int:
    return count_of(told, "run_attempt") if _has(told, "run_attempt") else 1


def _id(told: object) -> int:
    return count_of(told, "id")


def _has(told: object, key: str) -> bool:
    return isinstance(told, Mapping) and told.get(key) is not None
