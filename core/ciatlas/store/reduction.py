"""Reducing a repository to what stood on single days, for giving it away small.

Its history goes; figures at the commits of those days stay as observations, and so do the pipeline
files that stood then. What it says of those days is what it said before.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

from ciatlas.model.repository import Repository, Snapshot
from ciatlas.store import pipelines, repositories

_GONE = "repository_id = :repository"
_FILES = "path_id IN (SELECT id FROM paths WHERE repository_id = :repository)"
_UNUSED = (
    "repository_id = :repository AND NOT EXISTS (SELECT 1 FROM versions JOIN paths"
    " ON paths.id = path_id AND paths.repository_id = pipelines.repository_id"
    " WHERE versions.blob = pipelines.blob)"
)


def reduce_repository(
    connection: sqlite3.Connection, repository: Repository, days: Iterable[date]
) -> None:
    """Keep of a repository what stood on `days` and stands now; foreign keys must be enforced."""
    if repository.observed_on:
        return
    kept = _snapshots(connection, repository, days)
    row = repositories.row_id(connection, repository.full_name)
    for at in kept:
        _observe(connection, row, repository, at)
    positions = [at.position for at in kept]
    _keep_standing(connection, row, "versions", _FILES, positions)
    _keep_standing(connection, row, "repository_files", _GONE, positions)
    about = {"repository": row}
    connection.execute(f"DELETE FROM changes WHERE {_FILES}", about)
    connection.execute(f"DELETE FROM path_commits WHERE {_FILES}", about)
    connection.execute(f"DELETE FROM pipelines WHERE {_UNUSED}", about)
    connection.execute(
        "DELETE FROM paths WHERE repository_id = :repository AND kind IS NOT NULL"
        " AND id NOT IN (SELECT path_id FROM versions)",
        about,
    )
    marks = ", ".join(map(str, positions))
    connection.execute(f"DELETE FROM tags WHERE {_GONE}", about)
    connection.execute(
        f"DELETE FROM commits WHERE {_GONE} AND (mainline IS NULL OR mainline NOT IN ({marks}))",
        about,
    )
    connection.execute(
        f"DELETE FROM authors WHERE {_GONE} AND number NOT IN"
        " (SELECT author FROM commits WHERE repository_id = :repository)",
        about,
    )


def _snapshots(
    connection: sqlite3.Connection, repository: Repository, days: Iterable[date]
) -> list[Snapshot]:
    found = [repositories.snapshot(connection, repository, day) for day in (*days, None)]
    by_position = {at.position: at for at in found if at is not None}
    return [by_position[position] for position in sorted(by_position)]


def _observe(
    connection: sqlite3.Connection, row: int, repository: Repository, at: Snapshot
) -> None:
    summary = repositories.summary(connection, repository, at.as_of)
    (until,) = connection.execute(
        "SELECT min(committed) FROM commits WHERE repository_id = ? AND mainline > ?",
        (row, at.position),
    ).fetchone()
    files = {entry.path: entry.commits for entry in pipelines.pipelines(connection, at)}
    first = summary.first_commit
    offset = first.utcoffset() if first is not None else None
    connection.execute(
        "INSERT INTO observations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row,
            at.position,
            until,
            summary.commits,
            summary.contributors,
            summary.author_emails,
            None if first is None else int(first.timestamp()),
            0 if offset is None else int(offset.total_seconds()) // 60,
            json.dumps({**summary.paths, **files}, ensure_ascii=False, sort_keys=True),
        ),
    )


def _keep_standing(
    connection: sqlite3.Connection, row: int, table: str, of: str, positions: Sequence[int]
) -> None:
    """Keep the rows that stand at the positions, each for that position only, the last for good."""
    about = {"repository": row}
    columns = [
        column
        for (_, column, *_) in connection.execute(f"PRAGMA table_info({table})")
        if column not in ("since", "until")
    ]
    names = ", ".join(columns)
    connection.execute("DROP TABLE IF EXISTS temp.standing")
    connection.execute(
        f"CREATE TEMP TABLE standing AS SELECT {names}, since, until FROM {table} WHERE 0"
    )
    for position in positions:
        connection.execute(
            f"INSERT INTO temp.standing SELECT {names}, :position, :until FROM {table}"
            f" WHERE {of} AND since <= :position AND (until IS NULL OR until > :position)",
            {**about, "position": position,
             "until": None if position == positions[-1] else position + 1},
        )  # fmt: skip
    connection.execute(f"DELETE FROM {table} WHERE {of}", about)
    connection.execute(
        f"INSERT INTO {table} ({names}, since, until) SELECT {names}, since, until"
        " FROM temp.standing"
    )
