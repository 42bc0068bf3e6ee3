"""Verdicts on hypotheses: data, a small engine, and what would change them."""

from ciatlas.analysis.verdicts.hypotheses import Hypothesis, load_hypotheses
from ciatlas.analysis.verdicts.judging import Court, chosen, verdicts
from ciatlas.analysis.verdicts.reading import shortfall
from ciatlas.analysis.verdicts.timeline import timeline

__all__ = ["Court", "Hypothesis", "chosen", "load_hypotheses", "shortfall", "timeline", "verdicts"]
