"""The selected row of a list in full, where there was no room for all of it in the list."""

from collections.abc import Sequence
from itertools import zip_longest

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.notices import GIVES_WAY
from ciatlas_tui.widgets.facts import changed_cells
from ciatlas_tui.widgets.listing import Listing

_MOST = 3
_SHARE = 10
"""Lines of a terminal for each line this may take."""
_INDENT = "   "
_BETWEEN = "   "
_LEAST = 16
"""Cells of a text that are worth showing."""

Texts = Sequence[tuple[str, str]]
"""Titles of columns with the texts that were cut."""


class InFull(Widget):
    """Lines below the lists of a place; there as long as the list that has the keys cuts a text.

    They are as many as the longest row of that list needs, so that the cursor moves nothing, and
    they follow it once it rests.
    """

    DEFAULT_CSS = "InFull { display: none; }"
    DEFAULT_CLASSES = GIVES_WAY

    def __init__(self, glyphs: Glyphs, rest: float) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._rest = rest
        self._listing: Listing | None = None
        self._height = 0
        self._shown: list[Content] = []
        self._timer: Timer | None = None

    @property
    def text(self) -> str:
        """What is shown."""
        return "\n".join(line.plain.strip() for line in self._shown)

    def follow(self, listing: Listing | None) -> None:
        """Show the selected row of a list from now on, `None` for nothing."""
        self._listing = listing
        if self._timer is not None:
            self._timer.stop()
        if self._rest:
            self._timer = self.set_timer(self._rest, self._renew)
        else:
            self._renew()

    def _renew(self) -> None:
        """Show what is cut in the row selected now."""
        listing = self._listing
        there = listing is not None and listing.is_attached
        longest, cut = (listing.longest_cut, listing.cut) if listing and there else ((), ())
        height = min(self._most, len(self._lines(longest)))
        before, self._shown = self._shown, self._lines(cut)[:height]
        if height != self._height:
            self._height = height
            self.display = bool(height)
            self.styles.height = height
            self.refresh(layout=True)
            return
        for y, (line, old) in enumerate(zip_longest(self._shown, before)):
            after, was = (one.plain if one else "" for one in (line, old))
            if after != was:
                self.refresh(changed_cells(after, was, y))

    def on_resize(self) -> None:
        """Wrap anew."""
        self.follow(self._listing)

    @property
    def _most(self) -> int:
        return min(_MOST, max(1, self.app.size.height // _SHARE))

    def render(self) -> Content:
        """Write titles in bold and texts after them, one after the other."""
        return Content("\n").join(self._shown)

    def _lines(self, texts: Texts) -> list[Content]:
        """Return the lines; where there were more than there may be, the longest text is cut.

        So each of them is there, unless not even the least of each has room.
        """
        if not texts:
            return []
        room = max(8, self.app.size.width - len(_INDENT) - 1)
        most = self._most
        lines = self._wrapped(texts, room)
        if len(lines) > most:
            lines = self._wrapped(self._shortened(texts, room, most), room)
        if len(lines) > most:
            last = lines[most - 1].truncate(room - 1).rstrip()
            lines[most - 1] = last.append(self._glyphs.ellipsis)
        return [Content(_INDENT).append(line) for line in lines]

    def _wrapped(self, texts: Texts, room: int) -> list[Content]:
        """Return the lines all of the texts take."""
        parts = [Content.assemble((title, "bold"), " ", text) for title, text in texts]
        lines = Content(_BETWEEN).join(parts).wrap(room)
        if len(parts) == len(lines) and all(part.cell_length <= room for part in parts):
            return parts  # each on a line of its own reads better
        return lines

    def _shortened(self, texts: Texts, room: int, most: int) -> Texts:
        """Cut all texts to the greatest length at which they fit, none to less than the least."""
        low, high = _LEAST, room * most
        while low < high:
            length = (low + high + 1) // 2
            if len(self._wrapped(self._cut(texts, length), room)) <= most:
                low = length
            else:
                high = length - 1
        return self._cut(texts, low)

    def _cut(self, texts: Texts, length: int) -> Texts:
        sign = self._glyphs.ellipsis
        return [
            (title, text)
            if cell_len(text) <= length
            else (title, set_cell_size(text, length - len(sign)).rstrip() + sign)
            for title, text in texts
        ]
