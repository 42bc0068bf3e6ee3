"""What of the needs has to be drawn: no edge of a cycle, none that follows from the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Edge = tuple[str, str]
Successors = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Reduction:
    """The needs, sorted by what becomes of them.

    Attributes:
        drawn: the transitive reduction: the least set of edges that says the same.
        implied: edges that follow from a longer path of drawn ones.
        cyclic: edges left out so that no cycle remains; no order of the jobs could satisfy them.
    """

    drawn: tuple[Edge, ...]
    implied: tuple[Edge, ...]
    cyclic: tuple[Edge, ...]


def reduce_needs(nodes: Iterable[str], edges: Iterable[Edge]) -> Reduction:
    """Sort `edges` between `nodes` into drawn, implied and cyclic, in the order they came."""
    successors: dict[str, list[str]] = {node: [] for node in nodes}
    edges = tuple(dict.fromkeys(edges))
    for source, target in edges:
        successors[source].append(target)
    order, cyclic = _depth_first(successors)
    acyclic = {
        node: [target for target in targets if (node, target) not in cyclic]
        for node, targets in successors.items()
    }
    implied = _implied(order, acyclic)
    return Reduction(
        drawn=tuple(edge for edge in edges if edge not in cyclic and edge not in implied),
        implied=tuple(edge for edge in edges if edge in implied),
        cyclic=tuple(edge for edge in edges if edge in cyclic),
    )


def _depth_first(successors: Successors) -> tuple[list[str], set[Edge]]:
    """Return the nodes, each after all its successors, and the edges that close a cycle."""
    finished: dict[str, None] = {}
    cyclic: set[Edge] = set()
    for root in successors:
        if root in finished:
            continue
        path: dict[str, Iterator[str]] = {root: iter(successors[root])}
        while path:
            node, pending = next(reversed(path.items()))
            target = next(pending, None)
            if target is None:
                finished[node] = None
                del path[node]
            elif target in path:
                cyclic.add((node, target))
            elif target not in finished:
                path[target] = iter(successors[target])
    return list(finished), cyclic


def _implied(order: Sequence[str], successors: Successors) -> set[Edge]:
    """Return the edges whose target is also reached by a longer path.

    Reachable sets are bit masks over the position in `order`, where successors come first; going
    through the targets of a node from the last one on meets every longer path before its shortcut.
    """
    position = {node: index for index, node in enumerate(order)}
    reach: dict[str, int] = {}
    implied: set[Edge] = set()
    for node in order:
        reached = 0
        for target in sorted(successors[node], key=position.__getitem__, reverse=True):
            if reached >> position[target] & 1:
                implied.add((node, target))
            else:
                reached |= reach[target]
        reach[node] = reached | 1 << position[node]
    return implied
