"""Whatever the commit graph, a path's history is what `git rev-list REV -- PATH` lists."""

from collections import Counter
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.git.graphs import GROUPS, Node, git, history_of, listed, make_bare, write

FILE = ".github/workflows/ci.yml"
CONTENTS = ("", "1", "2", "folder")
"""What a path may hold: nothing, either text, or a folder with a file in it."""

_branches = count()


@st.composite
def commit_graphs(draw: st.DrawFn) -> list[Node]:
    """Draw commits whose paths come from a parent, mostly, or are made anew."""
    states: list[dict[str, str]] = []
    nodes: list[Node] = []
    for number in range(draw(st.integers(1, 16))):
        recent = range(max(0, number - 5), number)
        parents = draw(st.lists(st.sampled_from(recent), max_size=3, unique=True)) if number else []
        state = {}
        for path in (FILE, "tests", "test"):
            inherited = [states[parent][path] for parent in parents]
            anew = not inherited or draw(st.integers(0, 5)) == 0
            state[path] = draw(st.sampled_from(CONTENTS if anew else inherited))
        states.append(state)
        nodes.append(Node(tuple(parents), _files(state)))
    return nodes


def _files(state: dict[str, str]) -> dict[str, str]:
    return {
        f"{path}/file" if content == "folder" else path: content
        for path, content in state.items()
        if content
    }


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_bare(tmp_path_factory.mktemp("graphs") / "repository")


@settings(max_examples=60, deadline=None)
@given(nodes=commit_graphs())
def test_every_mainline_commit_lists_what_git_lists(repository: Path, nodes: list[Node]) -> None:
    branch = f"graph{next(_branches)}"
    write(repository, nodes, branch)
    history = history_of(repository, branch)
    files = {change.path for change in history.changes}
    paths = {**GROUPS, **{file: (file,) for file in files}}
    for commit in history.commits:
        if commit.mainline is not None:
            for name, members in paths.items():
                expected = git(repository, "rev-list", commit.oid, "--", *members).split()
                assert listed(history, name, commit.mainline) == set(expected)


@settings(max_examples=60, deadline=None)
@given(nodes=commit_graphs())
def test_no_commit_belongs_to_a_path_twice_at_a_time(repository: Path, nodes: list[Node]) -> None:
    branch = f"graph{next(_branches)}"
    write(repository, nodes, branch)
    history = history_of(repository, branch)
    head = max(commit.landed for commit in history.commits)
    for position in range(head + 1):
        standing = Counter(
            (member.path, member.commit)
            for member in history.memberships
            if member.since <= position and (member.until is None or position < member.until)
        )
        assert all(times == 1 for times in standing.values())


@settings(max_examples=60, deadline=None)
@given(nodes=commit_graphs())
def test_commits_land_with_the_first_mainline_commit_that_contains_them(
    repository: Path, nodes: list[Node]
) -> None:
    branch = f"graph{next(_branches)}"
    write(repository, nodes, branch)
    history = history_of(repository, branch)
    for commit in history.commits:
        if commit.mainline is not None:
            reached = git(repository, "rev-list", commit.oid).split()
            landed = {other.oid for other in history.commits if other.landed <= commit.mainline}
            assert landed == set(reached)


@settings(max_examples=60, deadline=None)
@given(nodes=commit_graphs())
def test_a_file_has_the_content_it_has_in_the_mainline_commit(
    repository: Path, nodes: list[Node]
) -> None:
    branch = f"graph{next(_branches)}"
    write(repository, nodes, branch)
    history = history_of(repository, branch)
    for commit in history.commits:
        if commit.mainline is not None:
            tree = git(repository, "ls-tree", commit.oid, FILE).split()
            expected = [tree[2]] if tree[1:2] == ["blob"] else []
            standing = [
                version.blob
                for version in history.versions
                if version.since <= commit.mainline
                and (version.until is None or commit.mainline < version.until)
            ]
            assert standing == expected
