"""Minutes of a triage as Markdown: what was decided on what, and where that stands."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from urllib.parse import quote

from ciatlas.model.triage import Decision, Mark, Subject, histories
from ciatlas.report.markdown import inert

_HEADINGS = {
    "verdict": "Hypotheses",
    "claim": "Claims of the study",
    "tool": "Tools",
    "workflow": "Workflows",
    "step": "Steps",
}
_WORDS = {
    Decision.AGREE: "agreed",
    Decision.CONTEST: "contested",
    Decision.NEEDS_DATA: "needs data",
    Decision.DISCUSS: "to discuss",
}


def minutes(marks: Sequence[Mark]) -> str:
    """Return the minutes: by kind of subject, the newest decision first, earlier ones below it."""
    if not marks:
        return "# Minutes\n\nNothing has been marked yet.\n"
    first, last = _day(marks[0].made_at), _day(max(mark.made_at for mark in marks))
    span = first if first == last else f"{first} to {last}"
    newest = _by_subject(marks)
    parts = ["# Minutes", f"{span}, {_tally(newest)}."]
    for kind, heading in _HEADINGS.items():
        found = [history for history in newest if history[0].subject.kind == kind]
        if found:
            parts += [f"## {heading}", "\n".join(line for one in found for line in _entry(one))]
    return "\n\n".join(parts) + "\n"


def _by_subject(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Return the marks on each subject, the newest first."""
    return sorted(histories(marks).values(), key=lambda found: _place(found[0].subject))


def _place(subject: Subject) -> tuple[str, str, str, str, int]:
    """Return what sorts subjects by where they stand."""
    step = -1 if subject.step is None else subject.step
    return subject.kind, subject.id, subject.path or "", subject.job or "", step


def _tally(newest: Iterable[Sequence[Mark]]) -> str:
    decisions = [history[0].decision for history in newest]
    counts = ((decisions.count(decision), word) for decision, word in _WORDS.items())
    return ", ".join(f"{number} {word}" for number, word in counts if number)


def _entry(history: Sequence[Mark]) -> Iterable[str]:
    mark, *earlier = history
    yield f"- **{_WORDS[mark.decision]}** {_named(mark.subject)}{_as_of(mark)}{_note(mark)}"
    for old in earlier:
        yield f"  - before, {_day(old.made_at)}: {_WORDS[old.decision]}{_note(old)}"


def _named(subject: Subject) -> str:
    title = inert(subject.title)
    if subject.kind in ("verdict", "claim"):
        return f"{subject.id}: {title}"
    where = [subject.id, subject.path, subject.job]
    place = " › ".join(inert(part) for part in where if part)
    if subject.step is not None:
        place += f" › step {subject.step + 1}"
    link = permalink(subject)
    return (f"[{place}]({link})" if link else place) + (f", {title}" if title != place else "")


def permalink(subject: Subject) -> str | None:
    """Return where the subject stands on GitHub, `None` when it stands nowhere."""
    if subject.commit is None:
        return None
    base = f"https://github.com/{quote(subject.id)}"
    if subject.path is None:
        return f"{base}/tree/{subject.commit}"
    line = f"#L{subject.line}" if subject.line else ""
    return f"{base}/blob/{subject.commit}/{quote(subject.path)}{line}"


def _as_of(mark: Mark) -> str:
    return f" (as of {mark.as_of})" if mark.as_of else ""


def _note(mark: Mark) -> str:
    return f": {inert(mark.note)}" if mark.note else ""


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
