"""A list with a cursor on one cell of a row, where a cell is more than a part of its row."""

from collections.abc import Sequence
from typing import Any

from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.keymap import CELLS, bindings
from ciatlas_tui.widgets.listing import Column, Listing


class Cells(Listing):
    """A list of rows and the cells in them; that the cursor moved is told of cells as well."""

    BINDINGS = bindings(CELLS)

    def __init__(
        self, columns: Sequence[Column], glyphs: Glyphs, cells: Sequence[int], **options: Any
    ) -> None:
        """Make a list; `cells` are the numbers of the columns one can go to, the first one first.

        Other options are those of `Listing`.
        """
        super().__init__(columns, glyphs, **options)
        self._cells = tuple(cells)
        self._cell = self._cells[0]

    @property
    def cell(self) -> int:
        """The number of the column the cursor is in; the first of those shown if it is not."""
        shown = self._reachable
        return self._cell if self._cell in shown or not shown else shown[0]

    @property
    def _reachable(self) -> list[int]:
        return [number for number, _ in self._layout if number in self._cells]

    @property
    def _lit(self) -> int:
        return self.cell

    def action_cell(self, step: int) -> None:
        """Go to the cell beside; there is nothing beyond the first and the last."""
        shown, here = self._reachable, self.cell
        if here not in shown or not self.rows:
            return
        self._cell = shown[max(0, min(shown.index(here) + step, len(shown) - 1))]
        if self._cell != here:
            y = self._cursor - self.scroll_offset.y + self._head
            self.refresh(self._cell_at(here, y), self._cell_at(self._cell, y))
            self._tell()

    def on_resize(self) -> None:
        """Tell of the cell that is left where the one before is out of sight."""
        super().on_resize()
        if self._cell != self.cell:
            self._tell()

    def on_click(self, event: object) -> None:
        """Go to the cell clicked on; open it when it was the selected one already."""
        x, y = getattr(event, "x", 0), getattr(event, "y", 0)
        clicked = next((n for n in self._reachable if self._cell_at(n, y).contains(x, y)), None)
        here = y - self._head + self.scroll_offset.y == self._cursor
        if clicked is not None and clicked != self.cell:
            steps = self._reachable.index(clicked) - self._reachable.index(self.cell)
            self.action_cell(steps)
            if here:
                return
        super().on_click(event)
