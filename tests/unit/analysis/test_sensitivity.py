"""What would change a verdict is found by short ways; here it is found by reading all anew."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf, nextafter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ciatlas.analysis.verdicts.hypotheses import Asked, Hypothesis, Level, load_hypotheses
from ciatlas.analysis.verdicts.judging import metrics_of
from ciatlas.analysis.verdicts.reading import Values
from ciatlas.analysis.verdicts.sensitivity import changes
from ciatlas.analysis.verdicts.weighing import weigh
from ciatlas.model.metric import Measurement
from ciatlas.model.verdict import Outcome

COHORTS = {"study": 4, "mlops": 5, "devops": 4}
VALUES = st.none() | st.sampled_from([0.0, 0.01, 0.2, 0.5, 0.8, 1.0, 2.0, 5.0, 40.0])


@st.composite
def measured(draw: st.DrawFn, hypothesis: Hypothesis) -> Values:
    tools: dict[str, Sequence[Measurement]] = {}
    cohorts: dict[tuple[str, str], Sequence[Measurement]] = {}
    for asked in hypothesis.indicators:
        for metric in metrics_of(asked.test):
            for cohort, size in COHORTS.items():
                cohorts[metric, cohort] = [
                    measurement(metric, f"{cohort}/tool{number}", draw(VALUES))
                    for number in range(size)
                ]
            tools[metric] = [*cohorts[metric, "study"], *cohorts[metric, "mlops"]]
    return Values(tools, cohorts)


def measurement(metric: str, repository: str, value: float | None) -> Measurement:
    return Measurement(metric, repository, repository, value, "count", "made up", "test", ())


def without(hypothesis: Hypothesis, values: Values, repository: str) -> Values:
    """Leave a tool out of all that was measured."""
    metrics = {metric for asked in hypothesis.indicators for metric in metrics_of(asked.test)}
    kept = {
        (metric, cohort): [
            one for one in values.of_cohorts(metric, [cohort]) if one.repository != repository
        ]
        for metric in metrics
        for cohort in COHORTS
    }
    tools = {metric: [*kept[metric, "study"], *kept[metric, "mlops"]] for metric in metrics}
    return Values(tools, kept)


def nearest_moves(hypothesis: Hypothesis, values: Values, outcome: Outcome) -> Iterator[float]:
    """Try the thresholds from the nearest on; yield how far each has to go."""
    for number, asked in enumerate(hypothesis.indicators):
        if not isinstance(asked.test, Level):
            continue
        measured = [one.value for one in values.of_tools(asked.test.metric)]
        known = {value for value in measured if value is not None}
        tried = {*known, *(nextafter(value, way) for value in known for way in (-inf, inf))}
        for side in ("supports", "opposes"):
            bound = getattr(asked.test, side)
            if bound is None:
                continue
            away = sorted(abs(value - bound.value) for value in tried)
            for distance in dict.fromkeys(away):
                moved = [
                    replace(asked.test, **{side: replace(bound, value=value)})
                    for value in tried
                    if abs(value - bound.value) == distance
                ]
                if any(turns(hypothesis, values, number, test, outcome) for test in moved):
                    yield distance
                    break


def turns(
    hypothesis: Hypothesis, values: Values, number: int, test: Level, outcome: Outcome
) -> bool:
    if test.opposes is not None:
        apart = test.supports.value - test.opposes.value
        if apart == 0 or (apart > 0) is not test.supports.at_least:
            return False
    asked: list[Asked] = list(hypothesis.indicators)
    asked[number] = replace(asked[number], test=test)
    return weigh(asked, hypothesis.rule, values)[0] is not outcome


@pytest.mark.parametrize("hypothesis", load_hypotheses(), ids=lambda one: one.id)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_short_ways_find_what_reading_all_anew_finds(
    hypothesis: Hypothesis, data: st.DataObject
) -> None:
    values = data.draw(measured(hypothesis))
    outcome, _, indicators = weigh(hypothesis.indicators, hypothesis.rule, values)
    found = changes(hypothesis, values, indicators, outcome)

    names = dict.fromkeys(r.repository for one in indicators for r in one.readings)
    left = {
        f"without {name}": weigh(
            hypothesis.indicators, hypothesis.rule, without(hypothesis, values, name)
        )[0]
        for name in names
    }
    expected = {what: then for what, then in left.items() if then is not outcome}
    assert {one.what: one.outcome for one in found if one.what in left} == expected

    moved = [one for one in found if " from " in one.what]
    distances = list(nearest_moves(hypothesis, values, outcome))
    assert len(moved) == len(distances)
    for change, distance in zip(moved, distances, strict=True):
        was, now = (float(part) for part in change.what.rsplit(" from ")[1].split(" to "))
        assert abs(now - was) == pytest.approx(distance, rel=0.02, abs=1e-6)
