"""Positions on a line, as near as possible to where they are wanted, in order and apart.

Taking the prescribed distances away turns "in order and apart" into "not decreasing": isotonic
regression, solved exactly by pooling adjacent violators. Bounds are met by clipping, which keeps
the solution optimal, and rounding keeps it ordered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from math import floor

Weighted = tuple[float, float]
"""A wanted value and its weight."""


def spread(
    wanted: Sequence[Weighted],
    distances: Sequence[int],
    low: int,
    high: int,
    middle: Callable[[list[Weighted]], float],
) -> list[int]:
    """Return whole positions between `low` and `high`, near `wanted`.

    Args:
        wanted: a wanted position and its weight for each place.
        distances: the least distance of each place from the one before; one fewer than places.
        low: the least position allowed.
        high: the greatest; `high - low` must be at least the sum of `distances`.
        middle: what a run of places that want to overlap agrees on: `mean` for least squares,
            `median` for least absolute deviation, which lets most of them have their wish exactly.
    """
    offsets = list(accumulate(distances, initial=0))
    blocks: list[tuple[float, list[Weighted]]] = []
    for (value, weight), offset in zip(wanted, offsets, strict=True):
        block = [(value - offset, weight)]
        level = value - offset
        while blocks and blocks[-1][0] > level:
            block = blocks.pop()[1] + block
            level = middle(block)
        blocks.append((level, block))
    last = high - offsets[-1]
    levels = [min(max(floor(level + 0.5), low), last) for level, block in blocks for _ in block]
    return [level + offset for level, offset in zip(levels, offsets, strict=True)]


def mean(values: list[Weighted]) -> float:
    """Return the weighted mean."""
    total = sum(weight for _, weight in values)
    return sum(value * weight for value, weight in values) / total


def median(values: list[Weighted]) -> float:
    """Return the lower weighted median, one of the values themselves."""
    ordered = sorted(values)
    half = sum(weight for _, weight in ordered) / 2
    for value, weight in ordered:
        half -= weight
        if half <= 0:
            return value
    return ordered[-1][0]
