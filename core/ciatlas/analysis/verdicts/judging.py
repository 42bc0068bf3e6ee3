"""Verdicts: the hypotheses held against the tools of an atlas as of a day."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from ciatlas.analysis.metrics import Measuring
from ciatlas.analysis.tool import Contents, Tool
from ciatlas.analysis.verdicts.hypotheses import (
    Contrast,
    Correlation,
    Hypothesis,
    Level,
    load_hypotheses,
)
from ciatlas.analysis.verdicts.reading import Values
from ciatlas.analysis.verdicts.sensitivity import changes
from ciatlas.analysis.verdicts.weighing import confidence_of, weigh
from ciatlas.model.errors import CiatlasError
from ciatlas.model.metric import Measurement
from ciatlas.model.repository import STUDY
from ciatlas.model.verdict import Indicator, Sign, Verdict
from ciatlas.store import Reader


class Court:
    """Holds hypotheses against the tools of a cohort as of a day; measures each thing once.

    Args:
        atlas: where the facts are.
        cohort: the tools asked about; contrasts compare them with their control cohort.
        as_of: the day, by default now.
        measuring: what measures, by default the metrics of the catalogue.
        contents: what was read of the tools before, for several days in a row.
    """

    def __init__(
        self,
        atlas: Reader,
        cohort: str = STUDY,
        as_of: date | None = None,
        measuring: Measuring | None = None,
        contents: Contents | None = None,
    ) -> None:
        self._atlas = atlas
        self._cohort = cohort
        self._as_of = as_of
        self._measuring = measuring or Measuring()
        self._contents: Contents = {} if contents is None else contents
        self._tools: dict[str, list[Tool]] = {}
        if not self.tools(cohort):
            raise CiatlasError(f"no repository belongs to the cohort {cohort!r}")

    def tools(self, cohort: str) -> list[Tool]:
        """Return the tools of a cohort."""
        if cohort not in self._tools:
            found = self._atlas.repositories(cohort)
            self._tools[cohort] = [
                Tool(self._atlas, one, self._as_of, self._contents) for one in found
            ]
        return self._tools[cohort]

    def judge(self, hypothesis: Hypothesis, *, sensitivity: bool = True) -> Verdict:
        """Return the verdict on a hypothesis.

        Args:
            hypothesis: what to hold against the data.
            sensitivity: whether to look for what would change it.
        """
        hypothesis = self._about_cohort(hypothesis)
        values = self._values(hypothesis)
        outcome, score, indicators = weigh(hypothesis.indicators, hypothesis.rule, values)
        found = changes(hypothesis, values, indicators, outcome) if sensitivity else ()
        return Verdict(
            id=hypothesis.id,
            titles=hypothesis.title,
            statements=hypothesis.statement,
            outcome=outcome,
            score=score,
            confidence=confidence_of(indicators),
            summary=_summary(indicators),
            indicators=indicators,
            missing=(*_missing(indicators), *self._without_tools(hypothesis)),
            limits=hypothesis.limits,
            sensitivity=found,
        )

    def _about_cohort(self, hypothesis: Hypothesis) -> Hypothesis:
        """Ask contrasts about the cohort asked about, where it is another than the study's."""
        if self._cohort == STUDY:
            return hypothesis
        asked = tuple(
            replace(one, test=self._against_control(one.test))
            if isinstance(one.test, Contrast)
            else one
            for one in hypothesis.indicators
        )
        return replace(hypothesis, indicators=asked)

    def _against_control(self, test: Contrast) -> Contrast:
        """Put the cohort beside the control cohorts; nothing stands beside itself."""
        control = tuple(cohort for cohort in test.control if cohort != self._cohort)
        return replace(test, group=(self._cohort,), control=control)

    def _values(self, hypothesis: Hypothesis) -> Values:
        tools: dict[str, list[Measurement]] = {}
        cohorts: dict[tuple[str, str], list[Measurement]] = {}
        for one in hypothesis.indicators:
            if isinstance(one.test, Contrast):
                for cohort in (*one.test.group, *one.test.control):
                    key = one.test.metric, cohort
                    cohorts[key] = self._measured(one.test.metric, cohort)
            else:
                for metric in metrics_of(one.test):
                    tools[metric] = self._measured(metric, self._cohort)
        return Values(tools, cohorts)

    def _without_tools(self, hypothesis: Hypothesis) -> Iterator[str]:
        """Name the cohorts that a contrast needs and nobody belongs to."""
        asked = [one.test for one in hypothesis.indicators if isinstance(one.test, Contrast)]
        needed = {cohort: None for test in asked for cohort in (*test.group, *test.control)}
        if any(not test.control for test in asked):
            yield f"{self._cohort} is the control cohort, and there is none to put beside it"
        for cohort in needed:
            if not self.tools(cohort):
                yield f"the cohort {cohort} has no repository; 'ciatlas import' brings some"

    def _measured(self, metric: str, cohort: str) -> list[Measurement]:
        if metric not in self._measuring.catalogue:
            raise CiatlasError(f"there is no metric {metric!r}; docs/metrics.md lists them")
        return [self._measuring.measure(metric, tool) for tool in self.tools(cohort)]


