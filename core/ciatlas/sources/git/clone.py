"""A git clone that can be asked things."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ciatlas.sources.git.isolation import (
    CloneError,
    environment,
    find_git_directories,
    make_private,
)

_HEADS = "refs/heads/"
_NOT_FOUND = 1
_OTHER_FILTER = "clone it again with no filter, or with --filter=blob:none"


Bring = Callable[["Clone", Iterable[str]], None]
"""Brings contents, by object id, into a clone that may lack them."""


@dataclass(frozen=True, slots=True)
class Clone:
    """A readable clone.

    Attributes:
        path: the folder as the user named it.
        git_dir: the private git directory that stands for it.
        head: object id of the newest commit of the chosen branch.
        branch: the branch's name, empty for a detached HEAD.
        shallow: whether history stops before the root.
        bring: brings contents that are about to be read; `None` where missing ones stay missing.
    """

    path: Path
    git_dir: Path
    head: str = ""
    branch: str = ""
    shallow: bool = False
    bring: Bring | None = None

    def run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """Run a git command in the private directory and return what it prints.

        Raises:
            CloneError: git failed, for instance because the clone is damaged.
        """
        done = self._run(arguments, stdin)
        if done.returncode != 0:
            raise CloneError(self._failure(done.stderr))
        return done.stdout

    def find(self, *arguments: str) -> str | None:
        """Run a git command that prints one line, or exits with 1 when there is nothing."""
        done = self._run(arguments, b"")
        if done.returncode == _NOT_FOUND:
            return None
        if done.returncode != 0:
            raise CloneError(self._failure(done.stderr))
        return done.stdout.decode("utf-8", "backslashreplace").strip()

    def obtain(self, oids: Iterable[str]) -> None:
        """See to it that contents can be read, as far as it is known where to get them.

        Raises:
            CloneError: they cannot be had from there.
        """
        if self.bring is not None:
            self.bring(self, oids)

    def _run(self, arguments: tuple[str, ...], stdin: bytes) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            ["git", *arguments],
            input=stdin,
            capture_output=True,
            cwd=self.git_dir,
            env=environment(self.git_dir),
            check=False,
        )

    def _failure(self, stderr: bytes) -> str:
        lines = stderr.decode("utf-8", "backslashreplace").strip().splitlines()
        reason = lines[-1].removeprefix("fatal: ") if lines else "git gave no reason"
        partial = any((self.git_dir / "objects" / "pack").glob("*.promisor"))
        advice = _OTHER_FILTER if partial else "check it with git fsck"
        return f"{self.path} cannot be read by git ({reason}); {advice}"


@contextmanager
def open_clone(
    path: Path, branch: str | None = None, bring: Bring | None = None
) -> Iterator[Clone]:
    """Open the bare, normal, shallow or partial clone (or work tree) at `path`.

    Args:
        path: the folder of the clone.
        branch: the branch to read, local or of a remote; `None` for the one HEAD names.
        bring: brings contents into a partial clone; without it what is missing stays so.

    Raises:
        CloneError: git is not installed, or the folder is no repository, is empty, is damaged, or
            has no such branch.
    """
    if shutil.which("git") is None:
        raise CloneError("git was not found; install git, then import again")
    with ExitStack() as stack:
        try:
            scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="ciatlas-git-"))
            git_dir = Path(scratch)
            make_private(find_git_directories(path), git_dir)
        except OSError as error:
            raise CloneError(
                f"{path} cannot be opened ({error.strerror}); check its permissions and the disk"
            ) from error
        clone = Clone(path, git_dir, bring=bring)
        if branch is None:
            name = _head_branch(clone)
            refs = ["HEAD", f"refs/remotes/origin/{name}"]
        else:
            name = branch
            refs = [f"{_HEADS}{name}", f"refs/remotes/origin/{name}", f"refs/remotes/{name}"]
        head = _newest_commit(clone, refs)
        if head is None:
            raise CloneError(_nothing(clone, name, asked=branch is not None))
        yield replace(clone, head=head, branch=name, shallow=(git_dir / "shallow").exists())


def _head_branch(clone: Clone) -> str:
    return (clone.find("symbolic-ref", "--quiet", "HEAD") or "").removeprefix(_HEADS)


def _newest_commit(clone: Clone, refs: Sequence[str]) -> str | None:
    """Return the commit that the first of these refs to exist points to."""
    for ref in refs:
        # Only a well-formed name is looked up, for git would take main~3 as an expression.
        if clone.find("check-ref-format", "--allow-onelevel", ref) is None:
            continue
        oid = clone.find("rev-parse", "--verify", "--quiet", "--end-of-options", ref)
        if oid is not None:
            clone.run("cat-file", "commit", oid)
            return oid
    return None


def _nothing(clone: Clone, branch: str, *, asked: bool) -> str:
    if asked:
        return f"{clone.path} has no branch {branch!r}; name one that git branch --all lists"
    if clone.run("for-each-ref", "--count=1"):
        return f"{clone.path} has no commit on its branch {branch!r}; name another with --branch"
    return f"{clone.path} has no commits yet; commit or fetch something first"
