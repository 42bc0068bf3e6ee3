"""Where a single tool stands on a hypothesis: by the indicators that are about each tool alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from ciatlas.analysis.metrics import Measuring
from ciatlas.analysis.tool import Tool
from ciatlas.analysis.verdicts.hypotheses import Hypothesis, Level
from ciatlas.analysis.verdicts.judging import metrics_of, tools_standing
from ciatlas.analysis.verdicts.reading import Values, read_indicator
from ciatlas.model.verdict import Reading, Sign


@dataclass(frozen=True, slots=True)
class Standing:
    """What a tool's readings come to, from -1 to 1, `None` while all are unknown."""

    score: float | None
    readings: tuple[Reading, ...]

    def __str__(self) -> str:
        said = ", ".join(_counts(one.sign for one in self.readings))
        return said if self.score is None else f"{self.score:+z.2f} of -1 to 1: {said}"


def standing_of(tool: Tool, hypothesis: Hypothesis, measuring: Measuring) -> Standing | None:
    """Return where a tool stands, `None` where a hypothesis has no indicator of single tools."""
    indicators = [
        read_indicator(one, Values({metric: [measuring.measure(metric, tool)]}, {}))
        for one in hypothesis.indicators
        if isinstance(one.test, Level)
        for metric in metrics_of(one.test)
    ]
    readings = tuple(reading for one in indicators for reading in one.readings)
    score = tools_standing(indicators).get(tool.name)
    return Standing(score, readings) if readings else None


def _counts(signs: Iterable[Sign]) -> list[str]:
    found = list(signs)
    return [f"{found.count(sign)} {sign}" for sign in Sign if sign in found]
