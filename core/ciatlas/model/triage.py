"""Triage: what people decide in front of a verdict, claim, workflow or step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Key = tuple[str, str, str | None, str | None, int | None]
"""Kind, id, path, job and step of a subject."""


class Decision(StrEnum):
    """What somebody makes of a subject."""

    AGREE = "agree"
    CONTEST = "contest"
    NEEDS_DATA = "needs-data"
    DISCUSS = "discuss"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a decision is about.

    Attributes:
        kind: `verdict`, `claim`, `tool`, `workflow` or `step`.
        id: H1 or C01 for verdicts and claims, else the repository.
        title: how it read when it was looked at.
        path: of a workflow or step.
        job: of a step.
        step: of a step, from 0.
        commit: the commit it was looked at, `None` for verdicts and claims.
        line: line in the file, 0 where it does not matter.
    """

    kind: str
    id: str
    title: str
    path: str | None = None
    job: str | None = None
    step: int | None = None
    commit: str | None = None
    line: int = 0

    @property
    def key(self) -> Key:
        """What makes it the same subject on another day."""
        return self.kind, self.id, self.path, self.job, self.step


@dataclass(frozen=True, slots=True)
class Mark:
    """A decision on a subject, with a note, as the data stood on a day (`None`: their newest).

    `made_at` is in seconds since 1970 UTC. Marks are never changed: the newest counts, the earlier
    ones stay.
    """

    subject: Subject
    decision: Decision
    note: str
    as_of: date | None
    made_at: int


def histories(marks: Sequence[Mark]) -> dict[Key, list[Mark]]:
    """Return the marks on each subject; subjects and marks with the newest first.

    `marks` come with the oldest first.
    """
    found: dict[Key, list[Mark]] = {}
    for mark in reversed(marks):
        found.setdefault(mark.subject.key, []).append(mark)
    return found
