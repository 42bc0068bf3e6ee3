"""The text in each box: a row per job, and per matrix leg of an unfolded one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from ciatlas.graph.glyphs import Glyphs
from ciatlas.graph.labels import shorten, steady

Attributes = Mapping[str, Mapping[str, Any]]
"""The node attributes of each job; see `ciatlas.graph.jobs.job_graph`."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a box before it has a place; see `ciatlas.graph.drawing.Row`."""

    jobs: tuple[str, ...]
    text: str
    leg: int | None = None


Content = tuple[Line, ...]
"""The lines of one box."""


@dataclass(frozen=True, slots=True)
class Folding:
    """What to show in more and in less detail.

    Attributes:
        unfolded: jobs whose matrix legs are listed.
        folded: jobs whose box, if it holds several, is shown as one row.
    """

    unfolded: Set[str] = frozenset()
    folded: Set[str] = frozenset()


def box_contents(
    groups: Sequence[tuple[str, ...]],
    attributes: Attributes,
    cap: int,
    glyphs: Glyphs,
    folding: Folding,
) -> list[Content]:
    """Return the content of the box of each group, labels taking at most `cap` cells."""
    jobs = [job for group in groups for job in group]
    labels = [
        steady(str(attributes[job].get("label", job)), ascii_only=glyphs.ascii_only) for job in jobs
    ]
    short = dict(zip(jobs, shorten(labels, cap, glyphs.ellipsis), strict=True))
    writer = _Writer(attributes, short, cap, glyphs)
    return [
        (writer.folded(group),)
        if len(group) > 1 and not folding.folded.isdisjoint(group)
        else tuple(line for job in group for line in writer.lines(job, folding))
        for group in groups
    ]


class _Writer:
    def __init__(
        self, attributes: Attributes, labels: Mapping[str, str], cap: int, glyphs: Glyphs
    ) -> None:
        self._attributes = attributes
        self._labels = labels
        self._cap = cap
        self._glyphs = glyphs
        self._marked = any(attributes[job].get("glyph") for job in labels)

    def lines(self, job: str, folding: Folding) -> Iterator[Line]:
        """Yield the line of a job, and those of its legs if it is unfolded."""
        facts = self._attributes[job]
        words = [self._label(job)]
        if facts.get("uses"):
            words.append(self._glyphs.reusable)
        legs = facts.get("legs", 1)
        if legs != 1:
            words.append(self._glyphs.times + ("?" if legs is None else str(legs)))
        yield Line((job,), " ".join(words))
        if job in folding.unfolded:
            legs = [self._steady(leg) for leg in facts.get("leg_labels", ())]
            indent = "  " if self._marked else ""
            for number, leg in enumerate(shorten(legs, self._cap, self._glyphs.ellipsis)):
                yield Line((job,), f"{indent}{self._glyphs.leg} {leg}", number)

    def folded(self, group: Sequence[str]) -> Line:
        """Return the one line of a folded box."""
        return Line(tuple(group), f"{self._label(group[0])} +{len(group) - 1}")

    def _label(self, job: str) -> str:
        if not self._marked:
            return self._labels[job]
        glyph = self._steady(str(self._attributes[job].get("glyph") or " "))
        return f"{glyph} {self._labels[job]}"

    def _steady(self, text: str) -> str:
        return steady(text, ascii_only=self._glyphs.ascii_only)
