"""Commits and tags as git's plumbing prints them."""

from collections.abc import Sequence
from dataclasses import dataclass

from ciatlas.sources.git.clone import Clone

_FORMAT = "%H%x00%P%x00%T%x00%at%x00%cd%x00%ae%x00%aE%x00"
_FIELDS = 7

_LAST_SECOND = 253_402_214_399
"""End of 9999-12-30 UTC: later times have no date in every time zone."""

_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class LoggedCommit:
    """A commit as git prints it; `offset` is the committer's zone in minutes east of UTC.

    `tree` is the object id of its root folder.
    `email` is the author's as written, `mapped_email` after .mailmap. Neither is kept.
    """

    oid: str
    parents: tuple[str, ...]
    tree: str
    authored: int
    committed: int
    offset: int
    email: str
    mapped_email: str


def read_commits(clone: Clone) -> list[LoggedCommit]:
    """Read every commit of the branch, children before parents."""
    output = clone.run(
        *("-c", f"mailmap.blob={clone.head}:.mailmap"),
        *("log", "--topo-order", "--date=raw", f"--format=tformat:{_FORMAT}", clone.head, "--"),
    )
    fields = output.decode("utf-8", "backslashreplace").split("\x00")
    return [
        _commit(fields[start : start + _FIELDS])
        for start in range(0, len(fields) - _FIELDS + 1, _FIELDS)
    ]


def read_tags(clone: Clone) -> dict[str, str]:
    """Read which commit each tag leads to; tags of other or missing objects are left out."""
    listed = clone.run("for-each-ref", "--format=%(objectname) %(refname:strip=2)", "refs/tags")
    tags = [line.split(" ", 1) for line in listed.decode("utf-8", "backslashreplace").splitlines()]
    asked = "".join(f"{oid}^{{commit}}\n" for oid, _ in tags)
    peeled = clone.run("cat-file", "--batch-check=%(objectname)", stdin=asked.encode("ascii"))
    return {
        name: oid
        for (_, name), oid in zip(tags, peeled.decode("ascii").splitlines(), strict=True)
        if not oid.endswith(" missing")
    }


def _commit(fields: Sequence[str]) -> LoggedCommit:
    oid, parents, tree, authored, committed, email, mapped = fields
    seconds, _, zone = committed.partition(" ")
    return LoggedCommit(
        oid=oid.lstrip("\n"),
        parents=tuple(parents.split()),
        tree=tree,
        authored=_seconds(authored),
        committed=_seconds(seconds),
        offset=_minutes(zone),
        email=email,
        mapped_email=mapped,
    )


def _seconds(text: str) -> int:
    """Read a time; as in git, one that is nonsense or out of range is the beginning of time."""
    seconds = int(text) if text.isdecimal() and len(text) <= len(str(_LAST_SECOND)) else 0
    return seconds if seconds <= _LAST_SECOND else 0


def _minutes(zone: str) -> int:
    """Read a zone such as `-0330`; git lets nonsense through, which counts as UTC."""
    digits = zone.lstrip("+-")
    if not digits.isdecimal() or len(digits) > len("0000"):
        return 0
    hours, minutes = divmod(int(digits), 100)
    total = hours * 60 + minutes
    if total >= _DAY:
        return 0
    return -total if zone.startswith("-") else total
