"""What is in sight on a place, in forms that can be taken elsewhere."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from textual.screen import Screen
from textual.widget import Widget

from ciatlas.analysis.wording import number_text
from ciatlas.model.chart import Bars, Months
from ciatlas.report.markdown import inert, table
from ciatlas_tui.screens.save import Form
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.graph_view import GraphView
from ciatlas_tui.widgets.lines import FactLine, Section, TopLine
from ciatlas_tui.widgets.listing import Listing
from ciatlas_tui.widgets.plots import Plots

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")


def view_forms(place: Screen[None], own: Sequence[Form]) -> list[Form]:
    """Return the forms a place can be written in, those of its own after Markdown."""
    forms = [Form("Markdown", ".md", lambda: _markdown(place)), *own]
    listing = _chief(place)
    if listing is not None:
        forms.append(Form(f"the list '{_named(listing)}' as CSV", ".csv", lambda: _csv(listing)))
    return [*forms, Form("the screen as a picture", ".svg", lambda: _picture(place))]


def _shown(place: Screen[None]) -> Iterator[Widget]:
    kinds = (Section, Listing, Facts, GraphView, Plots, FactLine)
    return (widget for widget in place.query(Widget) if isinstance(widget, kinds) and _seen(widget))


def _seen(widget: Widget) -> bool:
    return all(node.display for node in widget.ancestors_with_self if isinstance(node, Widget))


def _chief(place: Screen[None]) -> Listing | None:
    """Return the list the keys go to, else the first one with rows."""
    if isinstance(place.focused, Listing):
        return place.focused
    lists = (widget for widget in _shown(place) if isinstance(widget, Listing) and widget.rows)
    return next(lists, None)


def _named(listing: Listing) -> str:
    return (listing.id or "rows").replace("-", " ")


def _markdown(place: Screen[None]) -> str:
    top = place.query_one(TopLine)
    parts = [f"# {inert(' › '.join(top.trail))}"]
    if top.facts:
        parts.append(inert(" · ".join(fact for fact in top.facts if fact)))
    for widget in _shown(place):
        if isinstance(widget, Section):
            parts.append(f"## {inert(widget.title)}")
        elif isinstance(widget, Facts):
            parts.append(
                "\n".join(
                    f"- **{inert(name) or '…'}** {inert(text)}" for name, text in widget.facts
                )
            )
        elif isinstance(widget, FactLine):
            parts.append(inert(" · ".join(widget.facts)))
        elif isinstance(widget, Plots) and widget.chart is not None:
            parts += [inert(widget.chart.missing), *map(_numbers, widget.chart.plots)]
        elif isinstance(widget, GraphView) and widget.drawing is not None:
            parts.append("\n".join(["```", *widget.drawing.lines, "```"]))
        elif isinstance(widget, Listing) and widget.rows:
            columns = widget.columns
            titles = [column.title or " " for column in columns]
            right = [column.number for column in columns]
            parts.append(table(titles, (row.cells for row in widget.rows), right))
    return "\n\n".join(part for part in parts if part) + "\n"


def _numbers(plot: Bars | Months) -> str:
    """Write what is drawn as a table."""
    if isinstance(plot, Bars):
        return table(
            [plot.title or " ", " "], ((b.name, b.shown) for b in plot.bars), [False, True]
        )
    titles = ["month", *(inert(one.name) for one in plot.series)]
    rows = zip(plot.names, *(map(number_text, one.values) for one in plot.series), strict=True)
    return table(titles, rows, [False, *[True] * len(plot.series)])


def _csv(listing: Listing) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([column.title for column in listing.columns])
    numbers = [column.number for column in listing.columns]
    for row in listing.rows:
        cells = zip(map(str.strip, row.cells), numbers, strict=True)
        writer.writerow([_bare(cell) if number else _harmless(cell) for cell, number in cells])
    return written.getvalue()


def _bare(cell: str) -> str:
    """Write a number as programs read it, its thousands not apart."""
    return _THOUSANDS.sub("", _harmless(cell))


def _harmless(cell: str) -> str:
    """Keep spreadsheets from taking a cell for a formula.

    Source: OWASP, "CSV Injection".
    """
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") and len(cell) > 1 else cell


def _picture(place: Screen[None]) -> str:
    """Draw the screen with the fonts of whoever looks at it; none are fetched from elsewhere."""
    drawn = place.app.export_screenshot(title="ciatlas", simplify=True)
    own = re.sub(r"\s*@font-face \{.*?\}", "", drawn, flags=re.DOTALL)
    return own.replace("font-family: Fira Code, monospace", "font-family: monospace").replace(
        "font-family: arial", "font-family: sans-serif"
    )
