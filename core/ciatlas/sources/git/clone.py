"""A git clone, read without letting it act.

A repository's own configuration can name programs (hooks, fsmonitor, upload-pack, ssh commands) and
remotes that git would contact for missing objects. None of it is ever read: git runs in a private,
temporary git directory with a configuration of ours, whose `objects`, `refs` and `packed-refs` point
at the clone's. Objects a partial clone lacks are then simply missing.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ciatlas.model.errors import CiatlasError

_CONFIG = """[core]
	repositoryformatversion = 1
	bare = true
	hooksPath = /dev/null
	commitGraph = true
[extensions]
	objectFormat = {object_format}
[protocol]
	allow = never
[gc]
	auto = 0
"""


class CloneError(CiatlasError):
    """A folder holds no history that can be read."""


@dataclass(frozen=True, slots=True)
class Clone:
    """A readable clone.

    Attributes:
        path: the folder as the user named it.
        git_dir: the private git directory that stands for it.
        head: object id of the newest commit of the chosen branch.
        branch: the branch's name, empty for a detached HEAD.
        shallow: whether history stops before the root.
    """

    path: Path
    git_dir: Path
    head: str
    branch: str
    shallow: bool

    def run(self, *arguments: str, stdin: bytes | None = None) -> bytes:
        """Run a git command in the private directory and return its output.

        Raises:
            CloneError: git failed, for instance because the clone is damaged.
        """
        done = subprocess.run(
            ["git", *arguments],
            input=stdin if stdin is not None else b"",
            capture_output=True,
            env=environment(self.git_dir),
            check=False,
        )
        if done.returncode != 0:
            raise CloneError(_damaged(self.path, done.stderr))
        return done.stdout


@contextmanager
def open_clone(path: Path, branch: str | None = None) -> Iterator[Clone]:
    """Open the bare, normal, shallow or partial clone (or work tree) at `path`.

    Args:
        path: the folder of the clone.
        branch: the branch to read, `None` for the one HEAD names.

    Raises:
        CloneError: git is not installed, or the folder is no repository, is empty, or has no such
            branch.
    """
    if shutil.which("git") is None:
        raise CloneError("git was not found; install git, then import again")
    own, common = _git_directories(path)
    with tempfile.TemporaryDirectory(prefix="ciatlas-git-") as scratch:
        git_dir = Path(scratch)
        _mirror(own, common, git_dir)
        name = branch if branch is not None else _head_branch(own)
        head = _resolve(path, git_dir, name, explicit=branch is not None)
        shallow = (git_dir / "shallow").exists()
        yield Clone(path, git_dir, head, name, shallow)


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
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_PAGER": "cat",
    }


def _git_directories(path: Path) -> tuple[Path, Path]:
    """Find the clone's git directory and the one it shares with other work trees."""
    if not path.exists():
        raise CloneError(f"{path} does not exist; name the folder of a git clone")
    own = path / ".git"
    if own.is_file():
        text = own.read_text(encoding="utf-8", errors="replace").strip()
        own = (path / text.removeprefix("gitdir:").strip()).resolve()
    elif not own.is_dir():
        own = path
    common_file = own / "commondir"
    common = own
    if common_file.is_file():
        common = (own / common_file.read_text(encoding="utf-8").strip()).resolve()
    if not ((own / "HEAD").exists() and (common / "objects").is_dir()):
        raise CloneError(f"{path} is no git repository; name the folder of a git clone")
    return own.resolve(), common.resolve()


def _mirror(own: Path, common: Path, git_dir: Path) -> None:
    config = _CONFIG.format(object_format=_object_format(common))
    (git_dir / "config").write_text(config, encoding="utf-8")
    (git_dir / "objects").symlink_to(common / "objects")
    (git_dir / "refs").mkdir()
    for name in ("heads", "tags", "remotes"):
        if (common / "refs" / name).is_dir():
            (git_dir / "refs" / name).symlink_to(common / "refs" / name)
    if (common / "packed-refs").is_file():
        (git_dir / "packed-refs").symlink_to(common / "packed-refs")
    if (common / "shallow").is_file():
        shutil.copyfile(common / "shallow", git_dir / "shallow")
    shutil.copyfile(own / "HEAD", git_dir / "HEAD")


def _object_format(common: Path) -> str:
    """Ask for the hash algorithm; `git config --file` reads that one file and follows nothing."""
    done = subprocess.run(
        [
            *("git", "config", "--no-includes", "--file", str(common / "config")),
            *("--get", "extensions.objectformat"),
        ],
        capture_output=True,
        env=environment(common) | {"GIT_DIR": os.devnull},
        check=False,
    )
    return "sha256" if done.stdout.strip().lower() == b"sha256" else "sha1"


def _head_branch(own: Path) -> str:
    head = (own / "HEAD").read_text(encoding="utf-8", errors="replace").strip()
    return head.removeprefix("ref: refs/heads/") if head.startswith("ref: refs/heads/") else ""


def _resolve(path: Path, git_dir: Path, branch: str, *, explicit: bool) -> str:
    """Return the commit a branch points to; an origin's branch counts when no local one exists."""
    candidates = [f"refs/heads/{branch}", f"refs/remotes/origin/{branch}"] if branch else ["HEAD"]
    for name in candidates:
        done = subprocess.run(
            ["git", "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"],
            capture_output=True,
            env=environment(git_dir),
            check=False,
        )
        if done.returncode == 0:
            return done.stdout.decode("ascii").strip()
    if explicit:
        raise CloneError(f"{path} has no branch {branch!r}; name one that git branch lists")
    if any((git_dir / "objects").glob("pack/*.pack")) or any((git_dir / "objects").glob("??/*")):
        raise CloneError(f"{path}: HEAD points to no commit; check it out or name a --branch")
    raise CloneError(f"{path} has no commits yet; commit or fetch something first")


def _damaged(path: Path, stderr: bytes) -> str:
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    reason = lines[-1].removeprefix("fatal: ") if lines else "git gave no reason"
    return f"{path} cannot be read by git ({reason}); check it with git fsck"
