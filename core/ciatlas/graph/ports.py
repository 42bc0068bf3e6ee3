"""The ports of a box: the places on its sides where lines leave and arrive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ciatlas.graph.layers import Layers
from ciatlas.graph.sweep import Order

LEFT, RIGHT = 0, 1
"""The sides of an item: lines arrive on the left and leave on the right."""
_STRAIGHTNESS = (1.0, 2.0, 8.0)
"""How much a bend hurts where none, one or both of the joined items are passages."""


@dataclass(slots=True, eq=False)
class Port:
    """Where a link meets an item.

    Attributes:
        item: a box or a passage.
        offset: rows from the start of the item.
        mates: the ports it is joined to, each with the weight of a straight line to it.
    """

    item: int
    offset: int = 0
    mates: list[tuple[Port, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Joint:
    """The ports of one link: where it leaves the items on its left and meets those on its right."""

    left: tuple[Port, ...]
    right: tuple[Port, ...]


def make_joints(layers: Layers) -> list[list[Joint]]:
    """Return the joints of each channel's links."""
    return [
        [_joint(link.left, link.right, layers.boxes) for link in links] for links in layers.links
    ]


def _joint(left: Sequence[int], right: Sequence[int], boxes: int) -> Joint:
    joint = Joint(tuple(map(Port, left)), tuple(map(Port, right)))
    for source in joint.left:
        for target in joint.right:
            weight = _STRAIGHTNESS[(source.item >= boxes) + (target.item >= boxes)]
            source.mates.append((target, weight))
            target.mates.append((source, weight))
    return joint


def ports_by_item(
    layers: Layers, order: Order, joints: Sequence[Sequence[Joint]]
) -> tuple[list[list[Port]], list[list[Port]]]:
    """Return the ports on the left and on the right side of each item, from first to last.

    They stand in the order of what they are joined to, so that their lines do not cross at once.
    """
    rank = [0] * layers.items
    for column in order:
        for index, item in enumerate(column):
            rank[item] = index
    sides: tuple[list[list[Port]], list[list[Port]]] = (
        [[] for _ in range(layers.items)],
        [[] for _ in range(layers.items)],
    )
    for joint in (joint for channel in joints for joint in channel):
        for side, ports in ((RIGHT, joint.left), (LEFT, joint.right)):
            for port in ports:
                sides[side][port.item].append(port)
    for found in (*sides[LEFT], *sides[RIGHT]):
        found.sort(key=lambda port: _mean_rank(port, rank))
    return sides


def _mean_rank(port: Port, rank: Sequence[int]) -> float:
    return sum(rank[mate.item] for mate, _ in port.mates) / len(port.mates)
