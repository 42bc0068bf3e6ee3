"""The score of an indicator with a tool left out, for any tool, without reading it all again."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TypeVar

from ciatlas.analysis.verdicts.hypotheses import Asked, Contrast, Correlation, Level
from ciatlas.analysis.verdicts.reading import Values
from ciatlas.analysis.verdicts.scoring import contrasted, correlated, place, tested
from ciatlas.model.metric import Measurement

ScoreWithout = Callable[[str], float | None]
"""From the repository that is left out to the score that remains."""
T = TypeVar("T")


def score_without(asked: Asked, values: Values, score: float | None) -> ScoreWithout:
    """Prepare to leave tools out of an indicator whose score with all of them is `score`."""
    test = asked.test
    if isinstance(test, Level):
        return _level(test, values)
    if isinstance(test, Correlation):
        return _correlation(test, values, score)
    return _contrast(test, values, score)


def _level(test: Level, values: Values) -> ScoreWithout:
    """Take a tool's place from the sum; fractions are exact, so this rounds as a sum anew does."""
    found = _known(values.of_tools(test.metric))
    places = {repository: Fraction(place(test, value)) for repository, value in found.items()}
    whole = sum(places.values(), Fraction())

    def without(repository: str) -> float | None:
        others = len(places) - (repository in places)
        return float(whole - places.get(repository, 0)) / others if others else None

    return without


def _correlation(test: Correlation, values: Values, score: float | None) -> ScoreWithout:
    one, other = (_known(values.of_tools(metric)) for metric in test.metrics)
    pairs = {name: (value, other[name]) for name, value in one.items() if name in other}

    def without(repository: str) -> float | None:
        if repository not in pairs:
            return score
        return tested(test, correlated(test, _others(pairs, repository)))

    return without


def _contrast(test: Contrast, values: Values, score: float | None) -> ScoreWithout:
    sides = [_known(values.of_cohorts(test.metric, side)) for side in (test.group, test.control)]

    def without(repository: str) -> float | None:
        if not any(repository in side for side in sides):
            return score
        return tested(test, contrasted(test, *(_others(side, repository) for side in sides)))

    return without


def _known(measurements: Iterable[Measurement]) -> dict[str, float]:
    return {one.repository: one.value for one in measurements if one.value is not None}


def _others(values: dict[str, T], repository: str) -> list[T]:
    return [value for name, value in values.items() if name != repository]
