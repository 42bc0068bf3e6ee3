"""The plots of a chart, as large as there is room: bars with names, months in bands."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from ciatlas.display import visible
from ciatlas.model.chart import Bar, Bars, Chart, Months
from ciatlas_tui.glyphs import Glyphs, plain
from ciatlas_tui.widgets.awaiting import Awaiting

_BESIDE = 36
"""Cells that each of two plots needs to stand beside the other."""
_GAP = 2
_AXIS = 2
"""Lines of the axis of time."""
_THICKNESS = (3, 1)
"""Lines a bar may be thick, odd ones, so that its name stands beside its middle."""

_SHORTEST = 10
"""Cells the longest bar has at least, before names are cut."""
_TONE = "$foreground-muted"
"""Bars are large; they stay behind their names and numbers."""


class Plots(Awaiting, can_focus=True):
    """Draws a chart: its plots, or what is missing.

    Rows and bands have their names in words, so that no two are told apart by colour; a band is a
    series of its own over the time all of them share.

    Attributes:
        chart: what is drawn.
    """

    DEFAULT_CSS = "Plots { height: 1fr; }"

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self.chart: Chart | None = None

    def show(self, chart: Chart) -> None:
        """Draw this chart from now on."""
        self.chart = chart
        self.refresh()
        self.arrive()

    def render(self) -> Content:
        """Draw it."""
        chart, (width, height) = self.chart, self.size
        if chart is None or width < _GAP * 4 or not height:
            return Content("")
        if not chart.plots:
            said = plain(self._glyphs, visible(chart.missing))
            lines = [Content(" " * _GAP).append(one) for one in Content(said).wrap(width - 4)]
            return Content("\n").join([Content(""), *lines][:height])
        return Content("\n").join(self._plots(chart.plots, width - _GAP - 1, height))

    def _plots(self, plots: Sequence[Bars | Months], width: int, height: int) -> list[Content]:
        """Put plots beside each other where they fit, else one under the other."""
        if len(plots) == 1:
            drawn = self._plot(plots[0], width, height)
        elif width >= len(plots) * _BESIDE:
            each = (width - _GAP * (len(plots) - 1)) // len(plots)
            columns = [self._plot(plot, each, height) for plot in plots]
            most = max(map(len, columns))
            for column in columns:
                column += [Content("")] * (most - len(column))
            drawn = [
                Content(" " * _GAP).join(one.pad_right(each - one.cell_length) for one in row)
                for row in zip(*columns, strict=True)
            ]
        else:
            each = height // len(plots)
            drawn = [line for plot in plots for line in self._plot(plot, width, each)]
        return [Content(" " * _GAP).append(line) for line in drawn]

    def _plot(self, plot: Bars | Months, width: int, height: int) -> list[Content]:
        if isinstance(plot, Months):
            return self._months(plot, width, height)
        heading = [Content.styled(plot.title, "bold")] if plot.title else []
        return heading + self._bars(plot.bars, width, height - len(heading))

    def _bars(self, bars: Sequence[Bar], width: int, height: int) -> list[Content]:
        """Draw as many bars as there are lines for, thicker where there is room."""
        from ciatlas_tui.widgets.canvas import bar_lines

        shown = _largest(bars, height)
        names = [visible(bar.name) for bar in shown]
        beside = [visible(bar.shown) for bar in shown]
        most = max(map(cell_len, beside), default=0)
        left = width - most - _GAP - 1
        room = min(max(map(cell_len, names), default=0), max(4, left - _SHORTEST))
        length = max(1, left - room)
        each = max(1, height // max(1, len(shown)))
        thick = next((size for size in _THICKNESS if size < each), 1)
        drawn = bar_lines(tuple(bar.value for bar in shown), length, self._mark(thick))
        lines: list[Content] = []
        for name, line, said in zip(names, drawn, beside, strict=True):
            if lines and each > 1:
                lines += [Content("")] * min(each - thick, _GAP if thick > 1 else 1)
            for part in range(thick):
                middle = part == thick // 2
                text = self._fitted(name, room) if middle else " " * room
                bar = line.rstrip()
                number = f"{' ' if bar else ''}{said}" if middle else ""
                lines.append(Content.assemble(text, " " * _GAP, (bar, _TONE), number))
        if len(shown) < len(bars):
            lines.append(Content(f"and {len(bars) - len(shown):,} smaller"))
        return lines

    def _mark(self, thick: int) -> str:
        """Return what bars are made of: thin ones must not touch those above."""
        if self._glyphs.cursor.isascii():
            return "#"
        return "▆" if thick == 1 else "█"

    def _fitted(self, name: str, room: int) -> str:
        if cell_len(name) <= room:
            return name + " " * (room - cell_len(name))
        return set_cell_size(name, room - 1) + self._glyphs.ellipsis

    def _months(self, plot: Months, width: int, height: int) -> list[Content]:
        """Draw a band for each series, all over the same time."""
        from ciatlas_tui.widgets.canvas import month_lines

        number = max(1, min(len(plot.series), (height - _AXIS) // 2))
        each = max(1, (height - _AXIS) // number - 1)
        margin = max(len(f"{max(one.values):,}") for one in plot.series)
        lines: list[Content] = []
        for place, one in enumerate(plot.series[:number], start=1):
            more = len(plot.series) - number if place == number else 0
            heading = f"{visible(one.name)}  {sum(one.values):,}"
            aside = f"  (and {more} more)" if more else ""
            lines.append(Content.assemble(" " * (margin + 1), (heading, "bold"), aside))
            last = place == number
            drawn = month_lines(
                plot.first,
                one.values,
                (width, each + (_AXIS if last else 0)),
                margin,
                dated=last,
                ascii_only=self._glyphs.cursor.isascii(),
            )
            lines += [Content(line) for line in drawn]
        return lines


def _largest(bars: Sequence[Bar], height: int) -> list[Bar]:
    """Return the bars that fit, one line each, in their order; the smallest are left out."""
    if len(bars) <= height:
        return list(bars)
    kept = sorted(range(len(bars)), key=lambda at: -bars[at].value)[: max(1, height - 1)]
    return [bars[at] for at in sorted(kept)]
