"""Named facts, one under the other, long ones wrapped beside their names."""

from collections.abc import Iterable, Sequence

from rich.cells import chop_cells
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from ciatlas.display import visible
from ciatlas_tui.glyphs import Glyphs

_INDENT = 2
_GAP = 2


class Facts(Widget):
    """Facts as (name, text) pairs; those without text are left out.

    With `one_line`, a text that does not fit is cut instead of wrapped.
    """

    DEFAULT_CSS = "Facts { height: auto; }"

    def __init__(
        self,
        glyphs: Glyphs,
        *,
        one_line: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._facts: list[tuple[str, str]] = []
        self._one_line = one_line

    def show(self, facts: Iterable[tuple[str, str]]) -> None:
        """Show these facts."""
        self._facts = [(name, visible(text)) for name, text in facts if text]
        self.refresh(layout=True)

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002 - Textual's
        viewport: Size,  # noqa: ARG002 - Textual's
        width: int,
    ) -> int:
        """Return the number of lines the facts take."""
        return sum(len(lines) for _, lines in self._laid_out(width))

    def render(self) -> Content:
        """Write names in bold and texts beside them."""
        parts: list[Content | str] = []
        size = self._name_size()
        for name, lines in self._laid_out(self.size.width):
            for number, line in enumerate(lines):
                shown = name if number == 0 else ""
                parts.append(Content.styled(" " * _INDENT + shown.ljust(size) + " " * _GAP, "bold"))
                parts.append(f"{line}\n")
        return Content.assemble(*parts)

    def _name_size(self) -> int:
        return max((len(name) for name, _ in self._facts), default=0)

    def _laid_out(self, width: int) -> Iterable[tuple[str, Sequence[str]]]:
        room = max(8, width - _INDENT - _GAP - self._name_size())
        for name, text in self._facts:
            lines = chop_cells(text, room) or [""]
            if self._one_line and len(lines) > 1:
                lines = [lines[0][:-1] + self._glyphs.ellipsis]
            yield name, lines
