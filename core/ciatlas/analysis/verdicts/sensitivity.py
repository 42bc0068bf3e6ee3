"""What would change a verdict: a tool or an indicator left out, or a threshold moved."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import inf, nextafter

from ciatlas.analysis.verdicts.hypotheses import Hypothesis, Level, Threshold
from ciatlas.analysis.verdicts.left_out import score_without
from ciatlas.analysis.verdicts.reading import Values
from ciatlas.analysis.verdicts.scoring import level_score
from ciatlas.analysis.verdicts.weighing import outcome_of
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
    asked = zip(hypothesis.indicators, indicators, strict=True)
    without = [score_without(ask, values, read.score) for ask, read in asked]
    names = {r.repository: r.tool for one in indicators for r in one.readings}
    for repository, tool in names.items():
        left = [
            replace(one, score=score(repository))
            for one, score in zip(indicators, without, strict=True)
        ]
        yield Change(f"without {tool}", outcome_of(left, hypothesis.rule))


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
        test = asked.test
        if not isinstance(test, Level):
            continue
        measured = [one.value for one in values.of_tools(test.metric)]
        known = [value for value in measured if value is not None]

        def then(moved: Level, number: int = number, known: Sequence[float] = known) -> Outcome:
            read = replace(indicators[number], score=level_score(moved, known))
            others = (*indicators[:number], read, *indicators[number + 1 :])
            return outcome_of(others, hypothesis.rule)

        for side in (FOR, AGAINST):
            yield from _nearest(test, side, set(known), then, outcome)


def _nearest(
    test: Level,
    side: str,
    observed: set[float],
    then: Callable[[Level], Outcome],
    outcome: Outcome,
) -> Iterator[Change]:
    """Move one threshold to or past an observed value, the nearest that changes the outcome.

    The further a threshold moves one way, the further the score goes one way: so the first value
    that changes the outcome is found by halving, above the threshold and below it.
    """
    threshold = test.supports if side == FOR else test.opposes
    if threshold is None:
        return
    was = threshold.value
    beyond = (nextafter(value, way) for value in observed for way in (-inf, inf))
    candidates = sorted({*observed, *beyond})
    moves = [(value, _moved(test, side, replace(threshold, value=value))) for value in candidates]
    above = [(value, moved) for value, moved in moves if moved is not None and value > was]
    below = [(value, moved) for value, moved in moves if moved is not None and value < was]
    found = []
    for way in (above, below[::-1]):
        first = bisect_left(way, True, key=lambda move: then(move[1]) is not outcome)
        found += way[first : first + 1]
    if found:
        value, moved = min(found, key=lambda move: abs(move[0] - was))
        yield Change(f"{test.metric} {side} from {_shown(was)} to {_shown(value)}", then(moved))


def _moved(test: Level, side: str, threshold: Threshold) -> Level | None:
    """Return the level with a threshold moved, `None` when the two would meet or cross."""
    moved = replace(test, supports=threshold) if side == FOR else replace(test, opposes=threshold)
    if moved.opposes is not None:
        apart = moved.supports.value - moved.opposes.value
        if apart == 0 or (apart > 0) is not moved.supports.at_least:
            return None
    return moved


def _shown(value: float) -> str:
    """Say a threshold; one just past zero is zero."""
    return f"{round(value, 9) + 0.0:.3g}"
