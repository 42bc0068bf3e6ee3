"""Reading how pipelines changed, commit by commit."""

import sqlite3
from typing import Any

from ciatlas.model.repository import Repository, Snapshot
from ciatlas.model.summary import PipelineVersion
from ciatlas.model.system import Kind
from ciatlas.store.repositories import moment, row_id

_LISTED = f"paths.kind != '{Kind.BUILD}'"
"""Build files are looked into where a pipeline calls their targets, and listed nowhere."""
_CHANGES = """
  SELECT full_name, oid, committed, zone, paths.path, change, changes.blob, jobs, steps, checks
  FROM changes JOIN paths ON paths.id = changes.path_id
  JOIN repositories ON repositories.id = paths.repository_id
  JOIN commits ON commits.id = changes.commit_id
  JOIN path_commits ON path_commits.path_id = paths.id AND path_commits.commit_id = commits.id
  LEFT JOIN pipelines ON pipelines.repository_id = paths.repository_id
    AND pipelines.blob = changes.blob
    AND pipelines.system = paths.system AND pipelines.kind = paths.kind
  LEFT JOIN pipeline_labels ON pipeline_labels.pipeline_id = pipelines.id
"""
_NEWEST_FIRST = " ORDER BY committed DESC, commits.id DESC, paths.path"
_BY_DAY = _NEWEST_FIRST.replace("BY", "BY date(committed + 60 * zone, 'unixepoch') DESC,")
"""The days are those the committers saw on their calendars."""


def history(
    connection: sqlite3.Connection,
    repository: Repository,
    path: str | None = None,
    at: Snapshot | None = None,
) -> list[PipelineVersion]:
    """Return the commits that changed pipeline files (or the one at `path`), newest first.

    These are the commits `git log -- PATH` lists at the head, or as of a snapshot.
    """
    rows = connection.execute(
        f"{_CHANGES} WHERE paths.repository_id = :repository"
        f"  AND {_LISTED} AND (:path IS NULL OR paths.path = :path)"
        "  AND CASE WHEN :position IS NULL THEN path_commits.until IS NULL ELSE"
        "   path_commits.since <= :position"
        "   AND (path_commits.until IS NULL OR path_commits.until > :position) END"
        f"{_NEWEST_FIRST}",
        {
            "repository": row_id(connection, repository.full_name),
            "path": path,
            "position": None if at is None else at.position,
        },
    )
    return [_version(row) for row in rows]


def known_paths(connection: sqlite3.Connection, repository: Repository) -> list[str]:
    """Return the paths of all pipeline files a repository has or once had."""
    rows = connection.execute(
        f"SELECT path FROM paths WHERE repository_id = ? AND {_LISTED} ORDER BY path",
        (row_id(connection, repository.full_name),),
    )
    return [path for (path,) in rows]


def newest_changes(
    connection: sqlite3.Connection, limit: int, before: int | None = None
) -> list[PipelineVersion]:
    """Return the newest changes to pipeline files in any repository's current history, by day.

    A day is the committer's own, as it is shown; within a day they come as they were committed.
    `before` (seconds since 1970 UTC) leaves out what was committed later.
    """
    rows = connection.execute(
        f"{_CHANGES} WHERE {_LISTED} AND path_commits.until IS NULL"
        f" AND (:before IS NULL OR committed < :before) {_BY_DAY} LIMIT :limit",
        {"before": before, "limit": limit},
    )
    return [_version(row) for row in rows]


def _version(row: tuple[Any, ...]) -> PipelineVersion:
    repository, oid, committed, zone, file, change, blob, jobs, steps, checks = row
    return PipelineVersion(
        repository=repository,
        commit=oid,
        time=moment(committed, zone),
        path=file,
        change=change,
        blob=blob,
        jobs=jobs,
        steps=steps,
        checks=None if checks is None else tuple(checks.split()),
    )


def change_points(
    connection: sqlite3.Connection, repository: Repository, path: str | None = None
) -> list[Snapshot]:
    """Return the mainline commits that changed pipeline files (or the one at `path`), in order."""
    of_files = (
        "FROM versions JOIN paths ON paths.id = path_id WHERE repository_id = :repository"
        f" AND {_LISTED} AND (:path IS NULL OR path = :path)"
    )
    rows = connection.execute(
        "SELECT mainline, oid, committed, zone FROM commits WHERE repository_id = :repository"
        f" AND mainline IN (SELECT since {of_files} UNION SELECT until {of_files})"
        " ORDER BY mainline",
        {"repository": row_id(connection, repository.full_name), "path": path},
    )
    return [
        Snapshot(repository.full_name, position, oid, moment(committed, zone))
        for position, oid, committed, zone in rows
    ]
