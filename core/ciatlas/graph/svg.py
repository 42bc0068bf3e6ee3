"""A drawing as a vector picture: the same layout, fit for a slide or a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from rich.cells import cell_len

from ciatlas.display import visible
from ciatlas.graph.drawing import Box, Cell, Drawing, Wire

_WIDTH, _HEIGHT = 9.0, 20.0
"""Pixels per terminal cell."""
_MARGIN = 12.0
_RADIUS = 5.0
"""How far from a corner a line starts to turn."""
_NOTE_HEIGHT = 18.0
_STYLE = """\
.box { fill: #ffffff; stroke: #3b4252; stroke-width: 1.4; }
.wire { fill: none; stroke: #5e81ac; stroke-width: 1.6; }
.head { fill: #5e81ac; }
.label { fill: #2e3440; font: 14.5px ui-monospace, "DejaVu Sans Mono", Menlo, monospace; }
.note { fill: #5c6370; font: 12px ui-sans-serif, "DejaVu Sans", Helvetica, sans-serif; }
@media (prefers-color-scheme: dark) {
  .box { fill: #242933; stroke: #d8dee9; }
  .wire { stroke: #88c0d0; }
  .head { fill: #88c0d0; }
  .label { fill: #eceff4; }
  .note { fill: #aeb6c4; }
}"""

Point = tuple[float, float]
"""x and y in pixels."""


def to_svg(drawing: Drawing) -> str:
    """Return `drawing` as an SVG document that needs nothing from outside.

    Boxes, lines and text are elements of their own; a box carries its jobs as its title.
    """
    top = drawing.height * _HEIGHT + 2 * _MARGIN
    width = max(drawing.width * _WIDTH, *(7.0 * len(note) for note in drawing.notes), 1.0)
    width += 2 * _MARGIN
    height = top + _NOTE_HEIGHT * len(drawing.notes)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"'
        f' width="{width:g}" height="{height:g}" role="img" aria-label="job graph">',
        f"<style>\n{_STYLE}\n</style>",
        *(_wire(wire, drawing.direction == "lr") for wire in drawing.wires),
        *(part for box in drawing.boxes for part in _box(box)),
    ]
    parts += [
        f'<text class="note" x="{_MARGIN:g}" y="{top + _NOTE_HEIGHT * index:g}">'
        f"{escape(note)}</text>"
        for index, note in enumerate(drawing.notes)
    ]
    return "\n".join([*parts, "</svg>"])


def _centre(cell: Cell) -> Point:
    row, column = cell
    return _MARGIN + (column + 0.5) * _WIDTH, _MARGIN + (row + 0.5) * _HEIGHT


def _box(box: Box) -> Iterator[str]:
    x, y = _centre((box.row, box.column))
    width, height = (box.width - 1) * _WIDTH, (box.height - 1) * _HEIGHT
    jobs = escape(", ".join(map(visible, box.jobs)))
    yield (
        f'<rect class="box" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="5">'
        f"<title>{jobs}</title></rect>"
    )
    for line in box.rows:
        left, middle = _centre((line.row, box.column + 2))
        length = cell_len(line.text) * _WIDTH
        yield (
            f'<text class="label" x="{left - _WIDTH / 2:g}" y="{middle + 5:g}" xml:space="preserve"'
            f' textLength="{length:g}" lengthAdjust="spacingAndGlyphs">{escape(line.text)}</text>'
        )


def _wire(wire: Wire, rightward: bool) -> str:
    """Return a line with rounded corners and an arrow head that touches its target."""
    corners = list(map(_centre, wire.points))
    x, y = corners[-1]
    if rightward:
        head = [(x - _WIDTH / 2, y - 5), (x + _WIDTH, y), (x - _WIDTH / 2, y + 5)]
    else:
        head = [(x - 5, y), (x, y + _HEIGHT), (x + 5, y)]
    points = " ".join(f"{x:g},{y:g}" for x, y in head)
    return f'<path class="wire" d="{_rounded(corners)}"/><polygon class="head" points="{points}"/>'


def _rounded(corners: Sequence[Point]) -> str:
    """Return a path through `corners` that bends a little before and after each of them."""
    path = [f"M{_at(corners[0])}"]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        path.append(f"L{_at(_toward(corner, before))}Q{_at(corner)} {_at(_toward(corner, after))}")
    path.append(f"L{_at(corners[-1])}")
    return "".join(path)


def _toward(corner: Point, other: Point) -> Point:
    """Return the point on the way from `corner` to `other` where the bend begins."""
    distance = abs(other[0] - corner[0]) + abs(other[1] - corner[1])
    share = min(_RADIUS / distance, 0.5) if distance else 0.0
    return (
        corner[0] + (other[0] - corner[0]) * share,
        corner[1] + (other[1] - corner[1]) * share,
    )


def _at(point: Point) -> str:
    return f"{point[0]:g} {point[1]:g}"
