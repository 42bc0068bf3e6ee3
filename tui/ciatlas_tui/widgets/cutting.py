"""Texts cut to a number of cells; the mark stands where something was left out."""

from typing import Literal

from rich.cells import cell_len, set_cell_size

Cut = Literal["end", "middle", "start"]
"""Where a text loses what does not fit: a path its first folders, a name its middle."""


def cut(text: str, size: int, mark: str, where: Cut = "end") -> str:
    """Return a text of at most `size` cells, with `mark` (one cell) in the place of what went."""
    if cell_len(text) <= size:
        return text
    if size < 1:
        return ""
    if where == "middle":
        tail = (size - 1) // 2
        return _first(text, size - 1 - tail) + mark + _last(text, tail)
    if where == "start":
        return mark + _last(text, size - 1)
    return _first(text, size - 1) + mark


def _first(text: str, size: int) -> str:
    """Return the first cells of a text that is longer."""
    return set_cell_size(text, size)


def _last(text: str, size: int) -> str:
    """Return the last cells of a text that is longer; a wide character cut in two is a blank."""
    taken, start = 0, len(text)
    while start and taken < size:
        start -= 1
        taken += cell_len(text[start])
    rest = text[start:]
    return rest if taken <= size else " " * (size - cell_len(rest[1:])) + rest[1:]
