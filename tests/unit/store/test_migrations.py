"""An atlas is made once, brought up to date when written to, and never guessed at."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database, Migrations

from ciatlas.sources.default_atlas import default_atlas
from ciatlas.store import AtlasError, migrations, open_atlas, version


def asked(path: Path, statement: str) -> Any:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(statement).fetchone()[0]
    finally:
        connection.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "atlas.db"


@pytest.fixture
def newer_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program one migration ahead of this one."""
    steps = Migrations("ciatlas")
    steps()(migrations.create_atlas)
    steps()(migrations.add_runs)
    steps()(migrations.bind_findings)

    @steps()
    def remember_moods(db: Database) -> None:
        db.execute("CREATE TABLE moods (mood TEXT)")
        db.execute("PRAGMA user_version = 4")

    monkeypatch.setattr(migrations, "migrations", steps)
    monkeypatch.setattr(version, "SCHEMA_VERSION", 4)


def test_a_new_atlas_is_marked_as_one_of_the_current_version(path: Path) -> None:
    open_atlas(path, create=True).close()
    assert asked(path, "PRAGMA application_id") == version.APPLICATION_ID
    assert asked(path, "PRAGMA user_version") == version.SCHEMA_VERSION


def test_the_version_counts_the_migrations(path: Path) -> None:
    open_atlas(path, create=True).close()
    assert asked(path, "SELECT count(*) FROM _sqlite_migrations") == version.SCHEMA_VERSION


def test_folders_above_a_new_atlas_are_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "atlas.db"
    open_atlas(path, create=True).close()
    assert path.is_file()


def test_an_empty_file_becomes_an_atlas_when_written_to(path: Path) -> None:
    path.touch()
    with open_atlas(path, create=True) as atlas:
        assert atlas.repositories() == []


def test_opening_an_atlas_again_changes_nothing(path: Path) -> None:
    open_atlas(path, create=True).close()
    before = path.read_bytes()
    open_atlas(path, create=True).close()
    open_atlas(path).close()
    open_atlas(path, readonly=True).close()
    assert path.read_bytes() == before


def test_an_older_atlas_is_brought_up_to_date_and_keeps_its_rows(
    path: Path, request: pytest.FixtureRequest
) -> None:
    open_atlas(path, create=True).close()
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO meta VALUES ('ruleset', 'abc')")
    connection.commit()
    connection.close()
    request.getfixturevalue("newer_program")
    open_atlas(path).close()
    assert asked(path, "SELECT value FROM meta WHERE key = 'ruleset'") == "abc"
    assert asked(path, "SELECT count(*) FROM moods") == 0
    assert asked(path, "PRAGMA user_version") == 4


def test_reading_never_brings_an_older_atlas_up_to_date(
    path: Path, request: pytest.FixtureRequest
) -> None:
    open_atlas(path, create=True).close()
    before = path.read_bytes()
    request.getfixturevalue("newer_program")
    with pytest.raises(AtlasError, match="has to be brought up to date; open it once with write"):
        open_atlas(path, readonly=True)
    assert path.read_bytes() == before


@pytest.mark.parametrize("options", [{}, {"create": True}, {"readonly": True}])
def test_an_atlas_of_a_newer_program_is_left_alone(
    path: Path, newer_program: None, monkeypatch: pytest.MonkeyPatch, options: dict[str, bool]
) -> None:
    open_atlas(path, create=True).close()
    before = path.read_bytes()
    monkeypatch.setattr(version, "SCHEMA_VERSION", 3)
    with pytest.raises(AtlasError, match="made by a newer ciatlas; update ciatlas"):
        open_atlas(path, **options)
    assert path.read_bytes() == before


@pytest.mark.parametrize("options", [{}, {"create": True}, {"readonly": True}])
def test_a_database_of_another_application_is_left_alone(
    path: Path, options: dict[str, bool]
) -> None:
    connection = sqlite3.connect(path)
    connection.executescript("CREATE TABLE t (a); INSERT INTO t VALUES (1);")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(AtlasError, match="is no atlas of ciatlas"):
        open_atlas(path, **options)
    assert path.read_bytes() == before


def test_an_atlas_that_is_not_there_is_not_made_by_asking(path: Path) -> None:
    for options in ({}, {"readonly": True}):
        with pytest.raises(AtlasError, match="there is no atlas at"):
            open_atlas(path, **options)
    assert not path.exists()


def test_an_atlas_of_the_first_version_gets_its_new_tables_at_the_next_start(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Migrations("ciatlas")
    first()(migrations.create_atlas)
    with monkeypatch.context() as older:
        older.setattr(migrations, "migrations", first)
        older.setattr(version, "SCHEMA_VERSION", 1)
        open_atlas(path, create=True).close()
    assert default_atlas(path) == path
    with open_atlas(path, readonly=True) as atlas:
        assert atlas.row_count("runs") == 0


def test_old_marks_are_bound_to_what_their_titles_tell_and_stay_as_they_were(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = Migrations("ciatlas")
    second()(migrations.create_atlas)
    second()(migrations.add_runs)
    titles = {
        "H1": ("verdict", "tools are (very) good (partly, study)"),
        "H2": ("verdict", "tools are good (holds, no cohort)"),
        "H3": ("verdict", "tools are good"),
        "C01": ("claim", "three of four (not checkable)"),
        "a/b": ("tool", "a/b (holds, study)"),
    }
    with monkeypatch.context() as older:
        older.setattr(migrations, "migrations", second)
        older.setattr(version, "SCHEMA_VERSION", 2)
        open_atlas(path, create=True).close()
        connection = sqlite3.connect(path)
        for subject, (kind, title) in titles.items():
            connection.execute(
                "INSERT INTO triage (kind, subject, title, line, decision, note, as_of, made_at)"
                " VALUES (?, ?, ?, 0, 'agree', 'n', '2025-01-25', 1)",
                (kind, subject, title),
            )
        connection.commit()
        connection.close()
    with open_atlas(path) as atlas:
        marks = {mark.subject.id: mark for mark in atlas.marks()}
    assert {name: (one.subject.kind, one.subject.title) for name, one in marks.items()} == titles
    assert {one.note for one in marks.values()} == {"n"}
    bound = {name: (one.subject.cohort, one.subject.finding) for name, one in marks.items()}
    assert bound == {
        "H1": ("study", "partly-supported"),
        "H2": ("", "supported"),
        "H3": (None, None),
        "C01": (None, "not-checkable"),
        "a/b": (None, None),
    }
    assert marks["H1"].subject.name == "tools are (very) good"
    assert marks["C01"].subject.name == "three of four"


def test_a_file_that_is_no_atlas_is_not_touched_at_the_start(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + bytes(100))
    assert default_atlas(path) == path
    assert path.read_bytes() == b"SQLite format 3\0" + bytes(100)
