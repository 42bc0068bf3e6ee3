"""Writing pipelines: a batch becomes rows first, which then go into the tables together."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from itertools import count, islice
from typing import Any

from ciatlas.model.diagnostic import Severity
from ciatlas.model.history import ParsedBlob
from ciatlas.model.label import Label, PipelineLabels
from ciatlas.model.pipeline import Job, Pipeline, Step
from ciatlas.model.repository import Repository
from ciatlas.store.codec import dump
from ciatlas.store.schema import TABLES
from ciatlas.store.transaction import transaction
from ciatlas.store.writing import next_id, repository_row

PIPELINE_COLUMNS = frozenset(("path", "system", "kind", "name", "triggers", "jobs", "diagnostics"))
TRIGGER_COLUMNS = frozenset(("event", "cron"))
JOB_COLUMNS = frozenset(("id", "name", "needs", "uses", "condition", "line", "steps"))
STEP_COLUMNS = frozenset(("index", "name", "uses", "condition", "line", "commands"))
"""Fields that have columns of their own; the others go into `details`."""

_BATCH = 250
_NUMBERED = ("pipelines", "jobs", "steps")
_COLUMNS = {table.name: len(table.columns) for table in TABLES}


def save_pipelines(
    connection: sqlite3.Connection,
    repository: Repository,
    parsed: Iterable[ParsedBlob],
    parser_version: int,
) -> int:
    """Store parsed contents, committing every few hundred; return how many there were.

    A repository that is new is known by its name from then on, and has no head yet.
    """
    contents = iter(parsed)
    total = 0
    while batch := list(islice(contents, _BATCH)):
        with transaction(connection):
            _save_batch(connection, repository_row(connection, repository), batch, parser_version)
        total += len(batch)
    return total


def _save_batch(
    connection: sqlite3.Connection, repository: int, batch: list[ParsedBlob], parser_version: int
) -> None:
    read = {(p.blob, p.pipeline.system, p.pipeline.kind): p for p in batch}
    connection.executemany(
        "DELETE FROM pipelines WHERE repository_id = ? AND blob = ? AND system = ? AND kind = ?",
        [(repository, *key) for key in read],
    )
    rows = _Rows(repository, {table: next_id(connection, table) for table in _NUMBERED})
    for parsed in read.values():
        rows.add_pipeline(parsed, parser_version)
    for table, values in rows.tables.items():
        marks = ", ".join("?" * _COLUMNS[table])
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)


class _Rows:
    """The rows of a batch by table, parents before children, ids given out in advance."""

    def __init__(self, repository: int, first_ids: dict[str, int]) -> None:
        self._repository = repository
        self.tables: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._ids = {table: count(first) for table, first in first_ids.items()}

    def add_pipeline(self, parsed: ParsedBlob, parser_version: int) -> None:
        pipeline = parsed.pipeline
        row = next(self._ids["pipelines"])
        self.tables["pipelines"].append(
            (
                row,
                self._repository,
                parsed.blob,
                pipeline.system,
                pipeline.kind,
                parser_version,
                pipeline.name,
                len(pipeline.jobs),
                pipeline.step_count,
                sum(len(job.needs) for job in pipeline.jobs),
                sum(found.severity is Severity.ERROR for found in pipeline.diagnostics),
                dump(pipeline, PIPELINE_COLUMNS),
            )
        )
        self._add_parts(row, pipeline)
        for position, job in enumerate(pipeline.jobs):
            self._add_job(row, position, job, parsed.labels)
        if parsed.labels is not None:
            self.tables["pipeline_labels"].append(pipeline_label_row(row, parsed.labels))

    def _add_parts(self, row: int, pipeline: Pipeline) -> None:
        self.tables["triggers"] += [
            (row, position, trigger.event, trigger.cron, dump(trigger, TRIGGER_COLUMNS))
            for position, trigger in enumerate(pipeline.triggers)
        ]
        self.tables["diagnostics"] += [
            (row, position, found.line, found.column, found.severity, found.code, found.message)
            for position, found in enumerate(pipeline.diagnostics)
        ]

    def _add_job(
        self, pipeline: int, position: int, job: Job, labels: PipelineLabels | None
    ) -> None:
        row = next(self._ids["jobs"])
        self.tables["jobs"].append(
            (
                row,
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
            )
        )
        self.tables["needs"] += [(row, order, needed) for order, needed in enumerate(job.needs)]
        for step in job.steps:
            label = labels.step(job.id, step.index) if labels is not None else None
            self._add_step(row, step, label)

    def _add_step(self, job: int, step: Step, label: Label | None) -> None:
        row = next(self._ids["steps"])
        details = dump(step, STEP_COLUMNS)
        self.tables["steps"].append(
            (row, job, step.index, step.name, step.uses, step.condition, step.line, details)
        )
        self.tables["commands"] += [
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
        ]
        if label is not None:
            self.tables["labels"].append(label_row(row, label))


def label_row(step: int, label: Label) -> tuple[int, str, str, str, float]:
    """Make the row that says what the step with row id `step` is for."""
    return step, label.activity.value, label.rule, label.why, label.confidence


def pipeline_label_row(pipeline: int, labels: PipelineLabels) -> tuple[int, str, int]:
    """Make the row that says what the pipeline with row id `pipeline` checks."""
    return pipeline, " ".join(labels.checks), int(labels.ml_specific)
