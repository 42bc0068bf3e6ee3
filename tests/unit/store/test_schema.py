"""The schema, its reference page, and an atlas made from it say the same."""

import re
import sqlite3
from pathlib import Path

import pytest
from scripts.pages import DOCS

from ciatlas.store import open_atlas
from ciatlas.store.schema import TABLES, VIEWS
from ciatlas.store.schema_page import schema_page


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("schema") / "atlas.db"
    open_atlas(path, create=True).close()
    return path


def test_the_page_is_what_the_schema_says() -> None:
    assert (DOCS / "schema.md").read_text(encoding="utf-8") == schema_page()


def test_the_page_has_a_heading_for_every_table_and_view() -> None:
    headings = re.findall(r"^### (\w+)$", schema_page(), re.MULTILINE)
    assert headings == [*(t.name for t in TABLES), "search", *(v.name for v in VIEWS)]


def test_the_example_on_the_page_runs(empty: Path) -> None:
    (example,) = re.findall(r"```sql\n(.*?)```", schema_page(), re.DOTALL)
    with open_atlas(empty, readonly=True) as atlas:
        assert atlas.sql(example) == (["path", "jobs", "steps"], [])


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_has_the_columns_it_is_described_with(empty: Path, table) -> None:
    with open_atlas(empty, readonly=True) as atlas:
        columns, _ = atlas.sql(f"SELECT * FROM {table.name}")
    assert columns == [column.name for column in table.columns]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_says_what_it_and_its_columns_mean(table) -> None:
    assert table.about.endswith(".")
    assert all(column.about for column in table.columns)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_view_can_be_queried(empty: Path, view) -> None:
    with open_atlas(empty, readonly=True) as atlas:
        columns, rows = atlas.sql(f"SELECT * FROM {view.name}")
    assert len(columns) >= 4
    assert rows == []


def test_an_atlas_has_nothing_the_page_does_not_tell(empty: Path) -> None:
    connection = sqlite3.connect(empty)
    made = {
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"
            " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
    }
    connection.close()
    helpers = {name for name in made if name.startswith("search_")} | {"_sqlite_migrations"}
    assert made - helpers == {t.name for t in TABLES} | {"search"} | {v.name for v in VIEWS}


def test_tables_refuse_values_of_another_type(empty: Path) -> None:
    connection = sqlite3.connect(empty)
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"):
        connection.execute("INSERT INTO figures VALUES (1, 'stars', 'many', 1, 'x', 0)")
    connection.close()


def test_removing_a_repository_removes_all_that_was_known_of_it(tmp_path: Path) -> None:
    path = tmp_path / "atlas.db"
    with open_atlas(path, create=True) as atlas:
        connection = atlas._connection
        connection.executescript(
            """
            INSERT INTO repositories VALUES (1, 'a/b', 'b', '', 'main', NULL, NULL, 'git', NULL, 1);
            INSERT INTO aliases VALUES ('c/d', 1);
            INSERT INTO authors VALUES (1, 0, 0);
            INSERT INTO commits VALUES (1, 1, 'f00', 0, 0, 0, 0, 0, 0);
            INSERT INTO tags VALUES (1, 'v1', 1);
            INSERT INTO paths VALUES (1, 1, 'tests', NULL, NULL);
            INSERT INTO path_commits VALUES (1, 1, 0, NULL);
            INSERT INTO changes VALUES (1, 1, 'added', 'f11');
            INSERT INTO versions VALUES (1, 0, NULL, 'f11');
            INSERT INTO figures VALUES (1, 'stars', 1, 1, 'x', 0);
            INSERT INTO repository_files VALUES (1, 'lock-file', 'uv.lock', 0, NULL);
            DELETE FROM repositories;
            """
        )
        counts = {table.name: atlas.row_count(table.name) for table in TABLES}
    assert set(counts.values()) == {0}
