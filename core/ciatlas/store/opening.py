"""Opening an atlas file, and saying in one sentence why it cannot be opened."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from ciatlas.model.errors import CiatlasError
from ciatlas.store import version

_BUSY_SECONDS = 10.0


class AtlasError(CiatlasError):
    """The atlas cannot be used."""


def connect(
    path: Path, *, create: bool = False, readonly: bool = False, patience: float | None = None
) -> sqlite3.Connection:
    """Connect to the atlas at `path`; an older schema is migrated unless `readonly`.

    Where another program has it locked, that is waited for: `patience` seconds, ten if `None`.

    Raises:
        AtlasError: the file is missing, damaged, no atlas, newer than this program, or locked, or
            the folder cannot be written to.
    """
    with sentences(path):
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not path.is_file():
            raise AtlasError(
                f"there is no atlas at {path}; name another with --atlas, or import a clone"
            )
        seconds = _BUSY_SECONDS if patience is None else patience
        connection = _connection(path, "ro" if readonly else "rwc" if create else "rw", seconds)
        try:
            _prepare(connection, path, readonly=readonly)
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system raise into one sentence for people."""
    try:
        yield
    except sqlite3.Error as error:
        raise AtlasError(sentence(path, error)) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise AtlasError(f"{path} cannot be used: {reason}") from error


def _connection(path: Path, mode: str, patience: float) -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?mode={mode}"
    if mode == "ro" and not os.access(path.parent, os.W_OK) and not _log(path).exists():
        # In a folder nobody can write to, SQLite has to be told that nothing will change.
        address += "&immutable=1"
    connection = sqlite3.connect(
        address, uri=True, timeout=patience, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _prepare(connection: sqlite3.Connection, path: Path, *, readonly: bool) -> None:
    """Check that the file is an atlas of a version this program knows, or make it one."""
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if tables and application != version.APPLICATION_ID:
        raise AtlasError(f"{path} is no atlas of ciatlas; name another file with --atlas")
    if found > version.SCHEMA_VERSION:
        raise AtlasError(f"{path} was made by a newer ciatlas; update ciatlas to open it")
    if found == version.SCHEMA_VERSION:
        if not readonly:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
        return
    if readonly:
        raise AtlasError(f"{path} has to be brought up to date; open it once with write access")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    _migrate(connection)


def _migrate(connection: sqlite3.Connection) -> None:
    from sqlite_utils import Database

    from ciatlas.store.migrations import migrations

    # One transaction: an atlas is made whole or not at all.
    connection.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(Database(connection))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def sentence(path: Path, error: sqlite3.Error) -> str:
    """Say in one sentence what happened to the atlas at `path`, and what to do."""
    code = getattr(error, "sqlite_errorname", "") or ""
    text = str(error).lower()
    if code.startswith("SQLITE_FULL") or "disk is full" in text or code == "SQLITE_IOERR_WRITE":
        return f"the disk is full: {path} keeps what was stored before; free some space and repeat"
    if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return f"{path} is damaged or no atlas; move it away to start anew from the bundle"
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"{path} is in use by another program; try again when that is done"
    if code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return f"{path} cannot be written to; check the permissions of the file and its folder"
    if text.startswith(("no such table", "no such column")):
        return f"{path} lacks tables an atlas has; move it away to start anew from the bundle"
    return f"{path} cannot be used: {error}"
