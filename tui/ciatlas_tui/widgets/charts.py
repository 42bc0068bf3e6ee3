"""Charts beside each other, each under its title, with the numbers that go with it."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from ciatlas.display import visible
from ciatlas.model.chart import Chart
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.widgets.awaiting import Awaiting
from ciatlas_tui.widgets.lines import Section
from ciatlas_tui.widgets.plots import Plots

BESIDE = 100
"""Cells from which on there is room for more than one chart."""


class Charts(Horizontal, Awaiting):
    """As many charts as there are names, the first alone where room is short."""

    def __init__(
        self,
        names: Sequence[str],
        glyphs: Glyphs,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._names = tuple(names)
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Put a heading above each."""
        for name in self._names:
            with Vertical():
                yield Section(name, self._glyphs)
                plots = Plots(self._glyphs)
                plots.can_focus = False  # there is nothing to do in it
                yield plots

    def show(self, charts: Sequence[Chart]) -> None:
        """Draw these from now on, one for each name."""
        parts = zip(self.query(Section), self.query(Plots), charts, strict=True)
        for section, plots, chart in parts:
            section.retitle(visible(chart.title))
            plots.show(chart)
        self.arrive()

    def on_resize(self) -> None:
        """Leave out all but the first where room is short."""
        for part in list(self.children)[1:]:
            part.display = self.size.width >= BESIDE
