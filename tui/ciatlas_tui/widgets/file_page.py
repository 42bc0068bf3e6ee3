"""All about a file in the place of what is selected in it, as long as it takes."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.widgets.facts import Fact, Facts
from ciatlas_tui.widgets.lines import Section


class FilePage(VerticalScroll):
    """Facts under a heading; arrows scroll. Not there until it is asked for."""

    DEFAULT_CSS = "FilePage { display: none; scrollbar-size-vertical: 1; }"

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="file-page")
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Put the heading above the facts."""
        yield Section("All about this file", self._glyphs)
        yield Facts(self._glyphs)

    def show(self, facts: Sequence[Fact]) -> None:
        """Show these facts."""
        self.query_one(Facts).show(facts)

    def watch_has_focus(self, value: bool) -> None:
        """Show where the keys go: there is no other cursor."""
        super().watch_has_focus(value)
        if self.is_mounted:
            self.query_one(Section).point(value)
