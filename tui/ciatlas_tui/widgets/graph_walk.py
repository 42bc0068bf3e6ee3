"""Walking a drawing by arrow keys: along edges first, else to the nearest job that way.

Left to right, the keys with the flow are → and ←, while ↑ and ↓ walk the rows of a box and on to
the next one. Top down, ↓ and ↑ walk the rows of a box before they follow its edges. The key that
leads back returns to where one came from. Pure: it knows the drawing, no screen.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ciatlas.graph import Box, Drawing

Way = Literal["left", "right", "up", "down"]

_BACK: dict[Way, Way] = {"left": "right", "right": "left", "up": "down", "down": "up"}
_STEP: dict[Way, int] = {"right": 1, "left": -1, "down": 1, "up": -1}


class Walk:
    """Where the arrow keys lead on a drawing, and where one came from."""

    def __init__(self, drawing: "Drawing") -> None:
        self._drawing = drawing
        self._came_from: dict[tuple[str, Way], str] = {}
        self._linked: dict[int, dict[str, list[str]]] = {1: {}, -1: {}}
        for source, target in drawing.edges:
            self._linked[1].setdefault(source, []).append(target)
            self._linked[-1].setdefault(target, []).append(source)

    def step(self, job: str, way: Way) -> str | None:
        """Return the job that `way` leads to from `job`, `None` where there is nothing that way."""
        target = self._came_from.get((job, way)) or self._next(job, way)
        if target is not None:
            self._came_from[target, _BACK[way]] = job
        return target

    def _next(self, job: str, way: Way) -> str | None:
        step = _STEP[way]
        vertical = way in ("up", "down")
        downward = self._drawing.direction == "td"
        if vertical and (row := self._in_box(job, step)) is not None:
            return row
        if vertical != downward:
            return self._beside(job, step)
        linked = self._linked[step].get(job)
        return self._nearest(job, linked or self._in_next_stage(job, step))

    def _in_box(self, job: str, step: int) -> str | None:
        """Return the job on the next row of the same box."""
        return _neighbour(self._rows(self._box(job).jobs), self._drawing.row_of(job).jobs, step)

    def _beside(self, job: str, step: int) -> str | None:
        """Return the nearest job of the next box in the same stage."""
        box = self._box(job)
        boxes = [other for other in self._drawing.boxes if other.stage == box.stage]
        index = boxes.index(box) + step
        if not 0 <= index < len(boxes):
            return None
        rows = self._rows(boxes[index].jobs)
        if self._drawing.direction == "td":
            return self._nearest(job, rows)
        return rows[0 if step > 0 else -1]

    def _in_next_stage(self, job: str, step: int) -> list[str]:
        index = self._box(job).stage + step
        stages = self._drawing.stages
        return self._rows(stages[index]) if 0 <= index < len(stages) else []

    def _nearest(self, job: str, others: Iterable[str]) -> str | None:
        here = self._across(job)
        return min(others, key=lambda other: abs(self._across(other) - here), default=None)

    def _across(self, job: str) -> int:
        """Return the place across the flow, in cells."""
        box = self._box(job)
        if self._drawing.direction == "lr":
            return self._drawing.row_of(job).row
        return box.column + box.width // 2

    def _box(self, job: str) -> "Box":
        return self._drawing.boxes[self._drawing.box_of[job]]

    def _rows(self, jobs: Iterable[str]) -> list[str]:
        """Return one job per row; a folded box has one row only."""
        rows: dict[tuple[str, ...], str] = {}
        for job in jobs:
            rows.setdefault(self._drawing.row_of(job).jobs, job)
        return list(rows.values())


def _neighbour(rows: list[str], here: tuple[str, ...], step: int) -> str | None:
    """Return what stands `step` after the row of the jobs `here`."""
    index = next(number for number, job in enumerate(rows) if job in here) + step
    return rows[index] if 0 <= index < len(rows) else None
