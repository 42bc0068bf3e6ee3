"""An atlas of many repositories, for trying how the explorer bears it.

`python -m tests.large_atlas FILE [REPOSITORIES]` writes one; the same number gives the same facts.
"""

import random
import sys
from dataclasses import replace
from pathlib import Path

from ciatlas.analysis.labelling import label_pipelines
from ciatlas.model.history import (
    Author,
    Change,
    Commit,
    FileVersion,
    History,
    Membership,
    ParsedBlob,
)
from ciatlas.model.pipeline import Kind, Pipeline, System
from ciatlas.model.repository import Repository
from ciatlas.parsing import PARSER_VERSION, parse
from ciatlas.store import open_atlas

COMMITS = 120
"""Commits of each repository, a day apart; every twentieth changes a workflow."""
_DAY = 24 * 3600
_START = 1_577_880_000  # 2020-01-01, noon
_KIND = (System.GITHUB_ACTIONS, Kind.WORKFLOW)
_WORKFLOW = """\
name: CI {number}
on: [push, pull_request]
jobs:
  lint:
    runs-on: ubuntu-latest
    steps: [{{uses: actions/checkout@v4}}, {{run: ruff check}}]
  test:
    needs: lint
    runs-on: ubuntu-latest
    strategy: {{matrix: {{python: ['3.11', '3.12', '3.{number}']}}}}
    steps: [{{uses: actions/checkout@v4}}, {{run: pip install .}}, {{run: pytest tests}}]
  publish:
    needs: test
    runs-on: ubuntu-latest
    steps: [{{run: python -m build}}, {{run: twine upload dist/*}}]
"""


def write_large_atlas(path: Path, repositories: int) -> None:
    """Write an atlas of so many repositories, those of the study's size among many small ones."""
    contents = [_WORKFLOW.format(number=number) for number in range(12, 24)]
    paths = [f".github/workflows/ci{number}.yml" for number in range(4)]
    parsed = [parse(paths[0], content) for content in contents]
    with open_atlas(path, create=True) as atlas:
        for number in range(repositories):
            chance = random.Random(number)
            name = f"owner{number % 97}/tool{number:04}"
            repository = Repository(name, f"tool{number:04}", cohort="many", branch="main")
            blobs = [
                ParsedBlob(f"{number:036x}{index:04x}", _at(paths[index % 4], pipeline))
                for index, pipeline in enumerate(parsed)
            ]
            atlas.save_pipelines(repository, blobs, PARSER_VERSION)
            history = _history(repository, number, paths, [blob.blob for blob in blobs], chance)
            atlas.save_history(history, dict.fromkeys(paths, _KIND))
        label_pipelines(atlas)


def _at(path: str, pipeline: Pipeline) -> Pipeline:
    return replace(pipeline, path=path)


def _history(
    repository: Repository, number: int, paths: list[str], blobs: list[str], chance: random.Random
) -> History:
    oids = [f"{number:032x}{position:08x}" for position in range(COMMITS)]
    first = _START + chance.randrange(1000) * _DAY
    commits = [
        Commit(
            oid=oid,
            parents=tuple(oids[position - 1 : position]),
            authored=first + position * _DAY,
            committed=first + position * _DAY,
            author=chance.randrange(min(position + 1, 9)),
            landed=position,
            mainline=position,
        )
        for position, oid in enumerate(oids)
    ]
    changed = [*range(0, COMMITS, 20)]
    changes, versions, memberships = [], [], []
    for path_number, path in enumerate(paths):
        for turn, position in enumerate(changed):
            blob = blobs[path_number + 4 * (turn % 3)]
            until = changed[turn + 1] if turn + 1 < len(changed) else None
            change = "modified" if turn else "added"
            changes.append(Change(oids[position], path, change, blob))
            versions.append(FileVersion(path, blob, position, until))
            memberships.append(Membership(path, oids[position], position))
    memberships += [Membership("workflows", oids[position], position) for position in changed]
    memberships += [Membership("tests", oid, at) for at, oid in enumerate(oids) if at % 3 == 0]
    return History(
        repository=replace(
            repository, head=oids[-1], head_time=commits[-1].committed, source="git", retrieved_at=0
        ),
        groups=("workflows", "circleci", "devcontainer", "tests"),
        commits=tuple(commits),
        authors=tuple(Author(person, person) for person in range(9)),
        changes=tuple(changes),
        memberships=tuple(memberships),
        versions=tuple(versions),
    )


if __name__ == "__main__":
    write_large_atlas(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2000)
