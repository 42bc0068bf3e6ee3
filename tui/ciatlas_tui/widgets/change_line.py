"""What a commit changed, on one line: a glyph in its colour, then words."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.content import Content

from ciatlas.display import visible
from ciatlas_tui.glyphs import Glyphs, plain
from ciatlas_tui.widgets.cutting import cut
from ciatlas_tui.widgets.lines import FactLine

_WORTH = 8
"""Cells of a cut text more than the words for short lines take, without which these are used."""


class Said(NamedTuple):
    """Something that became of something: a glyph, and words for short lines and for long ones.

    `kind` is what gives the glyph its colour: `came`, `went` or `changed`.
    """

    sign: str
    short: str
    long: str
    kind: str = ""


class ChangeLine(FactLine):
    """Which version is shown and what it did; not there while one looks at a day.

    Where room is short the longest is said in fewer words first.
    """

    DEFAULT_CSS = "ChangeLine { height: 1; display: none; background: $boost; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"change--came", "change--went", "change--changed"}

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs)
        self._version = ""
        self._said: Sequence[Said] = ()

    def tell(self, version: str, said: Sequence[Said]) -> None:
        """Show which version it is, and what it did; nothing at all without a version."""
        self._version = version
        self._said = [
            one._replace(short=visible(one.short), long=visible(one.long)) for one in said
        ]
        told = [version, *(f"{one.sign} {one.long}".strip() for one in self._said)]
        self.show(told if version else [])
        self.display = bool(version)

    def render(self) -> Content:
        """Write all of it if it fits, else cut the longest, or say it in fewer words."""
        dot = plain(self._glyphs, " · ")
        long = [one.long for one in self._said]
        room = self.size.width - 3 - cell_len(self._version)
        room -= sum(cell_len(dot) + cell_len(one.sign) + 1 for one in self._said)
        while (over := sum(map(cell_len, long)) - room) > 0:
            at = max(range(len(long)), key=lambda at: cell_len(long[at]))
            short, left = self._said[at].short, cell_len(long[at]) - over
            if left >= cell_len(short) + _WORTH:
                long[at] = cut(long[at], left, self._glyphs.ellipsis)
                break
            if long[at] == short:
                break
            long[at] = short
        line = Content.assemble("  ", (self._version, "bold"))
        for one, words in zip(self._said, long, strict=True):
            left = self.size.width - line.cell_length - cell_len(dot) - cell_len(one.sign) - 2
            if left <= 0:
                break
            style = self.get_visual_style(f"change--{one.kind}", partial=True) if one.kind else ""
            text = cut(words, left, self._glyphs.ellipsis, "end")
            line = Content.assemble(line, dot, (one.sign, style), f" {text}")
        return line
