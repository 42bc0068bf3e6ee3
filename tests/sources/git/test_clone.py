"""Opening clones of every kind, and saying clearly why one cannot be opened."""

import os
from pathlib import Path

import pytest

from ciatlas.sources.git import CloneError, open_clone
from tests.sources.git.graphs import Node, git, history_of, make_bare, write

WORKFLOW = ".github/workflows/ci.yml"
NODES = [
    Node((), {WORKFLOW: "on: push"}),
    Node((0,), {WORKFLOW: "on: pull_request"}),
    Node((1,), {WORKFLOW: "on: pull_request", "tests/test_a.py": "assert True"}),
]


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    path = make_bare(tmp_path / "origin")
    write(path, NODES)
    return path


@pytest.mark.parametrize(
    "options",
    [["--bare"], ["--mirror"], [], ["--shared"], ["--bare", "--filter=blob:none"]],
    ids=" ".join,
)
def test_every_kind_of_clone_tells_the_same_history(
    origin: Path, tmp_path: Path, options: list[str]
) -> None:
    git(origin, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(
        tmp_path,
        "clone",
        "--quiet",
        *options,
        origin.as_uri(),
        str(clone),
    )
    assert history_of(clone) == history_of(origin)


def test_a_work_tree_added_to_a_clone_tells_its_own_branch(origin: Path, tmp_path: Path) -> None:
    git(origin, "worktree", "add", "--quiet", "-b", "older", str(tmp_path / "tree"), "main~1")
    history = history_of(tmp_path / "tree")
    assert (history.repository.branch, len(history.commits)) == ("older", 2)


def test_a_submodule_is_read_through_its_git_file(origin: Path, tmp_path: Path) -> None:
    outer = make_bare(tmp_path / "outer")
    write(outer, [Node((), {"README": "outer"})])
    git(tmp_path, "clone", "--quiet", str(outer), "tree")
    tree = tmp_path / "tree"
    allow = ("-c", "protocol.file.allow=always")
    git(tree, *allow, "submodule", "--quiet", "add", str(origin), "inner")
    assert (tree / "inner" / ".git").is_file()
    assert history_of(tree / "inner").commits == history_of(origin).commits


def test_a_clone_made_with_sha256_is_read(tmp_path: Path) -> None:
    path = make_bare(tmp_path / "sha256", "--object-format=sha256")
    oids = write(path, NODES)
    assert [commit.oid for commit in history_of(path).commits] == oids
    assert len(oids[0]) == 64


def test_a_shallow_clone_begins_at_its_boundary_and_says_it_is_incomplete(
    origin: Path, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=2", origin.as_uri(), "shallow")
    history = history_of(tmp_path / "shallow")
    assert not history.repository.complete
    assert [commit.parents for commit in history.commits] == [(), (history.commits[0].oid,)]
    assert history.changes[0].change == "added"


@pytest.mark.parametrize(
    "name", ["with space", "new\nline", "quo'te\"s", "-dash", "$(id)", "ünïcode"]
)
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    path = make_bare(tmp_path / name)
    write(path, NODES)
    assert len(history_of(path).commits) == 3


def test_a_relative_path_is_read_from_where_one_stands(
    origin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(origin.parent)
    assert len(history_of(Path("origin")).commits) == 3


def test_a_clone_is_read_from_a_folder_that_is_gone(
    origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert len(history_of(origin).commits) == 3


def test_a_detached_head_is_read_without_a_branch_name(origin: Path) -> None:
    git(origin, "update-ref", "--no-deref", "HEAD", git(origin, "rev-parse", "main~1"))
    history = history_of(origin)
    assert (history.repository.branch, len(history.commits)) == ("", 2)


def test_another_branch_is_read_when_asked_for(origin: Path, tmp_path: Path) -> None:
    write(origin, [Node((), {"README": "elsewhere"})], "feature/other")
    assert len(history_of(origin, "feature/other").commits) == 1
    git(tmp_path, "clone", "--quiet", str(origin), "clone")
    assert len(history_of(tmp_path / "clone", "feature/other").commits) == 1
    assert len(history_of(tmp_path / "clone", "origin/feature/other").commits) == 1


@pytest.mark.parametrize("branch", ["nowhere", "main~1", "main^{tree}", "--all", "", "HEAD@{1}"])
def test_a_branch_that_does_not_exist_is_named_in_the_error(origin: Path, branch: str) -> None:
    with pytest.raises(CloneError, match="has no branch"), open_clone(origin, branch):
        pass


def test_opening_leaves_nothing_behind(origin: Path) -> None:
    before = _files(origin)
    with open_clone(origin) as clone:
        private = clone.git_dir
        assert private.exists()
    assert not private.exists()
    assert _files(origin) == before


def test_a_folder_without_repository_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(CloneError, match="is no git repository; name"), open_clone(tmp_path):
        pass


def test_a_missing_folder_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(CloneError, match="does not exist; name"), open_clone(tmp_path / "gone"):
        pass


def test_a_file_is_no_clone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("gitdir: elsewhere")
    with pytest.raises(CloneError, match="is no git repository"), open_clone(tmp_path / "file"):
        pass


def test_a_work_tree_whose_repository_is_gone_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: /nowhere/at/all\n")
    with pytest.raises(CloneError, match="is no git repository"), open_clone(tmp_path):
        pass


def test_a_repository_without_commits_says_so(tmp_path: Path) -> None:
    empty = make_bare(tmp_path / "empty")
    with pytest.raises(CloneError, match="has no commits yet"), open_clone(empty):
        pass


def test_a_head_on_a_branch_without_commits_points_to_the_other_branches(origin: Path) -> None:
    git(origin, "symbolic-ref", "HEAD", "refs/heads/trunk")
    with pytest.raises(CloneError, match=r"'trunk'; name another with --branch"):
        history_of(origin)


def test_a_head_that_is_garbage_is_called_damage(origin: Path) -> None:
    (origin / "HEAD").write_bytes(b"\xff\x00 nothing a ref could be")
    with pytest.raises(CloneError, match="cannot be read by git"):
        history_of(origin)


def test_a_lost_commit_is_called_damage(origin: Path) -> None:
    _unpack(origin)
    lost = git(origin, "rev-parse", "main~1")
    (origin / "objects" / lost[:2] / lost[2:]).unlink()
    with pytest.raises(CloneError, match=r"cannot be read by git \(.*\); check it with git fsck"):
        history_of(origin)


def test_a_clone_without_trees_says_which_clone_is_needed(origin: Path, tmp_path: Path) -> None:
    git(origin, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--bare", "--filter=tree:0", origin.as_uri(), "treeless")
    with pytest.raises(CloneError, match="--filter=blob:none"):
        history_of(tmp_path / "treeless")


def test_git_itself_may_be_missing(origin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(CloneError, match="git was not found; install git"), open_clone(origin):
        pass


def _files(folder: Path) -> dict[str, int]:
    return {str(file): file.stat().st_mtime_ns for file in folder.rglob("*")}


def _unpack(path: Path) -> None:
    """Turn packs into loose objects."""
    packs = [pack.rename(path / pack.name) for pack in (path / "objects" / "pack").glob("*.pack")]
    for pack in packs:
        git(path, "unpack-objects", "-q", stdin=pack.read_bytes())
