"""Labels that make an issue a bug, where a repository has others than most."""

import json
import sqlite3
from collections.abc import Sequence

_KEY = "bug labels of {}"
_FIGURE = "bug_issues"


def read(connection: sqlite3.Connection, full_name: str) -> tuple[str, ...]:
    """Return a repository's own labels, none where it has those of most."""
    row = connection.execute(
        "SELECT value FROM meta WHERE key = ?", (_KEY.format(full_name),)
    ).fetchone()
    return tuple(json.loads(row[0])) if row else ()


def keep(
    connection: sqlite3.Connection, row_id: int, full_name: str, labels: Sequence[str]
) -> None:
    """Keep a repository's own labels; what was counted by others is asked for again."""
    if read(connection, full_name) == tuple(labels):
        return
    connection.execute(
        "INSERT OR REPLACE INTO meta VALUES (?, ?)",
        (_KEY.format(full_name), json.dumps(list(labels), ensure_ascii=False)),
    )
    connection.execute(
        "DELETE FROM figures WHERE repository_id = ? AND figure = ?", (row_id, _FIGURE)
    )
