"""A history is cloned without its files, and only those that are wanted come after it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any, NoReturn

import pytest

from ciatlas.sources.git import CloneError, bring_contents, bring_history, open_clone, read_blobs
from tests.sources.git.graphs import Node, git, history_of, make_bare, write
from tests.sources.git.serving import GitServer, serving

CI = ".github/workflows/ci.yml"
FIRST = Node((), {CI: "on: push", "code.py": "1"})
SECOND = Node((0,), {CI: "on: release", "code.py": "2"})
THIRD = Node((1,), {CI: "on: release", "code.py": "3"})


@pytest.fixture(autouse=True)
def _no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bringing in uses the settings of whoever asks; let them be none."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    path = make_bare(tmp_path / "served" / "example" / "tool.git")
    write(path, [FIRST, SECOND])
    git(path, "config", "uploadpack.allowFilter", "true")
    git(path, "config", "uploadpack.allowAnySHA1InWant", "true")
    return path


@pytest.fixture
def server(origin: Path, tmp_path: Path) -> Iterator[GitServer]:
    with serving(tmp_path / "served") as made:
        yield made


@pytest.fixture(params=["file", "http"])
def address(request: pytest.FixtureRequest, origin: Path) -> str:
    if request.param == "file":
        return origin.as_uri()
    server: GitServer = request.getfixturevalue("server")
    return f"{server.url}/example/tool.git"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "clones" / "example" / "tool.git"


def absent(folder: Path) -> set[str]:
    """Return the contents that belong to the history and are not there."""
    listed = git(folder, "rev-list", "--objects", "--all", "--missing=print")
    return {line[1:] for line in listed.splitlines() if line.startswith("?")}


def blobs(path: Path, *names: str) -> set[str]:
    """Return the contents some files had in the whole history."""
    listed = git(path, "rev-list", "--objects", "--all", "--", *names).splitlines()
    return {line.split()[0] for line in listed if line.endswith(names)}


def bring(folder: Path, oids: set[str]) -> dict[str, bytes | None]:
    """Fetch contents and return what can be read then."""
    with open_clone(folder) as clone:
        bring_contents(folder, clone, sorted(oids))
        return dict(read_blobs(clone, sorted(oids)))


def test_a_clone_is_bare_and_holds_the_history_but_no_file(
    address: str, origin: Path, folder: Path
) -> None:
    bring_history(address, folder)
    assert git(folder, "rev-parse", "--is-bare-repository") == "true"
    assert history_of(folder).commits == history_of(origin).commits
    assert absent(folder) == blobs(origin, CI, "code.py")
    assert not (folder / "hooks").exists()


def test_only_those_files_come_that_are_wanted(address: str, origin: Path, folder: Path) -> None:
    bring_history(address, folder)
    found = bring(folder, blobs(origin, CI))
    assert set(found.values()) == {b"on: push", b"on: release"}
    assert absent(folder) == blobs(origin, "code.py")


def test_what_is_there_is_not_asked_for_again(
    server: GitServer, origin: Path, folder: Path
) -> None:
    bring_history(f"{server.url}/example/tool.git", folder)
    bring(folder, blobs(origin, CI))
    server.commands.clear()
    bring(folder, blobs(origin, CI))
    assert server.commands == []


def test_later_only_what_is_new_comes(server: GitServer, origin: Path, folder: Path) -> None:
    address = f"{server.url}/example/tool.git"
    bring_history(address, folder)
    server.commands.clear()
    bring_history(address, folder)
    assert "fetch" not in server.commands
    packs = set(folder.glob("objects/pack/*.pack"))
    write(origin, [FIRST, SECOND, THIRD])
    git(origin, "tag", "v1", "main")
    bring_history(address, folder)
    assert "fetch" in server.commands
    new = set(folder.glob("objects/pack/*.pack")) - packs
    held = [git(folder, "show-index", stdin=one.with_suffix(".idx").read_bytes()) for one in new]
    assert sum(len(each.splitlines()) for each in held) == 2  # a commit and its tree
    assert history_of(folder).commits == history_of(origin).commits
    assert git(folder, "tag") == "v1"


def test_a_rewritten_history_and_removed_tags_are_followed(
    address: str, origin: Path, folder: Path
) -> None:
    git(origin, "tag", "old", "main")
    bring_history(address, folder)
    git(origin, "tag", "--delete", "old")
    git(origin, "tag", "new", "main")
    (oid,) = write(origin, [Node((), {CI: "on: schedule"})], "other")
    git(origin, "update-ref", "refs/heads/main", oid)
    bring_history(address, folder)
    assert history_of(folder).commits == history_of(origin).commits
    assert git(folder, "tag") == "new"


def test_a_renamed_default_branch_is_followed(address: str, origin: Path, folder: Path) -> None:
    bring_history(address, folder)
    git(origin, "branch", "--move", "main", "trunk")
    write(origin, [FIRST, SECOND, THIRD], "trunk")
    bring_history(address, folder)
    history = history_of(folder)
    assert history.repository.branch == "trunk"
    assert history.commits == history_of(origin).commits


def test_people_are_told_apart_as_by_a_full_clone(address: str, origin: Path, folder: Path) -> None:
    mailmap = "A <all@example.org> <ann@example.org>\nA <all@example.org> <ben@example.org>\n"
    write(
        origin,
        [FIRST, Node((0,), {CI: "on: push", ".mailmap": mailmap}, email="ben@example.org")],
        "next",
    )
    git(origin, "symbolic-ref", "HEAD", "refs/heads/next")
    bring_history(address, folder)
    authors = history_of(folder).authors
    assert authors == history_of(origin).authors
    assert len({author.person for author in authors}) == 1


def test_a_clone_cut_short_leaves_nothing_and_the_next_one_works(
    server: GitServer, origin: Path, folder: Path
) -> None:
    server.cut = True
    with pytest.raises(CloneError, match="cannot be cloned"):
        bring_history(f"{server.url}/example/tool.git", folder)
    assert list(folder.parent.iterdir()) == []
    bring_history(f"{server.url}/example/tool.git", folder)
    assert history_of(folder).commits == history_of(origin).commits


def test_a_clone_that_is_interrupted_leaves_nothing(
    origin: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: Any, **_options: Any) -> NoReturn:
        (folder.parent / "tool.git.begun").mkdir(exist_ok=True)
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess.Popen, "communicate", interrupted)
    with pytest.raises(KeyboardInterrupt):
        bring_history(origin.as_uri(), folder)
    assert list(folder.parent.iterdir()) == []


def test_a_clone_that_is_ended_by_another_thread_leaves_nothing(
    server: GitServer, folder: Path
) -> None:
    stop = Event()
    server.before_answer = stop.set  # git waits for an answer that does not come
    server.until = Event()
    try:
        with pytest.raises(CloneError, match="ended before"):
            bring_history(f"{server.url}/example/tool.git", folder, stop)
    finally:
        server.until.set()
    assert list(folder.parent.iterdir()) == []


def test_what_a_killed_clone_left_is_in_nobodys_way(origin: Path, folder: Path) -> None:
    left = folder.with_name("tool.git.begun")
    left.mkdir(parents=True)
    (left / "HEAD").write_text("half")
    bring_history(origin.as_uri(), folder)
    assert not left.exists()
    assert history_of(folder).commits == history_of(origin).commits


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("file:///nowhere/tool.git", "'/nowhere/tool.git' does not appear to be a git repository"),
        ("http://127.0.0.1:9/example/tool.git", "unable to access"),
    ],
)
def test_what_cannot_be_reached_is_one_sentence(folder: Path, missing: str, said: str) -> None:
    with pytest.raises(CloneError) as told:
        bring_history(missing, folder)
    assert said in str(told.value)
    assert "\n" not in str(told.value)
    assert not folder.exists()


def test_a_project_that_is_not_there_is_one_sentence(server: GitServer, folder: Path) -> None:
    with pytest.raises(CloneError, match="not found; check its name and the network"):
        bring_history(f"{server.url}/example/other.git", folder)


def test_a_project_without_commits_is_one_sentence(tmp_path: Path, folder: Path) -> None:
    empty = make_bare(tmp_path / "empty")
    with pytest.raises(CloneError, match="has no commits yet"):
        bring_history(empty.as_uri(), folder)


def test_a_lost_connection_leaves_the_clone_as_it_was(
    address: str, origin: Path, folder: Path
) -> None:
    bring_history(address, folder)
    before = history_of(folder)
    with pytest.raises(CloneError, match="cannot be cloned"):
        bring_history("http://127.0.0.1:9/example/tool.git", folder)
    assert history_of(folder) == before
    bring_history(address, folder)


def test_without_git_it_says_what_to_install(
    origin: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CloneError, match="install git"):
        bring_history(origin.as_uri(), folder)


def test_a_folder_nobody_can_write_to_is_one_sentence(origin: Path, tmp_path: Path) -> None:
    (tmp_path / "clones").write_text("a file in the way")
    with pytest.raises(CloneError, match="no clone can be made at"):
        bring_history(origin.as_uri(), tmp_path / "clones" / "example" / "tool.git")


def test_the_environment_leads_to_no_other_repository(
    origin: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    bring_history(origin.as_uri(), folder)
    bring(folder, blobs(origin, CI))
    bring_history(origin.as_uri(), folder)
    assert not (tmp_path / "elsewhere").exists()


def test_an_address_like_an_option_is_only_an_address(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CloneError):
        bring_history(f"--upload-pack=touch {tmp_path / 'marker'}", folder)
    with pytest.raises(CloneError):
        bring_history(f"ext::sh -c 'touch {tmp_path / 'marker'}'", folder)
    assert not (tmp_path / "marker").exists()
