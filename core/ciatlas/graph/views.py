"""The ways in which one graph can be drawn, and the choice among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from ciatlas.graph.boxes import Attributes, Content, Folding, box_contents
from ciatlas.graph.drawing import Direction
from ciatlas.graph.glyphs import Glyphs
from ciatlas.graph.group import Group
from ciatlas.graph.layout import Across, Grid, Plan, lay_across
from ciatlas.graph.place import Spacing
from ciatlas.graph.sweep import Order

Size = tuple[int, int]
"""Height and width in cells."""

_CAPS = (24, 16, 12)
"""Cells a label may take, the most first."""
_LAST_CAP = 8
"""The same where nothing fits in any direction."""
_AMPLE = 200
"""Cells across that a drawing may take before it is turned, where no width is asked for."""
_SPACING: dict[tuple[Direction, bool], Spacing] = {
    ("lr", False): Spacing(gap=0, pitch=1, lead=1, head=2, track=1, clearance=0),
    ("td", False): Spacing(gap=1, pitch=2, lead=0, head=1, track=1, clearance=0),
    # An ASCII `+` joins whatever it touches: lines of different nets have to keep their distance.
    ("lr", True): Spacing(gap=0, pitch=1, lead=1, head=2, track=2, clearance=1),
    ("td", True): Spacing(gap=1, pitch=2, lead=1, head=1, track=2, clearance=1),
}


@dataclass(frozen=True, slots=True)
class Scene:
    """What is drawn, before it is decided how: boxes by number, their jobs and their order."""

    groups: tuple[Group, ...]
    attributes: Attributes
    plan: Plan
    order: Order


@dataclass(frozen=True, slots=True)
class View:
    """One way to draw a scene: the size of the whole is known, lines need not be."""

    direction: Direction
    contents: Sequence[Content]
    sizes: Sequence[Size]
    grid: Grid

    @property
    def size(self) -> Size:
        """Height and width of the whole."""
        return turn(self.direction, self.grid.along, self.grid.across)


def turn(direction: Direction, along: int, across: int) -> Size:
    """Return what lies `along` and `across` the flow as (down, right)."""
    return (across, along) if direction == "lr" else (along, across)


def choose_view(
    scene: Scene,
    glyphs: Glyphs,
    folding: Folding,
    directions: Sequence[Direction],
    width: int | None,
    height: int | None,
) -> View:
    """Return the first view that fits, else the first that fits the width, else the first.

    Views come by direction, then by length of labels; without a `width`, labels are not shortened
    for the sake of it. They are shortened most only where no other view fits the width.
    """
    viewer = _Viewer(scene, glyphs, folding)
    caps = _CAPS[:1] if width is None else _CAPS
    limit = _AMPLE if width is None else width
    narrow: View | None = None
    for direction in directions:
        for view in viewer.views(direction, caps, limit):
            if view.size[1] > limit:
                continue
            if height is None or view.size[0] <= height:
                return view
            narrow = narrow or view
    if narrow is None and width is not None:
        last = (v for way in directions for v in viewer.views(way, (_LAST_CAP,), limit))
        narrow = next((view for view in last if view.size[1] <= limit), None)
    return narrow or viewer.view(directions[0], _CAPS[0])


class _Viewer:
    def __init__(self, scene: Scene, glyphs: Glyphs, folding: Folding) -> None:
        self._scene = scene
        self._glyphs = glyphs
        self._folding = folding
        self._rows: Across | None = None

    def views(self, direction: Direction, caps: Sequence[int], limit: int) -> Iterator[View]:
        """Yield the views in a direction, by cap; none that is sure to be wider than `limit`."""
        for cap in caps:
            if direction == "lr" or self._least_width(cap) <= limit:
                yield self.view(direction, cap)

    def view(self, direction: Direction, cap: int) -> View:
        """Return the view with labels of at most `cap` cells."""
        contents = self._contents(cap)
        sizes = [self._size(box, direction, lines) for box, lines in enumerate(contents)]
        if direction == "lr":
            sizes = self._equally_wide(sizes)
        spacing = _SPACING[direction, self._glyphs.ascii_only]
        if direction == "lr":
            # Rows do not depend on the width of labels.
            self._rows = self._rows or self._across([height for height, _ in sizes], spacing)
            grid = Grid(self._scene.plan, self._rows, [width for _, width in sizes], spacing)
        else:
            across = self._across([width for _, width in sizes], spacing)
            grid = Grid(self._scene.plan, across, [height for height, _ in sizes], spacing)
        return View(direction, contents, sizes, grid)

    def _contents(self, cap: int) -> list[Content]:
        scene = self._scene
        return box_contents(scene.groups, scene.attributes, cap, self._glyphs, self._folding)

    def _size(self, box: int, direction: Direction, lines: Content) -> Size:
        """Return the size of a box: its text with a margin, and room for its ports."""
        ports = self._scene.plan.ports[box]
        text = max(cell_len(line.text) for line in lines)
        if direction == "lr":
            return max(len(lines), ports) + 2, text + 4
        pitch = _SPACING[direction, self._glyphs.ascii_only].pitch
        return len(lines) + 2, max(text + 4, ports * pitch + 1)

    def _equally_wide(self, sizes: Sequence[Size]) -> list[Size]:
        """Return sizes that make all boxes of a column as wide as the widest."""
        widest: dict[int, int] = {}
        for (_, width), column in zip(sizes, self._scene.plan.depth, strict=True):
            widest[column] = max(width, widest.get(column, 0))
        return [
            (height, widest[column])
            for (height, _), column in zip(sizes, self._scene.plan.depth, strict=True)
        ]

    def _across(self, sizes: Sequence[int], spacing: Spacing) -> Across:
        return lay_across(self._scene.plan, self._scene.order, sizes, spacing)

    def _least_width(self, cap: int) -> int:
        """Return what the boxes of the fullest row of a top-down view need side by side."""
        widths: dict[int, int] = {}
        contents = self._contents(cap)
        for box, column in enumerate(self._scene.plan.depth):
            size = self._size(box, "td", contents[box])
            widths[column] = widths.get(column, -1) + size[1] + 1
        return max(widths.values(), default=0)
