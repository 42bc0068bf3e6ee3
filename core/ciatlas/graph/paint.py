"""Boxes and lines put onto a grid of characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from rich.cells import cell_len

from ciatlas.graph.drawing import Box, Cell, Direction, Wire
from ciatlas.graph.glyphs import DOWN, LEFT, RIGHT, UP, Glyphs


class Canvas:
    """A grid of cells, each holding one character; the second cell of a wide one holds nothing."""

    def __init__(self, height: int, width: int) -> None:
        self._rows = [[" "] * width for _ in range(height)]

    def lines(self) -> tuple[str, ...]:
        """Return the text, row by row."""
        return tuple("".join(row) for row in self._rows)

    def write(self, row: int, column: int, text: str) -> None:
        """Write `text` from a cell on; what has no width of its own joins the cell before."""
        cells = self._rows[row]
        for character in text:
            width = cell_len(character)
            if width == 0:
                cells[column - 1] += character
                continue
            cells[column : column + width] = [character, *[""] * (width - 1)]
            column += width

    def put(self, cell: Cell, character: str) -> None:
        """Write one narrow character."""
        self._rows[cell[0]][cell[1]] = character


def paint(
    size: tuple[int, int],
    boxes: Sequence[Box],
    wires: Iterable[Wire],
    direction: Direction,
    glyphs: Glyphs,
) -> tuple[str, ...]:
    """Return the lines of a drawing of `size` (height, width)."""
    canvas = Canvas(*size)
    for box in boxes:
        _paint_box(canvas, box, glyphs)
    nets: dict[int, list[Wire]] = {}
    for wire in wires:
        nets.setdefault(wire.net, []).append(wire)
    painted: set[Cell] = set()
    for net in nets.values():
        arms = _arms(net)
        for cell, found in arms.items():
            canvas.put(cell, glyphs.crossing[direction] if cell in painted else glyphs.arms[found])
        painted.update(arms)
        for wire in net:
            canvas.put(wire.points[0], glyphs.ports[direction])
            canvas.put(wire.points[-1], glyphs.heads[direction])
    return canvas.lines()


def _paint_box(canvas: Canvas, box: Box, glyphs: Glyphs) -> None:
    side, edge = glyphs.arms[UP | DOWN], glyphs.arms[LEFT | RIGHT]
    top_left, top_right, bottom_left, bottom_right = list(glyphs.corners)
    inner = box.width - 2
    last = box.row + box.height - 1
    canvas.write(box.row, box.column, top_left + edge * inner + top_right)
    canvas.write(last, box.column, bottom_left + edge * inner + bottom_right)
    for row in range(box.row + 1, last):
        canvas.write(row, box.column, side)
        canvas.write(row, box.column + box.width - 1, side)
    for line in box.rows:
        canvas.write(line.row, box.column + 2, line.text)


def _arms(net: Iterable[Wire]) -> dict[Cell, int]:
    """Return the arms of a net's lines in each cell between border and arrow head."""
    arms: dict[Cell, int] = {}
    ends: set[Cell] = set()
    runs: dict[tuple[Cell, Cell], None] = {}
    for wire in net:
        ends.update((wire.points[0], wire.points[-1]))
        runs |= dict.fromkeys(pairwise(wire.points))
    for (row, column), (end_row, end_column) in runs:
        if row == end_row:
            low, high = sorted((column, end_column))
            _run(arms, [(row, place) for place in range(low, high + 1)], RIGHT, LEFT)
        else:
            low, high = sorted((row, end_row))
            _run(arms, [(place, column) for place in range(low, high + 1)], DOWN, UP)
    for cell in ends:
        del arms[cell]
    return arms


def _run(arms: dict[Cell, int], cells: Sequence[Cell], onward: int, back: int) -> None:
    for cell, after in pairwise(cells):
        arms[cell] = arms.get(cell, 0) | onward
        arms[after] = arms.get(after, 0) | back
