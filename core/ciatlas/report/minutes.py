"""Minutes of a triage as Markdown: what was decided on what, and where that stands."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import quote

from ciatlas.model.triage import Decision, Key, Mark, Subject, about_text, found_word, histories
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


def minutes(
    marks: Sequence[Mark],
    names: Mapping[str, str] | None = None,
    now: Mapping[Key, str] | None = None,
) -> str:
    """Return the minutes: by kind of subject, the newest decision first, earlier ones below it.

    Args:
        marks: all marks, the oldest first.
        names: what people call the repositories, by full name; others are called by that.
        now: what marked verdicts and claims come to now; `None` where nobody asked.
    """
    if not marks:
        return "# Minutes\n\nNothing has been marked yet.\n"
    first, last = _day(marks[0].made_at), _day(max(mark.made_at for mark in marks))
    span = first if first == last else f"{first} to {last}"
    newest = _by_subject(marks)
    parts = ["# Minutes", f"{span}, {_tally(newest)}."]
    for kind, heading in _HEADINGS.items():
        found = [history for history in newest if history[0].subject.kind == kind]
        if found:
            parts += [
                f"## {heading}",
                "\n".join(line for one in found for line in _entry(one, names or {}, now)),
            ]
    return "\n\n".join(parts) + "\n"


def _by_subject(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Return the marks on each subject, the newest first."""
    return sorted(histories(marks).values(), key=lambda found: _place(found[0]))


def _place(mark: Mark) -> tuple[str, str, str, str, int, str, str]:
    """Return what sorts subjects by where they stand, findings by what they are about."""
    subject, day = mark.subject, str(mark.as_of or "newest")
    step = -1 if subject.step is None else subject.step
    place = (subject.kind, subject.id, subject.path or "", subject.job or "", step)
    return (*place, subject.cohort or "", day)


def _tally(newest: Iterable[Sequence[Mark]]) -> str:
    decisions = [history[0].decision for history in newest]
    counts = ((decisions.count(decision), word) for decision, word in _WORDS.items())
    return ", ".join(f"{number} {word}" for number, word in counts if number)


def _entry(
    history: Sequence[Mark], names: Mapping[str, str], now: Mapping[Key, str] | None
) -> Iterable[str]:
    mark, *earlier = history
    about = _about(mark, now) if mark.subject.is_finding else _as_of(mark)
    yield f"- **{_WORDS[mark.decision]}** {_named(mark.subject, names)}{about}{_note(mark)}"
    for old in earlier:
        found = found_word(old.subject.kind, old.subject.finding)
        other = f" ({found})" if old.subject.finding != mark.subject.finding and found else ""
        yield f"  - before, {_day(old.made_at)}: {_WORDS[old.decision]}{other}{_note(old)}"


def _about(mark: Mark, now: Mapping[Key, str] | None) -> str:
    """Say for which tools and day a finding was, what it was, and whether it still is."""
    subject = mark.subject
    noted = subject.cohort is not None or subject.finding or mark.as_of
    parts = [inert(about_text(subject, mark.as_of)) if noted else ""]
    parts.append(found_word(subject.kind, subject.finding))
    if now is not None:
        found = now.get(mark.key)
        if found is None:
            parts.append("not to be computed any more")
        elif found != subject.finding:
            parts.append(f"now {found_word(subject.kind, found)}")
        else:
            parts.append("unchanged since")
    told = "; ".join(part for part in parts if part)
    return f" ({told})" if told else ""


def _named(subject: Subject, names: Mapping[str, str]) -> str:
    title = inert(subject.name)
    if subject.is_finding:
        return f"{subject.id}: {title}"
    where = [names.get(subject.id, subject.id), subject.path, subject.job]
    place = " › ".join(inert(part) for part in where if part)
    if subject.step is not None:
        place += f" › step {subject.step + 1}"
    link = permalink(subject)
    named = title not in (place, inert(subject.id))
    return (f"[{place}]({link})" if link else place) + (f", {title}" if named else "")


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
