"""Where items lie across the flow, and where on its sides a box has its ports.

Everything here is one-dimensional: rows for a drawing from left to right, terminal columns for one
from top to bottom; they are called rows in either case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ciatlas.graph.isotonic import Weighted, mean, median, spread
from ciatlas.graph.layers import Layers
from ciatlas.graph.ports import LEFT, RIGHT, Port, make_joints, ports_by_item
from ciatlas.graph.sweep import Order

_INERTIA = 0.1
"""The weight of staying in place, for items nothing is joined to."""


@dataclass(frozen=True, slots=True)
class Spacing:
    """Distances of a drawing, in cells.

    Attributes:
        gap: between neighbours in a column, across the flow.
        pitch: between neighbouring ports of a box, 1 being adjacent cells.
        lead: along the flow, from a box to the first track of the channel after it.
        head: along the flow, from the last track to the next box, the arrow head included.
        track: along the flow, between neighbouring tracks, 1 being adjacent cells.
        clearance: rows kept free between two trunks on one track.
    """

    gap: int
    pitch: int
    lead: int
    head: int
    track: int
    clearance: int


@dataclass(frozen=True, slots=True)
class LinkRows:
    """The rows of a link, by item: where it leaves those on its left, and meets those right."""

    enters: dict[int, int]
    leaves: dict[int, int]


@dataclass(frozen=True, slots=True)
class Placement:
    """Positions across the flow.

    Attributes:
        start: the first row of each item.
        links: for each channel, the rows of its links.
        size: rows of the whole.
    """

    start: list[int]
    links: list[list[LinkRows]]
    size: int


def place(layers: Layers, order: Order, extents: Sequence[int], spacing: Spacing) -> Placement:
    """Return rows for items in `order`, `extents` being their sizes across the flow.

    The whole is never larger than its fullest column. Least squares bring what belongs together
    near each other; least absolute deviation then makes as many lines as possible straight.
    """
    placer = _Placer(layers, order, extents, spacing)
    for sides in ((LEFT,), (RIGHT,), (LEFT,), (RIGHT,), (LEFT, RIGHT), (RIGHT, LEFT)):
        placer.sweep(sides, mean)
    for _ in range(2):
        for sides in ((LEFT, RIGHT), (RIGHT, LEFT)):
            placer.sweep(sides, median)
        for side in (RIGHT, LEFT, RIGHT):
            placer.fit_ports(side)
    return placer.placement()


class _Placer:
    def __init__(
        self, layers: Layers, order: Order, extents: Sequence[int], spacing: Spacing
    ) -> None:
        self._boxes = layers.boxes
        self._extents = extents
        self._pitch = spacing.pitch
        self._columns = [
            (column, [extents[item] + spacing.gap for item in column[:-1]]) for column in order
        ]
        self._size = max(map(self._total, self._columns), default=0)
        self._start = [0] * layers.items
        self._joints = make_joints(layers)
        self._ports = ports_by_item(layers, order, self._joints)
        self._stack()

    def placement(self) -> Placement:
        links = [
            [
                LinkRows(
                    {port.item: self._row(port) for port in joint.left},
                    {port.item: self._row(port) for port in joint.right},
                )
                for joint in channel
            ]
            for channel in self._joints
        ]
        return Placement(self._start, links, self._size)

    def sweep(self, sides: Sequence[int], middle: Callable[[list[Weighted]], float]) -> None:
        """Move the items of each column towards what they are joined to on `sides`."""
        for column, steps in self._columns if sides[0] == LEFT else reversed(self._columns):
            wanted = [self._wish(item, sides, middle) for item in column]
            last = self._size - self._extents[column[-1]]
            for item, row in zip(column, spread(wanted, steps, 0, last, middle), strict=True):
                self._start[item] = row

    def fit_ports(self, side: int) -> None:
        """Move the ports of every box, within its side, to where their lines need no bend."""
        for box, ports in enumerate(self._ports[side][: self._boxes]):
            if not ports:
                continue
            wanted = [(median(list(self._pulls(port))) + port.offset, 1.0) for port in ports]
            steps = [self._pitch] * (len(ports) - 1)
            offsets = spread(wanted, steps, 1, self._extents[box] - 2, median)
            for port, offset in zip(ports, offsets, strict=True):
                port.offset = offset

    def _stack(self) -> None:
        """Start with every column packed and centred, every port in its share of the side."""
        for column, steps in self._columns:
            row = (self._size - self._total((column, steps))) // 2
            for item, step in zip(column, [*steps, 0], strict=True):
                self._start[item] = row
                row += step
        for side in self._ports:
            for box, ports in enumerate(side[: self._boxes]):
                room = self._extents[box] - 2
                for index, port in enumerate(ports):
                    port.offset = 1 + (2 * index + 1) * room // (2 * len(ports))

    def _total(self, column: tuple[list[int], list[int]]) -> int:
        items, steps = column
        return sum(steps) + self._extents[items[-1]]

    def _wish(
        self, item: int, sides: Sequence[int], middle: Callable[[list[Weighted]], float]
    ) -> Weighted:
        pulls = [
            pull for side in sides for port in self._ports[side][item] for pull in self._pulls(port)
        ]
        if not pulls:
            return float(self._start[item]), _INERTIA
        return self._start[item] + middle(pulls), sum(weight for _, weight in pulls)

    def _pulls(self, port: Port) -> Iterator[Weighted]:
        """Yield how far the port is from each of its mates, with the weight of the line."""
        own = self._row(port)
        for mate, weight in port.mates:
            yield self._row(mate) - own, weight

    def _row(self, port: Port) -> int:
        return self._start[port.item] + port.offset
