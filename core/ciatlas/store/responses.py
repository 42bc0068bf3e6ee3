"""Answers of an API kept with their ETags, so that what did not change is not sent again."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ciatlas.store.transaction import transaction


@dataclass(frozen=True, slots=True)
class Response:
    """An answer as it was: its ETag, its body as JSON, the links beside it, and when that was."""

    etag: str
    body: str
    links: Mapping[str, str]
    retrieved_at: int


def response(connection: sqlite3.Connection, url: str, identity: str) -> Response | None:
    """Return the answer that was given to a token's bearer before."""
    row = connection.execute(
        "SELECT etag, body, links, retrieved_at FROM responses WHERE url = ? AND identity = ?",
        (url, identity),
    ).fetchone()
    return None if row is None else Response(row[0], row[1], json.loads(row[2]), row[3])


def save_response(
    connection: sqlite3.Connection,
    url: str,
    identity: str,
    kept: Response,
) -> None:
    """Keep an answer in place of the one before."""
    with transaction(connection):
        connection.execute(
            "INSERT OR REPLACE INTO responses VALUES (?, ?, ?, ?, ?, ?)",
            (url, identity, kept.etag, kept.body, json.dumps(kept.links), kept.retrieved_at),
        )


def forget_responses(
    connection: sqlite3.Connection, start: str, identity: str, is_old: Callable[[str], bool]
) -> None:
    """Drop answers to addresses that begin with `start` and go on with something old."""
    rows = connection.execute(
        "SELECT url FROM responses WHERE url >= ?1 AND url < ?1 || char(1114111) AND identity = ?2",
        (start, identity),
    )
    old = [url for (url,) in rows if is_old(url.removeprefix(start))]
    if old:
        with transaction(connection):
            connection.executemany(
                "DELETE FROM responses WHERE url = ? AND identity = ?",
                [(url, identity) for url in old],
            )


def save_figures(
    connection: sqlite3.Connection,
    repository: int,
    figures: Mapping[str, tuple[int, bool]],
    source: str,
    retrieved_at: int,
) -> None:
    """Store figures by name, each with whether it is complete, in place of those before."""
    with transaction(connection):
        connection.executemany(
            "INSERT OR REPLACE INTO figures VALUES (?, ?, ?, ?, ?, ?)",
            [
                (repository, name, value, int(complete), source, retrieved_at)
                for name, (value, complete) in figures.items()
            ],
        )
