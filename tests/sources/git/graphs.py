"""Repositories with any commit graph, written by `git fast-import`."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ciatlas.model.history import History
from ciatlas.model.repository import Repository
from ciatlas.parsing import kind_of
from ciatlas.sources.git import open_clone, read_history
from ciatlas.sources.git.tracking import Progress

PIPELINE_PATHS = (".github", ".circleci", ".devcontainer", "action.yml", "action.yaml")
GROUPS = {"workflows": (".github/workflows",), "tests": ("tests", "test")}


@dataclass(frozen=True)
class Node:
    """A commit to write: its parents' places in the list, and all the files it has."""

    parents: tuple[int, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    email: str = "ann@example.org"
    when: str = "1600000000 +0000"


def git(path: Path, *arguments: str, stdin: bytes = b"", **environment: str) -> str:
    """Run git in a repository, without this machine's settings, and return what it prints."""
    done = subprocess.run(
        ["git", "-C", str(path), *arguments],
        input=stdin,
        capture_output=True,
        check=True,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(path),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "A",
            "GIT_AUTHOR_EMAIL": "ann@example.org",
            "GIT_COMMITTER_NAME": "C",
            "GIT_COMMITTER_EMAIL": "committer@example.org",
            **environment,
        },
    )
    return done.stdout.decode("utf-8", "surrogateescape").strip()


def make_bare(path: Path, *options: str) -> Path:
    """Make an empty bare repository whose branch is called main."""
    path.mkdir(parents=True)
    git(path, "init", "--quiet", "--bare", "--initial-branch=main", *options, ".")
    return path


def write(path: Path, nodes: Sequence[Node], branch: str = "main") -> list[str]:
    """Write commits, the last of them the branch's newest, and return their object ids."""
    stream = b"".join(_commit(number, node, branch) for number, node in enumerate(nodes, start=1))
    git(path, "fast-import", "--quiet", "--export-marks=marks", stdin=stream)
    git_dir = Path(git(path, "rev-parse", "--absolute-git-dir"))
    marks = dict(line.split() for line in (git_dir / "marks").read_text().splitlines())
    return [marks[f":{number}"] for number in range(1, len(nodes) + 1)]


def _commit(number: int, node: Node, branch: str) -> bytes:
    # Seconds apart, so that two commits alike in all else are still two.
    seconds, zone = node.when.split()
    when = f"{int(seconds) + number} {zone}"
    parents = [f"{'merge' if index else 'from'} :{parent + 1}"
               for index, parent in enumerate(node.parents)]  # fmt: skip
    lines = [
        *([] if parents else [f"reset refs/heads/{branch}", ""]),
        f"commit refs/heads/{branch}",
        f"mark :{number}",
        f"author A <{node.email}> {when}",
        f"committer C <committer@example.org> {when}",
        "data 0",
        *parents,
        "deleteall",
    ]
    for name, content in node.files.items():
        lines += [f"M 100644 inline {name}", f"data {len(content.encode())}", content]
    return ("\n".join(lines) + "\n").encode()


def _tell_nobody(phase: str, done: int, total: int | None) -> None:
    pass


def history_of(path: Path, branch: str | None = None, progress: Progress = _tell_nobody) -> History:
    """Read a repository's history with the groups and pipeline paths above."""
    with open_clone(path, branch) as clone:
        return read_history(
            clone,
            Repository("owner/name", "name"),
            GROUPS,
            lambda file: kind_of(file) is not None,
            PIPELINE_PATHS,
            progress,
        )


def listed(history: History, path: str, position: int) -> set[str]:
    """Return the commits that belong to a path's history as of a mainline position."""
    return {
        member.commit
        for member in history.memberships
        if member.path == path
        and member.since <= position
        and (member.until is None or position < member.until)
    }
