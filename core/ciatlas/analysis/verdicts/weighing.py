"""From indicators to a verdict, by the written rule (docs/verdicts.md)."""

from collections.abc import Sequence

from ciatlas.analysis.verdicts.hypotheses import Asked, Rule
from ciatlas.analysis.verdicts.reading import Values, read_indicator
from ciatlas.model.verdict import Indicator, Outcome, Sign


def weigh(
    asked: Sequence[Asked], rule: Rule, values: Values
) -> tuple[Outcome, float | None, tuple[Indicator, ...]]:
    """Read the indicators and weigh them: outcome, score from -1 to 1, and the indicators."""
    indicators = tuple(read_indicator(one, values) for one in asked)
    return outcome_of(indicators, rule), score_of(indicators), indicators


def score_of(indicators: Sequence[Indicator]) -> float | None:
    """Return the weighted mean of the indicators' scores, `None` when none is known."""
    known = [(one.weight, one.score) for one in indicators if one.score is not None]
    weight = sum(weight for weight, _ in known)
    return sum(w * score for w, score in known) / weight if weight else None


def outcome_of(indicators: Sequence[Indicator], rule: Rule) -> Outcome:
    """Return what indicators come to by the rule."""
    score = score_of(indicators)
    known = sum(one.weight for one in indicators if one.score is not None)
    lacking = any(one.required and one.score is None for one in indicators)
    whole = sum(one.weight for one in indicators)
    if score is None or lacking or known < rule.known * whole:
        return Outcome.INCONCLUSIVE
    if score >= rule.supported:
        return Outcome.SUPPORTED
    return Outcome.NOT if score <= rule.not_supported else Outcome.PARTLY


def confidence_of(indicators: Sequence[Indicator]) -> float:
    """Return how sure a verdict is, from 0 to 1: completeness × number × agreement.

    Completeness is the share of the readings' weight that is known; number is n / (n + 2) for n
    tools with a known value; agreement is 1 when all scores point one way and 0.5 when they cancel.
    """
    whole = known = 0.0
    tools: set[str] = set()
    for one in indicators:
        seen = [reading for reading in one.readings if reading.sign is not Sign.UNKNOWN]
        whole += one.weight
        if one.score is not None and one.readings:
            known += one.weight * len(seen) / len(one.readings)
            tools |= {reading.repository for reading in seen}
    scores = [one.weight * one.score for one in indicators if one.score is not None]
    strength = sum(map(abs, scores))
    if not whole or not strength:
        return 0.0
    agreement = (1 + abs(sum(scores)) / strength) / 2
    return (known / whole) * (len(tools) / (len(tools) + 2)) * agreement
