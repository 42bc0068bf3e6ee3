"""Marks in words: what was decided on what, where that is, and what had become of it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from ciatlas.display import visible
from ciatlas.model.triage import Decision, Mark, Subject, about_text, found_word
from ciatlas_tui.describe import listed
from ciatlas_tui.glyphs import Glyphs

Names = Mapping[str, str]
"""What people call the tools, by full name; others are called by that."""


def what(subject: Subject, glyphs: Glyphs, names: Names, now: str = "") -> str:
    """Name a subject by itself; a finding with what it was, and what it is `now` if another."""
    if subject.is_finding:
        was = finding_text(subject.kind, subject.finding, glyphs)
        found = ", ".join(filter(None, (was, f"now {now}" if now else "")))
        return visible(f"{subject.id} {found}".rstrip() + f": {subject.name}")
    if subject.step is not None:
        return visible(f"step {subject.step + 1}: {subject.title}")
    return visible(_file(subject) or names.get(subject.id, subject.id))


def where(subject: Subject, glyphs: Glyphs, names: Names) -> str:
    """Say what a subject is a part of; nothing for what stands by itself."""
    if subject.is_finding:
        return "" if subject.cohort is None else visible(subject.cohort or "no cohort")
    if subject.path is None:
        return ""
    tool = names.get(subject.id, subject.id)
    within = [tool, _file(subject), subject.job] if subject.job else [tool]
    return f" {glyphs.separator} ".join(visible(part) for part in within if part)


def finding_text(kind: str, finding: str | None, glyphs: Glyphs) -> str:
    """Write what became of a verdict or claim as glyph and word, nothing where it is unknown."""
    signs = glyphs.verdicts if kind == "verdict" else glyphs.statuses
    return f"{signs.get(finding or '', '')} {found_word(kind, finding)}".strip()


def decision_text(decision: Decision, glyphs: Glyphs) -> str:
    """Write a decision as glyph and words."""
    return f"{glyphs.decisions[decision]} {decision.replace('-', ' ')}"


def history(marks: Iterable[Mark], glyphs: Glyphs) -> list[tuple[str, str]]:
    """Write marks on one subject as facts."""
    return [
        (decision_text(mark.decision, glyphs), f"{day_text(mark.made_at)} {mark.note}".rstrip())
        for mark in marks
    ]


def elsewhere(marks: Iterable[Mark], glyphs: Glyphs) -> list[tuple[str, str]]:
    """Write marks on a finding for another cohort or day as facts, with what they are about."""
    told = [
        f"{decision_text(mark.decision, glyphs)} on {about(mark, glyphs)}"
        f"{'; ' * bool(mark.note)}{mark.note}"
        for mark in marks
    ]
    return listed("elsewhere", told)


def about(mark: Mark, glyphs: Glyphs) -> str:
    """Say for which cohort and day a finding was, and what: `study, 2025-01-25: ◐ partly`."""
    subject = mark.subject
    found = finding_text(subject.kind, subject.finding, glyphs)
    return visible(f"{about_text(subject, mark.as_of)}{': ' * bool(found)}{found}")


def day_text(seconds: int) -> str:
    """Write the day (UTC) of a moment in seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _file(subject: Subject) -> str:
    return (subject.path or "").removeprefix(".github/workflows/")
