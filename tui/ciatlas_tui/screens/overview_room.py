"""How the overview shares its lines: tools and hypotheses first, changes where room is left."""

from typing import NamedTuple

_AROUND = 3
"""Lines that tell where one is, what the keys do, and what the first list holds."""
_TOOLS_LEAST = 6
_HYPOTHESES = 9
_HYPOTHESES_LEAST = 4
_CLAIMS_LINE = 1
_CHANGES_LEAST = 3
"""Lines of a list, its heading among them."""


class Room(NamedTuple):
    """The most lines of the tools, and whether claims and changes have a place."""

    tools: int
    changes: bool


def share_room(height: int, tools: int, *, fact_line: bool) -> Room:
    """Share the lines of a screen; whatever is shown has a line at least.

    Args:
        height: the lines of the screen.
        tools: how many tools there are.
        fact_line: whether a line says what is not known of them.
    """
    lines = height - _AROUND - fact_line
    rest = lines - min(tools + 1, _TOOLS_LEAST) - _HYPOTHESES - _CLAIMS_LINE
    changes = min(_CHANGES_LEAST, rest)
    below = _HYPOTHESES + _CLAIMS_LINE + changes if changes > 1 else _HYPOTHESES_LEAST
    return Room(max(_TOOLS_LEAST, lines - below), changes > 1)
