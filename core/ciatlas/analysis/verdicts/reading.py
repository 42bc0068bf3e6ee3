"""Indicators read: what each says to its hypothesis, from values that were measured before.

Pure functions: the same values and thresholds give the same indicators, so that a verdict can be
reached again with a tool, an indicator or a threshold changed.
"""

from collections.abc import Mapping, Sequence

from ciatlas.analysis.verdicts.hypotheses import Asked, Contrast, Correlation, Level
from ciatlas.analysis.verdicts.statistics import (
    cliffs_delta,
    correlation_p,
    rank_correlation,
    rank_sum_p,
)
from ciatlas.model.metric import Measurement
from ciatlas.model.verdict import Indicator, Reading, Sign, Statistic

FEWEST = 4
"""Tools below which a correlation or contrast says nothing: three can always be in order."""


class Values:
    """What was measured: by metric, of the tools asked about and of named cohorts.

    Args:
        tools: measurements of the tools asked about.
        cohorts: measurements of the tools of each cohort that a contrast names.
    """

    def __init__(
        self,
        tools: Mapping[str, Sequence[Measurement]],
        cohorts: Mapping[tuple[str, str], Sequence[Measurement]],
    ) -> None:
        self._tools = tools
        self._cohorts = cohorts

    def of_tools(self, metric: str) -> Sequence[Measurement]:
        """Return a metric of the tools asked about."""
        return self._tools[metric]

    def of_cohorts(self, metric: str, cohorts: Sequence[str]) -> list[Measurement]:
        """Return a metric of the tools of cohorts."""
        return [one for cohort in cohorts for one in self._cohorts.get((metric, cohort), ())]

    def without(self, repository: str) -> "Values":
        """Return the same with one tool left out."""
        return Values(
            {m: [one for one in ones if one.repository != repository]
             for m, ones in self._tools.items()},
            {key: [one for one in ones if one.repository != repository]
             for key, ones in self._cohorts.items()},
        )  # fmt: skip


def read_indicator(asked: Asked, values: Values) -> Indicator:
    """Read one indicator."""
    if isinstance(asked.test, Level):
        return _level(asked, asked.test, values)
    if isinstance(asked.test, Correlation):
        return _correlation(asked, asked.test, values)
    return _contrast(asked, asked.test, values)


def shortfall(one: Indicator) -> str:
    """Say what a correlation or contrast without a coefficient would need; else nothing."""
    if one.kind == "level" or one.statistic is not None:
        return ""
    known = {reading.repository: True for reading in one.readings}
    for reading in one.readings:
        known[reading.repository] &= reading.value is not None
    number, of = sum(known.values()), len(known)
    if one.kind == "correlation":
        if number >= FEWEST:
            return "the tools do not differ, so there is nothing to compare"
        return f"needs {FEWEST} tools with both values known, here {number} of {of}"
    needs = f"needs {FEWEST} tools with a known value on either side"
    return f"{needs}; of {of} tools in all, {number} have one"


def _level(asked: Asked, test: Level, values: Values) -> Indicator:
    readings = [_reading(test, one) for one in values.of_tools(test.metric)]
    scores = [_score(test, r.value) for r in readings if r.value is not None]
    score = sum(scores) / len(scores) if scores else None
    against = f", against {test.opposes}" if test.opposes else ""
    return _indicator(
        asked,
        id=test.metric,
        kind="level",
        expects=f"for {test.supports}{against}",
        score=score,
        sign=_sign(score),
        readings=readings,
    )


def _reading(test: Level, one: Measurement) -> Reading:
    sign, strength = Sign.UNKNOWN, 0.0
    if one.value is not None:
        sign = Sign.NEITHER
        if test.supports.holds(one.value):
            sign = Sign.FOR
        elif test.opposes is not None and test.opposes.holds(one.value):
            sign = Sign.AGAINST
        strength = abs(_score(test, one.value))
    return _of(one, sign, strength)


def _of(one: Measurement, sign: Sign, strength: float = 0.0) -> Reading:
    return Reading(
        repository=one.repository,
        tool=one.tool,
        metric=one.metric,
        value=one.value,
        unit=one.unit,
        sign=sign,
        strength=strength,
        note=one.note,
        computed_by=one.computed_by,
        evidence=one.evidence,
    )


