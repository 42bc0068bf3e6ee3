"""What git's plumbing prints, as values: commits, changed paths, tags."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ciatlas.sources.git.clone import Clone

_FORMAT = "%H%x00%P%x00%at%x00%cd%x00%ae%x00%aE%x00"
_FIELDS = 6
_ABSENT = "0"


@dataclass(frozen=True, slots=True)
class LoggedCommit:
    """A commit as git prints it; `offset` is the committer's zone in minutes east of UTC.

    `email` is the author's as written, `mapped_email` after .mailmap. Neither is kept.
    """

    oid: str
    parents: tuple[str, ...]
    authored: int
    committed: int
    offset: int
    email: str
    mapped_email: str


@dataclass(frozen=True, slots=True)
class PathChange:
    """A path that differs between a commit and one of its parents; `blob` is `None` when gone."""

    path: str
    blob: str | None


def read_commits(clone: Clone) -> list[LoggedCommit]:
    """Read every commit of the branch, children before parents."""
    output = clone.run(
        "-c", "mailmap.blob=HEAD:.mailmap", "log", "--topo-order", "--use-mailmap", "--date=raw",
        f"--format=tformat:{_FORMAT}", clone.head, "--",
    )  # fmt: skip
    fields = output.decode("utf-8", "backslashreplace").split("\x00")
    return [
        _commit(fields[start : start + _FIELDS])
        for start in range(0, len(fields) - _FIELDS + 1, _FIELDS)
    ]


def _commit(fields: Sequence[str]) -> LoggedCommit:
    oid, parents, authored, committed, email, mapped = fields
    seconds, _, zone = committed.partition(" ")
    return LoggedCommit(
        oid=oid.lstrip("\n"),
        parents=tuple(parents.split()),
        authored=int(authored or 0),
        committed=int(seconds or 0),
        offset=_minutes(zone),
        email=email,
        mapped_email=mapped,
    )


def _minutes(zone: str) -> int:
    """Read a zone such as `-0330`; git lets nonsense through, so it is held to a day."""
    try:
        number = int(zone)
    except ValueError:
        return 0
    hours, minutes = divmod(abs(number), 100)
    total = hours * 60 + minutes
    if total >= 24 * 60:
        return 0
    return -total if number < 0 else total


def read_changes(
    clone: Clone, commits: Iterable[LoggedCommit], paths: Sequence[str]
) -> Iterator[tuple[str, int, list[PathChange]]]:
    """Compare commits with each of their parents, below `paths` only.

    Yields:
        the commit, the parent's index (0 for a root, compared with nothing), and what differs;
        comparisons without difference are left out.
    """
    comparisons = [
        (commit.oid, index, parent)
        for commit in commits
        for index, parent in enumerate(commit.parents or ("",))
    ]
    lines = "".join(f"{oid} {parent}".strip() + "\n" for oid, _, parent in comparisons)
    output = clone.run(
        "diff-tree", "--stdin", "--always", "--root", "-r", "-z",
        "--raw", "--no-renames", "--no-abbrev", "--", *paths,
        stdin=lines.encode("ascii"),
    )  # fmt: skip
    tokens = iter(output.decode("utf-8", "backslashreplace").split("\x00"))
    current = -1
    changes: list[PathChange] = []
    for token in tokens:
        if token.startswith(":"):
            blob = token.split(" ", 4)[3]
            path = next(tokens)
            changes.append(PathChange(path, None if set(blob) == {_ABSENT} else blob))
        elif token:
            if changes:
                yield comparisons[current][0], comparisons[current][1], changes
            current, changes = current + 1, []
    if changes:
        yield comparisons[current][0], comparisons[current][1], changes


def read_tags(clone: Clone) -> Iterator[tuple[str, str]]:
    """Yield each tag's name and the commit it leads to; tags of other objects are left out."""
    output = clone.run(
        "for-each-ref", "refs/tags",
        "--format=%(refname:strip=2)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)",
    )  # fmt: skip
    for line in output.decode("utf-8", "backslashreplace").splitlines():
        name, kind, oid, peeled_kind, peeled = line.split("\x00")
        if kind == "commit":
            yield name, oid
        elif peeled_kind == "commit":
            yield name, peeled
