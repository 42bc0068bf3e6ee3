"""A bare clone of a project's history without its files, and those files that are wanted.

`--filter=blob:none` leaves every content on the server; what is wanted is then asked for by object
id in one request, as git itself does for a content it misses, but not one by one. Unlike reading,
this runs with the user's own git settings, which know of proxies and credentials.
Source: git's "Partial Clone Design Notes".
"""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from ciatlas.sources.git.clone import Clone, open_clone
from ciatlas.sources.git.isolation import CloneError

_PROTOCOLS = "https:http:ssh:file"
_FILTER = "--filter=blob:none"
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")
_PEOPLE = ".mailmap"
"""Says which e-mails are one person; git looks for it while it lists commits."""


def bring_history(address: str, folder: Path) -> None:
    """Clone the project at `address` into the bare `folder`, or fetch what is new there.

    An interrupted clone leaves nothing in `folder`.

    Raises:
        CloneError: git is not installed, or the project cannot be reached.
    """
    if shutil.which("git") is None:
        raise CloneError("git was not found; install git, then sync again")
    if folder.is_dir():
        _git(folder, "remote", "set-url", "--", "origin", address)
        _git(folder, "fetch", "--quiet", "--prune", "--force", "--tags", _FILTER, "origin")
        _follow_head(folder)
    else:
        _clone(address, folder)
    with open_clone(folder) as clone:
        people = clone.find("rev-parse", "--verify", "--quiet", f"{clone.head}:{_PEOPLE}")
        if people is not None:
            bring_contents(folder, clone, [people])


def bring_contents(folder: Path, clone: Clone, oids: Iterable[str]) -> None:
    """Fetch those contents into `folder` that it does not hold; `clone` is the same, opened.

    Raises:
        CloneError: the project cannot be reached, or does not hand them out.
    """
    asked = "".join(f"{oid}\n" for oid in dict.fromkeys(oids)).encode("ascii")
    listed = clone.run("cat-file", "--batch-check=%(objectname)", stdin=asked)
    lines = listed.decode("ascii").splitlines()
    absent = [line.removesuffix(" missing") for line in lines if line.endswith(" missing")]
    if absent:
        wanted = "".join(f"{oid}\n" for oid in absent)
        _git(
            folder,
            *("-c", "fetch.negotiationAlgorithm=noop", "fetch", "--quiet", "origin"),
            *("--no-tags", "--no-write-fetch-head", "--recurse-submodules=no", _FILTER, "--stdin"),
            stdin=wanted,
        )


def _clone(address: str, folder: Path) -> None:
    begun = folder.with_name(f"{folder.name}.begun")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if begun.exists():
            shutil.rmtree(begun)
        _git(
            folder.parent,
            *("clone", "--quiet", "--bare", "--template=", _FILTER),
            *("-c", "remote.origin.fetch=+refs/heads/*:refs/heads/*", "--", address, str(begun)),
        )
        begun.rename(folder)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CloneError(f"no clone can be made at {folder}: {reason}") from error


def _follow_head(folder: Path) -> None:
    """Read the branch from now on that is the project's default one by now."""
    told = _git(folder, "ls-remote", "--symref", "origin", "HEAD").split()
    if told[:1] == ["ref:"]:
        _git(folder, "symbolic-ref", "HEAD", told[1])


def _git(folder: Path, *arguments: str, stdin: str = "") -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        text=True,
        errors="backslashreplace",
        env=_environment(),
        check=False,
    )
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        reason = lines[-1].removeprefix("fatal: ") if lines else "git gave no reason"
        raise CloneError(f"it cannot be cloned: {reason}")
    return done.stdout


def _environment() -> dict[str, str]:
    """Return the user's environment, without what would lead git to another repository."""
    kept = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    return {
        **kept,
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": _PROTOCOLS,
    }
