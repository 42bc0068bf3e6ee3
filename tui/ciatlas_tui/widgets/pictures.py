"""Two texts beside each other, to look at: what both sides of a comparison are like as a whole."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.widgets.cutting import cut
from ciatlas_tui.widgets.lines import Section

Lines = tuple[str, ...]


class Pictures(Horizontal):
    """A left and a right text, each under its heading, as far down as there is room.

    Attributes:
        least: lines without which they are not worth being shown, 0 if there is nothing to see.
    """

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id)
        self._glyphs = glyphs
        self.least = 0

    def compose(self) -> ComposeResult:
        """Put one beside the other."""
        for side in ("left", "right"):
            with Vertical():
                yield Section(f"Jobs and steps of the {side} side", self._glyphs)
                yield Static(markup=False, classes="picture")

    def show(self, left: Lines, right: Lines, least: int, width: int) -> None:
        """Show these, cut to a width."""
        self.least = least
        for static, lines in zip(self.query(".picture"), (left, right), strict=True):
            shown = (f" {cut(line, width - 2, self._glyphs.ellipsis)}" for line in lines)
            if isinstance(static, Static):
                static.update(Content("\n").join(map(Content, shown)))
