"""Reading commits: who made how many, when, to which paths, and what was released.

Everything is asked as of a snapshot; `since` leaves out what was committed before that moment, in
seconds since 1970 UTC.
"""

import sqlite3
from typing import NamedTuple

from ciatlas.model.repository import Snapshot
from ciatlas.store.repositories import row_id

_STANDING = "path_commits.since <= :position AND (until IS NULL OR until > :position)"


class Release(NamedTuple):
    """A tag, and the mainline position and time of the commit it leads to."""

    name: str
    position: int
    time: int


class Commits:
    """Answers about the commits of an open atlas."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def by_person(self, at: Snapshot, since: int = 0) -> list[int]:
        """Return how many commits each person made, the most active first."""
        rows = self._connection.execute(
            "SELECT count(*) AS made FROM commits"
            " JOIN authors ON authors.repository_id = commits.repository_id AND number = author"
            " WHERE commits.repository_id = ? AND landed <= ? AND committed >= ?"
            " GROUP BY person ORDER BY made DESC",
            (row_id(self._connection, at.repository), at.position, since),
        )
        return [made for (made,) in rows]

    def people_of(self, at: Snapshot, group: str, since: int = 0) -> int:
        """Count the people who changed something in a path group."""
        (number,) = self._connection.execute(
            "SELECT count(DISTINCT person) FROM path_commits JOIN paths ON paths.id = path_id"
            " JOIN commits ON commits.id = commit_id"
            " JOIN authors ON authors.repository_id = commits.repository_id AND number = author"
            " WHERE paths.repository_id = :repository AND paths.path = :group"
            " AND paths.kind IS NULL"
            f" AND committed >= :time AND {_STANDING}",
            {
                "repository": row_id(self._connection, at.repository),
                "group": group,
                "time": since,
                "position": at.position,
            },
        ).fetchone()
        return int(number)

    def of_workflows(self, at: Snapshot, since: int = 0) -> list[tuple[str, int, str]]:
        """Return the changes of workflow files as (path, time, commit), by path and time."""
        rows = self._connection.execute(
            "SELECT paths.path, committed, oid FROM path_commits JOIN paths ON paths.id = path_id"
            " JOIN commits ON commits.id = commit_id"
            " WHERE paths.repository_id = :repository AND paths.kind = 'workflow'"
            f" AND committed >= :time AND {_STANDING} ORDER BY paths.path, committed, commits.id",
            {
                "repository": row_id(self._connection, at.repository),
                "time": since,
                "position": at.position,
            },
        )
        return rows.fetchall()

    def releases(self, at: Snapshot) -> list[Release]:
        """Return the tags on commits that the snapshot contains, oldest first."""
        rows = self._connection.execute(
            "SELECT tags.name, landed, committed FROM tags JOIN commits ON commits.id = commit_id"
            " WHERE tags.repository_id = ? AND landed <= ? ORDER BY landed, committed, tags.name",
            (row_id(self._connection, at.repository), at.position),
        )
        return [Release(*row) for row in rows]

    def mainline(self, at: Snapshot, since: int = 0) -> list[tuple[int, int]]:
        """Return position and time of the mainline commits, oldest first."""
        rows = self._connection.execute(
            "SELECT mainline, committed FROM commits WHERE repository_id = ? AND mainline <= ?"
            " AND committed >= ? ORDER BY mainline",
            (row_id(self._connection, at.repository), at.position, since),
        )
        return rows.fetchall()
