"""Plots as lines of text, by plotext, of numbers only.

plotext measures texts by their length and reads escape sequences in them, so no foreign text goes
through it: names are put beside the lines. Its figures are those of textual-plotext, one of their
own per plot, since plotext's own functions all draw on one figure of the whole process. The widget
of textual-plotext is not used: it holds one plot, paints a ground of its own and tells series apart
by colour. Only this module imports either, and only screens that draw import this one.
"""

from collections.abc import Sequence
from functools import lru_cache

from rich.text import Text
from textual_plotext.plot import Plot

_PLAIN = str.maketrans("─│┌┐└┘├┤┬┴┼", "-|+++++++++")
_KEPT = 64
"""Drawings remembered, so that stepping back to one costs nothing."""
_DOTS = (2, 4)
"""Dots of a braille character, across and up."""
_AXIS = 2
"""Lines of the axis of time."""
_TICK = 8
"""Cells that a tick's label takes with a blank around it."""


@lru_cache(_KEPT)
def bar_lines(values: tuple[int, ...], width: int, mark: str) -> tuple[str, ...]:
    """Draw one line of marks for each value, the longest `width` cells; nothing is drawn for 0."""
    top = max(values, default=0)
    if not top:
        return ("",) * len(values)
    plot = _plot(width, len(values))
    plot.xaxes(False, False)
    plot.yaxes(False, False)
    plot.xfrequency(0)
    plot.yfrequency(0)
    plot.xlim(0, max(1, width - 1))
    plot.ylim(0, max(1, len(values) - 1))
    for number, value in enumerate(reversed(values)):
        if value:
            cells = max(1, round(value / top * width))
            plot.scatter(list(range(cells)), [number] * cells, marker=mark)
    return _lines(plot)


@lru_cache(_KEPT)
def month_lines(
    first: str,
    values: tuple[int, ...],
    size: tuple[int, int],
    margin: int,
    *,
    dated: bool,
    ascii_only: bool,
) -> tuple[str, ...]:
    """Draw numbers per month as a filled curve of steps.

    Where there are more months than dots, the largest of those that share a dot counts.

    Args:
        first: the first month, `YYYY-MM`.
        values: a number per month from there on.
        size: width and height in cells, axes included.
        margin: cells for the numbers at the left.
        dated: with an axis of time below, which takes two lines.
        ascii_only: draw with ASCII characters.
    """
    width, height = size
    across, up = (1, 1) if ascii_only else _DOTS
    dots = max(2, (width - margin - 1) * across)
    levels = max(1, (height - (_AXIS if dated else 0)) * up)
    top = max(1, *values)
    plot = _plot(width, height)
    plot.xaxes(dated, False)
    plot.yaxes(True, False)
    plot.xlim(0, dots - 1)
    plot.ylim(0, max(1, levels - 1))
    # The highest number alone is written; below every curve is 0.
    plot.yticks([levels - 1], [f"{top:,}".rjust(margin)])
    ticks = _ticks(first, len(values), dots, width) if dated else {}
    plot.xticks(list(ticks), [""] * len(ticks))
    steps = {dot: _highest(values, dot, dots) for dot in range(dots)}
    drawn = {dot: max(1, round(value / top * levels)) - 1 for dot, value in steps.items() if value}
    plot.scatter(
        list(drawn),
        list(drawn.values()),
        marker="#" if ascii_only else "braille",
        fillx=True,
    )
    lines = _lines(plot)
    if dated:
        places = {margin + 1 + dot // across: name for dot, name in ticks.items()}
        lines = (*lines[:-1], _named(places, width))
    return tuple(line.translate(_PLAIN) for line in lines) if ascii_only else lines


def _plot(width: int, height: int) -> Plot:
    plot = Plot()
    plot.plotsize(width, height)
    # The former holds the size down to that of the terminal at import; textual-plotext does this.
    plot._set_size(width, height)
    plot.theme("clear")
    return plot


def _lines(plot: Plot) -> tuple[str, ...]:
    return tuple(Text.from_ansi(plot.build()).plain.splitlines())


def _named(places: dict[int, str], width: int) -> str:
    """Write names below their places; which ones plotext leaves out depends on the hash seed."""
    line = ""
    for place, name in places.items():
        start = max(0, min(place - len(name) // 2, width - len(name)))
        if not line or start > len(line):
            line = line.ljust(start) + name
    return line.ljust(width)


def _highest(values: Sequence[int], dot: int, dots: int) -> int:
    """Return the largest of the values that a dot stands for."""
    start = dot * len(values) // dots
    end = max(start + 1, (dot + 1) * len(values) // dots)
    return max(values[start:end])


def _ticks(first: str, months: int, dots: int, width: int) -> dict[int, str]:
    """Choose what to write on the axis of time: Januaries as years, or single months."""
    year, month = (int(part) for part in first.split("-"))
    start = year * 12 + month - 1
    room = max(1, width // _TICK)
    januaries = [at for at in range(start, start + months) if at % 12 == 0]
    chosen = januaries if len(januaries) > 1 else list(range(start, start + months))
    every = -(-len(chosen) // room)
    return {
        -(-(at - start) * dots // months): str(at // 12)
        if chosen is januaries
        else f"{at // 12}-{at % 12 + 1:02}"
        for at in chosen[::every]
    }
