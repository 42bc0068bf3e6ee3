"""A job graph one can walk: a painted canvas, a viewport that follows the selected job."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ciatlas_tui.keymap import DRAWING, bindings

if TYPE_CHECKING:
    from networkx import DiGraph

    from ciatlas.graph import Drawing

_AWAY = {"left": "right", "right": "left", "up": "down", "down": "up"}


@dataclass(frozen=True, slots=True)
class _Cell:
    """Where a job stands on the canvas: its box row, the cells it fills, and its column."""

    job: str
    line: int
    start: int
    end: int


class GraphView(ScrollView, can_focus=True):
    """The drawing of a job graph with a selected job."""

    BINDINGS = bindings(DRAWING)
    COMPONENT_CLASSES: ClassVar[set[str]] = {"graph--selected"}

    class Moved(Message):
        """Another job was selected."""

        def __init__(self, job: str) -> None:
            super().__init__()
            self.job = job

    class Opened(Moved):
        """The selected job was opened."""

    def __init__(self, *, ascii_only: bool, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._ascii = ascii_only
        self._graph: DiGraph[str] | None = None
        self._drawing: Drawing | None = None
        self._cells: dict[str, _Cell] = {}
        self._direction: Literal["lr", "td", "auto"] = "auto"
        self._selected: str | None = None
        self._came_from: dict[tuple[str, str], str] = {}

    @property
    def selected(self) -> str | None:
        """Id of the selected job."""
        return self._selected

    def show_graph(self, graph: "DiGraph[str]", select: str | None = None) -> None:
        """Draw a job graph; `select` or the job selected before stays selected."""
        self._graph = graph
        wanted = select or self._selected
        self._came_from.clear()
        self._draw()
        first = min(self._cells.values(), key=lambda cell: (cell.start, cell.line), default=None)
        self._selected = wanted if wanted in self._cells else first.job if first else None
        self.refresh()
        self._announce()

    def _draw(self) -> None:
        from ciatlas.graph import draw

        if self._graph is None:
            return
        self._drawing = draw(
            self._graph,
            width=max(20, self.size.width) if self.size.width else None,
            direction=self._direction,
            ascii=self._ascii,
        )
        self._cells = {
            job: _Cell(job, row.row, box.column + 1, box.column + box.width - 1)
            for box in self._drawing.boxes
            for row in box.rows
            for job in row.jobs
        }
        self.virtual_size = Size(self._drawing.width, self._drawing.height)

    def on_resize(self) -> None:
        """Draw anew for the new width."""
        self._draw()
        self.refresh()
        self._follow()

    def render_line(self, y: int) -> Strip:
        """Paint one line of the canvas that is in sight."""
        width = self.size.width
        line = y + self.scroll_offset.y
        if self._drawing is None or line >= len(self._drawing.lines):
            return Strip.blank(width, self.rich_style)
        text = self._drawing.lines[line]
        strip = Strip([Segment(text, self.rich_style)])
        cell = self._cells.get(self._selected or "")
        if cell is not None and cell.line == line:
            strip = self._marked(strip, cell)
        left = self.scroll_offset.x
        return strip.crop_extend(left, left + width, self.rich_style)

    def _marked(self, strip: Strip, cell: _Cell) -> Strip:
        before, inside, after = strip.divide([cell.start, cell.end, strip.cell_length])
        style = self.get_component_rich_style("graph--selected")
        return Strip.join([before, inside.apply_style(style), after])

    def action_walk(self, way: str) -> None:
        """Select the next job that way; back the way one came returns to where one was."""
        if self._selected is None or self._graph is None:
            return
        target = self._came_from.get((self._selected, way)) or self._next(way)
        if target is None or target == self._selected:
            return
        before = self._cells[self._selected]
        self._came_from[target, _AWAY[way]] = self._selected
        self._selected = target
        self._repaint(before)
        self._repaint(self._cells[target])
        self._follow()
        self._announce()

    def _next(self, way: str) -> str | None:
        """Follow an edge where there is one, else take the nearest job that way."""
        assert self._graph is not None  # noqa: S101 - action_walk has looked
        here = self._cells[self._selected or ""]
        along = {"left": self._graph.predecessors, "right": self._graph.successors}
        if self._drawing is not None and self._drawing.direction == "td":
            along = {"up": self._graph.predecessors, "down": self._graph.successors}
        if way in along:
            linked = [job for job in along[way](here.job) if job in self._cells]
            near = min(linked, key=lambda job: self._distance(here, job), default=None)
            if near is not None:
                return near
        others = [job for job in self._cells if job != here.job and self._lies(here, job, way)]
        return min(others, key=lambda job: self._distance(here, job, way), default=None)

    def _lies(self, here: _Cell, job: str, way: str) -> bool:
        cell = self._cells[job]
        return {
            "left": cell.end <= here.start,
            "right": cell.start >= here.end,
            "up": cell.line < here.line and cell.start < here.end and here.start < cell.end,
            "down": cell.line > here.line and cell.start < here.end and here.start < cell.end,
        }[way]

    def _distance(self, here: _Cell, job: str, way: str = "") -> tuple[int, int, str]:
        cell = self._cells[job]
        lines, columns = abs(cell.line - here.line), abs(cell.start - here.start)
        return (columns, lines, job) if way in ("left", "right") else (lines, columns, job)

    def action_open(self) -> None:
        """Open the selected job."""
        if self._selected is not None:
            self.post_message(self.Opened(self._selected))

    def action_direction(self) -> None:
        """Turn the drawing."""
        turned = self._drawing is not None and self._drawing.direction == "lr"
        self._direction = "td" if turned else "lr"
        self._draw()
        self.refresh()
        self._follow()

    def select(self, job: str) -> None:
        """Select a job."""
        if job in self._cells and job != self._selected:
            self._selected = job
            self.refresh()
            self._follow()

    def _announce(self) -> None:
        if self._selected is not None:
            self.post_message(self.Moved(self._selected))

    def _repaint(self, cell: _Cell) -> None:
        x, y = self.scroll_offset
        self.refresh(Region(cell.start - x, cell.line - y, cell.end - cell.start, 1))

    def _follow(self) -> None:
        cell = self._cells.get(self._selected or "")
        if cell is not None:
            region = Region(cell.start - 1, cell.line - 1, cell.end - cell.start + 2, 3)
            self.scroll_to_region(region, animate=False)

    def on_click(self, event: object) -> None:
        """Select the job clicked on; open it when it was selected already."""
        x = getattr(event, "x", 0) + self.scroll_offset.x
        y = getattr(event, "y", 0) + self.scroll_offset.y
        for cell in self._cells.values():
            if cell.line == y and cell.start <= x < cell.end:
                if cell.job == self._selected:
                    self.action_open()
                else:
                    self.select(cell.job)
                    self._announce()
