"""Triage: what people decide in front of a verdict, claim, workflow or step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Key = tuple[str | int | None, ...]
"""Kind, id, path, job and step of a subject; of a finding also its cohort and its day."""
_FINDINGS = ("verdict", "claim")
"""Kinds of subjects that are not as such, but for some tools as of some day."""


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
        cohort: of a verdict, the tools it is about, empty for those in none; `None` if that was not
            noted, and for a claim, which is always about the study's.
        finding: of a verdict or claim, what had become of it; `None` if that was not noted.
    """

    kind: str
    id: str
    title: str
    path: str | None = None
    job: str | None = None
    step: int | None = None
    commit: str | None = None
    line: int = 0
    cohort: str | None = None
    finding: str | None = None

    @property
    def is_finding(self) -> bool:
        """Whether it is a verdict or a claim."""
        return self.kind in _FINDINGS

    @property
    def name(self) -> str:
        """How it is called, without what had become of it: once that was noted in the title."""
        word = found_word(self.kind, self.finding)
        ends = (f" ({word}, {self.cohort or 'no cohort'})", f" ({word})")
        return next(
            (self.title.removesuffix(end) for end in ends if self.title.endswith(end)), self.title
        )

    @property
    def place(self) -> Key:
        """Where it is found, whatever the cohort and the day."""
        return self.kind, self.id, self.path, self.job, self.step

    def key(self, as_of: date | None) -> Key:
        """What makes it the same subject: for a verdict or claim the cohort and the day too."""
        day = None if as_of is None else as_of.isoformat()
        return (*self.place, self.cohort, day) if self.is_finding else self.place


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

    @property
    def key(self) -> Key:
        """What makes marks be about the same."""
        return self.subject.key(self.as_of)

    def is_about(self, cohort: str, day: date | None) -> bool:
        """Tell whether it is about what is found for a cohort as of a day."""
        of_cohort = self.subject.kind == "claim" or self.subject.cohort == cohort
        return of_cohort and self.as_of == day


def found_word(kind: str, finding: str | None) -> str:
    """Write what became of a verdict or claim in a word or two, nothing where it is not known."""
    from ciatlas.model.verdict import Outcome  # nothing that the first paint needs

    if finding is None:
        return ""
    known = kind == "verdict" and finding in set(Outcome)
    return Outcome(finding).word if known else finding.replace("-", " ")


def about_text(subject: Subject, as_of: date | None) -> str:
    """Say for which tools and as of which day a finding is: `study, 2025-01-25`."""
    day = str(as_of or "newest known")
    return day if subject.cohort is None else f"{subject.cohort or 'no cohort'}, {day}"


def histories(marks: Sequence[Mark]) -> dict[Key, list[Mark]]:
    """Return the marks on each subject; subjects and marks with the newest first.

    `marks` come with the oldest first.
    """
    found: dict[Key, list[Mark]] = {}
    for mark in reversed(marks):
        found.setdefault(mark.key, []).append(mark)
    return found
