"""Writing what the analysis found steps to be for; rules that change make it void."""

import sqlite3
from collections.abc import Sequence

from ciatlas.model.label import PipelineLabels
from ciatlas.store.labels import Unlabelled
from ciatlas.store.pipeline_rows import label_row, pipeline_label_row
from ciatlas.store.transaction import transaction

_KEY = "ruleset"


def forget_other_rules(connection: sqlite3.Connection, ruleset: str) -> None:
    """Drop labels made by other rules than those with the digest `ruleset`."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone()
    if row is not None and row[0] == ruleset:
        return
    with transaction(connection):
        connection.execute("DELETE FROM labels")
        connection.execute("DELETE FROM pipeline_labels")
        connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_KEY, ruleset))


def forget_of(connection: sqlite3.Connection, repository: int) -> None:
    """Drop the labels of a repository's pipelines, inside a transaction."""
    own = "SELECT id FROM pipelines WHERE repository_id = ?"
    connection.execute(
        "DELETE FROM labels WHERE step_id IN (SELECT steps.id FROM steps"
        f" JOIN jobs ON jobs.id = job_id WHERE pipeline_id IN ({own}))",
        (repository,),
    )
    connection.execute(f"DELETE FROM pipeline_labels WHERE pipeline_id IN ({own})", (repository,))


def save_labels(
    connection: sqlite3.Connection, labelled: Sequence[tuple[Unlabelled, PipelineLabels]]
) -> None:
    """Store the labels of pipelines, in one transaction."""
    with transaction(connection):
        for item, labels in labelled:
            connection.execute(
                "INSERT OR REPLACE INTO pipeline_labels VALUES (?, ?, ?)",
                pipeline_label_row(item.row, labels),
            )
            steps = {
                (job, step): row
                for row, job, step in connection.execute(
                    "SELECT steps.id, jobs.job, steps.position FROM steps"
                    " JOIN jobs ON jobs.id = job_id WHERE pipeline_id = ?",
                    (item.row,),
                )
            }
            connection.executemany(
                "INSERT OR REPLACE INTO labels VALUES (?, ?, ?, ?, ?)",
                [
                    label_row(steps[key], label)
                    for key, label in labels.steps.items()
                    if key in steps
                ],
            )
