"""Fewer crossings by sweeping: one start, improved as far as it goes.

Barycenter and median sweeps with transposition of neighbours, after Gansner, Koutsofios, North and
Vo, "A technique for drawing directed graphs" (1993).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Mapping

from ciatlas.graph.layers import Layers

Order = list[list[int]]
"""The items of each column from first to last."""
Rank = tuple[int, float]
"""A class and a place in it: items of one column and class keep the order of their places."""

_ROUNDS = 6
"""The most rounds of swapping neighbours after a sweep."""
_PATIENCE = 6
"""Sweeps without improvement before a start is given up."""


class Sweeper:
    """Improves orders of the items of a layered graph; `fixed` holds the ranks of some items.

    Attributes:
        before: for each item, the items it is joined to in the column before.
        after: the same for the column after.
    """

    def __init__(self, layers: Layers, fixed: Mapping[int, Rank]) -> None:
        self.before: list[list[int]] = [[] for _ in range(layers.items)]
        self.after: list[list[int]] = [[] for _ in range(layers.items)]
        self._fixed = fixed
        self._place = [0] * layers.items
        for link in (link for channel in layers.links for link in channel):
            for left in link.left:
                self.after[left].extend(link.right)
            for right in link.right:
                self.before[right].extend(link.left)

    def crossings(self, order: Order) -> int:
        """Count the pairs of arcs between neighbouring columns that cross."""
        self._settle(order)
        return sum(self._crossings_after(column) for column in order)

    def improve(self, order: Order, sweeps: int) -> tuple[int, Order]:
        """Sweep and transpose `order` in place; return the fewest crossings met, and how."""
        for column in order:
            self._restore_fixed(column)
        best = (self.crossings(order), [list(column) for column in order])
        idle = 0
        for sweep in range(sweeps):
            if idle >= _PATIENCE or best[0] == 0:
                break
            evenly = sweep % 4 < 2
            self._sweep(order, forward=sweep % 2 == 0, evenly=evenly)
            self._transpose(order, evenly=not evenly)
            count = self.crossings(order)
            idle = 0 if count < best[0] else idle + 1
            if count < best[0]:
                best = (count, [list(column) for column in order])
        return best

    def _settle(self, order: Order) -> None:
        for column in order:
            for place, item in enumerate(column):
                self._place[item] = place

    def _sweep(self, order: Order, *, forward: bool, evenly: bool) -> None:
        place = self._place
        self._settle(order)
        neighbours = self.before if forward else self.after
        for column in order if forward else reversed(order):
            keys = {
                item: _median([place[other] for other in neighbours[item]])
                for item in (reversed(column) if evenly else column)
                if neighbours[item]
            }
            slots = [slot for slot, item in enumerate(column) if item in keys]
            for slot, item in zip(slots, sorted(keys, key=keys.__getitem__), strict=True):
                column[slot] = item
            self._restore_fixed(column)
            for index, item in enumerate(column):
                place[item] = index

    def _restore_fixed(self, column: list[int]) -> None:
        """Put the fixed items of `column` back into their order, in the slots their class holds."""
        classes: dict[int, list[int]] = {}
        for slot, item in enumerate(column):
            if item in self._fixed:
                classes.setdefault(self._fixed[item][0], []).append(slot)
        for slots in classes.values():
            kept = sorted((column[slot] for slot in slots), key=self._fixed.__getitem__)
            for slot, item in zip(slots, kept, strict=True):
                column[slot] = item

    def _bound(self, upper: int, lower: int) -> bool:
        """Tell whether two items must stay as they lie."""
        fixed = self._fixed
        return upper in fixed and lower in fixed and fixed[upper][0] == fixed[lower][0]

    def _transpose(self, order: Order, *, evenly: bool) -> None:
        """Swap neighbours while that removes crossings, `evenly` also where it changes nothing."""
        self._settle(order)
        pending = set(range(len(order)))
        for _ in range(_ROUNDS):
            changed = [k for k in sorted(pending) if self._transpose_column(order[k], evenly)]
            pending = {near for k in changed for near in (k - 1, k, k + 1)} & set(range(len(order)))

    def _transpose_column(self, column: list[int], evenly: bool) -> bool:
        """Swap neighbours in one column; tell whether that removed crossings."""
        place = self._place
        before = [self._places(self.before[item]) for item in column]
        after = [self._places(self.after[item]) for item in column]
        improved = False
        for upper in range(len(column) - 1):
            lower = upper + 1
            gain = _excess(before[upper], before[lower]) + _excess(after[upper], after[lower])
            if gain < 0 or (gain == 0 and not evenly) or self._bound(column[upper], column[lower]):
                continue
            improved = improved or gain > 0
            column[upper], column[lower] = column[lower], column[upper]
            before[upper], before[lower] = before[lower], before[upper]
            after[upper], after[lower] = after[lower], after[upper]
        for index, item in enumerate(column):
            place[item] = index
        return improved

    def _places(self, items: list[int]) -> list[int]:
        """Return the places of `items` in their column, in order."""
        if len(items) == 1:
            return [self._place[items[0]]]
        return sorted([self._place[item] for item in items])

    def _crossings_after(self, column: Iterable[int]) -> int:
        seen: list[int] = []
        count = 0
        for item in column:
            targets = self._places(self.after[item])
            for target in targets:
                count += len(seen) - bisect_right(seen, target)
            for target in targets:
                insort(seen, target)
        return count


def _median(places: list[int]) -> float:
    """Return the median, for an even number weighted towards the denser side."""
    places.sort()
    half = len(places) // 2
    if len(places) % 2:
        return places[half]
    if len(places) == 2:
        return (places[0] + places[1]) / 2
    left, right = places[half - 1] - places[0], places[-1] - places[half]
    if left + right == 0:
        return (places[half - 1] + places[half]) / 2
    return (places[half - 1] * right + places[half] * left) / (left + right)


def _excess(upper: list[int], lower: list[int]) -> int:
    """Return how many crossings two neighbours cause as they lie, less those when swapped."""
    if not upper or not lower:
        return 0
    size = len(lower)
    if upper[-1] < lower[0]:
        return -len(upper) * size
    if upper[0] > lower[-1]:
        return len(upper) * size
    return sum([bisect_left(lower, place) + bisect_right(lower, place) - size for place in upper])
