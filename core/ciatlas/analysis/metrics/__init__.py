"""Metrics: a catalogue as data, one function for each, measured per tool and day."""

from ciatlas.analysis.metrics.catalogue import load_catalogue
from ciatlas.analysis.metrics.measuring import Measuring
from ciatlas.analysis.metrics.own import load_own

__all__ = ["Measuring", "load_catalogue", "load_own"]
