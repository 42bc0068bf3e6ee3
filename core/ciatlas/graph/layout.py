"""Where everything lies: boxes and lines on a grid of cells.

Two axes: `along` runs with the flow, `across` it. A drawing from left to right has its columns
along and its rows across; from top to bottom it is the other way round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ciatlas.graph.layers import Layers, build_layers, longest_paths
from ciatlas.graph.nets import Net, bundle
from ciatlas.graph.place import Placement, Spacing, place
from ciatlas.graph.route import Route, route
from ciatlas.graph.sweep import Order

Point = tuple[int, int]
"""A cell as (along, across)."""
Edge = tuple[int, int]
"""Two box numbers."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known about a graph before any size is.

    Attributes:
        depth: the column of each box.
        nets: the edges bundled into nets.
        layers: boxes and passages in columns.
        ports: how many ports the busier side of each box needs.
    """

    depth: tuple[int, ...]
    nets: tuple[Net, ...]
    layers: Layers
    ports: tuple[int, ...]


def make_plan(boxes: int, edges: Iterable[Edge]) -> Plan:
    """Return columns and nets for `edges` between so many boxes."""
    edges = list(edges)
    depth = longest_paths(boxes, edges)
    nets = bundle(edges)
    leaving = Counter(box for net in nets for box in net.sources)
    arriving = Counter(box for net in nets for box in net.targets)
    ports = tuple(max(leaving[box], arriving[box]) for box in range(boxes))
    return Plan(tuple(depth), tuple(nets), build_layers(depth, nets), ports)


@dataclass(frozen=True, slots=True)
class Across:
    """Everything decided across the flow, whatever the boxes measure along it.

    Attributes:
        placement: the rows of items and links.
        routes: the route of each link through its channel.
        tracks: the number of tracks of each channel.
        size: rows of the whole, spare ones for doglegs included.
    """

    placement: Placement
    routes: tuple[tuple[Route, ...], ...]
    tracks: tuple[int, ...]
    size: int


def lay_across(plan: Plan, order: Order, sizes: Sequence[int], spacing: Spacing) -> Across:
    """Place and route boxes of these `sizes` across the flow, the items being in `order`."""
    placement = place(plan.layers, order, [*sizes, *[1] * len(plan.layers.passages)], spacing)
    channels = [
        route(
            [(tuple(link.enters.values()), tuple(link.leaves.values())) for link in links],
            spacing.clearance,
        )
        for links in placement.links
    ]
    used = (row for routes, _ in channels for found in routes for row in found.rows)
    return Across(
        placement,
        tuple(tuple(routes) for routes, _ in channels),
        tuple(tracks for _, tracks in channels),
        max(placement.size, 1 + max(used, default=-1)),
    )


class Grid:
    """Boxes and lines in two dimensions, boxes measuring `sizes` along the flow."""

    def __init__(self, plan: Plan, across: Across, sizes: Sequence[int], spacing: Spacing) -> None:
        self._plan = plan
        self._across = across
        self._sizes = sizes
        self._spacing = spacing
        self._starts, self._ends = self._columns(across.tracks)

    @property
    def along(self) -> int:
        """The size of the whole with the flow."""
        return self._ends[-1] if self._ends else 0

    @property
    def across(self) -> int:
        """The size of the whole across the flow."""
        return self._across.size

    @property
    def boxes(self) -> list[Point]:
        """The first cell of each box."""
        rows = self._across.placement.start
        return [(self._starts[depth], rows[box]) for box, depth in enumerate(self._plan.depth)]

    def paths(self) -> Iterator[tuple[int, Edge, list[Point]]]:
        """Yield each edge with its net's number and the corners of its line.

        The first corner is the cell on the source's border that the line leaves by, the last the
        cell of the arrow head.
        """
        links = {
            (link.net, channel): number
            for channel, found in enumerate(self._plan.layers.links)
            for number, link in enumerate(found)
        }
        for number, net in enumerate(self._plan.nets):
            for source in net.sources:
                for target in net.targets:
                    yield number, (source, target), self._path(links, number, source, target)

    def _columns(self, tracks: Sequence[int]) -> tuple[list[int], list[int]]:
        """Return the first cell of each column along the flow, and the first one after it."""
        widest = [0] * len(self._plan.layers.columns)
        for size, column in zip(self._sizes, self._plan.depth, strict=True):
            widest[column] = max(widest[column], size)
        starts, ends = [], []
        position = 0
        for column, extent in enumerate(widest):
            starts.append(position)
            ends.append(position + extent)
            if column < len(tracks):
                between = max(tracks[column] - 1, -1) * self._spacing.track + 1
                position += extent + self._spacing.lead + max(between, 0) + self._spacing.head
        return starts, ends

    def _track(self, channel: int, number: int) -> int:
        return self._ends[channel] + self._spacing.lead + number * self._spacing.track

    def _path(
        self, links: Mapping[tuple[int, int], int], net: int, source: int, target: int
    ) -> list[Point]:
        first, last = self._plan.depth[source], self._plan.depth[target]
        passages = self._plan.layers.passages
        points: list[Point] = []
        item = source
        for channel in range(first, last):
            link = links[net, channel]
            onward = target if channel + 1 == last else passages[net, channel + 1]
            rows = self._across.placement.links[channel][link]
            enters, leaves = rows.enters[item], rows.leaves[onward]
            if channel == first:
                points.append((self._starts[first] + self._sizes[source] - 1, enters))
            points += self._bends(channel, self._across.routes[channel][link], enters, leaves)
            item = onward
        points.append((self._starts[last] - 1, leaves))
        return points

    def _bends(self, channel: int, found: Route, enters: int, leaves: int) -> list[Point]:
        """Return the corners of a line that crosses `channel` from row `enters` to row `leaves`."""
        if found.track is None or (enters == leaves and found.dogleg is None):
            return []
        trunk = self._track(channel, found.track)
        if found.dogleg is None:
            return [(trunk, enters), (trunk, leaves)]
        row, track = found.dogleg
        second = self._track(channel, track)
        return [(trunk, enters), (trunk, row), (second, row), (second, leaves)]
