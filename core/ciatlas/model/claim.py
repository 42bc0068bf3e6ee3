"""Claims of a study, what the data say to them, and where that stands."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What became of a claim."""

    REPRODUCED = "reproduced"
    CONTRADICTED = "contradicted"
    NOT_CHECKABLE = "not-checkable"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A pointer into a repository as of a commit: as far down as the fact it backs goes.

    `step` counts from 0; `line` is 1-based, 0 where the whole file, or the whole tool, is meant.
    """

    repository: str
    commit: str
    text: str
    path: str | None = None
    job: str | None = None
    step: int | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check: what was expected, what was found, and where.

    `holds` is `None` when data are missing; `computed` then says which.
    """

    expected: str
    computed: str
    holds: bool | None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Replication:
    """A claim held against the data."""

    id: str
    statement: str
    status: Status
    findings: tuple[Finding, ...]
