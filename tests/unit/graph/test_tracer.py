"""The tracer that judges drawings is judged here: it has to notice every damaged line."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import pytest

from ciatlas.graph import Drawing, draw
from tests.unit.graph.graphs import KNOWN
from tests.unit.graph.tracer import BrokenLineError, Rectangle, Tracer, reachable

_LINES = "─│╭╮╰╯├┤┬┴┼╋▶▼"
_OTHER = {"─": "│", "│": "─", "▶": "─", "▼": "│", "╭": "╮", "╮": "╭", "╰": "╯", "╯": "╰"}


def line_cells(drawing: Drawing) -> Iterator[tuple[int, int]]:
    """Yield the cells of lines, and of the ports they leave by."""
    inside = {
        (row, column)
        for box in drawing.boxes
        for row in range(box.row, box.row + box.height)
        for column in range(box.column, box.column + box.width)
    }
    ports = {wire.points[0] for wire in drawing.wires}
    for row, line in enumerate(drawing.lines):
        for column, character in enumerate(line):
            if character in _LINES and ((row, column) not in inside or (row, column) in ports):
                yield row, column


def changed(drawing: Drawing, row: int, column: int, character: str) -> Drawing:
    line = drawing.lines[row]
    lines = list(drawing.lines)
    lines[row] = line[:column] + character + line[column + 1 :]
    return replace(drawing, lines=tuple(lines))


def verdict(drawing: Drawing) -> list[set[int]] | str:
    try:
        return reachable(drawing)
    except BrokenLineError:
        return "broken"


@pytest.mark.parametrize("direction", ["lr", "td"])
@pytest.mark.parametrize("name", KNOWN)
def test_a_removed_cell_never_goes_unnoticed(name: str, direction: Literal["lr", "td"]) -> None:
    drawing = draw(KNOWN[name], direction=direction)
    before = reachable(drawing)
    for row, column in line_cells(drawing):
        assert verdict(changed(drawing, row, column, " ")) != before, (row, column)


@pytest.mark.parametrize("direction", ["lr", "td"])
@pytest.mark.parametrize("name", KNOWN)
def test_a_turned_cell_never_goes_unnoticed(name: str, direction: Literal["lr", "td"]) -> None:
    drawing = draw(KNOWN[name], direction=direction)
    before = reachable(drawing)
    for row, column in line_cells(drawing):
        other = _OTHER.get(drawing.lines[row][column])
        if other is not None:
            assert verdict(changed(drawing, row, column, other)) != before, (row, column)


def test_a_crossing_is_no_contact() -> None:
    lines = [
        "┌─┐     ┌─┐",
        "│a├─╮╭─▶│c│",
        "└─┘ ││  └─┘",
        "┌─┐ ││  ┌─┐",
        "│b├─┼╯╭▶│d│",
        "└─┘ ╰─╯ └─┘",
    ]
    a, b, c, d = (Rectangle(row, column, 3, 3) for column in (0, 8) for row in (0, 3))
    assert Tracer(lines, [a, b, c, d], "lr").reachable() == [{3}, {2}, set(), set()]
    joined = [line.replace("┼", "╋") for line in lines]
    assert Tracer(joined, [a, b, c, d], "lr").reachable() == [{2, 3}, {2, 3}, set(), set()]


def test_a_stray_line_is_noticed() -> None:
    drawing = draw(KNOWN["diamond"], direction="lr")
    empty = drawing.lines[0].index(" ")
    with pytest.raises(BrokenLineError, match="belongs to no line"):
        reachable(changed(drawing, 0, empty, "─"))