def verdicts(
    atlas: Reader,
    ids: Sequence[str] = (),
    cohort: str = STUDY,
    as_of: date | None = None,
    measuring: Measuring | None = None,
) -> list[Verdict]:
    """Return the verdicts on the hypotheses (those with the given ids, or all).

    Raises:
        CiatlasError: there is no such hypothesis, or no tool in the cohort.
    """
    court = Court(atlas, cohort, as_of, measuring)
    return [court.judge(hypothesis) for hypothesis in chosen(ids)]


def chosen(ids: Sequence[str]) -> list[Hypothesis]:
    """Return the hypotheses with the given ids, or all.

    Raises:
        CiatlasError: there is no such hypothesis.
    """
    known = {hypothesis.id: hypothesis for hypothesis in load_hypotheses()}
    wanted = [text.upper() for text in ids] or list(known)
    for text in wanted:
        if text not in known:
            raise CiatlasError(f"there is no hypothesis {text!r}; known are {', '.join(known)}")
    return [hypothesis for name, hypothesis in known.items() if name in wanted]


def metrics_of(test: Level | Correlation | Contrast) -> tuple[str, ...]:
    """Return the ids of the metrics a test is about."""
    return test.metrics if isinstance(test, Correlation) else (test.metric,)


def _summary(indicators: Sequence[Indicator]) -> str:
    """Count the indicators by what they say, and name the tools that stand for it."""
    counts = [
        (sum(one.sign is sign for one in indicators), word)
        for sign, word in ((Sign.FOR, "for"), (Sign.AGAINST, "against"), (Sign.UNKNOWN, "unknown"))
    ]
    said = ", ".join(f"{number} {word}" for number, word in counts if number)
    standing = tools_standing(indicators)
    holding = [tool for tool, score in standing.items() if score > 0]
    if not standing:
        return said
    stands = f"only {holding[0]} stands" if len(holding) == 1 else None
    return f"{said}; {stands or f'{len(holding)} of {len(standing)} tools stand'} for it"


def tools_standing(indicators: Sequence[Indicator]) -> dict[str, float]:
    """Return where each tool stands by the levels alone, from -1 to 1."""
    said: dict[str, list[tuple[float, float]]] = {}
    for one in indicators:
        for reading in one.readings if one.kind == "level" else ():
            sign = {Sign.FOR: 1, Sign.AGAINST: -1}.get(reading.sign, 0)
            if reading.sign is not Sign.UNKNOWN:
                said.setdefault(reading.tool, []).append((one.weight, sign * reading.strength))
    return {
        tool: sum(w * score for w, score in parts) / sum(w for w, _ in parts)
        for tool, parts in said.items()
    }


def _missing(indicators: Sequence[Indicator]) -> tuple[str, ...]:
    """Say what is unknown of which tools, and what brings it."""
    found: dict[str, list[str]] = {}
    for one in indicators:
        for reading in one.readings:
            if reading.sign is Sign.UNKNOWN:
                tools = found.setdefault(f"{reading.metric}: {reading.note}", [])
                if reading.tool not in tools:
                    tools.append(reading.tool)
    return tuple(f"{what} ({', '.join(tools)})" for what, tools in found.items())
