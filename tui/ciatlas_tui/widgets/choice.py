"""A choice of one among a few, told by the cursor."""

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

from ciatlas_tui.glyphs import Glyphs


class Choice(Widget, can_focus=True):
    """A line for each option; the chosen one keeps its cursor when the keys go elsewhere."""

    DEFAULT_CSS = "Choice { height: auto; }"

    def __init__(self, options: Sequence[str], glyphs: Glyphs, *, chosen: int = 0) -> None:
        super().__init__()
        self._options = options
        self._glyphs = glyphs
        self._chosen = chosen

    @property
    def chosen(self) -> int:
        """Number of the chosen option, from 0."""
        return self._chosen

    def choose(self, number: int) -> None:
        """Choose an option; before the first is the first, after the last is the last."""
        before, self._chosen = self._chosen, max(0, min(number, len(self._options) - 1))
        for y in {before, self._chosen} if before != self._chosen else ():
            self.refresh(Region(0, y, self.size.width, 1))

    def render(self) -> Content:
        """Write the options below each other."""
        return Content("\n").join(
            Content.assemble(
                (f" {self._glyphs.cursor if here else ' '} {option}", "bold" if here else "")
            )
            for option, here in (
                (option, number == self._chosen) for number, option in enumerate(self._options)
            )
        )
