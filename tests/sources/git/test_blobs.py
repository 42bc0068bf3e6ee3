"""File contents by object id."""

import random
from pathlib import Path

import pytest

from ciatlas.sources.git import open_clone, read_blobs
from ciatlas.sources.git.blobs import MAX_BYTES
from tests.sources.git.graphs import Node, git, make_bare, write


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    path = make_bare(tmp_path / "repository")
    write(path, [Node((), {"README": "hello"})])
    return path


def _add(repository: Path, content: bytes) -> str:
    return git(repository, "hash-object", "-w", "--stdin", stdin=content)


def _read(repository: Path, oids: list[str]) -> list[tuple[str, bytes | None]]:
    with open_clone(repository) as clone:
        return list(read_blobs(clone, oids))


def test_contents_come_back_byte_for_byte(repository: Path) -> None:
    contents = [b"", b"\n", b"no newline", b"a\nb\n", b"\x00\xff blob 7\n", b"\r\n" * 9]
    oids = [_add(repository, content) for content in contents]
    assert _read(repository, oids) == list(zip(oids, contents, strict=True))


def test_more_than_one_batch_and_more_than_a_pipe_holds_comes_back(repository: Path) -> None:
    chance = random.Random(1)
    contents = [chance.randbytes(MAX_BYTES - number) for number in range(9)]
    oids = [_add(repository, content) for content in contents]
    assert _read(repository, oids) == list(zip(oids, contents, strict=True))


def test_each_object_is_read_once_however_often_it_is_named(repository: Path) -> None:
    oid = _add(repository, b"once")
    assert _read(repository, [oid, oid]) == [(oid, b"once")]


def test_nothing_is_asked_when_nothing_is_wanted(repository: Path) -> None:
    assert _read(repository, []) == []


def test_what_is_missing_or_no_file_or_too_large_has_no_content(repository: Path) -> None:
    missing = "0123456789" * 4
    commit = git(repository, "rev-parse", "main")
    tree = git(repository, "rev-parse", "main^{tree}")
    large = _add(repository, b"x" * (MAX_BYTES + 1))
    largest = _add(repository, b"x" * MAX_BYTES)
    read = dict(_read(repository, [missing, commit, tree, large, largest]))
    assert read == {
        missing: None,
        commit: None,
        tree: None,
        large: None,
        largest: b"x" * MAX_BYTES,
    }


def test_reading_may_be_given_up_in_the_middle(repository: Path) -> None:
    oids = [_add(repository, str(number).encode()) for number in range(3)]
    with open_clone(repository) as clone:
        assert next(read_blobs(clone, oids)) == (oids[0], b"0")
