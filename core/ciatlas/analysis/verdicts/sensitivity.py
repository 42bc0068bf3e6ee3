"""What would change a verdict: a tool or an indicator left out, or a threshold moved."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import inf, nextafter

from ciatlas.analysis.verdicts.hypotheses import Asked, Hypothesis, Level, Threshold
from ciatlas.analysis.verdicts.reading import Values, read_indicator
from ciatlas.analysis.verdicts.weighing import outcome_of, weigh
from ciatlas.model.verdict import Change, Indicator, Outcome

FOR, AGAINST = "for", "against"
"""The sides of a level that have a threshold."""


def changes(
    hypothesis: Hypothesis, values: Values, indicators: Sequence[Indicator], outcome: Outcome
) -> tuple[Change, ...]:
    """Return what alone would change `outcome`: of thresholds the nearest value that does."""
    found = [
        *_tools_left_out(hypothesis, values, indicators),
        *_indicators_left_out(hypothesis, indicators),
        *_thresholds_moved(hypothesis, values, indicators, outcome),
    ]
    return tuple(change for change in found if change.outcome is not outcome)


def _tools_left_out(
    hypothesis: Hypothesis, values: Values, indicators: Sequence[Indicator]
) -> Iterator[Change]:
    names = {r.repository: r.tool for one in indicators for r in one.readings}
    for repository, tool in names.items():
        left = weigh(hypothesis.indicators, hypothesis.rule, values.without(repository))
        yield Change(f"without {tool}", left[0])


def _indicators_left_out(
    hypothesis: Hypothesis, indicators: Sequence[Indicator]
) -> Iterator[Change]:
    for number, left_out in enumerate(indicators):
        kept = (*indicators[:number], *indicators[number + 1 :])
        yield Change(f"without the indicator {left_out.id}", outcome_of(kept, hypothesis.rule))


def _thresholds_moved(
    hypothesis: Hypothesis, values: Values, indicators: Sequence[Indicator], outcome: Outcome
) -> Iterator[Change]:
    for number, asked in enumerate(hypothesis.indicators):

        def changed(moved: Asked, number: int = number) -> Outcome:
            read = read_indicator(moved, values)
            others = (*indicators[:number], read, *indicators[number + 1 :])
            return outcome_of(others, hypothesis.rule)

        if isinstance(asked.test, Level):
            measured = [one.value for one in values.of_tools(asked.test.metric)]
            observed = {value for value in measured if value is not None}
            for side in (FOR, AGAINST):
                yield from _nearest(asked, side, observed, changed, outcome)


def _nearest(
    asked: Asked,
    side: str,
    observed: set[float],
    changed: Callable[[Asked], Outcome],
    outcome: Outcome,
) -> Iterator[Change]:
    """Move one threshold past the observed values, the nearest first, until the outcome changes."""
    assert isinstance(asked.test, Level)  # noqa: S101 - only levels have thresholds
    threshold = asked.test.supports if side == FOR else asked.test.opposes
    if threshold is None:
        return
    beyond = [nextafter(value, way) for value in observed for way in (-inf, inf)]
    candidates = sorted({*observed, *beyond}, key=lambda value: abs(value - threshold.value))
    for value in candidates:
        moved = _moved(asked, side, replace(threshold, value=value))
        if moved is not None and (then := changed(moved)) is not outcome:
            was, now = f"{threshold.value:.3g}", f"{value:.3g}"
            yield Change(f"{_name(asked)} {side} from {was} to {now}", then)
            return


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
