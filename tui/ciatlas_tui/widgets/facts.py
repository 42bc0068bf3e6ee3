"""Named facts, one under the other, long ones wrapped beside their names."""

from collections.abc import Iterable, Sequence
from itertools import takewhile, zip_longest

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.geometry import Region, Size

from ciatlas.display import visible
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.widgets.awaiting import Awaiting

Fact = tuple[str, str]
"""A name and what is to be said."""

_INDENT = 2
_GAP = 2


class Facts(Awaiting):
    """Facts as (name, text) pairs; those without text are left out.

    A text of more than `most` lines is cut; with `one_line` it is not wrapped at all.
    """

    DEFAULT_CSS = "Facts { height: auto; }"

    def __init__(
        self,
        glyphs: Glyphs,
        *,
        one_line: bool = False,
        most: int | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._facts: list[tuple[str, str]] = []
        self._most = 1 if one_line else most
        self._reserved = 0
        self._others: Sequence[Sequence[tuple[str, str]]] = ()
        self._others_take: dict[int, int] = {}

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The facts shown."""
        return self._facts

    def reserve(self, lines: int) -> None:
        """Take at least so many lines from now on, so that other facts do not move what follows."""
        self._reserved = lines

    def reserve_for(self, others: Sequence[Sequence[tuple[str, str]]]) -> None:
        """Take the lines the longest of other facts would, up to a third of the screen."""
        self._others, self._others_take = others, {}

    def _least(self, width: int) -> int:
        """Return the lines taken whatever is shown."""
        if width not in self._others_take:
            longest = max((len(self._lines(width, facts)) for facts in self._others), default=0)
            self._others_take = {width: longest}
        return max(self._reserved, min(self._others_take[width], self.app.size.height // 3))

    def show(self, facts: Iterable[tuple[str, str]]) -> None:
        """Show these facts."""
        self.arrive()
        width = self.size.width
        before = self._lines(width, self._facts)
        self._facts = [(name, visible(text)) for name, text in facts if text]
        after = self._lines(width, self._facts)
        if max(len(after), self._least(width)) != self.size.height:
            self.refresh(layout=True)
            return
        for y, (line, old) in enumerate(zip_longest(after, before)):
            if line != old:
                self.refresh(changed_cells("".join(line or ()), "".join(old or ()), y))

    def height_of(self, facts: Sequence[tuple[str, str]], width: int) -> int:
        """Return the number of lines other facts would take."""
        told = [(name, visible(text)) for name, text in facts if text]
        return max(self._least(width), len(self._lines(width, told)))

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002 - Textual's
        viewport: Size,  # noqa: ARG002 - Textual's
        width: int,
    ) -> int:
        """Return the number of lines the facts take."""
        return max(self._least(width), len(self._lines(width, self._facts)))

    def render(self) -> Content:
        """Write names in bold and texts beside them."""
        lines = self._lines(self.size.width, self._facts)
        parts = [Content.assemble((name, "bold"), text, "\n") for name, text in lines]
        return Content.assemble(*parts)

    def _lines(self, width: int, facts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return each line as the name with the blanks around it, and the text beside it."""
        size = max((len(name) for name, _ in facts), default=0)
        room = max(8, width - _INDENT - _GAP - size)
        lines = []
        for name, text in facts:
            for number, line in enumerate(self._wrapped(text, room)):
                shown = name if number == 0 else ""
                lines.append((" " * _INDENT + shown.ljust(size) + " " * _GAP, line))
        return lines

    def _wrapped(self, text: str, room: int) -> list[str]:
        """Return a text in lines, the last of them cut where there are too many."""
        if cell_len(text) <= room and "\n" not in text:
            return [text]
        lines = [line.plain for line in Content(text).wrap(room)] or [""]
        most = self._most
        if most is None or len(lines) <= most:
            return lines
        rest = text if most == 1 else " ".join(lines[most - 1 :])
        return [*lines[: most - 1], set_cell_size(rest, room - 1).rstrip() + self._glyphs.ellipsis]


def changed_cells(line: str, before: str, y: int) -> Region:
    """Return the cells of line `y` from the first character on that another text changes."""
    same = "".join(
        new
        for new, _ in takewhile(lambda pair: pair[0] == pair[1], zip(line, before, strict=False))
    )
    # One character earlier, as a combining one changes the cell of that before it.
    start = cell_len(same[:-1])
    return Region(start, y, max(cell_len(line), cell_len(before)) - start, 1)
