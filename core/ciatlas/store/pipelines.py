"""Reading pipelines: lists as of a snapshot, one in full, and how they changed."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ciatlas.model.diagnostic import Diagnostic, Severity
from ciatlas.model.local import LocalContents, Standing
from ciatlas.model.pipeline import Command, Job, Kind, Pipeline, Step, System, Trigger
from ciatlas.model.repository import Snapshot
from ciatlas.model.summary import PipelineEntry
from ciatlas.store import observations
from ciatlas.store.codec import load
from ciatlas.store.repositories import moment, row_id

_LISTED = f"paths.kind != '{Kind.BUILD}'"
"""Build files are looked into where a pipeline calls their targets, and listed nowhere."""
_STANDING = "versions.since <= :position AND (versions.until IS NULL OR versions.until > :position)"
_PARSED = (
    "pipelines.repository_id = paths.repository_id AND pipelines.blob = versions.blob"
    " AND pipelines.system = paths.system AND pipelines.kind = paths.kind"
)


def pipelines(connection: sqlite3.Connection, at: Snapshot) -> list[PipelineEntry]:
    """Return every pipeline file as of a snapshot but build files, by path."""
    rows = connection.execute(
        "SELECT paths.id, paths.path, paths.system, paths.kind, versions.blob, pipelines.id,"
        " pipelines.name, jobs, steps, needs, errors, checks, ml_specific FROM versions"
        " JOIN paths ON paths.id = versions.path_id"
        f" LEFT JOIN pipelines ON {_PARSED}"
        " LEFT JOIN pipeline_labels ON pipeline_labels.pipeline_id = pipelines.id"
        f" WHERE paths.repository_id = :repository AND {_LISTED} AND {_STANDING}"
        " ORDER BY paths.path",
        {"repository": row_id(connection, at.repository), "position": at.position},
    ).fetchall()
    observed = observations.at(connection, row_id(connection, at.repository), at.position)
    commits: dict[int, tuple[int | None, datetime | None, datetime | None]] = (
        {**_commits_of(connection, [row[0] for row in rows], at.position)}
        if observed is None
        else {row[0]: (observed.paths.get(row[1]), None, None) for row in rows}
    )
    return [
        PipelineEntry(
            path=path,
            blob=blob,
            system=System(system),
            kind=Kind(kind),
            name=name,
            triggers=_triggers(connection, pipeline) if pipeline else (),
            jobs=jobs or 0,
            steps=steps or 0,
            needs=needs or 0,
            commits=commits[path_id][0],
            first_commit=commits[path_id][1],
            last_commit=commits[path_id][2],
            errors=errors or 0,
            readable=pipeline is not None,
            checks=None if checks is None else tuple(checks.split()),
            ml_specific=None if ml_specific is None else bool(ml_specific),
            row=pipeline,
        )
        for path_id, path, system, kind, blob, pipeline, name, jobs, steps, needs, errors, checks,
            ml_specific in rows
    ]  # fmt: skip


def _commits_of(
    connection: sqlite3.Connection, paths: Iterable[int], position: int
) -> dict[int, tuple[int, datetime | None, datetime | None]]:
    """Count the commits of files, with the times of the first and the last."""
    found: dict[int, tuple[int, datetime | None, datetime | None]] = {}
    for path in paths:
        rows = connection.execute(
            "SELECT committed, zone FROM path_commits JOIN commits ON commits.id = commit_id"
            " WHERE path_id = ?1 AND since <= ?2 AND (until IS NULL OR until > ?2)"
            " ORDER BY committed",
            (path, position),
        ).fetchall()
        found[path] = (len(rows), moment(*rows[0]), moment(*rows[-1])) if rows else (0, None, None)
    return found


def pipeline(connection: sqlite3.Connection, at: Snapshot, path: str) -> Pipeline | None:
    """Return the pipeline file at `path` in full; `None` when it is not there or was not read."""
    row = row_of(connection, at, path)
    return None if row is None else read_pipeline(connection, row, path)


def row_of(connection: sqlite3.Connection, at: Snapshot, path: str) -> int | None:
    """Return the row id of the pipeline at `path`, `None` when there is none."""
    row = connection.execute(
        "SELECT pipelines.id FROM versions JOIN paths ON paths.id = path_id"
        f" JOIN pipelines ON {_PARSED}"
        f" WHERE paths.repository_id = :repository AND paths.path = :path AND {_STANDING}",
        {
            "repository": row_id(connection, at.repository),
            "position": at.position,
            "path": path,
        },
    ).fetchone()
    return None if row is None else int(row[0])


def local_contents(connection: sqlite3.Connection, repository: str) -> LocalContents[int]:
    """Return the row ids of the pipelines that the files of a repository ever held."""
    rows = connection.execute(
        "SELECT paths.path, since, until, pipelines.id FROM versions"
        f" JOIN paths ON paths.id = path_id JOIN pipelines ON {_PARSED}"
        " WHERE paths.repository_id = ?",
        (row_id(connection, repository),),
    )
    return LocalContents((path, Standing(since, until, row)) for path, since, until, row in rows)


def read_pipeline(connection: sqlite3.Connection, row: int, path: str) -> Pipeline:
    """Rebuild the pipeline with row id `row`, as the file at `path`."""
    system, kind, name, details = connection.execute(
        "SELECT system, kind, name, details FROM pipelines WHERE id = ?", (row,)
    ).fetchone()
    return load(
        Pipeline,
        details,
        path=path,
        system=System(system),
        kind=Kind(kind),
        name=name,
        triggers=_triggers(connection, row),
        jobs=_jobs(connection, row),
        diagnostics=_diagnostics(connection, row),
    )


def _triggers(connection: sqlite3.Connection, row: int) -> tuple[Trigger, ...]:
    rows = connection.execute(
        "SELECT event, cron, details FROM triggers WHERE pipeline_id = ? ORDER BY position", (row,)
    )
    return tuple(load(Trigger, details, event=event, cron=cron) for event, cron, details in rows)


def _diagnostics(connection: sqlite3.Connection, row: int) -> tuple[Diagnostic, ...]:
    rows = connection.execute(
        "SELECT line, column, severity, code, message FROM diagnostics WHERE pipeline_id = ?"
        " ORDER BY position",
        (row,),
    )
    return tuple(
        Diagnostic(line, column, Severity(severity), code, message)
        for line, column, severity, code, message in rows
    )


def _jobs(connection: sqlite3.Connection, row: int) -> tuple[Job, ...]:
    rows = connection.execute(
        "SELECT id, job, name, uses, condition, line, details FROM jobs WHERE pipeline_id = ?"
        " ORDER BY position",
        (row,),
    ).fetchall()
    needs = _grouped(
        connection.execute(
            "SELECT job_id, needs FROM needs JOIN jobs ON jobs.id = job_id WHERE pipeline_id = ?"
            " ORDER BY job_id, needs.position",
            (row,),
        )
    )
    steps = _steps(connection, row)
    return tuple(
        load(
            Job,
            details,
            id=job,
            name=name,
            uses=uses,
            condition=condition,
            line=line,
            needs=tuple(needed for (needed,) in needs.get(job_id, ())),
            steps=tuple(steps.get(job_id, ())),
        )
        for job_id, job, name, uses, condition, line, details in rows
    )


def _steps(connection: sqlite3.Connection, row: int) -> dict[int, list[Step]]:
    commands = _grouped(
        connection.execute(
            "SELECT step_id, program, subcommand, target, options, commands.line FROM commands"
            " JOIN steps ON steps.id = step_id JOIN jobs ON jobs.id = job_id"
            " WHERE pipeline_id = ? ORDER BY step_id, commands.position",
            (row,),
        )
    )
    steps: dict[int, list[Step]] = {}
    for step_id, job_id, position, name, uses, condition, line, details in connection.execute(
        "SELECT steps.id, job_id, steps.position, steps.name, steps.uses, steps.condition,"
        " steps.line, steps.details FROM steps JOIN jobs ON jobs.id = job_id"
        " WHERE pipeline_id = ? ORDER BY job_id, steps.position",
        (row,),
    ):
        step = load(
            Step,
            details,
            index=position,
            name=name,
            uses=uses,
            condition=condition,
            line=line,
            commands=tuple(
                Command(program, subcommand, target, tuple((options or "").split()), at)
                for program, subcommand, target, options, at in commands.get(step_id, ())
            ),
        )
        steps.setdefault(job_id, []).append(step)
    return steps


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    groups: dict[int, list[tuple[Any, ...]]] = {}
    for first, *rest in rows:
        groups.setdefault(first, []).append(tuple(rest))
    return groups
