"""Free SQL that can only read."""

import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from ciatlas.store.opening import AtlasError

MAX_ROWS = 100_000
MAX_SECONDS = 30.0

_CHECK_EVERY = 10_000  # virtual machine instructions between two looks at the clock
_ALLOWED = frozenset(
    (
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_RECURSIVE,
        sqlite3.SQLITE_TRANSACTION,
    )
)
_READABLE_PRAGMAS = frozenset(
    ("table_info", "table_xinfo", "index_list", "foreign_key_list", "data_version")
)
_FORBIDDEN_FUNCTIONS = frozenset(("load_extension", "writefile", "readfile", "edit"))


def query(
    path: Path, statement: str, values: Mapping[str, object] | None = None
) -> tuple[list[str], list[tuple[object, ...]]]:
    """Run one statement on the atlas at `path` and return its columns and rows.

    `values` are those of the statement's named parameters.

    Raises:
        AtlasError: the statement is wrong, would change something, or takes too long.
    """
    connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)
    deadline = time.monotonic() + MAX_SECONDS
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.set_progress_handler(lambda: int(time.monotonic() > deadline), _CHECK_EVERY)
        _open_search(connection)
        connection.set_authorizer(_authorize)
        cursor = connection.execute(statement, values or {})
        rows = cursor.fetchmany(MAX_ROWS)
        return [column[0] for column in cursor.description or ()], rows
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        raise AtlasError(_sentence(str(error))) from error
    finally:
        connection.close()


def _open_search(connection: sqlite3.Connection) -> None:
    """Let the full-text index set itself up, which needs more than reading."""
    connection.execute("SELECT 1 FROM search LIMIT 1").fetchall()


def _authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    if action == sqlite3.SQLITE_FUNCTION and second in _FORBIDDEN_FUNCTIONS:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_PRAGMA:
        readable = first in _READABLE_PRAGMAS
        return sqlite3.SQLITE_OK if readable else sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def _sentence(reason: str) -> str:
    if any(word in reason for word in ("not authorized", "denied", "prohibited")):
        return "only statements that read are possible here; begin with SELECT"
    if "interrupted" in reason:
        return f"the query took more than {MAX_SECONDS:.0f} seconds; narrow it down"
    return f"the query cannot be run: {reason}"
