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
from threading import Event

from ciatlas.sources.git.clone import Clone, open_clone
from ciatlas.sources.git.isolation import CloneError

_PROTOCOLS = "https:http:ssh:file"
_FILTER = "--filter=blob:none"
_FATAL = "fatal: "
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")
_PATIENCE = ("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=60")
"""Less than a byte a second for a minute is no answer."""
_LOOK = 0.1
"""Seconds between two looks at whether it is to be ended."""
_PEOPLE = ".mailmap"
"""Says which e-mails are one person; git looks for it while it lists commits."""


def bring_history(address: str, folder: Path, stop: Event | None = None) -> None:
    """Clone the project at `address` into the bare `folder`, or fetch what is new there.

    A clone that is interrupted leaves no `folder`, and one that was killed is begun anew. Another
    thread may end it by `stop`.

    Raises:
        CloneError: git is not installed, the project cannot be reached, or it was ended.
    """
    if shutil.which("git") is None:
        raise CloneError("git was not found; install git, then sync again")
    if folder.is_dir():
        _update(address, folder, stop)
    else:
        _clone(address, folder, stop)
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


def _clone(address: str, folder: Path, stop: Event | None) -> None:
    begun = folder.with_name(f"{folder.name}.begun")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if begun.exists():
            shutil.rmtree(begun)
        _git(
            folder.parent,
            *("clone", "--quiet", "--bare", "--single-branch", "--template=", _FILTER),
            *("--", address, str(begun)),
            stop=stop,
        )
        begun.rename(folder)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CloneError(f"no clone can be made at {folder}: {reason}") from error
    finally:
        shutil.rmtree(begun, ignore_errors=True)


def _update(address: str, folder: Path, stop: Event | None) -> None:
    """Fetch what is new on the branch that is the default one by now, and the tags as they are."""
    _git(folder, "remote", "set-url", "--", "origin", address)
    told = _git(folder, "ls-remote", "--symref", "origin", "HEAD", stop=stop).split()
    if told[:1] != ["ref:"] or not told[1].startswith("refs/heads/"):
        raise CloneError("it cannot be cloned: it has no default branch; push a commit to it first")
    branch = told[1]
    _git(
        folder,
        *("fetch", "--quiet", "--prune", "--force", "--recurse-submodules=no", _FILTER),
        *("--", "origin", f"+{branch}:{branch}", "+refs/tags/*:refs/tags/*"),
        stop=stop,
    )
    _git(folder, "symbolic-ref", "HEAD", branch)


def _git(folder: Path, *arguments: str, stdin: str = "", stop: Event | None = None) -> str:
    with subprocess.Popen(
        ["git", *_PATIENCE, *arguments],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="backslashreplace",
        env=_environment(),
    ) as process:
        try:
            stdout, stderr = _waited(process, stdin, stop)
        except BaseException:
            process.terminate()
            raise
    if process.returncode != 0:
        raise CloneError(f"it cannot be cloned: {_reason(stderr)}")
    return stdout


def _waited(process: subprocess.Popen[str], stdin: str, stop: Event | None) -> tuple[str, str]:
    """Return what a process writes, once it is done."""
    given: str | None = stdin
    while True:
        try:
            return process.communicate(given, timeout=None if stop is None else _LOOK)
        except subprocess.TimeoutExpired:
            given = None
            if stop is not None and stop.is_set():
                raise CloneError("it was not cloned: that was ended before") from None


def _reason(stderr: str) -> str:
    """Return git's own word for what failed, without its advice on several lines."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith(_FATAL)]
    reason = (fatal or lines[-1:] or ["git gave no reason"])[0].removeprefix(_FATAL)
    if "could not read Username" in reason:
        return "it is missing or private; check its name, or teach git a credential for it"
    return f"{reason.rstrip('.')}; check its name and the network"


def _environment() -> dict[str, str]:
    """Return the user's environment, without what would lead git to another repository."""
    kept = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    return {
        **kept,
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": _PROTOCOLS,
    }
