"""Marker files stand on the mainline from one position to another; their content is not read."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from ciatlas.sources.git import Marker, open_clone
from ciatlas.sources.git.lineage import Lineage
from ciatlas.sources.git.log import read_commits
from ciatlas.sources.git.markers import read_markers
from tests.repositories import Repository

LOCKS = Marker("lock-file", ("uv.lock", "requirements*.lock"))
OWNERS = Marker("code-owners", ("CODEOWNERS", ".github/CODEOWNERS"))
HELP = Marker("contributing", ("contributing.*", "docs/contributing.*"), any_case=True)
TEMPLATES = Marker("templates", (".github/issue_template/*",), any_case=True)
ALL = (LOCKS, OWNERS, HELP, TEMPLATES)


@pytest.fixture
def clone(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "clone")


def found(path: Path, markers: Sequence[Marker] = ALL) -> list[tuple[str, str, int, int | None]]:
    with open_clone(path) as opened:
        logged = read_commits(opened)
        trees = {commit.oid: commit.tree for commit in logged}
        mainline = Lineage({commit.oid: commit.parents for commit in logged}).mainline
        read = read_markers(opened, [trees[oid] for oid in mainline], markers)
        return [(file.kind, file.path, file.since, file.until) for file in read]


def test_a_file_stands_until_it_is_removed_whatever_happens_to_its_content(
    clone: Repository,
) -> None:
    clone.commit({"uv.lock": "1"})
    clone.commit({"uv.lock": "2"})
    clone.commit({"README": "x"})
    clone.commit({"uv.lock": None})
    clone.commit({"uv.lock": "1"})
    assert found(clone.path) == [
        ("lock-file", "uv.lock", 0, 3),
        ("lock-file", "uv.lock", 4, None),
    ]


def test_a_star_stands_for_part_of_a_name_and_never_for_folders(clone: Repository) -> None:
    clone.commit({"requirements-dev.lock": "", "requirements/a.lock": "", "requirements.txt": ""})
    assert found(clone.path) == [("lock-file", "requirements-dev.lock", 0, None)]


def test_the_same_name_in_another_folder_is_no_marker(clone: Repository) -> None:
    clone.commit({"sub/uv.lock": "", "docs/CODEOWNERS": "", "docs/deep/contributing.md": ""})
    assert found(clone.path) == []


def test_case_matters_unless_it_is_said_not_to(clone: Repository) -> None:
    clone.commit({"UV.lock": "", "codeowners": "", "Docs/CONTRIBUTING.rst": ""})
    clone.commit({".github/ISSUE_TEMPLATE/bug.yml": "", "contributing.MD": ""})
    assert found(clone.path) == [
        ("templates", ".github/ISSUE_TEMPLATE/bug.yml", 1, None),
        ("contributing", "Docs/CONTRIBUTING.rst", 0, None),
        ("contributing", "contributing.MD", 1, None),
    ]


def test_files_go_with_the_folder_they_are_in(clone: Repository) -> None:
    clone.commit({".github/CODEOWNERS": "", ".github/ISSUE_TEMPLATE/a.md": ""})
    clone.git("rm", "-r", "--quiet", ".github")
    clone.commit({"README": ""})
    assert [(path, until) for _, path, _, until in found(clone.path)] == [
        (".github/CODEOWNERS", 1),
        (".github/ISSUE_TEMPLATE/a.md", 1),
    ]


def test_a_folder_in_the_place_of_a_file_is_no_marker(clone: Repository) -> None:
    clone.commit({"uv.lock/a": "", ".github": "a file"})
    clone.git("rm", "-r", "--quiet", "uv.lock", ".github")
    clone.commit({"uv.lock": "", ".github/CODEOWNERS": ""})
    (clone.path / "uv.lock").unlink()
    clone.commit({"uv.lock/a": ""})
    assert found(clone.path) == [
        ("code-owners", ".github/CODEOWNERS", 1, None),
        ("lock-file", "uv.lock", 1, 2),
    ]


def test_links_are_files_and_submodules_are_not(clone: Repository) -> None:
    (clone.path / "CODEOWNERS").symlink_to("elsewhere")
    head = clone.commit({"README": ""})
    clone.git("update-index", "--add", "--cacheinfo", f"160000,{head},uv.lock")
    clone.git("commit", "--quiet", "--message", "x", GIT_AUTHOR_EMAIL="a@example.org")
    assert found(clone.path) == [("code-owners", "CODEOWNERS", 0, None)]


def test_only_the_mainline_counts(clone: Repository) -> None:
    clone.commit({"README": ""})
    clone.git("checkout", "--quiet", "-b", "side")
    clone.commit({"uv.lock": ""})
    clone.git("checkout", "--quiet", "main")
    clone.commit({"a": ""})
    clone.git("merge", "--quiet", "--no-ff", "-m", "x", "side", GIT_AUTHOR_EMAIL="a@example.org")
    assert found(clone.path) == [("lock-file", "uv.lock", 2, None)]


def test_one_file_may_be_of_several_kinds(clone: Repository) -> None:
    clone.commit({"uv.lock": ""})
    markers = (LOCKS, Marker("all", ("*",)))
    assert [kind for kind, *_ in found(clone.path, markers)] == ["lock-file", "all"]


def test_names_that_are_no_text_are_read(clone: Repository) -> None:
    clone.commit({"contributing.\udcff\n": "", "contributing.a\tb": ""})
    names = [path for _, path, _, _ in found(clone.path)]
    assert names == ["contributing.\\xff\n", "contributing.a\tb"]


def test_a_shallow_clone_knows_what_stands_since_its_first_commit(
    clone: Repository, tmp_path: Path
) -> None:
    clone.commit({"uv.lock": ""})
    clone.commit({"README": ""})
    clone.commit({"CODEOWNERS": ""})
    clone.git("clone", "--quiet", "--depth=2", f"file://{clone.path}", str(tmp_path / "shallow"))
    assert found(tmp_path / "shallow") == [
        ("code-owners", "CODEOWNERS", 1, None),
        ("lock-file", "uv.lock", 0, None),
    ]


def test_a_clone_without_contents_is_enough(clone: Repository, tmp_path: Path) -> None:
    clone.git("config", "uploadpack.allowFilter", "true")
    clone.commit({"uv.lock": "1"})
    clone.commit({"uv.lock": None})
    target = str(tmp_path / "partial")
    clone.git("clone", "--quiet", "--bare", "--filter=blob:none", f"file://{clone.path}", target)
    assert found(tmp_path / "partial") == [("lock-file", "uv.lock", 0, 1)]
