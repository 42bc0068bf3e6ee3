"""Fewer bytes to the terminal: what it shows already is not sent again.

Textual sends each repainted line from the left edge of its widget, and after whatever may have
moved something all lines there are. Over a slow line that is most of what a key costs.
"""

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.control import Control
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

_PLAIN = Style.null()


class Frame:
    """What the terminal shows, line by line, as far as that is known."""

    def __init__(self) -> None:
        self._lines: list[Strip | None] = []

    def forget(self) -> None:
        """Take nothing for shown any more."""
        self._lines = []

    def frugal(self, update: CompositorUpdate) -> "CompositorUpdate | None":
        """Return an update that sends less, to be sent at once; `None` where all of it is shown."""
        if type(update) is ChopsUpdate:
            return self._difference(_pieces(update))
        if type(update) is LayoutUpdate:
            lines = enumerate(update.strips, update.region.y)
            return self._difference((y, update.region.x, Strip.join(line)) for y, line in lines)
        return update

    def _difference(self, painted: Iterable[tuple[int, int, Strip]]) -> "_Difference | None":
        sent = [(y, *self.show(y, x, cells)) for y, x, cells in painted]
        changed = [one for one in sent if one[-1].cell_length]
        return _Difference(changed) if changed else None

    def show(self, y: int, x: int, cells: Strip) -> tuple[int, Strip]:
        """Take note that cells are shown from a column of a line on.

        Returns:
            Where and what to send for that: the cells that were not shown before.
        """
        while len(self._lines) <= y:
            self._lines.append(None)
        end, line = x + cells.cell_length, self._lines[y]
        if line is None or line.cell_length < end:
            self._lines[y] = cells.simplify() if x == 0 else None
            return x, cells
        parts = [line.crop(0, x), cells, line.crop(end)]
        self._lines[y] = Strip.join(parts).simplify()
        return _changed(x, cells.simplify(), line.crop(x, end).simplify())


class _Difference(CompositorUpdate):
    """Cells by line and column, which the terminal does not show yet."""

    def __init__(self, cells: Sequence[tuple[int, int, Strip]]) -> None:
        self._cells = cells

    def render_segments(self, console: Console) -> str:
        """Return the bytes: style by style, as to say which takes more than to say where."""
        by_style: dict[Style, list[str]] = {}
        for y, x, cells in self._cells:
            for part in cells:
                text = Control.move_to(x, y).segment.text + part.text
                by_style.setdefault(part.style or _PLAIN, []).append(text)
                x += part.cell_length
        system = console._color_system
        return "".join(
            style.render("".join(texts), color_system=system) for style, texts in by_style.items()
        )


def _pieces(update: ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """Yield the cells an update is about, each with its line and column."""
    for y, first, last in update.spans:
        pieces = zip(update.chop_ends[y], update.chops[y].items(), strict=False)
        for end, (x, strip) in pieces:
            start, stop = max(x, first), min(end, last)
            if strip is not None and start < stop:
                yield y, start, strip.crop(start - x, stop - x)


def _changed(x: int, cells: Strip, before: Strip) -> tuple[int, Strip]:
    """Leave out what cells begin and end with as others at their place did."""
    if cells == before:
        return x, Strip([])
    start = _same(_characters(cells), _characters(before))
    end = _same(reversed(list(_characters(cells))), reversed(list(_characters(before))))
    return x + start, cells.crop(start, max(start, cells.cell_length - end))


def _characters(cells: Strip) -> Iterator[tuple[str, Style | None]]:
    return ((character, part.style) for part in cells for character in part.text)


def _same(
    cells: Iterable[tuple[str, Style | None]], before: Iterable[tuple[str, Style | None]]
) -> int:
    """Return how many cells two lines begin with that are the same, styles and all."""
    size = last = 0
    for one, other in zip(cells, before, strict=False):
        if one != other:
            combining = 0 in (cell_len(one[0]), cell_len(other[0]))
            return size - last if combining else size
        last = cell_len(one[0])
        size += last
    return size
