"""Tests for few tools: exact where all permutations can be counted, and with ties."""

import random
from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations
from math import comb, erfc, sqrt
from operator import mul

MOST_ENUMERATED = 7
"""Up to so many tools every order is tried (7! = 5,040); beyond, so many random ones:"""
SAMPLES = 9999
MOST_SAMPLED = 30
"""Beyond so many tools a correlation's p is that of the normal curve orders come close to."""
MOST_COUNTED = 80
"""Up to so many tools all choices of a group are counted; beyond, the normal curve stands in."""


def midranks(values: Sequence[float]) -> list[int]:
    """Return twice the rank of each value, ties sharing their mean: whole numbers from 2."""
    ordered = sorted(values)
    first: dict[float, int] = {}
    last: dict[float, int] = {}
    for rank, value in enumerate(ordered, start=1):
        first.setdefault(value, rank)
        last[value] = rank
    return [first[value] + last[value] for value in values]


@lru_cache(maxsize=256)
def rank_correlation(left: tuple[float, ...], right: tuple[float, ...]) -> float | None:
    """Return Spearman's rho, ties by mean ranks; `None` when one side does not vary."""
    return _pearson(midranks(left), midranks(right))


@lru_cache(maxsize=256)
def correlation_p(
    left: tuple[float, ...], right: tuple[float, ...], direction: int
) -> tuple[float, bool]:
    """Return the one-sided permutation p of Spearman's rho, and whether it is exact.

    Args:
        left: values of one metric.
        right: values of the other, in the same order of tools.
        direction: 1 when a positive correlation is expected, -1 for a negative one.

    Source: permutation test of Spearman's rho and its approximation for many (Hollander, Wolfe &
    Chicken 2014, 8.5); with sampling, the observed order counts as one of the samples (Phipson &
    Smyth 2010).
    """
    one, other = midranks(left), midranks(right)
    if len(one) > MOST_SAMPLED:
        return _normal_p(one, other, direction), False
    observed = direction * _product(one, other)
    if len(one) <= MOST_ENUMERATED:
        sums = [direction * _product(one, order) for order in permutations(other)]
        return sum(s >= observed for s in sums) / len(sums), True
    chance, shuffled, extreme = random.Random(0), list(other), 1  # noqa: S311 - no secret
    for _ in range(SAMPLES):
        chance.shuffle(shuffled)
        extreme += direction * _product(one, shuffled) >= observed
    return extreme / (SAMPLES + 1), False


def cliffs_delta(group: Sequence[float], control: Sequence[float]) -> float:
    """Return how often a value of the group beats one of the control, minus how often it loses.

    Source: Cliff 1993; |delta| below 0.147 is negligible, 0.33 medium, 0.474 large (Romano 2006).
    """
    ours, pairs = len(group), len(group) * len(control)
    ranks = midranks((*group, *control))  # twice the rank sum, less its least, is 2 wins + ties
    return (sum(ranks[:ours]) - ours * (ours + 1) - pairs) / pairs


@lru_cache(maxsize=256)
def rank_sum_p(
    group: tuple[float, ...], control: tuple[float, ...], direction: int
) -> tuple[float, bool]:
    """Return the one-sided p of the Wilcoxon-Mann-Whitney rank sum, and whether it is exact.

    Source: Hollander, Wolfe & Chicken 2014, 4.1, with the approximation for many and for ties.
    """
    ranks = midranks((*group, *control))
    observed, size = direction * sum(ranks[: len(group)]), len(group)
    if len(ranks) > MOST_COUNTED:
        return _normal_p(ranks, [1] * size + [0] * len(control), direction), False
    ways = _rank_sums(ranks, size)
    extreme = sum(count for rank_sum, count in ways.items() if direction * rank_sum >= observed)
    return extreme / comb(len(ranks), size), True


def _rank_sums(ranks: Sequence[int], size: int) -> dict[int, int]:
    """Count the choices of `size` ranks by their sum.

    The choices of k ranks with sum s are the coefficient of x^s y^k in the product of
    (1 + x^rank y); a polynomial in x is kept in one whole number, a slot of bits per power.
    """
    slot = len(ranks) + 1
    counts = [1] + [0] * size
    for rank in ranks:
        for chosen in range(size, 0, -1):
            counts[chosen] += counts[chosen - 1] << (rank * slot)
    mask = (1 << slot) - 1
    return {
        rank_sum: ways
        for rank_sum in range(sum(ranks) + 1)
        if (ways := (counts[size] >> (rank_sum * slot)) & mask)
    }


def _normal_p(one: Sequence[int], other: Sequence[int], direction: int) -> float:
    """Return the normal approximation of the chance of a sum of products at least as far.

    Over all orders of one side the sum has the spread for which r * sqrt(n - 1) has variance 1,
    ties or not; with a side of ones and zeros it is a rank sum.
    """
    r = _pearson(one, other)
    return 1.0 if r is None else erfc(direction * r * sqrt((len(one) - 1) / 2)) / 2


def _pearson(left: Sequence[int], right: Sequence[int]) -> float | None:
    size, all_left, all_right = len(left), sum(left), sum(right)
    spread_left = size * _product(left, left) - all_left**2
    spread_right = size * _product(right, right) - all_right**2
    if not spread_left or not spread_right:
        return None
    together = size * _product(left, right) - all_left * all_right
    return together / sqrt(spread_left * spread_right)


def _product(left: Sequence[int], right: Sequence[int]) -> int:
    return sum(map(mul, left, right))
