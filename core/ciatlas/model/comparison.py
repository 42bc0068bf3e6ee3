"""Comparisons: two things side by side, aspect by aspect."""

from dataclasses import dataclass, field
from enum import StrEnum

from ciatlas.model.claim import Evidence


class Difference(StrEnum):
    """How the two sides of an aspect stand to each other."""

    SAME = "same"
    CHANGED = "changed"
    LEFT = "only left"
    RIGHT = "only right"


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect of two things: its section, its name, and what each side says (`None`: nothing).

    Sections and names come in the order in which the left side has them, the right side's own
    following. `left_evidence` and `right_evidence` point to where each side says it.
    """

    section: str
    name: str
    left: str | None
    right: str | None
    left_evidence: tuple[Evidence, ...] = field(default=(), compare=False, repr=False)
    right_evidence: tuple[Evidence, ...] = field(default=(), compare=False, repr=False)

    @property
    def difference(self) -> Difference:
        """How the sides stand to each other."""
        if self.left == self.right:
            return Difference.SAME
        if self.right is None:
            return Difference.LEFT
        return Difference.RIGHT if self.left is None else Difference.CHANGED
