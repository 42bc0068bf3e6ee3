"""Writing an atlas anew with some of its repositories, in a fixed order.

Row ids follow the natural order of what the rows say, so the same facts give the same bytes,
whatever order they were written in and whatever else the atlas held.
"""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from ciatlas.store import repositories, search
from ciatlas.store.atlas import open_atlas
from ciatlas.store.opening import connect
from ciatlas.store.reduction import reduce_repository
from ciatlas.store.schema import TABLES, Table
from ciatlas.store.transaction import transaction

_REFERENCE = re.compile(r"REFERENCES (\w+)\(id\)")
_KEY = re.compile(r"(?:UNIQUE|PRIMARY KEY) \((.*)\)")
_ABOUT_PEOPLE = re.compile(
    r"login|actor|email|sender|assignee|reviewer|author(?!_association)|pusher|committer|user\.name",
    re.IGNORECASE,
)
_INDEX = re.compile(r"\[\s*'(\w+)'\s*\]")
_LITERAL = re.compile(r"(?P<compared>[\w.*-]+\s*[!=]=\s*)?'(?P<text>(?:[^']|'')*)'")
_STANDING = re.compile(
    r'(?:[\[\]", ]|OWNER|MEMBER|COLLABORATOR|(?:FIRST_TIME_)?CONTRIBUTOR|FIRST_TIMER|NONE)*'
)
"""Lists of what GitHub calls an author's association with a repository."""
_LONGEST = 120
_OWN = frozenset(("triage", "responses"))
"""Tables that are the user's own and not given away."""
_ORDER = {
    "repositories": ("full_name",),
    "commits": ("repository_id", "landed", "committed", "oid"),
}
"""Natural order of tables whose key is not their order."""


def repack(
    source: Path, names: Sequence[str], target: Path, reduced: Mapping[str, Sequence[date]]
) -> None:
    """Copy the facts about the named repositories from `source` into a fresh atlas at `target`.

    There their history comes from the bundle, which is as old as the newest commit.

    Args:
        source: the atlas to copy from.
        names: full names of the repositories.
        target: the file to make.
        reduced: by full name, the days to keep of repositories whose history shall not go along.
    """
    if not reduced:
        _copy_all(source, names, target)
        return
    whole = target.with_suffix(".whole")
    _copy_all(source, names, whole)
    with closing(connect(whole)) as connection:
        for repository in repositories.repositories(connection):
            if repository.full_name in reduced:
                with transaction(connection):
                    reduce_repository(connection, repository, reduced[repository.full_name])
    _copy_all(whole, names, target)
    whole.unlink()


def _copy_all(source: Path, names: Sequence[str], target: Path) -> None:
    open_atlas(target, create=True).close()
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("ATTACH ? AS source", (str(source),))
        connection.execute("CREATE TEMP TABLE chosen (name TEXT PRIMARY KEY)")
        connection.executemany("INSERT INTO chosen VALUES (?)", [(name,) for name in names])
        connection.execute("BEGIN")
        for table in TABLES:
            if table.name not in _OWN:
                _copy(connection, table)
        connection.execute(
            "UPDATE repositories SET source = 'bundle',"
            " retrieved_at = (SELECT max(head_time) FROM repositories)"
        )
        connection.create_function("outline", 1, _outline, deterministic=True)
        connection.execute("UPDATE jobs SET condition = outline(condition)")
        connection.execute("UPDATE steps SET condition = outline(condition)")
        connection.execute("UPDATE _sqlite_migrations SET applied_at = ''")
        connection.execute("COMMIT")
        for name in names:
            search.refresh(connection, name)
        connection.execute("DETACH source")
        connection.execute("VACUUM")


def _outline(condition: str | None) -> str | None:
    """Return a condition without the names of people in it, cut where it becomes a program.

    A fresh atlas is there to be given away, and shall hold what anyone may pass on.
    """
    if condition is None:
        return None
    condition = _INDEX.sub(r".\1", condition)
    if _ABOUT_PEOPLE.search(condition):
        condition = _LITERAL.sub(_without_name, condition)
    return condition if len(condition) <= _LONGEST else condition[: _LONGEST - 1] + "…"


def _without_name(literal: re.Match[str]) -> str:
    """Blank a literal unless it is compared with no person's name, or cannot be one."""
    compared, text = literal["compared"] or "", literal["text"]
    if compared and not _ABOUT_PEOPLE.search(compared):
        return literal[0]
    harmless = text.endswith("[bot]") or _STANDING.fullmatch(text)
    return literal[0] if harmless else f"{compared}'…'"


def _copy(connection: sqlite3.Connection, table: Table) -> None:
    """Copy a table, its row ids numbered anew in natural order, references following."""
    references = {
        column.name: match[1]
        for column in table.columns
        if (match := _REFERENCE.search(column.declaration))
    }
    joins = " ".join(
        f"JOIN temp.new_{parent} AS {name}_new ON {name}_new.old = origin.{name}"
        for name, parent in references.items()
    )
    order = ", ".join(
        f"{name}_new.new" if name in references else f"origin.{name}"
        for name in _natural_order(table)
    )
    chosen = _chosen(table)
    numbered = any(column.name == "id" for column in table.columns)
    if numbered:
        connection.execute(
            f"CREATE TEMP TABLE new_{table.name} (old INTEGER PRIMARY KEY, new INTEGER NOT NULL)"
        )
        connection.execute(
            f"INSERT INTO temp.new_{table.name} SELECT origin.id, row_number() OVER"
            f" (ORDER BY {order}) FROM source.{table.name} AS origin {joins} {chosen}"
        )
        joins += f" JOIN temp.new_{table.name} AS id_new ON id_new.old = origin.id"
        references["id"] = table.name
        order = "id_new.new"
    columns = ", ".join(
        f"{column.name}_new.new" if column.name in references else f'origin."{column.name}"'
        for column in table.columns
    )
    connection.execute(
        f"INSERT INTO main.{table.name} SELECT {columns} FROM source.{table.name} AS origin"
        f" {joins} {chosen} ORDER BY {order}"
    )


def _natural_order(table: Table) -> list[str]:
    if table.name in _ORDER:
        return list(_ORDER[table.name])
    for constraint in table.constraints:
        if match := _KEY.fullmatch(constraint):
            return match[1].split(", ")
    return [column.name for column in table.columns if "PRIMARY KEY" in column.declaration]


def _chosen(table: Table) -> str:
    if table.name == "repositories":
        return "WHERE origin.full_name IN (SELECT name FROM temp.chosen)"
    if table.name == "pipelines":
        return (
            "WHERE EXISTS (SELECT 1 FROM main.changes JOIN main.paths ON paths.id = path_id"
            " WHERE paths.repository_id = repository_id_new.new AND changes.blob = origin.blob)"
            " OR EXISTS (SELECT 1 FROM main.versions JOIN main.paths ON paths.id = path_id"
            " WHERE paths.repository_id = repository_id_new.new AND versions.blob = origin.blob)"
        )
    return ""
