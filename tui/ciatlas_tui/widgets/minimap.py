"""The whole of a large drawing in a few cells, and which part of it is in sight."""

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from ciatlas_tui.glyphs import Glyphs

if TYPE_CHECKING:
    from ciatlas.graph import Drawing


class Minimap(Widget):
    """A map of a drawing; it takes no room while all of the drawing is in sight."""

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
        whole = drawing is None or sight.contains_region(
            Region(0, 0, drawing.width, drawing.height)
        )
        self.display = not whole
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint one line of the map."""
        base = self.rich_style
        drawing = self._drawing
        if drawing is None or not self.size:
            return Strip.blank(self.size.width, base)
        marks = _marks(drawing, self.size, self._selected)
        sight = self.get_component_rich_style("minimap--sight")
        chosen = self.get_component_rich_style("minimap--selected")
        segments = []
        for x in range(self.size.width):
            mark = marks.get((x, y), "")
            style = base + sight if self._in_sight(x, y, drawing) else base
            segments.append(
                Segment(self._glyphs.here, style + chosen)
                if mark == "selected"
                else Segment(self._glyphs.box if mark else self._glyphs.ground, style)
            )
        return Strip(Segment.simplify(segments))

    def _in_sight(self, x: int, y: int, drawing: "Drawing") -> bool:
        column = x * drawing.width // self.size.width
        row = y * drawing.height // self.size.height
        return self._sight.contains(column, row)


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
