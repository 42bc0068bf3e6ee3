"""Observations: what is known of a repository whose history is not in the atlas."""

import json
import sqlite3
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple

DAYS = (
    "SELECT group_concat(committed, ' ') FROM observations"
    " CROSS JOIN commits ON mainline = position"
    " AND commits.repository_id = observations.repository_id"
    " WHERE observations.repository_id = repositories.id"
)
"""Selects when a repository was observed; nothing where its history is in the atlas."""


class Observation(NamedTuple):
    """Figures of a repository at one commit.

    Attributes:
        commits: commits in the history.
        contributors: people in it.
        author_emails: distinct author e-mails in it.
        first_commit: time of the first commit and its time zone, `None` when unknown.
        paths: commits by path group and pipeline file.
    """

    commits: int
    contributors: int
    author_emails: int
    first_commit: tuple[int, int] | None
    paths: Mapping[str, int]


def at(connection: sqlite3.Connection, repository: int, position: int) -> Observation | None:
    """Return what was observed at a commit, `None` where the history itself is there."""
    row = connection.execute(
        "SELECT commits, contributors, author_emails, first_commit, first_zone, paths"
        " FROM observations WHERE repository_id = ? AND position = ?",
        (repository, position),
    ).fetchone()
    if row is None:
        return None
    commits, contributors, author_emails, first, zone, paths = row
    first_commit = None if first is None else (first, zone)
    return Observation(commits, contributors, author_emails, first_commit, json.loads(paths))


def holds(connection: sqlite3.Connection, repository: int, position: int, end: int | None) -> bool:
    """Tell whether a commit is still the newest one at `end`, as far as observations decide it."""
    row = connection.execute(
        "SELECT until FROM observations WHERE repository_id = ? AND position = ?",
        (repository, position),
    ).fetchone()
    return row is None or row[0] is None or (end is not None and row[0] >= end)


def days(times: str) -> tuple[date, ...]:
    """Return the days (UTC) of times as `DAYS` selects them, in order."""
    return tuple(
        datetime.fromtimestamp(time, UTC).date() for time in sorted(int(t) for t in times.split())
    )
