"""The last gate before a terminal that can do no more than ASCII.

Our own texts are written in ASCII where they are made, see `glyphs`. What comes here all the same
is what Textual draws by itself, and foreign text: whatever it is, it takes the cells it took.
"""

import unicodedata
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_LOOK_LIKE = {
    "-": "‐‑‒–—―−─━═",
    ".": "·",
    "*": "•",
    "~": "…",
    "'": "‘’‚‛",
    '"': "“”„",
    "<": "‹«←◂◀",
    ">": "›»→▸▶",
    "^": "↑▴▲",
    "v": "↓▾▼",
    "x": "×",
    "|": "│┃║▏▕",
    "_": "▔▁",
    "+": "┌┐└┘├┤┬┴┼╭╮╰╯",
    "#": "█▉▊▋▌▐▀▄",
}
_ALIKE = {ord(one): character for character, all_like in _LOOK_LIKE.items() for one in all_like}
_UNKNOWN = "?"


class AsciiCells(LineFilter):
    """Makes ASCII of every line painted."""

    def apply(
        self,
        segments: list[Segment],
        background: Color,  # noqa: ARG002 - Textual's
    ) -> list[Segment]:
        """Return the segments with the same cells in ASCII."""
        if all(text.isascii() for text, _, _ in segments):
            return segments
        return [Segment(in_ascii(text), style) for text, style, _ in segments]


@lru_cache(1024)
def in_ascii(text: str) -> str:
    """Return a text in ASCII that takes as many cells, accents left out.

    >>> in_ascii("façade · 日本")
    'facade . ????'
    """
    if text.isascii():
        return text
    written = "".join(_written(character) for character in text.translate(_ALIKE))
    cells = cell_len(text)  # of a sequence that is one picture, fewer than of its parts
    return written[:cells].ljust(cells, _UNKNOWN)


def _written(character: str) -> str:
    if character.isascii():
        return character
    base = unicodedata.normalize("NFD", character)[0]
    shown = base if character.isalpha() and base.isascii() else _UNKNOWN
    return shown * cell_len(character)
