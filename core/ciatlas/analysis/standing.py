"""What has become of the verdicts and claims that were marked: the same asked anew."""

from collections.abc import Iterable, Iterator
from datetime import date

from ciatlas.analysis.replication import replicate
from ciatlas.analysis.verdicts import Court, chosen
from ciatlas.model.errors import CiatlasError
from ciatlas.model.triage import Key, Mark
from ciatlas.store import Reader

_Asked = dict[tuple[str, str | None, date | None], dict[str, Key]]
"""Ids with the keys of their marks, by kind, cohort and day."""


def findings_now(atlas: Reader, marks: Iterable[Mark]) -> dict[Key, str]:
    """Return what every marked verdict and claim comes to now, for its own cohort as of its day.

    What cannot be asked any more, as the tools are not in the atlas, is left out, and so are
    verdicts of which the cohort was not noted.
    """
    asked: _Asked = {}
    for mark in marks:
        subject = mark.subject
        if subject.kind == "claim" or subject.cohort is not None:
            about = (subject.kind, subject.cohort, mark.as_of)
            asked.setdefault(about, {})[subject.id] = mark.key
    return dict(_found(atlas, asked))


def _found(atlas: Reader, asked: _Asked) -> Iterator[tuple[Key, str]]:
    for (kind, cohort, day), keys in asked.items():
        try:
            if kind == "verdict":
                court = Court(atlas, cohort or "", day)
                verdicts = (court.judge(one, sensitivity=False) for one in chosen(list(keys)))
                yield from [(keys[one.id], one.outcome.value) for one in verdicts]
            elif kind == "claim":
                results = replicate(atlas, day, list(keys))
                yield from [(keys[one.id], one.status.value) for one in results]
        except CiatlasError:
            continue
