"""Runs of workflows and their jobs, each kept once, by its id."""

import sqlite3
from collections.abc import Iterable

from ciatlas.model.run import Run, RunJob
from ciatlas.store.transaction import transaction


def save_runs(
    connection: sqlite3.Connection, repository: int, runs: Iterable[Run], jobs: Iterable[RunJob]
) -> None:
    """Store runs and jobs; those known already are replaced by what is told now."""
    with transaction(connection):
        connection.executemany(
            "INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    repository, run.id, run.path, run.event, run.conclusion, run.attempt, run.head,
                    run.created, run.started, run.ended,
                )
                for run in runs
            ],
        )  # fmt: skip
        connection.executemany(
            "INSERT OR REPLACE INTO run_jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    repository, job.run, job.id, job.name, job.conclusion, job.created,
                    job.started, job.ended,
                )
                for job in jobs
            ],
        )  # fmt: skip


def runs(
    connection: sqlite3.Connection,
    full_name: str,
    path: str | None = None,
    until: int | None = None,
) -> list[Run]:
    """Return the runs of a repository or of one workflow, created before `until`, newest first."""
    rows = connection.execute(
        "SELECT run, path, event, conclusion, attempt, head_oid, created, started, ended FROM runs"
        " JOIN repositories ON repositories.id = repository_id WHERE full_name = ?1"
        " AND (?2 IS NULL OR path = ?2) AND (?3 IS NULL OR created < ?3)"
        " ORDER BY created DESC, run DESC",
        (full_name, path, until),
    )
    return [Run(*row) for row in rows]


def run_jobs(
    connection: sqlite3.Connection, full_name: str, run: int | None = None
) -> list[RunJob]:
    """Return the jobs of a run, or of all runs whose jobs are known, in the order they started."""
    rows = connection.execute(
        "SELECT run, job, run_jobs.name, conclusion, created, started, ended FROM run_jobs"
        " JOIN repositories ON repositories.id = repository_id WHERE full_name = ?1"
        " AND (?2 IS NULL OR run = ?2) ORDER BY run, started, job",
        (full_name, run),
    )
    return [RunJob(*row) for row in rows]
