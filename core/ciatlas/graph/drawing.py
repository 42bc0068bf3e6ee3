"""A finished drawing: its text, and what lies where."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Direction = Literal["lr", "td"]
"""Left to right, or top down."""
Cell = tuple[int, int]
"""A place in the drawing as (row, column), both from 0."""
Edge = tuple[str, str]
"""Two job ids: the needed job, and the one that needs it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text in a box.

    Attributes:
        jobs: the jobs it stands for: one, or all of a folded box.
        row: its row in the drawing.
        text: what it says.
        leg: the number of the matrix leg it shows, from 0; `None` for the job itself.
    """

    jobs: tuple[str, ...]
    row: int
    text: str
    leg: int | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with its jobs. Row, column, height and width are in cells, border included.

    `stage` counts the columns of the flow (rows of boxes, top down) from 0.
    """

    jobs: tuple[str, ...]
    row: int
    column: int
    height: int
    width: int
    stage: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Wire:
    """The line of all edges between two boxes.

    Attributes:
        source: number of the box it leaves.
        target: number of the box its arrow head points at.
        net: wires with the same number share cells; others at most cross.
        points: its corners, from the cell on the border of the source to the arrow head.
    """

    source: int
    target: int
    net: int
    points: tuple[Cell, ...]


@dataclass(frozen=True)
class Drawing:
    """A job graph on a grid of terminal cells.

    Attributes:
        width: cells per line.
        height: number of lines.
        lines: the text, each line exactly `width` cells wide.
        direction: which way it flows.
        boxes: stage by stage, within a stage in order across the flow.
        wires: the lines between boxes.
        edges: the needs that are drawn.
        implied: the needs that follow from those drawn.
        cyclic: the needs left out because they close a cycle.
        notes: what the drawing cannot show, in sentences.
    """

    width: int
    height: int
    lines: tuple[str, ...]
    direction: Direction
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    edges: tuple[Edge, ...]
    implied: tuple[Edge, ...] = ()
    cyclic: tuple[Edge, ...] = ()
    notes: tuple[str, ...] = ()

    @cached_property
    def box_of(self) -> dict[str, int]:
        """The number of the box each job is in."""
        return {job: number for number, box in enumerate(self.boxes) for job in box.jobs}

    @cached_property
    def stages(self) -> tuple[tuple[str, ...], ...]:
        """The jobs of each stage, in the order in which the arrow keys walk them."""
        stages: dict[int, list[str]] = {}
        for box in self.boxes:
            stages.setdefault(box.stage, []).extend(box.jobs)
        return tuple(tuple(jobs) for _, jobs in sorted(stages.items()))

    def row_of(self, job: str) -> Row:
        """Return the row that shows `job`; raise `KeyError` for a job that is not there."""
        rows = self.boxes[self.box_of[job]].rows
        return next(row for row in rows if job in row.jobs)

    def wires_at(self, job: str) -> tuple[Wire, ...]:
        """Return the wires that leave or reach `job`."""
        box = self.box_of[job]
        return tuple(wire for wire in self.wires if box in (wire.source, wire.target))

    def job_at(self, row: int, column: int) -> str | None:
        """Return the job shown at a cell, or `None` between the boxes."""
        for box in self.boxes:
            if 0 <= row - box.row < box.height and 0 <= column - box.column < box.width:
                nearest = min(box.rows, key=lambda line: (abs(line.row - row), line.row))
                return nearest.jobs[0]
        return None
