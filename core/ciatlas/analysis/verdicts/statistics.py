"""Tests for few tools: exact where all permutations can be counted, and with ties."""

import random
from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations
from math import comb, isclose

MOST_ENUMERATED = 7
"""Up to so many tools every order is tried (7! = 5,040); beyond, so many random ones:"""
SAMPLES = 9999
MOST_COUNTED = 80
"""Up to so many tools all choices of a group are counted; beyond, SAMPLES random ones."""


def midranks(values: Sequence[float]) -> list[int]:
    """Return twice the rank of each value, ties sharing their mean: whole numbers from 2."""
    ordered = sorted(values)
    first: dict[float, int] = {}
    last: dict[float, int] = {}
    for rank, value in enumerate(ordered, start=1):
        first.setdefault(value, rank)
        last[value] = rank
    return [first[value] + last[value] for value in values]


@lru_cache(maxsize=4096)
def rank_correlation(left: tuple[float, ...], right: tuple[float, ...]) -> float | None:
    """Return Spearman's rho, ties by mean ranks; `None` when one side does not vary."""
    return _pearson(midranks(left), midranks(right))


@lru_cache(maxsize=4096)
def correlation_p(
    left: tuple[float, ...], right: tuple[float, ...], direction: int
) -> tuple[float, bool]:
    """Return the one-sided permutation p of Spearman's rho, and whether it is exact.

    Args:
        left: values of one metric.
        right: values of the other, in the same order of tools.
        direction: 1 when a positive correlation is expected, -1 for a negative one.

    Source: permutation test of Spearman's rho (Hollander, Wolfe & Chicken 2014, 8.5); with
    sampling, the observed order counts as one of the samples (Phipson & Smyth 2010).
    """
    one, other = midranks(left), midranks(right)
    observed = direction * sum(a * b for a, b in zip(one, other, strict=True))
    if len(one) <= MOST_ENUMERATED:
        sums = [
            direction * sum(a * b for a, b in zip(one, order, strict=True))
            for order in permutations(other)
        ]
        return sum(s >= observed for s in sums) / len(sums), True
    chance, shuffled, extreme = random.Random(0), list(other), 1  # noqa: S311 - no secret
    for _ in range(SAMPLES):
        chance.shuffle(shuffled)
        extreme += direction * sum(a * b for a, b in zip(one, shuffled, strict=True)) >= observed
    return extreme / (SAMPLES + 1), False


def cliffs_delta(group: Sequence[float], control: Sequence[float]) -> float:
    """Return how often a value of the group beats one of the control, minus how often it loses.

    Source: Cliff 1993; |delta| below 0.147 is negligible, 0.33 medium, 0.474 large (Romano 2006).
    """
    wins = sum((a > b) - (a < b) for a in group for b in control)
    return wins / (len(group) * len(control))


@lru_cache(maxsize=4096)
def rank_sum_p(
    group: tuple[float, ...], control: tuple[float, ...], direction: int
) -> tuple[float, bool]:
    """Return the one-sided p of the Wilcoxon-Mann-Whitney rank sum, and whether it is exact."""
    ranks = midranks((*group, *control))
    observed, size = direction * sum(ranks[: len(group)]), len(group)
    if len(ranks) > MOST_COUNTED:
        chance, extreme = random.Random(0), 1  # noqa: S311 - no secret
        for _ in range(SAMPLES):
            extreme += direction * sum(chance.sample(ranks, size)) >= observed
        return extreme / (SAMPLES + 1), False
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


def _pearson(left: Sequence[int], right: Sequence[int]) -> float | None:
    size = len(left)
    middle_left, middle_right = sum(left) / size, sum(right) / size
    spread_left = sum((a - middle_left) ** 2 for a in left)
    spread_right = sum((b - middle_right) ** 2 for b in right)
    if isclose(spread_left, 0) or isclose(spread_right, 0):
        return None
    together = sum((a - middle_left) * (b - middle_right) for a, b in zip(left, right, strict=True))
    return float(together / (spread_left * spread_right) ** 0.5)
