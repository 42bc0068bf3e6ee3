"""The tests behind correlations and contrasts, against counting by hand and by brute force."""

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ciatlas.analysis.verdicts.statistics import (
    MOST_COUNTED,
    MOST_SAMPLED,
    cliffs_delta,
    correlation_p,
    midranks,
    rank_correlation,
    rank_sum_p,
)

SMALL = st.lists(st.integers(0, 4).map(float), min_size=2, max_size=5)


def test_ties_share_their_mean_rank() -> None:
    assert midranks([10, 20, 20, 5]) == [4, 7, 7, 2]  # ranks 2, 3.5, 3.5, 1, doubled


def test_rho_is_one_in_order_and_minus_one_in_reverse() -> None:
    assert rank_correlation((1, 2, 3, 4), (10, 20, 30, 40)) == pytest.approx(1)
    assert rank_correlation((1, 2, 3, 4), (4, 3, 2, 1)) == pytest.approx(-1)
    # One swap of neighbours: 1 - 6 * 2 / (4 * 15)
    assert rank_correlation((1, 2, 3, 4), (1, 3, 2, 4)) == pytest.approx(0.8)


def test_what_does_not_vary_does_not_correlate() -> None:
    assert rank_correlation((1, 1, 1, 1), (1, 2, 3, 4)) is None


def test_four_tools_in_order_are_one_chance_in_twenty_four() -> None:
    assert correlation_p((1, 2, 3, 4), (5, 6, 7, 8), 1) == (1 / 24, True)
    assert correlation_p((1, 2, 3, 4), (5, 6, 7, 8), -1) == (1.0, True)


def test_many_tools_are_sampled_the_same_way_each_time() -> None:
    left, right = tuple(map(float, range(12))), tuple(map(float, range(12)))
    first = correlation_p(left, right, 1)
    correlation_p.cache_clear()
    assert correlation_p(left, right, 1) == first == (1 / 10_000, False)


@given(SMALL, st.randoms())
def test_the_p_of_a_correlation_counts_all_orders(left: list[float], chance) -> None:
    right = left.copy()
    chance.shuffle(right)
    one, other = midranks(left), midranks(right)
    observed = sum(a * b for a, b in zip(one, other, strict=True))
    orders = [sum(a * b for a, b in zip(one, o, strict=True)) for o in permutations(other)]
    p, exact = correlation_p(tuple(left), tuple(right), 1)
    assert exact
    assert p == pytest.approx(sum(value >= observed for value in orders) / len(orders))


def test_delta_counts_wins_less_losses() -> None:
    assert cliffs_delta([2, 3], [0, 1]) == 1
    assert cliffs_delta([0, 3], [1, 2]) == 0
    assert cliffs_delta([1, 2], [1, 1]) == 0.5


def test_three_above_three_is_one_choice_in_twenty() -> None:
    assert rank_sum_p((4, 5, 6), (1, 2, 3), 1) == (1 / 20, True)
    assert rank_sum_p((4, 5, 6), (1, 2, 3), -1) == (1.0, True)


@given(SMALL, SMALL, st.sampled_from([1, -1]))
def test_the_p_of_a_contrast_counts_all_choices(
    group: list[float], control: list[float], direction: int
) -> None:
    ranks = midranks([*group, *control])
    observed = direction * sum(ranks[: len(group)])
    sums = [direction * sum(choice) for choice in combinations(ranks, len(group))]
    p, exact = rank_sum_p(tuple(group), tuple(control), direction)
    assert exact
    assert p == pytest.approx(sum(value >= observed for value in sums) / len(sums))


@given(SMALL, SMALL)
def test_delta_of_ranks_is_wins_less_losses(group: list[float], control: list[float]) -> None:
    wins = sum((a > b) - (a < b) for a in group for b in control)
    assert cliffs_delta(group, control) == wins / (len(group) * len(control))


def test_large_groups_are_held_against_the_normal_curve() -> None:
    """Groups just small enough are counted: what is approximated beyond comes close to that."""
    half = MOST_COUNTED // 2
    group = tuple(float(value % 7) for value in range(half))
    control = tuple(float(value % 6) for value in range(half))
    counted, exact = rank_sum_p(group, control, 1)
    near, approximated = rank_sum_p((*group, 3.0), (*control, 3.0), 1)
    assert exact
    assert not approximated
    assert near == pytest.approx(counted, abs=0.02)
    assert rank_sum_p((*group, 9.0), (*control, -9.0), 1)[0] < near


@pytest.mark.parametrize("direction", [1, -1])
def test_correlations_of_many_tools_are_held_against_the_normal_curve(direction: int) -> None:
    left = tuple(float(number) for number in range(MOST_SAMPLED))
    right = tuple(float(number * 7 % 5 + number // 6) for number in range(MOST_SAMPLED))
    sampled, _ = correlation_p(left, right, direction)
    near, exact = correlation_p((*left, 14.5), (*right, 3.0), direction)
    assert not exact
    assert near == pytest.approx(sampled, abs=0.02)


def test_thousands_in_order_are_no_chance() -> None:
    many = tuple(map(float, range(2000)))
    assert correlation_p(many, many, 1)[0] < 1e-12
    assert correlation_p(many, many, -1)[0] == pytest.approx(1)
    assert rank_sum_p(many, tuple(value + 3000 for value in many), -1)[0] < 1e-12
    assert rank_sum_p((1.0,) * 90, (1.0,) * 90, 1) == (1.0, False)
