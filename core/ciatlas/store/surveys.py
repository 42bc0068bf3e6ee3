"""Writing surveys: each new head of a repository becomes the next position of its mainline.

What stood before goes on to be known as of its day.
"""

import json
import sqlite3
from collections.abc import Mapping

from ciatlas.model.survey import Survey
from ciatlas.model.system import Kind, System
from ciatlas.store.search import refresh
from ciatlas.store.transaction import transaction
from ciatlas.store.writing import next_id, repository_row, save_repository

_STANDING = "until IS NULL"


def save_survey(
    connection: sqlite3.Connection, survey: Survey, kinds: Mapping[str, tuple[System, Kind]]
) -> None:
    """Store a survey, in one transaction; a head that is known already is only noted down.

    Args:
        connection: the atlas.
        survey: what was found.
        kinds: system and kind of each pipeline file in it.
    """
    with transaction(connection):
        row = repository_row(connection, survey.repository)
        known = connection.execute("SELECT head FROM repositories WHERE id = ?", (row,)).fetchone()
        save_repository(connection, survey.repository)
        if known[0] == survey.repository.head:
            return
        position = _next_position(connection, row)
        _save_commit(connection, row, survey, position)
        _save_observation(connection, row, survey, position)
        _save_versions(connection, row, survey, kinds, position)
        _save_markers(connection, row, survey, position)
        refresh(connection, survey.repository.full_name)


def _next_position(connection: sqlite3.Connection, row: int) -> int:
    return int(
        connection.execute(
            "SELECT coalesce(max(mainline), -1) + 1 FROM commits WHERE repository_id = ?", (row,)
        ).fetchone()[0]
    )


def _save_commit(connection: sqlite3.Connection, row: int, survey: Survey, position: int) -> None:
    connection.execute("INSERT OR IGNORE INTO authors VALUES (?, 0, 0)", (row,))
    connection.execute(
        "INSERT INTO commits VALUES (?, ?, ?, ?, ?, 0, 0, ?, ?)",
        (
            next_id(connection, "commits"),
            row,
            survey.repository.head,
            survey.authored,
            survey.repository.head_time,
            position,
            position,
        ),
    )


def _save_observation(
    connection: sqlite3.Connection, row: int, survey: Survey, position: int
) -> None:
    connection.execute(
        f"UPDATE observations SET until = ? WHERE repository_id = ? AND {_STANDING}",
        (survey.repository.head_time, row),
    )
    connection.execute(
        "INSERT INTO observations VALUES (?, ?, NULL, ?, ?, ?, ?, 0, ?)",
        (
            row,
            position,
            survey.commits,
            survey.contributors,
            survey.contributors,
            survey.first_commit,
            json.dumps(dict(survey.paths), ensure_ascii=False, sort_keys=True),
        ),
    )


def _save_versions(
    connection: sqlite3.Connection,
    row: int,
    survey: Survey,
    kinds: Mapping[str, tuple[System, Kind]],
    position: int,
) -> None:
    known = dict(
        connection.execute("SELECT path, id FROM paths WHERE repository_id = ?", (row,)).fetchall()
    )
    for path in sorted({*survey.paths, *survey.files} - known.keys()):
        known[path] = next_id(connection, "paths")
        connection.execute(
            "INSERT INTO paths VALUES (?, ?, ?, ?, ?)",
            (known[path], row, path, *kinds.get(path, (None, None))),
        )
    standing = dict(
        connection.execute(
            "SELECT path, blob FROM versions JOIN paths ON paths.id = path_id"
            f" WHERE repository_id = ? AND {_STANDING}",
            (row,),
        ).fetchall()
    )
    for path, blob in standing.items():
        if survey.files.get(path) != blob:
            connection.execute(
                f"UPDATE versions SET until = ? WHERE path_id = ? AND {_STANDING}",
                (position, known[path]),
            )
    connection.executemany(
        "INSERT INTO versions VALUES (?, ?, NULL, ?)",
        [
            (known[path], position, blob)
            for path, blob in survey.files.items()
            if standing.get(path) != blob
        ],
    )


def _save_markers(connection: sqlite3.Connection, row: int, survey: Survey, position: int) -> None:
    standing = set(
        connection.execute(
            f"SELECT kind, path FROM repository_files WHERE repository_id = ? AND {_STANDING}",
            (row,),
        ).fetchall()
    )
    connection.executemany(
        "UPDATE repository_files SET until = ? WHERE repository_id = ? AND kind = ? AND path = ?"
        f" AND {_STANDING}",
        [(position, row, *gone) for gone in standing - set(survey.markers)],
    )
    connection.executemany(
        "INSERT INTO repository_files VALUES (?, ?, ?, ?, NULL)",
        [(row, *come, position) for come in survey.markers if come not in standing],
    )
