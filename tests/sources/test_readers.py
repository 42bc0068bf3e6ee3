"""Contents parsed in other processes come back in order, whatever happens to those."""

import sys
from collections.abc import Iterator

import pytest

from ciatlas.parsing import parse
from ciatlas.sources import readers

CONTENTS = [
    (f".github/workflows/{number}.yml", f"name: flow {number}\non: push\njobs: {{}}\n".encode())
    for number in range(200)
]


@pytest.fixture(autouse=True)
def _always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "WORTH_IT", 1)


def expected() -> list[object]:
    return [parse(path, source) for path, source in CONTENTS]


def test_they_say_what_parsing_here_says_in_order() -> None:
    assert list(readers.read_all(CONTENTS, len(CONTENTS))) == expected()


def test_where_processes_die_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "false")
    assert list(readers.read_all(CONTENTS, len(CONTENTS))) == expected()


def test_one_processor_parses_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_processors", lambda: 1)
    monkeypatch.setattr(readers.subprocess, "Popen", None)
    assert list(readers.read_all(CONTENTS, len(CONTENTS))) == expected()


def test_few_contents_are_held_at_once() -> None:
    taken = 0

    def contents() -> Iterator[readers.Content]:
        nonlocal taken
        for content in CONTENTS * 10:
            taken += 1
            yield content

    pipelines = readers.read_all(contents(), 2000)
    next(pipelines)
    assert taken < 1000
    pipelines.close()  # type: ignore[attr-defined]
