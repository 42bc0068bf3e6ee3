"""Edges bundled into nets, so that what belongs together shares a line.

A net joins all its sources with all its targets, hence it may bundle edges only where every
source really leads to every target. Shared lines mean fewer ports, fewer lines and no crossings
among the edges of a net.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

_CANDIDATES = 20_000
"""Pairs of sources looked at for common targets; beyond it a graph is a thicket either way."""


@dataclass(frozen=True, slots=True)
class Net:
    """A bundle of edges: each of `sources` leads to each of `targets` (box numbers, sorted)."""

    sources: tuple[int, ...]
    targets: tuple[int, ...]


def bundle(edges: Iterable[tuple[int, int]]) -> list[Net]:
    """Partition `edges` into nets: complete bipartite bundles, then fans, the largest first."""
    successors: dict[int, set[int]] = {}
    predecessors: dict[int, set[int]] = {}
    for source, target in sorted(edges):
        successors.setdefault(source, set()).add(target)
        predecessors.setdefault(target, set()).add(source)
    nets = list(_take_meshes(successors, predecessors))
    nets += _take_fans(successors, predecessors)
    return sorted(nets, key=lambda net: (net.sources, net.targets))


def _take_meshes(
    successors: dict[int, set[int]], predecessors: dict[int, set[int]]
) -> Iterable[Net]:
    """Yield and remove bundles of at least two sources with at least two targets, by size."""
    while best := _largest_mesh(predecessors):
        for source in best.sources:
            successors[source].difference_update(best.targets)
        for target in best.targets:
            predecessors[target].difference_update(best.sources)
        yield best


def _largest_mesh(predecessors: dict[int, set[int]]) -> Net | None:
    pairs: dict[tuple[int, int], set[int]] = {}
    for target, sources in predecessors.items():
        for pair in combinations(sorted(sources), 2):
            pairs.setdefault(pair, set()).add(target)
        if len(pairs) > _CANDIDATES:
            break
    best: Net | None = None
    size = 0
    for common in {frozenset(targets) for targets in pairs.values() if len(targets) > 1}:
        sources = set.intersection(*(predecessors[target] for target in common))
        net = Net(tuple(sorted(sources)), tuple(sorted(common)))
        if (len(sources) * len(common), net.targets) > (size, best.targets if best else ()):
            best, size = net, len(sources) * len(common)
    return best


def _take_fans(successors: dict[int, set[int]], predecessors: dict[int, set[int]]) -> Iterable[Net]:
    """Yield fans: what remains of one source's targets, or of one target's sources."""
    heap = [(-len(targets), 0, node) for node, targets in successors.items() if targets]
    heap += [(-len(sources), 1, node) for node, sources in predecessors.items() if sources]
    heapq.heapify(heap)
    sides = (successors, predecessors)
    while heap:
        negative, side, node = heapq.heappop(heap)
        others = sides[side][node]
        if len(others) != -negative:
            if others:
                heapq.heappush(heap, (-len(others), side, node))
            continue
        fan = tuple(sorted(others))
        yield Net((node,), fan) if side == 0 else Net(fan, (node,))
        for other in fan:
            sides[1 - side][other].discard(node)
        others.clear()
