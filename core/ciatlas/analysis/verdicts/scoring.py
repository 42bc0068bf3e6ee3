"""What values say to an indicator: coefficients, and scores from -1 (against) to 1 (for)."""

from collections.abc import Iterable, Sequence
from math import fsum

from ciatlas.analysis.verdicts.hypotheses import Contrast, Correlation, Level
from ciatlas.analysis.verdicts.statistics import (
    cliffs_delta,
    correlation_p,
    rank_correlation,
    rank_sum_p,
)
from ciatlas.model.verdict import Statistic

FEWEST = 4
"""Tools below which a correlation or contrast says nothing: three can always be in order."""


def level_score(test: Level, values: Sequence[float]) -> float | None:
    """Return the mean place of values, `None` without any; it is rounded once, at the end."""
    return fsum(place(test, value) for value in values) / len(values) if values else None


def place(test: Level, value: float) -> float:
    """Place a value between the thresholds: 1 where it speaks for, -1 where against."""
    if test.opposes is None:
        return 1.0 if test.supports.holds(value) else 0.0
    return _between(value, test.opposes.value, test.supports.value)


def correlated(test: Correlation, pairs: Iterable[tuple[float, float]]) -> Statistic | None:
    """Return the correlation of pairs of values; `None` of too few, or where nothing varies."""
    one, other = zip(*pairs, strict=True) if (pairs := tuple(pairs)) else ((), ())
    rho = rank_correlation(one, other) if len(one) >= FEWEST else None
    if rho is None:
        return None
    p, exact = correlation_p(one, other, test.direction)
    return Statistic("rho", rho, p, exact, (len(one),))


def contrasted(
    test: Contrast, group: Iterable[float], control: Iterable[float]
) -> Statistic | None:
    """Return how far a group stands from its control; `None` of too few."""
    ours, theirs = tuple(group), tuple(control)
    if min(len(ours), len(theirs)) < FEWEST:
        return None
    p, exact = rank_sum_p(ours, theirs, test.direction)
    return Statistic("delta", cliffs_delta(ours, theirs), p, exact, (len(ours), len(theirs)))


def tested(test: Correlation | Contrast, found: Statistic | None) -> float | None:
    """Score a coefficient, as far as chance does not explain it."""
    if found is None:
        return None
    score = _between(test.direction * found.value, test.opposes, test.supports)
    return score * ((1 - found.p) if score > 0 else found.p)


def _between(value: float, low: float, high: float) -> float:
    """Place a value on the line that is -1 at `low` and 1 at `high`, flat beyond."""
    return max(-1.0, min(1.0, 2 * (value - low) / (high - low) - 1))
