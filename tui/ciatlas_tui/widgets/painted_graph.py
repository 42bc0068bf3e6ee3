"""The drawing of a job graph, painted line by line with what is selected in it."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip

if TYPE_CHECKING:
    from ciatlas.graph import Drawing

_Span = tuple[int, int]
"""Cells of a line, from the first to the one after the last."""


class PaintedGraph(ScrollView):
    """A drawing, its selected job and that job's edges highlighted; without any keys.

    Where only a part of it is in sight, a box that goes on beyond an edge ends in the mark of what
    was left out.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "graph--selected",
        "graph--lit",
        "graph--letter",
        "graph--came",
        "graph--changed",
    }

    def __init__(
        self,
        cut: str,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        """Show nothing yet; `cut` is the mark of what was left out, one cell wide."""
        super().__init__(id=id)
        self._cut = cut
        self._drawing: Drawing | None = None
        self._lined_up: Drawing | None = None
        self._boxes: dict[int, list[_Span]] = {}
        self._selected: str | None = None
        self._lit: dict[int, list[_Span]] = {}
        self._letters: Mapping[str, str] = {}
        self._signs: Mapping[str, tuple[str, str]] = {}

    @property
    def selected(self) -> str | None:
        """Id of the selected job."""
        return self._selected

    @property
    def drawing(self) -> "Drawing | None":
        """What is shown."""
        return self._drawing

    @property
    def in_sight(self) -> Region:
        """The part of the drawing that is in sight, in cells."""
        return Region(*self.scroll_offset, *self.scrollable_content_region.size)

    def show_letters(self, letters: Mapping[str, str]) -> None:
        """Show a letter where the row of each of these jobs begins."""
        self._letters = letters
        self.refresh()

    def show_signs(self, signs: Mapping[str, tuple[str, str]]) -> None:
        """Show by job a character where its row begins, in the colour of a kind of change."""
        self._signs = signs
        self.refresh()

    def _signs_on(self, line: int) -> Iterator[tuple[int, str, str]]:
        """Yield column, character and kind of what begins the rows of jobs on a line."""
        signs = {**self._signs, **{job: (sign, "letter") for job, sign in self._letters.items()}}
        for job, (sign, kind) in signs.items():
            if self._drawing is not None and job in self._drawing.box_of:
                column, row = self._start(job)
                if row == line:
                    yield column, sign, kind

    def _start(self, job: str) -> tuple[int, int]:
        """Return column and line of the first cell inside a job's box."""
        assert self._drawing is not None  # noqa: S101 - narrows the type
        box = self._drawing.boxes[self._drawing.box_of[job]]
        return box.column + 1, self._drawing.row_of(job).row

    def render_line(self, y: int) -> Strip:
        """Paint one line of the canvas that is in sight."""
        base = self.rich_style
        width = self.size.width
        line = y + self.scroll_offset.y
        drawing = self._drawing
        if drawing is None or line >= drawing.height:
            return Strip.blank(width, base)
        strip = Strip(self._segments(drawing.lines[line], line, base), drawing.width)
        for column, sign, kind in self._signs_on(line):
            style = base + self.get_component_rich_style(f"graph--{kind}")
            before, after = strip.crop(0, column), strip.crop(column + 1, drawing.width)
            strip = Strip.join([before, Strip([Segment(sign, style)]), after])
        left = self.scroll_offset.x
        return self._with_cuts(strip.crop_extend(left, left + width, base), line, base)

    def _with_cuts(self, strip: Strip, line: int, base: Style) -> Strip:
        """Put the mark on the first and last cell in sight where a box goes on beyond it."""
        drawing, left = self._drawing, self.scroll_offset.x
        right = left + self.scrollable_content_region.width
        if drawing is None or (left == 0 and drawing.width <= right):
            return strip
        for start, end in self._boxes_on(drawing).get(line, ()):
            for edge, column in ((left, 0), (right, right - left - 1)):
                if start < edge < end:
                    before, after = strip.crop(0, column), strip.crop(column + 1)
                    strip = Strip.join([before, Strip([Segment(self._cut, base)]), after])
        return strip

    def _boxes_on(self, drawing: "Drawing") -> Mapping[int, list[_Span]]:
        """Return the cells of the boxes by line; asked for with every line painted."""
        if self._lined_up is not drawing:
            self._lined_up, self._boxes = drawing, {}
            for box in drawing.boxes:
                for line in range(box.row, box.row + box.height):
                    span = box.column, box.column + box.width
                    self._boxes.setdefault(line, []).append(span)
        return self._boxes

    def _segments(self, text: str, line: int, base: Style) -> Iterator[Segment]:
        """Cut a line where it is highlighted."""
        spans = [(span, "graph--lit") for span in self._lit.get(line, ())]
        spans += [(span, "graph--selected") for span in self._selected_spans(line)]
        rest, at = Segment(text, base), 0
        for (start, end), name in sorted(spans):
            before, rest = rest.split_cells(start - at)
            inside, rest = rest.split_cells(end - start)
            style = self.get_component_rich_style(name)
            if before.text:
                yield before
            yield Segment(inside.text, base + style)
            at = end
        if rest.text:
            yield rest

    def _selected_spans(self, line: int) -> list[_Span]:
        drawing, job = self._drawing, self._selected
        if drawing is None or job is None or drawing.row_of(job).row != line:
            return []
        box = drawing.boxes[drawing.box_of[job]]
        return [(box.column + 1, box.column + box.width - 1)]

    def _light(self) -> None:
        """Find the cells of the lines that leave or reach the selected job."""
        cells: dict[int, set[int]] = {}
        if self._drawing is not None and self._selected is not None:
            for wire in self._drawing.wires_at(self._selected):
                for (row, column), (to_row, to_column) in zip(
                    wire.points, wire.points[1:], strict=False
                ):
                    for line in range(min(row, to_row), max(row, to_row) + 1):
                        between = range(min(column, to_column), max(column, to_column) + 1)
                        cells.setdefault(line, set()).update(between)
        self._lit = {line: _runs(columns) for line, columns in cells.items()}

    def _highlighted(self) -> set[tuple[str, int, _Span]]:
        """Return what looks otherwise for the selection: how, on which line, in which cells."""
        found = {("lit", line, span) for line, spans in self._lit.items() for span in spans}
        if self._drawing is not None and self._selected is not None:
            line = self._drawing.row_of(self._selected).row
            found |= {("selected", line, span) for span in self._selected_spans(line)}
        return found

    def _repaint(self, before: set[tuple[str, int, _Span]]) -> None:
        """Repaint what was highlighted before or is now; both ways it looks the same."""
        x, y = self.scroll_offset
        for _, line, (start, end) in before ^ self._highlighted():
            self.refresh(Region(start - x, line - y, end - start, 1))

    def _follow(self) -> None:
        """Scroll so that the selected job and the arms around it are in sight."""
        if self._drawing is None or self._selected is None:
            return
        line = self._drawing.row_of(self._selected).row
        for start, end in self._selected_spans(line):
            region = Region(start - 2, line - 1, end - start + 4, 3)
            self.scroll_to_region(region, animate=False)


def _runs(columns: set[int]) -> list[_Span]:
    """Return whole numbers as spans without gaps."""
    spans: list[_Span] = []
    for column in sorted(columns):
        if spans and spans[-1][1] == column:
            spans[-1] = (spans[-1][0], column + 1)
        else:
            spans.append((column, column + 1))
    return spans
