"""What would change a verdict: a tool or an indicator left out, or a threshold moved."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf, nextafter

from ciatlas.analysis.verdicts.hypotheses import Asked, Hypothesis, Level, Threshold
from ciatlas.analysis.verdicts.reading import Values
from ciatlas.analysis.verdicts.weighing import weigh
from ciatlas.model.verdict import Change, Indicator, Outcome

FOR, AGAINST = "for", "against"
"""The sides of a level that have a threshold."""


def changes(
    hypothesis: Hypothesis, values: Values, indicators: Sequence[Indicator], outcome: Outcome
) -> tuple[Change, ...]:
    """Return what alone would change `outcome`: of thresholds the nearest value that does."""
    found = [
        *_tools_left_out(hypothesis, values, indicators),
        *_indicators_left_out(hypothesis, values),
        *_thresholds_moved(hypothesis, values, outcome),
    ]
    return tuple(change for change in found if change.outcome is not outcome)


def _tools_left_out(
    hypothesis: Hypothesis, values: Values, indicators: Sequence[Indicator]
) -> Iterator[Change]:
    names = {r.repository: r.tool for one in indicators for r in one.readings}
    for repository, tool in names.items():
        left = weigh(hypothesis.indicators, hypothesis.rule, values.without(repository))
        yield Change(f"without {tool}", left[0])


def _indicators_left_out(hypothesis: Hypothesis, values: Values) -> Iterator[Change]:
    asked = hypothesis.indicators
    for number in range(len(asked)):
        kept = (*asked[:number], *asked[number + 1 :])
        outcome, _, _ = weigh(kept, hypothesis.rule, values)
        yield Change(f"without the indicator {_name(asked[number])}", outcome)


def _thresholds_moved(hypothesis: Hypothesis, values: Values, outcome: Outcome) -> Iterator[Change]:
    for number, asked in enumerate(hypothesis.indicators):
        if not isinstance(asked.test, Level):
            continue
        observed = {
            one.value for one in values.of_tools(asked.test.metric) if one.value is not None
        }
        for side in (FOR, AGAINST):
            change = _nearest(hypothesis, values, number, side, observed, outcome)
            if change is not None:
                yield change


def _nearest(
    hypothesis: Hypothesis,
    values: Values,
    number: int,
    side: str,
    observed: set[float],
    outcome: Outcome,
) -> Change | None:
    """Move one threshold past the observed values, the nearest first, until the outcome changes."""
    asked = hypothesis.indicators[number]
    assert isinstance(asked.test, Level)  # noqa: S101 - only levels have thresholds
    threshold = asked.test.supports if side == FOR else asked.test.opposes
    if threshold is None:
        return None
    beyond = [nextafter(value, way) for value in observed for way in (-inf, inf)]
    candidates = sorted({*observed, *beyond}, key=lambda value: abs(value - threshold.value))
    for value in candidates:
        moved = _moved(asked, side, replace(threshold, value=value))
        if moved is None:
            continue
        kept = (*hypothesis.indicators[:number], moved, *hypothesis.indicators[number + 1 :])
        changed, _, _ = weigh(kept, hypothesis.rule, values)
        if changed is not outcome:
            was, now = f"{threshold.value:.3g}", f"{value:.3g}"
            return Change(f"{_name(asked)} {side} from {was} to {now}", changed)
    return None


def _moved(asked: Asked, side: str, threshold: Threshold) -> Asked | None:
    """Return the indicator with a threshold moved, `None` when the two would cross."""
    test = asked.test
    assert isinstance(test, Level)  # noqa: S101 - only levels have thresholds
    moved = replace(test, supports=threshold) if side == FOR else replace(test, opposes=threshold)
    if moved.opposes is not None:
        apart = moved.supports.value - moved.opposes.value
        if apart == 0 or (apart > 0) is not moved.supports.at_least:
            return None
    return replace(asked, test=moved)


def _name(asked: Asked) -> str:
    test = asked.test
    if isinstance(test, Level):
        return test.metric
    return " ~ ".join(test.metrics) if hasattr(test, "metrics") else test.metric
