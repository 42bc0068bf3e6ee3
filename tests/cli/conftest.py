"""A small clone and an atlas made from it, for commands to be run on."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.repositories import Repository


@dataclass(frozen=True)
class Outcome:
    """What a command left: exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Command = Callable[..., Outcome]


@pytest.fixture
def ciatlas(tmp_path: Path) -> Command:
    """Run `ciatlas` as a process of its own, with an atlas of its own."""

    def run(*arguments: object, **environment: str) -> Outcome:
        done = subprocess.run(
            [sys.executable, "-m", "ciatlas", *(str(argument) for argument in arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            cwd=tmp_path,
            env={
                "PATH": "/usr/bin:/bin:/usr/local/bin",
                "HOME": str(tmp_path / "home"),
                "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
                "CIATLAS_ATLAS": str(tmp_path / "atlas.db"),
                **environment,
            },
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def clone(tmp_path: Path) -> Repository:
    """A clone with two workflows, a test folder, a merge and two authors."""
    repository = Repository(tmp_path / "clone")
    repository.commit(
        {".github/workflows/ci.yml": WORKFLOW, "tests/test_a.py": "1"},
        author="ann@example.org",
        date="2024-01-10T23:30:00-08:00",
    )
    repository.commit(
        {".github/workflows/nightly.yml": NIGHTLY},
        author="ben@example.org",
        date="2024-03-01T08:00:00+00:00",
    )
    repository.commit(
        {".github/workflows/ci.yml": WORKFLOW.replace("pytest", "pytest -q tests")},
        author="ann@example.org",
        date="2024-06-01T08:00:00+00:00",
    )
    return repository


WORKFLOW = """\
name: CI
on:
  push:
    branches: [main]
  pull_request:
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: ruff check .
  test:
    needs: lint
    runs-on: ubuntu-latest
    strategy:
      matrix:
        python: ['3.11', '3.12']
    steps:
      - uses: actions/checkout@v4
      - name: Run the tests
        run: pytest
"""

NIGHTLY = """\
name: Nightly
on:
  schedule:
    - cron: '45 3 * * 0'
jobs:
  analyze:
    runs-on: ubuntu-latest
    steps:
      - uses: github/codeql-action/init@v3
      - uses: github/codeql-action/analyze@v3
"""
