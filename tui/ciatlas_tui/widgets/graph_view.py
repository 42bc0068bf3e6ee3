"""A job graph one can walk: a painted canvas, a viewport that follows the selected job."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

from rich.segment import Segment
from rich.style import Style
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ciatlas_tui.keymap import DRAWING, bindings
from ciatlas_tui.widgets.lettered import Lettered
from ciatlas_tui.widgets.searchable import Searchable

if TYPE_CHECKING:
    from networkx import DiGraph

    from ciatlas.graph import Drawing
    from ciatlas_tui.widgets.graph_walk import Walk, Way

_Span = tuple[int, int]
"""Cells of a line, from the first to the one after the last."""


class GraphView(ScrollView, Searchable, Lettered, can_focus=True):
    """The drawing of a job graph with a selected job, its edges highlighted."""

    BINDINGS = bindings(DRAWING)
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "graph--selected",
        "graph--lit",
        "graph--letter",
        "graph--came",
        "graph--changed",
    }
    SEARCH_HINT = "jump to the job whose name contains"
    STAYS_FILTERED = False

    class Moved(Message):
        """Another job was selected."""

        def __init__(self, job: str) -> None:
            super().__init__()
            self.job = job

    class Opened(Moved):
        """The selected job was opened."""

    class Redrawn(Message):
        """The drawing, or the part of it in sight, is another."""

    def __init__(self, *, ascii_only: bool, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._ascii = ascii_only
        self._graph: DiGraph[str] | None = None
        self._drawing: Drawing | None = None
        self._walk: Walk | None = None
        self._direction: Literal["lr", "td", "auto"] = "auto"
        self._unfolded: set[str] = set()
        self._folded: set[str] = set()
        self._selected: str | None = None
        self._needle = ""
        self._lit: dict[int, list[_Span]] = {}
        self._drawn_for = 0
        self._room: int | None = None
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
        return Region(*self.scroll_offset, *self.size)

    def show_graph(self, graph: "DiGraph[str]", select: str | None = None) -> None:
        """Draw a job graph; `select` or the job selected before stays selected.

        Jobs keep the order they had, so that one version of a workflow moves calmly to the next.
        """
        self._graph = graph
        self._draw()
        drawing = self._drawing
        if drawing is None:
            return
        wanted = select or self._selected
        if wanted not in drawing.box_of:
            wanted = next((job for stage in drawing.stages for job in stage), None)
        self._selected = wanted
        self._light()
        self.refresh()
        self._follow()
        self._announce()

    def _draw(self) -> None:
        from ciatlas.graph import draw
        from ciatlas_tui.widgets.graph_walk import Walk

        if self._graph is None:
            return
        width = self._drawn_for = self.size.width if self._room is None else self._room
        self._drawing = draw(
            self._graph,
            width=max(20, width) if width else None,
            direction=self._direction,
            ascii=self._ascii,
            unfolded=self._unfolded,
            folded=self._folded,
            previous=self._drawing,
        )
        self._walk = Walk(self._drawing)
        self.virtual_size = Size(self._drawing.width, self._drawing.height)
        self.post_message(self.Redrawn())

    def _draw_again(self) -> None:
        self._draw()
        self._light()
        self.refresh()
        self._follow()

    def fit(self, width: int) -> None:
        """Draw for a width from now on, however wide this widget is made for the drawing."""
        self._room = width
        if width != self._drawn_for:
            self._draw_again()

    def on_resize(self) -> None:
        """Draw anew for a new width, unless another one is drawn for."""
        if self._room is None and self.size.width != self._drawn_for:
            self._draw_again()
        else:
            self._follow()
            self.post_message(self.Redrawn())

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
        return strip.crop_extend(left, left + width, base)

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

    def action_walk(self, way: "Way") -> None:
        """Select the next job that way; back the way one came returns to where one was."""
        if self._walk is not None and self._selected is not None:
            self._go(self._walk.step(self._selected, way))

    def select(self, key: str) -> None:
        """Select a job by its id, if it is there."""
        if self._drawing is not None and key in self._drawing.box_of:
            self._go(key)

    def targets(self) -> list[str]:
        """Return the jobs in sight, column by column."""
        if self._drawing is None:
            return []
        jobs = [job for stage in self._drawing.stages for job in stage]
        return [job for job in jobs if self.in_sight.contains(*self._start(job))]

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

    @property
    def tally(self) -> tuple[int, int]:
        """How many jobs the search finds, and of how many."""
        jobs = self._jobs()
        return sum(self._needle in job.casefold() for job in jobs), len(jobs)

    def _jobs(self) -> list[str]:
        return [job for stage in self._drawing.stages for job in stage] if self._drawing else []

    def search(self, text: str) -> None:
        """Select the first job whose name begins with, else contains `text`, in any case."""
        needle = self._needle = text.casefold()
        found = [job for job in self._jobs() if needle in job.casefold()]
        found.sort(key=lambda job: not job.casefold().startswith(needle))
        if needle and found:
            self._go(found[0])

    def _go(self, job: str | None) -> None:
        if job is None or job == self._selected:
            return
        before = self._highlighted()
        self._selected = job
        self._light()
        x, y = self.scroll_offset
        # What is lit before and after looks the same.
        for _, line, (start, end) in before ^ self._highlighted():
            self.refresh(Region(start - x, line - y, end - start, 1))
        self._follow()
        self._announce()

    def _highlighted(self) -> set[tuple[str, int, _Span]]:
        """Return what looks otherwise for the selection: how, on which line, in which cells."""
        found = {("lit", line, span) for line, spans in self._lit.items() for span in spans}
        if self._drawing is not None and self._selected is not None:
            line = self._drawing.row_of(self._selected).row
            found |= {("selected", line, span) for span in self._selected_spans(line)}
        return found

    def action_open(self) -> None:
        """Open the selected job."""
        if self._selected is not None:
            self.post_message(self.Opened(self._selected))

    def action_direction(self) -> None:
        """Turn the drawing."""
        turned = self._drawing is not None and self._drawing.direction == "lr"
        self._direction = "td" if turned else "lr"
        self._draw_again()

    def action_fold(self) -> None:
        """List or hide the matrix legs of the selected job; fold or unfold a box of several."""
        job, drawing = self._selected, self._drawing
        if job is None or drawing is None or self._graph is None:
            return
        box = drawing.boxes[drawing.box_of[job]]
        if self._graph.nodes[job].get("leg_labels"):
            self._unfolded ^= {job}
        elif len(box.jobs) > 1 and self._folded.isdisjoint(box.jobs):
            self._folded.add(job)
        elif len(box.jobs) > 1:
            self._folded.difference_update(box.jobs)
        else:
            return
        self._draw_again()

    def _announce(self) -> None:
        if self._selected is not None:
            self.post_message(self.Moved(self._selected))

    def _follow(self) -> None:
        """Scroll so that the selected job and the arms around it are in sight."""
        if self._drawing is None or self._selected is None:
            return
        line = self._drawing.row_of(self._selected).row
        for start, end in self._selected_spans(line):
            region = Region(start - 2, line - 1, end - start + 4, 3)
            self.scroll_to_region(region, animate=False)

    def watch_scroll_x(self, before: float, now: float) -> None:
        """Tell that another part is in sight."""
        super().watch_scroll_x(before, now)
        self.post_message(self.Redrawn())

    def watch_scroll_y(self, before: float, now: float) -> None:
        """Tell that another part is in sight."""
        super().watch_scroll_y(before, now)
        self.post_message(self.Redrawn())

    def on_click(self, event: Click) -> None:
        """Select the job clicked on; open it when it was selected already."""
        x, y = self.scroll_offset
        job = self._drawing.job_at(event.y + y, event.x + x) if self._drawing else None
        if job is None:
            return
        if job == self._selected:
            self.action_open()
        else:
            self._go(job)


def _runs(columns: set[int]) -> list[_Span]:
    """Return whole numbers as spans without gaps."""
    spans: list[_Span] = []
    for column in sorted(columns):
        if spans and spans[-1][1] == column:
            spans[-1] = (spans[-1][0], column + 1)
        else:
            spans.append((column, column + 1))
    return spans
