"""The order of the items within each column: as few crossings as can be found in bounded work.

Barycenter and median sweeps with transposition (after Gansner et al., "A technique for drawing
directed graphs", 1993), restarted from seeded shuffles. Work is bounded by counting it, never by a
clock, so the same graph gets the same picture on every machine.
"""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

from ciatlas.graph.drawing import Drawing
from ciatlas.graph.layers import Layers

Order = list[list[int]]
"""The items of each column from top to bottom."""

_WORK = 60_000
"""Arcs one call may sweep over in all; a restart costs its share."""
_PATIENCE = 4
"""Sweeps without improvement before a start is given up."""
_SWEEPS = 24
_STARTS = 40
_LOYALTY = 1.5
"""How many times the crossings a kept order may cost before it is given up."""


Rank = tuple[int, int]
"""A class and a place in it: items of one column and class keep the order of their places."""


class Arranger:
    """Finds orders of the items of a layered graph; `fixed` holds the ranks of some boxes."""

    def __init__(self, layers: Layers, fixed: Mapping[int, Rank] | None = None) -> None:
        self.layers = layers
        self.before: list[list[int]] = [[] for _ in range(layers.items)]
        self.after: list[list[int]] = [[] for _ in range(layers.items)]
        self._fixed = fixed or {}
        self._place = [0] * layers.items
        for channel in layers.links:
            for link in channel:
                for left in link.left:
                    self.after[left].extend(link.right)
                for right in link.right:
                    self.before[right].extend(link.left)
        self.arcs = sum(map(len, self.after))

    def best(self) -> Order:
        """Return the best order found from every start the allowed work permits."""
        found = self._improve(self._first())
        starts = min(_STARTS, _WORK // (self.arcs * _SWEEPS + 1))
        for seed in range(starts):
            if found[0] == 0:
                break
            shuffler = random.Random(seed)
            order = [shuffler.sample(column, len(column)) for column in self.layers.columns]
            found = min(found, self._improve(order), key=lambda result: result[0])
        return found[1]

    def crossings(self, order: Order) -> int:
        """Count the pairs of arcs between neighbouring columns that cross."""
        self._settle(order)
        return sum(self._crossings_after(column) for column in order)

    def _first(self) -> Order:
        """Return a start that follows connections depth first, so that what belongs together is."""
        columns: Order = [[] for _ in self.layers.columns]
        column_of = [0] * self.layers.items
        for number, column in enumerate(self.layers.columns):
            for item in column:
                column_of[item] = number
        seen = [False] * self.layers.items
        for root in (item for column in self.layers.columns for item in column):
            stack = [root]
            while stack:
                item = stack.pop()
                if seen[item]:
                    continue
                seen[item] = True
                columns[column_of[item]].append(item)
                stack += reversed(self.after[item])
                stack += reversed(self.before[item])
        return columns

    def _improve(self, order: Order) -> tuple[int, Order]:
        """Sweep and transpose `order` until it stops getting better; return count and order."""
        for column in order:
            self._restore_fixed(column)
        best = (self.crossings(order), [list(column) for column in order])
        idle = 0
        for sweep in range(_SWEEPS):
            if idle >= _PATIENCE or best[0] == 0:
                break
            self._sweep(order, forward=sweep % 2 == 0, median=sweep % 4 >= 2)
            self._transpose(order)
            count = self.crossings(order)
            idle = 0 if count < best[0] else idle + 1
            if count < best[0]:
                best = (count, [list(column) for column in order])
        return best

    def _settle(self, order: Order) -> None:
        for column in order:
            for place, item in enumerate(column):
                self._place[item] = place

    def _sweep(self, order: Order, *, forward: bool, median: bool) -> None:
        place = self._place
        self._settle(order)
        neighbours = self.before if forward else self.after
        middle = _median if median else _mean
        for column in order if forward else reversed(order):
            keys = {
                item: middle([place[other] for other in neighbours[item]])
                if neighbours[item]
                else place[item]
                for item in column
            }
            column.sort(key=keys.__getitem__)
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

    def _transpose(self, order: Order) -> None:
        """Swap neighbours in a column while that removes crossings."""
        self._settle(order)
        place = self._place
        for column in order:
            before = {item: sorted(place[other] for other in self.before[item]) for item in column}
            after = {item: sorted(place[other] for other in self.after[item]) for item in column}
            pending: Iterable[int] = range(len(column) - 1)
            while pending:
                touched: set[int] = set()
                for index in pending:
                    upper, lower = column[index], column[index + 1]
                    gain = _excess(before[upper], before[lower])
                    gain += _excess(after[upper], after[lower])
                    if gain > 0 and not self._bound(upper, lower):
                        column[index], column[index + 1] = lower, upper
                        touched.update((index - 1, index + 1))
                pending = sorted(touched.intersection(range(len(column) - 1)))
            for index, item in enumerate(column):
                place[item] = index

    def _crossings_after(self, column: Iterable[int]) -> int:
        place = self._place
        seen: list[int] = []
        count = 0
        for item in column:
            targets = sorted(place[other] for other in self.after[item])
            for target in targets:
                count += len(seen) - bisect_right(seen, target)
            for target in targets:
                seen.insert(bisect_right(seen, target), target)
        return count


def arrange(layers: Layers, fixed: Mapping[int, Rank] | None = None) -> Order:
    """Return an order of the items of each column with few crossings.

    Where `fixed` costs many crossings it is given up.
    """
    free = Arranger(layers)
    best = free.best()
    if not fixed:
        return best
    kept = Arranger(layers, fixed).best()
    worth = free.crossings(kept) <= free.crossings(best) * _LOYALTY + 3
    return kept if worth else best


def ranks(groups: Sequence[Sequence[str]], previous: Drawing | None) -> dict[int, Rank]:
    """Return the ranks of groups by where `previous` has their first job."""
    if previous is None:
        return {}
    places = {
        job: (stage, place)
        for stage, jobs in enumerate(previous.stages)
        for place, job in enumerate(jobs)
    }
    return {
        number: places[group[0]] for number, group in enumerate(groups) if group[0] in places
    }


def _mean(places: list[int]) -> float:
    return sum(places) / len(places)


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
    size = len(lower)
    if size == 1:
        only = lower[0]
        return sum((place > only) - (place < only) for place in upper)
    return sum(
        bisect_left(lower, place) + bisect_right(lower, place) - size for place in upper
    )
