"""What the analysis found steps to be for, kept until the rules change."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from ciatlas.model.activity import Activity
from ciatlas.model.label import Label, PipelineLabels
from ciatlas.model.pipeline import Kind, Pipeline
from ciatlas.model.repository import Snapshot
from ciatlas.store.pipelines import read_pipeline
from ciatlas.store.repositories import moment


@dataclass(frozen=True, slots=True)
class Unlabelled:
    """A parsed pipeline without labels: its row, its content, and a place where it stood.

    `at` is `None` for content that never stood on a mainline.
    """

    row: int
    pipeline: Pipeline
    at: Snapshot | None


def unlabelled(connection: sqlite3.Connection) -> Iterable[Unlabelled]:
    """Yield the pipelines that have no labels yet; build files get none."""
    rows = connection.execute(
        "SELECT pipelines.id, min(paths.path), full_name, mainline, oid, committed, zone"
        " FROM pipelines LEFT JOIN changes ON changes.blob = pipelines.blob"
        " LEFT JOIN paths ON paths.id = changes.path_id"
        "  AND paths.repository_id = pipelines.repository_id"
        "  AND paths.system = pipelines.system AND paths.kind = pipelines.kind"
        " LEFT JOIN repositories ON repositories.id = paths.repository_id"
        " LEFT JOIN commits ON commits.repository_id = repositories.id AND mainline ="
        "  (SELECT min(since) FROM versions WHERE path_id = paths.id AND blob = pipelines.blob)"
        f" WHERE pipelines.kind != '{Kind.BUILD}'"
        " AND NOT EXISTS (SELECT 1 FROM pipeline_labels WHERE pipeline_id = pipelines.id)"
        " GROUP BY pipelines.id ORDER BY pipelines.id"
    ).fetchall()
    for row, path, repository, position, oid, committed, zone in rows:
        at = None
        if position is not None:
            at = Snapshot(repository, position, oid, moment(committed, zone))
        yield Unlabelled(row, read_pipeline(connection, row, path or ""), at)


def read_labels(connection: sqlite3.Connection, row: int) -> PipelineLabels | None:
    """Return the labels of the pipeline with row id `row`, `None` when it has none yet."""
    found = connection.execute(
        "SELECT checks, ml_specific FROM pipeline_labels WHERE pipeline_id = ?", (row,)
    ).fetchone()
    if found is None:
        return None
    rows = connection.execute(
        "SELECT jobs.job, steps.position, activity, rule, why, confidence FROM labels"
        " JOIN steps ON steps.id = step_id JOIN jobs ON jobs.id = job_id WHERE pipeline_id = ?",
        (row,),
    )
    steps = {
        (job, step): Label(Activity(activity), rule, why, confidence)
        for job, step, activity, rule, why, confidence in rows
    }
    return PipelineLabels(steps, {}, tuple(found[0].split()), bool(found[1]))
