"""What measuring gives: a value, what it was made of, and where that stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from ciatlas.analysis.wording import count
from ciatlas.model.claim import Evidence

MOST_EVIDENCE = 12
"""Pointers kept per value; the note says how many there are."""


@dataclass(frozen=True, slots=True)
class Result:
    """A value, `None` while it is unknown, with a note that says what it was made of, or why."""

    value: float | None
    note: str
    evidence: tuple[Evidence, ...] = ()


def unknown(why: str) -> Result:
    """Say why there is no value, and what would bring it."""
    return Result(None, why)


def share(part: Sequence[Evidence], whole: int, noun: str) -> Result:
    """Return how many of `whole` things the evidence points at; unknown when there are none."""
    if not whole:
        return unknown(f"no {noun} to look at")
    note = f"{len(part):,} of {count(whole, noun)}"
    return Result(len(part) / whole, note, tuple(part[:MOST_EVIDENCE]))


def number(found: Sequence[Evidence], noun: str) -> Result:
    """Return how many things the evidence points at."""
    return Result(float(len(found)), count(len(found), noun), tuple(found[:MOST_EVIDENCE]))


def kinds(found: dict[str, Evidence], of: int | None = None) -> Result:
    """Return how many kinds there are, or their share of all `of`, with one pointer each."""
    names = ", ".join(found) or "none"
    value = len(found) / of if of else float(len(found))
    return Result(value, names, tuple(found.values()))


def presence(found: Sequence[Evidence], what: str) -> Result:
    """Return 1 when something is there, else 0."""
    note = found[0].path or found[0].text if found else f"no {what}"
    return Result(float(bool(found)), note, tuple(found[:MOST_EVIDENCE]))
