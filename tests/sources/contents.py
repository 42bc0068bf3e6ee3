"""What an atlas holds, to be compared with another one that was filled in another order."""

import sqlite3
from contextlib import closing
from pathlib import Path

_NOT_COMPARED = {"retrieved_at", "id"}
_TABLES = (
    "repositories", "commits", "authors", "paths", "versions", "path_commits", "changes", "tags",
    "pipelines", "jobs", "steps", "commands", "observations", "repository_files", "figures", "runs",
    "run_jobs", "responses",
)  # fmt: skip


def content(path: Path) -> dict[str, list[str]]:
    """Return the rows by table, ids replaced by what they refer to, times of asking left out."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        meant: dict[tuple[str, int], object] = {}
        return {table: sorted(_rows(connection, table, meant)) for table in _TABLES}


def _rows(
    connection: sqlite3.Connection, table: str, meant: dict[tuple[str, int], object]
) -> list[str]:
    """Describe the rows of a table, and note down what each id of it means.

    Tables come after those they refer to.
    """
    refers = {
        key["from"]: key["table"]
        for key in connection.execute(f"PRAGMA foreign_key_list({table})")
        if key["to"] == "id"
    }
    found = []
    for row in connection.execute(f"SELECT * FROM {table}"):
        values = tuple(
            meant[refers[key], row[key]] if key in refers and row[key] is not None else row[key]
            for key in row.keys()  # noqa: SIM118 - of a Row
            if key not in _NOT_COMPARED
        )
        if "id" in row.keys():  # noqa: SIM118 - of a Row
            meant[table, row["id"]] = values
        found.append(repr(values))
    return found
