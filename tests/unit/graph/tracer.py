"""Follows the lines of a drawing through its characters alone, as an eye would.

It knows the text and the rectangles of the boxes, nothing of how the drawing was made.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from ciatlas.graph import Drawing

UP, DOWN, LEFT, RIGHT = (-1, 0), (1, 0), (0, -1), (0, 1)
Heading = tuple[int, int]
Cell = tuple[int, int]

_ARMS: dict[str, tuple[Heading, ...]] = {
    "─": (LEFT, RIGHT),
    "│": (UP, DOWN),
    "╭": (RIGHT, DOWN),
    "╮": (LEFT, DOWN),
    "╰": (UP, RIGHT),
    "╯": (UP, LEFT),
    "├": (UP, RIGHT, DOWN),
    "┤": (UP, DOWN, LEFT),
    "┬": (LEFT, RIGHT, DOWN),
    "┴": (LEFT, RIGHT, UP),
    "╋": (UP, DOWN, LEFT, RIGHT),
}
_ONWARD = {"lr": RIGHT, "td": DOWN}
_HEADS = {"lr": "▶>", "td": "▼v"}
_PORTS = {"lr": "├+", "td": "┬+"}


class BrokenLineError(Exception):
    """A line that ends nowhere, runs backwards or into something it must not touch."""


@dataclass(frozen=True)
class Rectangle:
    row: int
    column: int
    height: int
    width: int

    def __contains__(self, cell: Cell) -> bool:
        row, column = cell
        return 0 <= row - self.row < self.height and 0 <= column - self.column < self.width


def reachable(drawing: Drawing) -> list[set[int]]:
    """Return, for each box, the numbers of the boxes that its lines lead to."""
    boxes = [Rectangle(box.row, box.column, box.height, box.width) for box in drawing.boxes]
    return Tracer(drawing.lines, boxes, drawing.direction).reachable()


class Tracer:
    def __init__(self, lines: Sequence[str], boxes: Sequence[Rectangle], direction: str) -> None:
        self.grid = [list(_cells(line)) for line in lines]
        self.boxes = boxes
        self.onward = _ONWARD[direction]
        self.backward = (-self.onward[0], -self.onward[1])
        self.head = _HEADS[direction]
        self.port = _PORTS[direction]
        self.box_at = {
            (row, column): number
            for number, box in enumerate(boxes)
            for row in range(box.row, box.row + box.height)
            for column in range(box.column, box.column + box.width)
        }
        self.seen: set[Cell] = set()

    def reachable(self) -> list[set[int]]:
        """Trace every box; a line cell no trace has come by is an error as well."""
        found = [self._from_box(number) for number in range(len(self.boxes))]
        for row, line in enumerate(self.grid):
            for column, character in enumerate(line):
                cell = row, column
                if character != " " and cell not in self.box_at and cell not in self.seen:
                    raise BrokenLineError(f"{character!r} at {cell} belongs to no line")
        return found

    def _from_box(self, number: int) -> set[int]:
        reached: set[int] = set()
        states = [(_step(port, self.onward), self.onward) for port in self._ports(number)]
        known = set(states)
        while states:
            cell, heading = states.pop()
            self.seen.add(cell)
            if self._at(cell) in self.head and heading == self.onward:
                reached.add(self._target(cell))
                continue
            for onward in self._exits(cell, heading):
                state = (_step(cell, onward), onward)
                if state not in known:
                    known.add(state)
                    states.append(state)
        return reached

    def _ports(self, number: int) -> Iterator[Cell]:
        box = self.boxes[number]
        if self.onward == RIGHT:
            side = [
                (row, box.column + box.width - 1)
                for row in range(box.row + 1, box.row + box.height - 1)
            ]
        else:
            side = [
                (box.row + box.height - 1, column)
                for column in range(box.column + 1, box.column + box.width - 1)
            ]
        return (cell for cell in side if self._at(cell) in self.port)

    def _target(self, cell: Cell) -> int:
        beyond = _step(cell, self.onward)
        if beyond not in self.box_at:
            raise BrokenLineError(f"the arrow head at {cell} points at nothing")
        return self.box_at[beyond]

    def _exits(self, cell: Cell, heading: Heading) -> list[Heading]:
        back = (-heading[0], -heading[1])
        if cell in self.box_at:
            raise BrokenLineError(f"a line runs into the box at {cell}")
        arms = self._arms(cell, heading)
        if back not in arms:
            raise BrokenLineError(f"a line ends before {cell}")
        if len(arms) < 2:
            raise BrokenLineError(f"a line ends at {cell}")
        # Where the only other arm leads backward, another source joins, and the trace is over.
        return [arm for arm in arms if arm not in (back, self.backward)]

    def _arms(self, cell: Cell, heading: Heading) -> tuple[Heading, ...]:
        character = self._at(cell)
        back = (-heading[0], -heading[1])
        if character in "┼|-":
            self._crossing_is_fair(cell, heading)
            return (heading, back)
        if character == "+":
            joined = [arm for arm in (UP, DOWN, LEFT, RIGHT) if self._joins(cell, arm)]
            return (*joined,)
        return _ARMS.get(character, ())

    def _crossing_is_fair(self, cell: Cell, heading: Heading) -> None:
        """Under ASCII, only the line along the flow may pass below the one across it."""
        across = {RIGHT: "-", DOWN: "|"}[self.onward]
        if self._at(cell) == across and heading not in (self.onward, self.backward):
            raise BrokenLineError(f"a line across the flow ends at {cell}")

    def _joins(self, cell: Cell, arm: Heading) -> bool:
        """Tell whether the neighbour of an ASCII joint reaches out to it."""
        beyond = _step(cell, arm)
        if beyond in self.box_at:
            return False
        character = self._at(beyond, outside=" ")
        along = "-" if arm in (LEFT, RIGHT) else "|"
        return character in (along, "+") or (arm == self.onward and character in self.head)

    def _at(self, cell: Cell, outside: str | None = None) -> str:
        row, column = cell
        if 0 <= row < len(self.grid) and 0 <= column < len(self.grid[row]):
            return self.grid[row][column]
        if outside is None:
            raise BrokenLineError(f"a line leaves the drawing at {cell}")
        return outside


def _step(cell: Cell, heading: Heading) -> Cell:
    return cell[0] + heading[0], cell[1] + heading[1]


def _cells(line: str) -> Iterator[str]:
    for character in line:
        width = cell_len(character)
        if width:
            yield character
            yield from [""] * (width - 1)
