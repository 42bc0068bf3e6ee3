"""Walking a drawing by arrow keys: along edges first, else to the nearest job that way.

Pure: it knows the drawing, no screen. The key that leads back returns to where one came from.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ciatlas.graph import Drawing

Way = Literal["left", "right", "up", "down"]

_BACK: dict[Way, Way] = {"left": "right", "right": "left", "up": "down", "down": "up"}
_FLOW: dict[str, dict[Way, int]] = {
    "lr": {"right": 1, "left": -1, "down": 0, "up": 0},
    "td": {"down": 1, "up": -1, "right": 0, "left": 0},
}
"""Which way runs with the flow (1), against it (-1), or across it (0)."""


class Walk:
    """Where the arrow keys lead on a drawing, and where one came from."""

    def __init__(self, drawing: "Drawing") -> None:
        self._drawing = drawing
        self._came_from: dict[tuple[str, Way], str] = {}
        self._linked: dict[int, dict[str, list[str]]] = {1: {}, -1: {}}
        for source, target in drawing.edges:
            self._linked[1].setdefault(source, []).append(target)
            self._linked[-1].setdefault(target, []).append(source)
        self._stages = [self._rows(stage) for stage in drawing.stages]

    def step(self, job: str, way: Way) -> str | None:
        """Return the job that `way` leads to from `job`, `None` where there is nothing that way."""
        target = self._came_from.get((job, way)) or self._next(job, way)
        if target is not None:
            self._came_from[target, _BACK[way]] = job
        return target

    def _next(self, job: str, way: Way) -> str | None:
        flow = _FLOW[self._drawing.direction][way]
        if flow == 0:
            return self._beside(job, 1 if way in ("down", "right") else -1)
        linked = self._linked[flow].get(job)
        return self._nearest(job, linked or self._in_next_stage(job, flow))

    def _beside(self, job: str, step: int) -> str | None:
        """Return the neighbour in the same stage, over the borders of boxes."""
        stage = self._stages[self._stage(job)]
        shown = self._drawing.row_of(job).jobs
        here = next(index for index, other in enumerate(stage) if other in shown)
        index = here + step
        return stage[index] if 0 <= index < len(stage) else None

    def _in_next_stage(self, job: str, flow: int) -> list[str]:
        index = self._stage(job) + flow
        return self._stages[index] if 0 <= index < len(self._stages) else []

    def _nearest(self, job: str, others: Iterable[str]) -> str | None:
        here = self._across(job)
        return min(others, key=lambda other: abs(self._across(other) - here), default=None)

    def _across(self, job: str) -> int:
        """Return the place across the flow, in cells."""
        box = self._drawing.boxes[self._drawing.box_of[job]]
        if self._drawing.direction == "lr":
            return self._drawing.row_of(job).row
        return box.column + box.width // 2

    def _stage(self, job: str) -> int:
        return self._drawing.boxes[self._drawing.box_of[job]].stage

    def _rows(self, stage: Iterable[str]) -> list[str]:
        """Return one job per row that the stage shows; a folded box has one row only."""
        rows: dict[tuple[str, ...], str] = {}
        for job in stage:
            rows.setdefault(self._drawing.row_of(job).jobs, job)
        return list(rows.values())
