"""What an atlas holds, to be compared with another one."""

import sqlite3
from contextlib import closing
from pathlib import Path

_OWN_TIMES = {"retrieved_at"}
_TABLES = (
    "repositories", "commits", "authors", "paths", "versions", "pipelines", "jobs", "steps",
    "commands", "observations", "repository_files", "figures", "runs", "run_jobs", "responses",
)  # fmt: skip


def content(path: Path) -> dict[str, list[str]]:
    """Return what an atlas holds, row ids and times of asking left out."""
    found: dict[str, list[str]] = {}
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        for table in _TABLES:
            rows = connection.execute(f"SELECT * FROM {table}").fetchall()
            found[table] = sorted(
                repr([row[key] for key in row.keys() if key not in _OWN_TIMES and key != "id"])  # noqa: SIM118 - of a Row
                for row in rows
            )
    return found
