"""Columns, and the items in them: boxes, and the lines that pass between boxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ciatlas.graph.nets import Net


@dataclass(frozen=True, slots=True)
class Link:
    """What a net joins between two neighbouring columns: items on the left, items on the right."""

    net: int
    left: tuple[int, ...]
    right: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Layers:
    """A layered graph whose links all lie between neighbouring columns.

    Items are numbered: first the boxes, then the passages, places where a net runs through a column
    on its way. A net has at most one passage per column.

    Attributes:
        boxes: how many items are boxes.
        columns: the items of each column.
        links: the links of each channel; channel `k` lies between columns `k` and `k + 1`.
        passages: the passage of a net through a column, by (net, column).
    """

    boxes: int
    columns: tuple[tuple[int, ...], ...]
    links: tuple[tuple[Link, ...], ...]
    passages: dict[tuple[int, int], int]

    @property
    def items(self) -> int:
        """How many items there are."""
        return self.boxes + len(self.passages)


def longest_paths(boxes: int, edges: Iterable[tuple[int, int]]) -> list[int]:
    """Return each box's column: the number of edges on the longest path that leads to it."""
    successors: list[list[int]] = [[] for _ in range(boxes)]
    waiting = [0] * boxes
    for source, target in edges:
        successors[source].append(target)
        waiting[target] += 1
    depth = [0] * boxes
    ready = [box for box in range(boxes) if not waiting[box]]
    for box in ready:
        for target in successors[box]:
            depth[target] = max(depth[target], depth[box] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return depth


def build_layers(depth: Sequence[int], nets: Sequence[Net]) -> Layers:
    """Return the layered graph of boxes in columns `depth`, joined by `nets`."""
    width = max(depth, default=-1) + 1
    columns: list[list[int]] = [[] for _ in range(width)]
    for box, column in enumerate(depth):
        columns[column].append(box)
    links: list[list[Link]] = [[] for _ in range(max(width - 1, 0))]
    passages: dict[tuple[int, int], int] = {}
    for number, net in enumerate(nets):
        first = min(depth[source] for source in net.sources)
        last = max(depth[target] for target in net.targets)
        for column in range(first + 1, last):
            passages[number, column] = len(depth) + len(passages)
            columns[column].append(passages[number, column])
        for channel in range(first, last):
            left = [source for source in net.sources if depth[source] == channel]
            right = [target for target in net.targets if depth[target] == channel + 1]
            left += [passages[number, channel]] if channel > first else []
            right += [passages[number, channel + 1]] if channel + 1 < last else []
            links[channel].append(Link(number, tuple(left), tuple(right)))
    return Layers(len(depth), tuple(map(tuple, columns)), tuple(map(tuple, links)), passages)
