"""Marks of the triage: kept at once, apart from imported facts, seen by everybody."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from ciatlas.model.triage import Decision, Mark, Subject
from ciatlas.sources.importer import import_clone
from ciatlas.store import open_atlas
from tests.repositories import Repository

STEP = Subject("step", "example/tool", "Run", ".github/workflows/ci.yml", "test", 2, "c0ffee", 17)
MARK = Mark(STEP, Decision.CONTEST, "näh\n\x1b[31m", date(2025, 1, 25), 1_737_800_000)


def test_a_mark_comes_back_as_it_was(tmp_path: Path) -> None:
    with open_atlas(tmp_path / "a.db", create=True) as atlas:
        atlas.add_mark(MARK)
        assert atlas.marks() == [MARK]


def test_a_mark_on_a_verdict_says_what_it_was_about(tmp_path: Path) -> None:
    verdict = Subject("verdict", "H1", "t", cohort="", finding="partly-supported")
    with open_atlas(tmp_path / "a.db", create=True) as atlas:
        atlas.add_mark(Mark(verdict, Decision.AGREE, "", None, 1))
        (mark,) = atlas.marks()
    assert mark.subject == verdict
    assert mark.is_about("", None)
    assert not mark.is_about("study", None)
    assert not mark.is_about("", date(2025, 1, 25))


def test_two_explorers_see_each_others_marks(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with open_atlas(path, create=True) as one, open_atlas(path) as other:
        one.add_mark(MARK)
        other.add_mark(MARK)
        assert one.marks() == other.marks() == [MARK, MARK]


def test_marks_outlive_the_import_of_what_they_are_about(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "clone")
    repository.commit({".github/workflows/ci.yml": "on: push\njobs: {}\n"})
    with open_atlas(tmp_path / "a.db", create=True) as atlas:
        import_clone(atlas, repository.path, "example/tool")
        atlas.add_mark(MARK)
        repository.commit({".github/workflows/ci.yml": None})
        import_clone(atlas, repository.path, "example/tool")
        assert atlas.marks() == [MARK]


def test_a_mark_outlives_the_process_that_made_it(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    script = f"""
import os, signal
from pathlib import Path
from ciatlas.store import open_atlas
import pytest

from ciatlas.model.triage import *
atlas = open_atlas(Path({str(path)!r}), create=True)
atlas.add_mark(Mark(Subject("claim", "C01", "t"), Decision.AGREE, "", None, 1))
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", script], env=os.environ, check=False)
    assert done.returncode == -signal.SIGKILL
    with open_atlas(path) as atlas:
        assert [mark.subject.id for mark in atlas.marks()] == ["C01"]


def test_nothing_but_a_decision_and_a_day_can_be_stored(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with open_atlas(path, create=True) as atlas:
        atlas.add_mark(MARK)
    with closing(sqlite3.connect(path)) as connection:
        for change in ("decision = 'perhaps'", "as_of = 'yesterday'"):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(f"UPDATE triage SET {change}")
