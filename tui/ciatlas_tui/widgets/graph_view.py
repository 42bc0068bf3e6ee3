"""A job graph one can walk, with a viewport that follows the selected job."""

from typing import TYPE_CHECKING, Literal

from textual.events import Click
from textual.geometry import Size
from textual.message import Message

from ciatlas_tui.glyphs import choose
from ciatlas_tui.keymap import DRAWING, bindings
from ciatlas_tui.widgets.lettered import Lettered
from ciatlas_tui.widgets.painted_graph import PaintedGraph
from ciatlas_tui.widgets.searchable import Searchable

if TYPE_CHECKING:
    from networkx import DiGraph

    from ciatlas_tui.widgets.graph_walk import Walk, Way


class GraphView(PaintedGraph, Searchable, Lettered, can_focus=True):
    """The drawing of a job graph with a selected job, its edges highlighted."""

    BINDINGS = bindings(DRAWING)
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
        super().__init__(choose(ascii_only).ellipsis, id=id)
        self._ascii = ascii_only
        self._graph: DiGraph[str] | None = None
        self._walk: Walk | None = None
        self._direction: Literal["lr", "td", "auto"] = "auto"
        self._unfolded: set[str] = set()
        self._folded: set[str] = set()
        self._needle = ""
        self._drawn_for = 0
        self._room: int | None = None

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
        self._repaint(before)
        self._follow()
        self._announce()

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
