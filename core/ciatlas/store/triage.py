"""Marks of the triage: added one by one, never changed, apart from all imported facts."""

import sqlite3
from datetime import date

from ciatlas.model.triage import Decision, Mark, Subject
from ciatlas.store.transaction import transaction

_COLUMNS = (
    "kind, subject, title, path, job, step, commit_oid, line, decision, note, as_of, made_at,"
    " cohort, finding"
)
_VALUES = ", ".join("?" for _ in _COLUMNS.split(","))


def add_mark(connection: sqlite3.Connection, mark: Mark) -> None:
    """Store a mark at once."""
    subject = mark.subject
    with transaction(connection):
        connection.execute(
            f"INSERT INTO triage ({_COLUMNS}) VALUES ({_VALUES})",
            (
                subject.kind,
                subject.id,
                subject.title,
                subject.path,
                subject.job,
                subject.step,
                subject.commit,
                subject.line,
                mark.decision.value,
                mark.note,
                None if mark.as_of is None else mark.as_of.isoformat(),
                mark.made_at,
                subject.cohort,
                subject.finding,
            ),
        )


def marks(connection: sqlite3.Connection) -> list[Mark]:
    """Return all marks, the oldest first."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM triage ORDER BY id")
    return [_mark(row) for row in rows]


def _mark(row: tuple[object, ...]) -> Mark:
    kind, subject, title, path, job, step, commit, line, decision, note, as_of, made_at = row[:12]
    cohort, finding = row[12:]
    return Mark(
        Subject(
            kind=str(kind),
            id=str(subject),
            title=str(title),
            path=None if path is None else str(path),
            job=None if job is None else str(job),
            step=step if isinstance(step, int) else None,
            commit=None if commit is None else str(commit),
            line=line if isinstance(line, int) else 0,
            cohort=None if cohort is None else str(cohort),
            finding=None if finding is None else str(finding),
        ),
        Decision(str(decision)),
        str(note),
        None if as_of is None else date.fromisoformat(str(as_of)),
        made_at if isinstance(made_at, int) else 0,
    )
