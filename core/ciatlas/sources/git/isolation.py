"""A private git directory that stands for a clone, so that the clone itself cannot act.

A repository's own configuration can name programs (hooks, fsmonitor, upload-pack, ssh commands) and
remotes that git would contact for objects it misses. None of it is ever read: git runs in a
temporary git directory with a configuration of ours, whose objects and refs are the clone's by
symbolic links. Objects a partial clone lacks are then simply missing, and whose files they are does
not matter.
"""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ciatlas.model.errors import CiatlasError

_CONFIG = """[core]
	repositoryFormatVersion = 1
	bare = true
	hooksPath = /dev/null
[extensions]
	objectFormat = {object_format}
{ref_storage}[protocol]
	allow = never
"""

_LINKED = ("objects", "packed-refs", "reftable", "refs/heads", "refs/tags", "refs/remotes")

_MAX_POINTER = 4096
"""Bytes read of a file that holds one path or ref."""


class CloneError(CiatlasError):
    """A folder holds no history that can be read."""


@dataclass(frozen=True, slots=True)
class GitDirectories:
    """Where a clone keeps its things: `own` has its HEAD, `common` what its work trees share."""

    own: Path
    common: Path


def environment(git_dir: Path) -> dict[str, str]:
    """Return the whole environment git gets: nothing of the user's or the system's git settings."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(git_dir),
        "LC_ALL": "C",
        "GIT_DIR": str(git_dir),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_ALLOW_PROTOCOL": "none",
    }


def find_git_directories(path: Path) -> GitDirectories:
    """Find the git directories of a bare or normal clone, a work tree or a submodule.

    Raises:
        CloneError: the folder does not exist, or is no repository.
    """
    if not path.exists():
        raise CloneError(f"{path} does not exist; name the folder of a git clone")
    own = path / ".git"
    if own.is_file():
        own = path / _read_pointer(own).removeprefix("gitdir:").strip()
    elif not own.is_dir():
        own = path
    shared = own / "commondir"
    common = own / _read_pointer(shared) if shared.is_file() else own
    if not ((own / "HEAD").is_file() and (common / "objects").is_dir()):
        raise CloneError(f"{path} is no git repository; name the folder of a git clone")
    return GitDirectories(own.resolve(), common.resolve())


def make_private(clone: GitDirectories, git_dir: Path) -> None:
    """Fill the empty folder `git_dir` so that git finds the clone's objects and refs in it.

    A shallow clone's boundary is copied; grafts and replacements are left behind.
    """
    ref_storage = "\trefStorage = reftable\n" if (clone.common / "reftable").is_dir() else ""
    config = _CONFIG.format(object_format=_object_format(clone.common), ref_storage=ref_storage)
    (git_dir / "config").write_text(config, encoding="utf-8")
    (git_dir / "refs").mkdir()
    for name in _LINKED:
        if (clone.common / name).exists():
            (git_dir / name).symlink_to(clone.common / name)
    if (clone.common / "shallow").is_file():
        (git_dir / "shallow").write_bytes((clone.common / "shallow").read_bytes())
    (git_dir / "HEAD").write_bytes(os.fsencode(_read_pointer(clone.own / "HEAD")) + b"\n")


def _read_pointer(file: Path) -> str:
    with file.open("rb") as stream:
        return os.fsdecode(stream.read(_MAX_POINTER)).strip()


def _object_format(common: Path) -> str:
    """Ask for the hash algorithm; `git config --file` reads that one file and follows nothing."""
    asked = subprocess.run(
        [
            *("git", "config", "--no-includes", "--file", str(common / "config")),
            *("--get", "extensions.objectFormat"),
        ],
        capture_output=True,
        env=environment(Path(os.devnull)),
        check=False,
    )
    return "sha256" if asked.stdout.strip().lower() == b"sha256" else "sha1"
