"""Verdicts on hypotheses: indicators for and against, and what would change them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ciatlas.model.claim import Evidence


class Outcome(StrEnum):
    """What a hypothesis comes to."""

    SUPPORTED = "supported"
    PARTLY = "partly-supported"
    NOT = "not-supported"
    INCONCLUSIVE = "inconclusive"

    @property
    def word(self) -> str:
        """It in a word, as people are shown it."""
        return _WORDS[self]


_WORDS = {
    Outcome.SUPPORTED: "holds",
    Outcome.PARTLY: "partly",
    Outcome.NOT: "fails",
    Outcome.INCONCLUSIVE: "unknown",
}


class Sign(StrEnum):
    """What an indicator says to a hypothesis."""

    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator's metric of one tool: its value, what that says, and how strongly (0 to 1)."""

    repository: str
    tool: str
    metric: str
    value: float | None
    unit: str
    sign: Sign
    strength: float
    note: str
    computed_by: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Statistic:
    """What holds over tools: a rank correlation (`rho`) or a difference of groups (`delta`).

    `value` runs from -1 to 1; `p` is the chance of one at least as far in the expected direction if
    there were nothing to it, `exact` when all permutations were counted; `sizes` how many tools
    took part, by group.
    """

    name: str
    value: float
    p: float
    exact: bool
    sizes: tuple[int, ...]

    def __str__(self) -> str:
        how = "exact" if self.exact else "approximate"
        return f"{self.name} {self.value:+.2f}, p {self.p:.3f} ({how})"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of a hypothesis.

    Attributes:
        id: its metric, or the metrics it compares.
        kind: `level` (each tool against thresholds), `correlation` (two metrics over tools) or
            `contrast` (one metric, cohort against control cohort).
        expects: the thresholds in words.
        reason: why these thresholds.
        weight: how much it counts.
        required: without it there is no verdict.
        sign: what it says over all tools.
        score: the same from -1 (all against) to 1 (all for), `None` while unknown.
        readings: of the tools.
        statistic: for correlations and contrasts.
    """

    id: str
    kind: str
    expects: str
    reason: str
    weight: float
    required: bool
    sign: Sign
    score: float | None
    readings: tuple[Reading, ...]
    statistic: Statistic | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Something that would change a verdict: what, and what it would then be."""

    what: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Verdict:
    """A hypothesis held against the data.

    `score` is the weighted mean of the indicators' scores; `confidence` runs from 0 to 1 (see
    docs/verdicts.md for both rules). `titles` and `statements` are by language, `en` and `fr`.
    `missing` says what is unknown, why, and what brings it.
    """

    id: str
    titles: Mapping[str, str]
    statements: Mapping[str, str]
    outcome: Outcome
    score: float | None
    confidence: float
    summary: str
    indicators: tuple[Indicator, ...]
    missing: tuple[str, ...]
    limits: tuple[str, ...]
    sensitivity: tuple[Change, ...] = ()

    @property
    def statement(self) -> str:
        """The statement in English."""
        return self.statements["en"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A day on which a verdict turned; the first has no `before`.

    `changes` points at what commits of that day did to pipelines; there may be none, when what
    turned it is the passing of time or a commit elsewhere.
    """

    day: date
    before: Outcome | None
    after: Outcome
    summary: str
    changes: tuple[Evidence, ...] = ()
