"""Orders from which the search for few crossings starts."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator, Sequence

from ciatlas.graph.sweep import Order

Neighbours = Sequence[Sequence[int]]
"""For each item, the items it is joined to."""


def connected_parts(order: Order, before: Neighbours, after: Neighbours) -> Iterator[Order]:
    """Yield the connected parts of `order`, their items as a depth first search meets them."""
    column_of = _columns(order)
    seen: set[int] = set()
    for root in column_of:
        if root in seen:
            continue
        part: Order = [[] for _ in order]
        stack = [root]
        while stack:
            item = stack.pop()
            if item in seen:
                continue
            seen.add(item)
            part[column_of[item]].append(item)
            stack += reversed(after[item])
            stack += reversed(before[item])
        yield part


def starts(part: Order, before: Neighbours, after: Neighbours) -> Iterator[Order]:
    """Yield orders of a connected part without end: as it is, breadth first, and shuffled."""
    yield part
    yield _breadth_first(part, before, after)
    yield _breadth_first(part, after, before)
    shuffler = random.Random(0)  # noqa: S311 - no secret, only variety
    while True:
        shuffled = [shuffler.sample(column, len(column)) for column in part]
        yield shuffled
        yield _breadth_first(shuffled, before, after)
        yield _breadth_first(shuffled, after, before)


def _breadth_first(order: Order, back: Neighbours, onward: Neighbours) -> Order:
    """Return the items in the order in which they are met from those nothing leads `back` from."""
    column_of = _columns(order)
    found: Order = [[] for _ in order]
    seen: set[int] = set()
    for root in column_of:
        if back[root]:
            continue
        queue = deque([root])
        while queue:
            item = queue.popleft()
            if item not in seen:
                seen.add(item)
                found[column_of[item]].append(item)
                queue.extend(onward[item])
    return found


def _columns(order: Order) -> dict[int, int]:
    return {item: number for number, column in enumerate(order) for item in column}
