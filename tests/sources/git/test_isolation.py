"""A clone's own configuration starts no program and contacts nobody, whatever it says."""

import os
import subprocess
from pathlib import Path

import pytest

from ciatlas.sources.git import open_clone, read_blobs
from tests.sources.git.graphs import Node, git, history_of, make_bare, write

WORKFLOW = ".github/workflows/ci.yml"
NODES = [
    Node((), {WORKFLOW: "on: push", ".gitattributes": "* diff=evil filter=evil"}),
    Node((0,), {WORKFLOW: "on: pull_request", ".mailmap": "A <all@example.org> <ann@example.org>"}),
]

PROGRAM_SETTINGS = (
    *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.gitProxy"),
    *("core.askPass", "core.alternateRefsCommand", "credential.helper"),
    *("diff.external", "diff.evil.command", "diff.evil.textconv", "gpg.program", "pager.log"),
    *("filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "sequence.editor"),
    *("remote.origin.uploadpack", "remote.origin.vcs", "uploadpack.packObjectsHook"),
    *("trailer.evil.command", "interactive.diffFilter", "mergetool.evil.cmd", "man.evil.cmd"),
)
HOOKS = ("post-index-change", "reference-transaction", "pre-auto-gc", "post-checkout")


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """A file that exists once a program of the repository's has run."""
    return tmp_path / "marker"


@pytest.fixture
def program(tmp_path: Path, marker: Path) -> Path:
    """A program that leaves the marker."""
    return _script(tmp_path / "program", f"touch '{marker}'")


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    path = make_bare(tmp_path / "origin")
    write(path, NODES)
    _sign_newest(path)
    git(path, "config", "uploadpack.allowFilter", "true")
    return path


@pytest.fixture
def hostile(origin: Path, tmp_path: Path, program: Path) -> Path:
    """A clone in which every setting that may name a program names ours."""
    git(tmp_path, "clone", "--quiet", str(origin), "hostile")
    path = tmp_path / "hostile"
    for setting in PROGRAM_SETTINGS:
        git(path, "config", setting, str(program))
    git(path, "config", "log.showSignature", "true")
    git(path, "config", "log.mailmap", "false")
    git(path, "config", "diff.renames", "copies")
    git(path, "config", "grep.patternType", "perl")
    included = tmp_path / "included"
    included.write_text(f"[core]\n\tfsmonitor = {program}\n")
    git(path, "config", "include.path", str(included))
    for hook in HOOKS:
        _script(path / ".git" / "hooks" / hook, f"'{program}'")
    return path


def test_no_program_that_a_repository_names_is_run(
    hostile: Path, origin: Path, marker: Path
) -> None:
    assert history_of(hostile) == history_of(origin)
    assert not marker.exists()


def test_the_hostile_clone_would_run_programs_under_plain_git(hostile: Path, marker: Path) -> None:
    git(hostile, "log")
    assert marker.exists()


def test_settings_of_the_user_and_the_environment_are_left_out(
    origin: Path, tmp_path: Path, program: Path, marker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = history_of(origin)
    settings = tmp_path / ".gitconfig"
    settings.write_text(f"[diff]\n\texternal = {program}\n[log]\n\tdate = human\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(program))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", "'core.bare=nonsense'")
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    assert history_of(origin) == expected
    assert not marker.exists()


def test_replaced_and_grafted_commits_are_read_as_they_are(origin: Path) -> None:
    expected = history_of(origin)
    head, root = (commit.oid for commit in reversed(expected.commits))
    git(origin, "replace", "--graft", head)
    git(origin, "pack-refs", "--all")
    (origin / "info").mkdir(exist_ok=True)
    (origin / "info" / "grafts").write_text(f"{head}\n")
    assert git(origin, "rev-list", "main") == head, "plain git believes the replacement"
    assert root not in git(origin, "rev-list", "main")
    assert history_of(origin) == expected


def test_a_partial_clone_does_not_ask_its_origin_for_what_it_lacks(
    origin: Path, tmp_path: Path, marker: Path
) -> None:
    upload_pack = _script(tmp_path / "upload", f"touch '{marker}'; exec git-upload-pack \"$@\"")
    git(
        *(tmp_path, "clone", "--quiet", "--bare", "--filter=blob:none", "--upload-pack"),
        *(str(upload_pack), origin.as_uri(), "partial"),
    )
    clone = tmp_path / "partial"
    git(clone, "config", "remote.origin.uploadpack", str(upload_pack))
    marker.unlink()
    objects = _objects(clone)
    history = history_of(clone)
    blobs = [change.blob for change in history.changes if change.blob is not None]
    with open_clone(clone) as opened:
        contents = dict(read_blobs(opened, blobs))
    assert contents == dict.fromkeys(blobs)
    assert not marker.exists()
    assert _objects(clone) == objects
    git(clone, "cat-file", "blob", blobs[0])
    assert marker.exists(), "plain git fetches"


def test_a_partial_clone_without_its_mailmap_counts_every_email_as_a_person(
    origin: Path, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", "--filter=blob:none", origin.as_uri(), "partial")
    assert len(history_of(tmp_path / "partial").authors) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_clone_of_another_user_is_read(origin: Path) -> None:
    expected = history_of(origin)
    for file in (origin, *origin.rglob("*")):
        os.chown(file, 12345, 12345)
    with pytest.raises(subprocess.CalledProcessError):
        git(origin, "log", "-1")
    assert history_of(origin) == expected


def test_a_name_like_an_option_or_a_pathspec_is_only_a_name(tmp_path: Path) -> None:
    path = make_bare(tmp_path / "repository")
    uses = (
        "uses: ./:(exclude)*\nuses: ./:(bogus)x\nuses: ./--output=x\nuses: ./../outside\nuses: ./*"
    )
    write(path, [Node((), {WORKFLOW: uses, "folder/action.yml": "name: not used"})])
    assert {change.path for change in history_of(path).changes} == {WORKFLOW}
    assert not list(tmp_path.glob("**/x"))


def _sign_newest(path: Path) -> None:
    """Put what looks like a signature on main, so that git log may want to verify it."""
    unsigned = git(path, "cat-file", "commit", "main")
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n none\n -----END PGP SIGNATURE-----\n"
    content = f"{unsigned}\n{signature}\n".encode()
    oid = git(path, "hash-object", "-t", "commit", "-w", "--stdin", stdin=content)
    git(path, "update-ref", "refs/heads/main", oid)


def _script(path: Path, body: str) -> Path:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def _objects(path: Path) -> set[str]:
    return {str(file) for file in (path / "objects").rglob("*")}