def _score(test: Level, value: float) -> float:
    """Place a value between the thresholds: 1 where it speaks for, -1 where against."""
    if test.opposes is None:
        return 1.0 if test.supports.holds(value) else 0.0
    return _between(value, test.opposes.value, test.supports.value)


def _between(value: float, low: float, high: float) -> float:
    """Place a value on the line that is -1 at `low` and 1 at `high`, flat beyond."""
    return max(-1.0, min(1.0, 2 * (value - low) / (high - low) - 1))


def _correlation(asked: Asked, test: Correlation, values: Values) -> Indicator:
    left, right = (values.of_tools(metric) for metric in test.metrics)
    pairs = [
        (a.value, b.value)
        for a, b in zip(left, right, strict=True)
        if a.value is not None and b.value is not None
    ]
    statistic, score = None, None
    one, other = tuple(a for a, _ in pairs), tuple(b for _, b in pairs)
    rho = rank_correlation(one, other) if len(pairs) >= FEWEST else None
    if rho is not None:
        p, exact = correlation_p(one, other, test.direction)
        statistic = Statistic("rho", rho, p, exact, (len(pairs),))
        score = _tested(test, statistic)
    return _indicator(
        asked,
        id=f"{test.metrics[0]} ~ {test.metrics[1]}",
        kind="correlation",
        expects=f"{'positive' if test.direction > 0 else 'negative'}, for from {test.supports:g}"
        f" on, against up to {test.opposes:g}",
        score=score,
        sign=_beyond(test, statistic),
        readings=[_of(one, _seen(one)) for one in (*left, *right)],
        statistic=statistic,
    )


def _contrast(asked: Asked, test: Contrast, values: Values) -> Indicator:
    group = values.of_cohorts(test.metric, test.group)
    control = values.of_cohorts(test.metric, test.control)
    ours = tuple(one.value for one in group if one.value is not None)
    theirs = tuple(one.value for one in control if one.value is not None)
    statistic, score = None, None
    if min(len(ours), len(theirs)) >= FEWEST:
        p, exact = rank_sum_p(ours, theirs, test.direction)
        sizes = len(ours), len(theirs)
        statistic = Statistic("delta", cliffs_delta(ours, theirs), p, exact, sizes)
        score = _tested(test, statistic)
    return _indicator(
        asked,
        id=f"{test.metric}: {' and '.join(test.group)} beside {' and '.join(test.control) or '–'}",
        kind="contrast",
        expects=f"{'higher' if test.direction > 0 else 'lower'}, for from {test.supports:g}"
        f" on, against up to {test.opposes:g}",
        score=score,
        sign=_beyond(test, statistic),
        readings=[_of(one, _seen(one)) for one in (*group, *control)],
        statistic=statistic,
    )


def _seen(one: Measurement) -> Sign:
    return Sign.UNKNOWN if one.value is None else Sign.NEITHER


def _tested(test: Correlation | Contrast, found: Statistic) -> float:
    """Score a coefficient, as far as chance does not explain it."""
    score = _between(test.direction * found.value, test.opposes, test.supports)
    return score * ((1 - found.p) if score > 0 else found.p)


def _beyond(test: Correlation | Contrast, found: Statistic | None) -> Sign:
    """Tell which bound a coefficient reaches."""
    if found is None:
        return Sign.UNKNOWN
    value = test.direction * found.value
    if value >= test.supports:
        return Sign.FOR
    return Sign.AGAINST if value <= test.opposes else Sign.NEITHER


def _indicator(
    asked: Asked,
    *,
    id: str,  # noqa: A002 - the model's name
    kind: str,
    expects: str,
    score: float | None,
    sign: Sign,
    readings: Sequence[Reading],
    statistic: Statistic | None = None,
) -> Indicator:
    return Indicator(
        id=id,
        kind=kind,
        expects=expects,
        reason=asked.reason,
        weight=asked.weight,
        required=asked.required,
        sign=sign,
        score=score,
        readings=tuple(readings),
        statistic=statistic,
    )


def _sign(score: float | None) -> Sign:
    if score is None:
        return Sign.UNKNOWN
    if score == 0:
        return Sign.NEITHER
    return Sign.FOR if score > 0 else Sign.AGAINST
