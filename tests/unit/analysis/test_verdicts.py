"""Verdicts: every hypothesis in all four ways, and what stands beside a verdict."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ciatlas.analysis.metrics import Measuring
from ciatlas.analysis.tool import Tool
from ciatlas.analysis.verdicts import (
    Court,
    Hypothesis,
    chosen,
    load_hypotheses,
    shortfall,
    verdicts,
)
from ciatlas.analysis.verdicts.hypotheses import Contrast, Correlation, Level
from ciatlas.model.claim import Evidence
from ciatlas.model.errors import CiatlasError
from ciatlas.model.metric import Measurement
from ciatlas.model.verdict import Outcome, Sign, Verdict
from ciatlas.store import Atlas, open_atlas
from tests.unit.analysis.tools import add_tool

COHORTS = {"study": 4, "mlops": 3, "devops": 6}
HYPOTHESES = {hypothesis.id: hypothesis for hypothesis in load_hypotheses()}
Signs = Mapping[int, int]
"""By indicator, 1 when the values shall speak for the hypothesis, -1 against."""


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    """Cohorts of tools that hold nothing: what is measured of them is made up by each test."""
    folder = tmp_path_factory.mktemp("verdicts")
    with open_atlas(folder / "atlas.db", create=True) as made:
        for cohort, size in COHORTS.items():
            for number in range(size):
                commits = [("2024-01-01", "ann", {"README": str(number)})]
                add_tool(made, folder, f"{cohort}{number}", commits, cohort=cohort)
        yield made


class MadeUp(Measuring):
    """Measures what a function makes up of a metric, a cohort and the number of the tool in it."""

    def __init__(self, value: Callable[[str, str, int], float | None]) -> None:
        super().__init__()
        self._value = value

    def measure(self, metric: str, tool: Tool) -> Measurement:
        cohort = tool.repository.cohort
        value = self._value(metric, cohort, int(tool.name.removeprefix(cohort)))
        name = tool.repository.full_name
        at = Evidence(name, "c", "made up", "ci.yml", "a", 0, 1)
        return Measurement(metric, name, tool.name, value, "count", "made up", "test", (at,))


def values_for(hypothesis: Hypothesis, signs: Signs) -> Callable[[str, str, int], float]:
    """Make values up that let each indicator speak as its sign says."""
    tests = [(signs[number], asked.test) for number, asked in enumerate(hypothesis.indicators)]
    levels = {test.metric: (sign, test) for sign, test in tests if isinstance(test, Level)}
    orders = {
        test.metrics[1]: sign * test.direction
        for sign, test in tests
        if isinstance(test, Correlation)
    }
    control = {
        test.metric: sign * test.direction for sign, test in tests if isinstance(test, Contrast)
    }

    def value(metric: str, cohort: str, number: int) -> float:
        start, step = 0.5, 1e-6
        if metric in levels:
            sign, level = levels[metric]
            bound = level.supports if sign > 0 else level.opposes
            start = bound.value if bound else 0.0
            beyond = sign if level.supports.at_least else -sign
            start += 1e-4 * beyond if bound else 0
        if cohort == "devops" and metric in control:
            return start - 5 * control[metric] + step * number
        return start + orders.get(metric, 1) * step * number

    return value


def balanced(hypothesis: Hypothesis) -> Signs:
    """Share the indicators out so that about the same weight speaks for and against.

    Correlations with the same second metric go together: its order decides them all.
    """
    together: dict[str, list[int]] = {}
    for number, asked in enumerate(hypothesis.indicators):
        test = asked.test
        key = test.metrics[1] if isinstance(test, Correlation) else str(number)
        together.setdefault(key, []).append(number)
    weights = [
        (sum(hypothesis.indicators[number].weight for number in numbers), numbers)
        for numbers in together.values()
    ]
    signs: dict[int, int] = {}
    total = 0.0
    for weight, numbers in sorted(weights, reverse=True):
        sign = -1 if total > 0 else 1
        signs |= dict.fromkeys(numbers, sign)
        total += sign * weight
    return signs


def judged(atlas: Atlas, hypothesis: Hypothesis, signs: Signs) -> Verdict:
    return Court(atlas, measuring=MadeUp(values_for(hypothesis, signs))).judge(hypothesis)


def all_signs(hypothesis: Hypothesis, sign: int) -> Signs:
    return dict.fromkeys(range(len(hypothesis.indicators)), sign)


@pytest.mark.parametrize("hypothesis", HYPOTHESES.values(), ids=HYPOTHESES)
class TestEveryHypothesis:
    def test_is_supported_when_everything_speaks_for_it(
        self, atlas: Atlas, hypothesis: Hypothesis
    ) -> None:
        verdict = judged(atlas, hypothesis, all_signs(hypothesis, 1))
        assert verdict.outcome is Outcome.SUPPORTED
        assert {one.sign for one in verdict.indicators} == {Sign.FOR}

    def test_is_not_supported_when_everything_speaks_against_it(
        self, atlas: Atlas, hypothesis: Hypothesis
    ) -> None:
        verdict = judged(atlas, hypothesis, all_signs(hypothesis, -1))
        assert verdict.outcome is Outcome.NOT
        assert Sign.FOR not in {one.sign for one in verdict.indicators}

    def test_is_partly_supported_when_indicators_disagree(
        self, atlas: Atlas, hypothesis: Hypothesis
    ) -> None:
        verdict = judged(atlas, hypothesis, balanced(hypothesis))
        assert verdict.outcome is Outcome.PARTLY
        assert {Sign.FOR, Sign.AGAINST} <= {one.sign for one in verdict.indicators}

    def test_is_inconclusive_when_nothing_is_known(
        self, atlas: Atlas, hypothesis: Hypothesis
    ) -> None:
        verdict = Court(atlas, measuring=MadeUp(lambda *_: None)).judge(hypothesis)
        assert (verdict.outcome, verdict.score, verdict.confidence) == (
            Outcome.INCONCLUSIVE, None, 0.0,
        )  # fmt: skip
        assert verdict.missing

    def test_says_what_it_means_in_english_and_french(
        self, atlas: Atlas, hypothesis: Hypothesis
    ) -> None:
        verdict = judged(atlas, hypothesis, all_signs(hypothesis, 1))
        assert verdict.statement == verdict.statements["en"] != verdict.statements["fr"]
        assert verdict.limits
        assert all(one.reason for one in verdict.indicators)


def test_without_what_is_required_there_is_no_verdict(atlas: Atlas) -> None:
    reliability = HYPOTHESES["H2"]
    known = values_for(reliability, all_signs(reliability, 1))
    measuring = MadeUp(lambda m, c, n: None if m == "bug_share" else known(m, c, n))
    verdict = Court(atlas, measuring=measuring).judge(reliability)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert verdict.missing == ("bug_share: made up (study0, study1, study2, study3)",)


def test_confidence_grows_with_completeness_number_and_agreement(atlas: Atlas) -> None:
    quick = HYPOTHESES["H7"]
    known = values_for(quick, all_signs(quick, 1))
    full = Court(atlas, measuring=MadeUp(known)).judge(quick)
    assert full.confidence == pytest.approx(4 / 6)
    gaps = MadeUp(lambda m, c, n: None if m == "caching" else known(m, c, n))
    assert Court(atlas, measuring=gaps).judge(quick).confidence == pytest.approx(10 / 11 * 4 / 6)
    fewer = MadeUp(lambda m, c, n: None if n > 1 else known(m, c, n))
    assert Court(atlas, measuring=fewer).judge(quick).confidence == pytest.approx(1 / 2 * 2 / 4)
    torn = judged(atlas, quick, balanced(quick))
    assert torn.confidence < full.confidence


def test_sensitivity_names_the_tool_that_decides(atlas: Atlas) -> None:
    tests = HYPOTHESES["H8"]
    against = values_for(tests, all_signs(tests, -1))
    supporting = values_for(tests, all_signs(tests, 1))

    def value(metric: str, cohort: str, number: int) -> float:
        return (supporting if cohort == "study" and number < 2 else against)(metric, cohort, number)

    verdict = Court(atlas, measuring=MadeUp(value)).judge(tests)
    changed = {change.what: change.outcome for change in verdict.sensitivity}
    assert verdict.outcome is Outcome.PARTLY
    assert changed.get("without study0") is Outcome.NOT
    assert "without study3" not in changed or changed["without study3"] is Outcome.SUPPORTED


def test_sensitivity_moves_thresholds_no_further_than_needed(atlas: Atlas) -> None:
    alone = replace(HYPOTHESES["H7"], indicators=HYPOTHESES["H7"].indicators[:1])
    values = [1.0, 1.0, 1.0, 9.0]
    verdict = Court(atlas, measuring=MadeUp(lambda _m, _c, n: values[n])).judge(alone)
    assert verdict.outcome is Outcome.SUPPORTED
    moved = [change for change in verdict.sensitivity if "for from 1 to" in change.what]
    assert [(change.what.rsplit(" ", 1)[1], change.outcome) for change in moved] == [
        ("9", Outcome.NOT)
    ]


def test_sensitivity_tells_indicators_of_one_metric_apart(atlas: Atlas) -> None:
    tests = HYPOTHESES["H5"]  # the same metric as a level and beside the control cohort
    verdict = judged(atlas, tests, [1, -1])
    left_out = [one.what for one in verdict.sensitivity if "without the indicator" in one.what]
    assert len(set(left_out)) == len(left_out) == 2


def test_evidence_stands_beside_every_reading(atlas: Atlas) -> None:
    tests = HYPOTHESES["H8"]
    verdict = judged(atlas, tests, all_signs(tests, 1))
    pointers = [p for one in verdict.indicators for r in one.readings for p in r.evidence]
    assert {(pointer.path, pointer.job, pointer.step) for pointer in pointers} == {
        ("ci.yml", "a", 0)
    }


def test_another_cohort_stands_for_itself_in_contrasts(atlas: Atlas) -> None:
    work = HYPOTHESES["H4"]
    court = Court(atlas, "mlops", measuring=MadeUp(values_for(work, all_signs(work, 1))))
    contrast = court.judge(work).indicators[0]
    assert contrast.statistic is None  # three tools are too few
    assert shortfall(contrast) == (
        "needs 4 tools with a known value on either side; of 9 tools in all, 9 have one"
    )
    assert {r.repository.split("/")[1][:5] for r in contrast.readings} == {"mlops", "devop"}


def test_a_control_cohort_is_not_put_beside_itself(atlas: Atlas) -> None:
    work = HYPOTHESES["H4"]
    court = Court(atlas, "devops", measuring=MadeUp(values_for(work, all_signs(work, 1))))
    verdict = court.judge(work)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "devops is the control cohort" in " ".join(verdict.missing)


def test_a_cohort_nobody_belongs_to_is_told(tmp_path: Path) -> None:
    with open_atlas(tmp_path / "atlas.db", create=True) as empty:
        with pytest.raises(CiatlasError, match="no repository belongs to the cohort 'study'"):
            verdicts(empty)
        commits = [("2024-01-01", "ann", {"README": "x"})]
        add_tool(empty, tmp_path, "one", commits, cohort="study")
        (verdict,) = verdicts(empty, ["h4"])
        assert "the cohort devops has no repository" in " ".join(verdict.missing)


def test_an_unknown_hypothesis_is_told() -> None:
    with pytest.raises(CiatlasError, match="there is no hypothesis 'H9'; known are H1, H2"):
        chosen(["h1", "H9"])


def test_verdicts_are_the_same_each_time(atlas: Atlas) -> None:
    assert verdicts(atlas, as_of=date(2024, 6, 1)) == verdicts(atlas, as_of=date(2024, 6, 1))


def test_hypotheses_ask_for_metrics_there_are() -> None:
    known = Measuring().catalogue
    for hypothesis in HYPOTHESES.values():
        for asked in hypothesis.indicators:
            test = asked.test
            asked_for = test.metrics if isinstance(test, Correlation) else (test.metric,)
            assert set(asked_for) <= known.keys()


def test_thresholds_leave_room_between_them() -> None:
    for hypothesis in HYPOTHESES.values():
        for asked in hypothesis.indicators:
            if isinstance(asked.test, Level) and asked.test.opposes is not None:
                apart = asked.test.supports.value - asked.test.opposes.value
                assert (apart > 0) is asked.test.supports.at_least
                assert asked.test.opposes.at_least is not asked.test.supports.at_least
            elif not isinstance(asked.test, Level):
                assert asked.test.supports > asked.test.opposes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "cannot be read"),
        ("rule: {}", "is no list of hypotheses"),
        ("hypotheses: []", "is no list of hypotheses"),
        (
            "rule: {supported: 1, not_supported: -1, known: 0.5}\n"
            "hypotheses: [{id: H1, title: {en: a, fr: b}, statement: {en: a, fr: b},"
            " indicators: [{level: stars, reason: r, for: {over: 1}}]}]",
            "is no list of hypotheses",
        ),
    ],
)
def test_a_file_of_hypotheses_is_checked(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CiatlasError, match=said):
        load_hypotheses(path)
