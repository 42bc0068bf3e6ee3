"""How a workflow's parts share the screen: the drawing takes what it needs, the job the rest."""

from collections.abc import Sequence
from typing import Literal

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import ContentSwitcher

from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.screens.pipeline_view import JOBS, STEPS
from ciatlas_tui.widgets.facts import Fact, Facts
from ciatlas_tui.widgets.file_page import FilePage
from ciatlas_tui.widgets.graph_view import GraphView
from ciatlas_tui.widgets.lines import Section
from ciatlas_tui.widgets.listing import Listing
from ciatlas_tui.widgets.minimap import Minimap
from ciatlas_tui.widgets.pane import Pane

_BESIDE = 60
"""Cells below which one pane is shown at a time."""
_INSPECTOR = ((160, 72), (100, 46), (_BESIDE, 34))
"""Cells of the screen, and those of the inspector there at least, however wide the drawing."""
_ABOUT_LINES = 3
"""Lines below a drawing without which the words about the whole file are left out."""
_ABOUT_WIDTH = 38
_ABOUT_SHARE = 2 / 5
"""The least those words take of the width, where the drawing takes less."""
_OUTLINE_AROUND = 2
"""The line of titles above an outline and the blank one below."""
_VERSIONS = 3
"""Versions without which there is no list of them."""
_VERSION_HEADINGS = 3
"""Headings of the words about the file and of its versions, and a blank line between."""
_FACT_LINES = 3
"""Lines the longest condition takes beside its name."""
_MAP_HEIGHT = 20
"""Lines of an inspector that has some to spare for a map."""

Picture = Literal["graph", "outline"]


class WorkflowPanes(Horizontal):
    """Drawing or outline left, the selected job right; one at a time where room is short."""

    def __init__(self, glyphs: Glyphs, *, ascii_only: bool) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._ascii = ascii_only
        self._brief: list[Fact] = []
        self._whole: list[Fact] = []

    def compose(self) -> ComposeResult:
        """Put drawing and outline in one place, the job beside it."""
        with Pane(id="left"):
            with ContentSwitcher(initial="graph", id="picture"):
                yield GraphView(ascii_only=self._ascii, id="graph")
                yield Listing(JOBS, self._glyphs, id="outline", empty="no jobs")
            with Vertical(id="about"):
                yield Section("About this file", self._glyphs)
                yield Facts(self._glyphs, id="about-facts")
                with Vertical(id="versions"):
                    yield Section("Newest versions", self._glyphs)
                    yield Facts(self._glyphs, one_line=True, id="version-facts")
        with Pane(id="inspector"):
            with Vertical(id="inspected"):
                yield Facts(self._glyphs, most=_FACT_LINES, id="job")
                yield Listing(STEPS, self._glyphs, id="steps", titles=False, empty="no steps")
                yield Minimap(self._glyphs)
            yield FilePage(self._glyphs)

    @property
    def alone(self) -> bool:
        """Whether one pane is shown at a time."""
        return self._width < _BESIDE

    @property
    def picture(self) -> Picture:
        """Which of drawing and outline is there."""
        shown = self.query_one("#picture", ContentSwitcher).current
        return "outline" if shown == "outline" else "graph"

    @picture.setter
    def picture(self, shown: Picture) -> None:
        self.query_one("#picture", ContentSwitcher).current = shown
        self.share()

    def show_file(self, path: str, brief: Sequence[Fact], whole: Sequence[Fact]) -> None:
        """Say what is to be said of the file at a path: all where there is room, else briefly."""
        self._brief, self._whole = list(brief), list(whole)
        self.query_one(FilePage).show([("file", path), *whole])
        self.share()

    @property
    def reads_file(self) -> bool:
        """Whether the inspector tells all about the file in the place of the job."""
        return self.query_one(FilePage).display

    @reads_file.setter
    def reads_file(self, shown: bool) -> None:
        self.query_one("#inspected").display = not shown
        self.query_one(FilePage).display = shown

    @property
    def _width(self) -> int:
        return self.size.width or self.app.size.width  # before the first layout

    class Roomy(Message):
        """There is room for some versions below the picture."""

        def __init__(self, versions: int) -> None:
            super().__init__()
            self.versions = versions

    def on_resize(self) -> None:
        """Share the new room."""
        self.share()

    def on_graph_view_redrawn(self) -> None:
        """Share the room anew when another part of it, or another drawing, is to be seen."""
        self.share()

    def share(self) -> None:
        """Give the picture the room it needs, and the rest to the words below and beside it."""
        self.set_class(self.alone, "-alone")
        self.query_one(GraphView).fit(self._room - 1)  # a scrollbar may stand beside it
        width, height = self._wanted()
        lines = self.size.height
        about = height + _ABOUT_LINES <= lines
        self.query_one("#about").display = about
        self.query_one("#picture").styles.height = height if about else "1fr"
        if about:
            width = max(width, _ABOUT_WIDTH, int(self._width * _ABOUT_SHARE))
        self._share_about(lines - height if about else 0, width)
        left = self.query_one("#left")
        left.styles.width = None if self.alone else min(self._room, width)
        self._map()

    def _share_about(self, lines: int, width: int) -> None:
        """Say all about the file where that leaves lines to versions, or these have none anyway."""
        facts = self.query_one("#about-facts", Facts)
        cells = self._width if self.alone else min(self._room, width)
        left = lines - _VERSION_HEADINGS
        brief, whole = (facts.height_of(told, cells) for told in (self._brief, self._whole))
        crowded = left - brief < _VERSIONS
        in_full = whole <= (lines - 1 if crowded else left - _VERSIONS)
        facts.show(self._whole if in_full else self._brief)
        room = left - (whole if in_full else brief)
        self.query_one("#versions").display = room >= _VERSIONS
        if room >= _VERSIONS and self._brief:
            self.post_message(self.Roomy(room))

    @property
    def _room(self) -> int:
        """Cells the picture may take."""
        width = self._width
        return width - next((cells for least, cells in _INSPECTOR if width >= least), 0)

    def _wanted(self) -> tuple[int, int]:
        """Return how many cells and lines the picture takes at most."""
        drawing = self.query_one(GraphView).drawing
        if self.picture == "outline" or drawing is None:
            outline = self.query_one("#outline", Listing)
            return outline.full_width, max(1, len(outline.rows)) + _OUTLINE_AROUND
        return drawing.width + 1, drawing.height + 1  # what stands beside it keeps its distance

    def _map(self) -> None:
        """Show a map of the drawing where there is room for one."""
        graph = self.query_one(GraphView)
        there = not self.alone and self.size.height >= _MAP_HEIGHT and self.picture == "graph"
        drawing = graph.drawing if there else None
        self.query_one(Minimap).show(drawing, graph.in_sight, graph.selected)
