"""Writing repositories and their history, each call one transaction."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ciatlas.model.history import History
from ciatlas.model.pipeline import Kind, System
from ciatlas.model.repository import Repository
from ciatlas.store.search import refresh
from ciatlas.store.transaction import transaction


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


def add_repository(connection: sqlite3.Connection, repository: Repository) -> bool:
    """Note down a repository without a head, inside a transaction; tell whether it is new."""
    if _repository_id(connection, (repository.full_name, *repository.aliases)) is not None:
        return False
    save_repository(connection, repository)
    return True


_OF_HISTORY = ("commits", "authors", "paths", "tags", "repository_files", "observations")


def repository_row(connection: sqlite3.Connection, repository: Repository) -> int:
    """Return a repository's row id; one that is new is noted down, without a head."""
    row = _repository_id(connection, (repository.full_name, *repository.aliases))
    if row is None:
        row = save_repository(connection, replace(repository, head=None, head_time=None))
    return row


def update_repository(
    connection: sqlite3.Connection, repository: Repository, tags: Mapping[str, str]
) -> None:
    """Note down what may change without a new commit: cohort, name, aliases and tags."""
    with transaction(connection):
        row = save_repository(connection, repository)
        commits = dict(
            connection.execute("SELECT oid, id FROM commits WHERE repository_id = ?", (row,))
        )
        connection.execute("DELETE FROM tags WHERE repository_id = ?", (row,))
        connection.executemany(
            "INSERT INTO tags VALUES (?, ?, ?)",
            [(row, name, commits[oid]) for name, oid in sorted(tags.items()) if oid in commits],
        )


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

    The search index follows.

    Args:
        connection: the atlas.
        history: the whole history.
        kinds: system and kind of every pipeline file in it; other paths are groups.
    """
    with transaction(connection):
        row = save_repository(connection, history.repository)
        for table in _OF_HISTORY:
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
        connection.executemany(
            "INSERT INTO repository_files VALUES (?, ?, ?, ?, ?)",
            ((row, file.kind, file.path, file.since, file.until) for file in history.files),
        )
        refresh(connection, history.repository.full_name)


def _save_commits(connection: sqlite3.Connection, row: int, history: History) -> dict[str, int]:
    first = next_id(connection, "commits")
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
    first = next_id(connection, "paths")
    connection.executemany(
        "INSERT INTO paths VALUES (?, ?, ?, ?, ?)",
        (
            (number, row, name, *kinds.get(name, (None, None)))
            for number, name in enumerate(names, start=first)
        ),
    )
    return {name: number for number, name in enumerate(names, start=first)}


def next_id(connection: sqlite3.Connection, table: str) -> int:
    """Return a row id above all of a table's."""
    return int(connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])
