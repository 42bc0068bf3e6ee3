"""Indicators read: what each says to its hypothesis, from values that were measured before.

Pure functions: the same values and thresholds give the same indicators, so that a verdict can be
reached again with a tool, an indicator or a threshold changed.
"""

from collections.abc import Mapping, Sequence

from ciatlas.analysis.verdicts.hypotheses import Asked, Contrast, Correlation, Level
from ciatlas.analysis.verdicts.scoring import (
    FEWEST,
    contrasted,
    correlated,
    level_score,
    place,
    tested,
)
from ciatlas.model.metric import Measurement
from ciatlas.model.verdict import Indicator, Reading, Sign, Statistic


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
    score = level_score(test, [r.value for r in readings if r.value is not None])
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
        strength = abs(place(test, one.value))
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


def _correlation(asked: Asked, test: Correlation, values: Values) -> Indicator:
    left, right = (values.of_tools(metric) for metric in test.metrics)
    statistic = correlated(
        test,
        [
            (a.value, b.value)
            for a, b in zip(left, right, strict=True)
            if a.value is not None and b.value is not None
        ],
    )
    return _indicator(
        asked,
        id=f"{test.metrics[0]} ~ {test.metrics[1]}",
        kind="correlation",
        expects=f"{'positive' if test.direction > 0 else 'negative'}, for from {test.supports:g}"
        f" on, against up to {test.opposes:g}",
        score=tested(test, statistic),
        sign=_beyond(test, statistic),
        readings=[_of(one, _seen(one)) for one in (*left, *right)],
        statistic=statistic,
    )


def _contrast(asked: Asked, test: Contrast, values: Values) -> Indicator:
    group = values.of_cohorts(test.metric, test.group)
    control = values.of_cohorts(test.metric, test.control)
    statistic = contrasted(
        test,
        [one.value for one in group if one.value is not None],
        [one.value for one in control if one.value is not None],
    )
    return _indicator(
        asked,
        id=f"{test.metric}: {' and '.join(test.group)} beside {' and '.join(test.control) or '–'}",
        kind="contrast",
        expects=f"{'higher' if test.direction > 0 else 'lower'}, for from {test.supports:g}"
        f" on, against up to {test.opposes:g}",
        score=tested(test, statistic),
        sign=_beyond(test, statistic),
        readings=[_of(one, _seen(one)) for one in (*group, *control)],
        statistic=statistic,
    )


def _seen(one: Measurement) -> Sign:
    return Sign.UNKNOWN if one.value is None else Sign.NEITHER


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
