"""Texts cut to a number of cells; the mark stands where something was left out."""

from typing import Literal

from rich.cells import cell_len, set_cell_size

Cut = Literal["end", "middle", "start", "folders"]
"""Where a text loses what does not fit: a name its middle, a path its start or whole folders."""


def cut(text: str, size: int, mark: str, where: Cut = "end") -> str:
    """Return a text of at most `size` cells, with `mark` (one cell) in the place of what went."""
    if cell_len(text) <= size:
        return text
    if size < 1:
        return ""
    if where == "folders" and "/" in text:
        return _path(text, size, mark)
    if where in ("middle", "folders"):
        tail = (size - 1) // 2
        return _first(text, size - 1 - tail) + mark + _last(text, tail)
    if where == "start":
        return mark + _last(text, size - 1)
    return _first(text, size - 1) + mark


def _path(text: str, size: int, mark: str) -> str:
    """Return a path without its first folders; the last one is cut before the file's name is."""
    parts = text.split("/")
    for start in range(1, len(parts) - 1):
        if cell_len(shorter := "/".join([mark, *parts[start:]])) <= size:
            return shorter
    folder, name = parts[-2:]
    room = size - cell_len(f"{mark}/") - cell_len(f"/{name}")
    if room <= cell_len(mark):
        return cut(f"{folder}/{name}", size, mark, "start")
    return f"{mark}/{cut(folder, room, mark, 'middle')}/{name}"


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
