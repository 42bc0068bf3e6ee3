"""The whole of a large drawing in a few cells, and which part of it is in sight."""

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from ciatlas_tui.glyphs import Glyphs

if TYPE_CHECKING:
    from ciatlas.graph import Drawing


_TITLE = "map"
_WORTH = 0.75
"""The share of a drawing in sight from which on a map of it helps nobody."""


class Minimap(Widget):
    """A map of a drawing, a frame around what is in sight; no room is taken while most of it is."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"minimap--sight", "minimap--selected"}

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._drawing: Drawing | None = None
        self._sight = Region()
        self._selected: str | None = None

    def show(self, drawing: "Drawing | None", sight: Region, selected: str | None) -> None:
        """Show where `sight` and the selected job lie in the whole of `drawing`."""
        if (drawing, sight, selected) == (self._drawing, self._sight, self._selected):
            return
        self._drawing, self._sight, self._selected = drawing, sight, selected
        self.display = drawing is not None and _seen(drawing, sight) < _WORTH
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint the heading, or one line of the map."""
        base = self.rich_style
        width, height = self.size.width, self.size.height - 1
        drawing = self._drawing
        if drawing is None or height < 1 or y > height:
            return Strip.blank(width, base)
        if y == 0:
            return Strip([Segment(f"{_TITLE} {self._glyphs.rule * width}"[:width], base)])
        marks = _marks(drawing, Size(width, height), self._selected)
        frame = self._frame(drawing, Size(width, height))
        return Strip(Segment.simplify(self._cell((x, y - 1), marks, frame) for x in range(width)))

    def _cell(
        self,
        at: tuple[int, int],
        marks: dict[tuple[int, int], str],
        frame: dict[tuple[int, int], str],
    ) -> Segment:
        """Paint one cell: the selected job, else the frame, else a box."""
        mark = marks.get(at)
        if mark == "selected":
            chosen = self.get_component_rich_style("minimap--selected")
            return Segment(self._glyphs.here, self.rich_style + chosen)
        if at in frame:
            sight = self.get_component_rich_style("minimap--sight")
            return Segment(frame[at], self.rich_style + sight)
        return Segment(self._glyphs.box if mark else self._glyphs.ground, self.rich_style)

    def _frame(self, drawing: "Drawing", size: Size) -> dict[tuple[int, int], str]:
        """Return the cells around the part in sight, each with its piece of the frame."""
        sight = self._sight.intersection(Region(0, 0, drawing.width, drawing.height))
        left = sight.x * size.width // drawing.width
        right = max(left, (sight.right * size.width - 1) // drawing.width)
        top = sight.y * size.height // drawing.height
        bottom = max(top, (sight.bottom * size.height - 1) // drawing.height)
        if top == bottom:
            return {(left, top): "[", (right, top): "]"}
        glyphs = self._glyphs
        frame = {(x, y): glyphs.rule for x in range(left, right + 1) for y in (top, bottom)}
        frame |= {(x, y): glyphs.bar for y in range(top, bottom + 1) for x in (left, right)}
        corners = ((left, top), (right, top), (left, bottom), (right, bottom))
        return frame | dict(zip(corners, glyphs.corners, strict=True))


def _seen(drawing: "Drawing", sight: Region) -> float:
    """Return which share of a drawing is in sight."""
    whole = Region(0, 0, drawing.width, drawing.height)
    return sight.intersection(whole).area / whole.area if whole.area else 1


def _marks(drawing: "Drawing", size: Size, selected: str | None) -> dict[tuple[int, int], str]:
    """Return which cells of a map of `size` hold a box, and which the selected job."""
    marks: dict[tuple[int, int], str] = {}
    for box in drawing.boxes:
        for row in box.rows:
            x = (box.column + box.width // 2) * size.width // drawing.width
            y = row.row * size.height // drawing.height
            if selected in row.jobs:
                marks[x, y] = "selected"
            else:
                marks.setdefault((x, y), "box")
    return marks
