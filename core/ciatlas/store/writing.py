"""Writing facts into the atlas, each call one transaction (or one per batch)."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice

from ciatlas.model.activity import Label, PipelineLabels
from ciatlas.model.diagnostic import Severity
from ciatlas.model.history import History, ParsedBlob
from ciatlas.model.pipeline import Job, Kind, Pipeline, Step, System
from ciatlas.model.repository import Repository
from ciatlas.store.codec import dump

_BATCH = 250

PIPELINE_COLUMNS = ("path", "system", "kind", "name", "triggers", "jobs", "diagnostics")
TRIGGER_COLUMNS = ("event", "cron")
JOB_COLUMNS = ("id", "name", "needs", "uses", "condition", "line", "steps")
STEP_COLUMNS = ("index", "name", "uses", "condition", "line", "commands")
"""Fields that have columns of their own; the others go into `details`."""


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit what happens inside, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def save_repository(connection: sqlite3.Connection, repository: Repository) -> int:
    """Insert or update a repository, recognised by its full name or an alias; return its row id."""
    row = _repository_id(connection, (repository.full_name, *repository.aliases))
    values = (
        repository.full_name,
        repository.name,
        repository.cohort,
        repository.branch,
        repository.head,
        repository.head_time,
        repository.source,
        repository.retrieved_at,
        int(repository.complete),
    )
    if row is None:
        cursor = connection.execute(
            "INSERT INTO repositories (full_name, name, cohort, branch, head, head_time, source,"
            " retrieved_at, complete) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )
        row = int(cursor.lastrowid or 0)
    else:
        connection.execute(
            "UPDATE repositories SET full_name = ?, name = ?, cohort = ?, branch = ?, head = ?,"
            " head_time = ?, source = ?, retrieved_at = ?, complete = ? WHERE id = ?",
            (*values, row),
        )
    connection.executemany(
        "INSERT OR REPLACE INTO aliases (alias, repository_id) VALUES (?, ?)",
        [(alias, row) for alias in repository.aliases],
    )
    return row


def _repository_id(connection: sqlite3.Connection, names: Sequence[str]) -> int | None:
    for name in names:
        found = connection.execute(
            "SELECT id FROM repositories WHERE full_name = ?1"
            " UNION ALL SELECT repository_id FROM aliases WHERE alias = ?1",
            (name,),
        ).fetchone()
        if found:
            return int(found[0])
    return None


def save_history(
    connection: sqlite3.Connection,
    history: History,
    kinds: Mapping[str, tuple[System, Kind]],
) -> None:
    """Put a repository's history in place of what was stored of it, in one transaction.

    Args:
        connection: the atlas.
        history: the whole history.
        kinds: system and kind of every pipeline file in it; other paths are groups.
    """
    with transaction(connection):
        row = save_repository(connection, history.repository)
        for table in ("commits", "authors", "paths", "tags"):
            connection.execute(f"DELETE FROM {table} WHERE repository_id = ?", (row,))
        connection.executemany(
            "INSERT INTO authors VALUES (?, ?, ?)",
            ((row, author.number, author.person) for author in history.authors),
        )
        commits = _save_commits(connection, row, history)
        connection.executemany(
            "INSERT INTO tags VALUES (?, ?, ?)",
            ((row, tag.name, commits[tag.commit]) for tag in history.tags),
        )
        paths = _save_paths(connection, row, history, kinds)
        connection.executemany(
            "INSERT INTO path_commits VALUES (?, ?, ?, ?)",
            (
                (paths[member.path], commits[member.commit], member.since, member.until)
                for member in history.memberships
            ),
        )
        connection.executemany(
            "INSERT INTO changes VALUES (?, ?, ?, ?)",
            (
                (paths[change.path], commits[change.commit], change.change, change.blob)
                for change in history.changes
            ),
        )
        connection.executemany(
            "INSERT INTO versions VALUES (?, ?, ?, ?)",
            (
                (paths[version.path], version.since, version.until, version.blob)
                for version in history.versions
            ),
        )


def _save_commits(connection: sqlite3.Connection, row: int, history: History) -> dict[str, int]:
    first = _next_id(connection, "commits")
    connection.executemany(
        "INSERT INTO commits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                number,
                row,
                commit.oid,
                commit.authored,
                commit.committed,
                commit.offset,
                commit.author,
                commit.landed,
                commit.mainline,
            )
            for number, commit in enumerate(history.commits, start=first)
        ),
    )
    return {commit.oid: number for number, commit in enumerate(history.commits, start=first)}


def _save_paths(
    connection: sqlite3.Connection,
    row: int,
    history: History,
    kinds: Mapping[str, tuple[System, Kind]],
) -> dict[str, int]:
    names = sorted({*history.groups, *kinds})
    first = _next_id(connection, "paths")
    connection.executemany(
        "INSERT INTO paths VALUES (?, ?, ?, ?, ?)",
        (
            (number, row, name, *kinds.get(name, (None, None)))
            for number, name in enumerate(names, start=first)
        ),
    )
    return {name: number for number, name in enumerate(names, start=first)}


def _next_id(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])


def save_pipelines(
    connection: sqlite3.Connection, parsed: Iterable[ParsedBlob], parser_version: int
) -> int:
    """Store parsed contents, committing every few hundred; return how many there were."""
    contents = iter(parsed)
    total = 0
    while batch := list(islice(contents, _BATCH)):
        with transaction(connection):
            for content in batch:
                _save_pipeline(connection, content, parser_version)
        total += len(batch)
    return total


def _save_pipeline(connection: sqlite3.Connection, parsed: ParsedBlob, parser_version: int) -> None:
    pipeline = parsed.pipeline
    key = (parsed.blob, pipeline.system.value, pipeline.kind.value)
    connection.execute("DELETE FROM pipelines WHERE blob = ? AND system = ? AND kind = ?", key)
    errors = sum(found.severity is Severity.ERROR for found in pipeline.diagnostics)
    cursor = connection.execute(
        "INSERT INTO pipelines (blob, system, kind, parser, name, jobs, steps, needs, errors,"
        " details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *key,
            parser_version,
            pipeline.name,
            len(pipeline.jobs),
            pipeline.step_count,
            sum(len(job.needs) for job in pipeline.jobs),
            errors,
            dump(pipeline, PIPELINE_COLUMNS),
        ),
    )
    row = int(cursor.lastrowid or 0)
    _save_parts(connection, row, pipeline)
    labels = parsed.labels
    for position, job in enumerate(pipeline.jobs):
        _save_job(connection, row, position, job, labels)
    if labels is not None:
        save_pipeline_labels(connection, row, labels)


def _save_parts(connection: sqlite3.Connection, row: int, pipeline: Pipeline) -> None:
    connection.executemany(
        "INSERT INTO triggers VALUES (?, ?, ?, ?, ?)",
        [
            (row, position, trigger.event, trigger.cron, dump(trigger, TRIGGER_COLUMNS))
            for position, trigger in enumerate(pipeline.triggers)
        ],
    )
    connection.executemany(
        "INSERT INTO diagnostics VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (row, position, found.line, found.column, found.severity, found.code, found.message)
            for position, found in enumerate(pipeline.diagnostics)
        ],
    )


def _save_job(
    connection: sqlite3.Connection,
    pipeline: int,
    position: int,
    job: Job,
    labels: PipelineLabels | None,
) -> None:
    cursor = connection.execute(
        "INSERT INTO jobs (pipeline_id, position, job, name, uses, runs_on, condition, legs, line,"
        " details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            pipeline,
            position,
            job.id,
            job.name,
            job.uses,
            ",".join(job.runs_on),
            job.condition,
            job.legs,
            job.line,
            dump(job, JOB_COLUMNS),
        ),
    )
    row = int(cursor.lastrowid or 0)
    connection.executemany(
        "INSERT INTO needs VALUES (?, ?, ?)",
        [(row, order, needed) for order, needed in enumerate(job.needs)],
    )
    for step in job.steps:
        step_row = _save_step(connection, row, step)
        if labels is not None:
            save_label(connection, step_row, labels.step(job.id, step.index))


def _save_step(connection: sqlite3.Connection, job: int, step: Step) -> int:
    cursor = connection.execute(
        "INSERT INTO steps (job_id, position, name, uses, condition, line, details)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            job,
            step.index,
            step.name,
            step.uses,
            step.condition,
            step.line,
            dump(step, STEP_COLUMNS),
        ),
    )
    row = int(cursor.lastrowid or 0)
    connection.executemany(
        "INSERT INTO commands VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                row,
                order,
                command.program,
                command.subcommand,
                command.target,
                " ".join(command.options) or None,
                command.line,
            )
            for order, command in enumerate(step.commands)
        ],
    )
    return row


def save_label(connection: sqlite3.Connection, step: int, label: Label) -> None:
    """Store what the step with row id `step` is for."""
    connection.execute(
        "INSERT OR REPLACE INTO labels VALUES (?, ?, ?, ?, ?)",
        (step, label.activity.value, label.rule, label.why, label.confidence),
    )


def save_pipeline_labels(
    connection: sqlite3.Connection, pipeline: int, labels: PipelineLabels
) -> None:
    """Store what the pipeline with row id `pipeline` checks."""
    connection.execute(
        "INSERT OR REPLACE INTO pipeline_labels VALUES (?, ?, ?)",
        (pipeline, " ".join(labels.checks), int(labels.ml_specific)),
    )
