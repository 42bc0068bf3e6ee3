"""Indicators in the field's words: what people are shown in the place of a metric's id."""

import re

from ciatlas.analysis.metrics.catalogue import load_catalogue
from ciatlas.model.verdict import Change, Indicator, Verdict

_NAMES = re.compile(r"\(([^()]+)\)$")
_MOST_NAMES = 8
_BOTH = " ~ "
_WITH = " with "
"""What stands between two metrics in an id, and in words."""
_BESIDE = ": "
_LEFT_OUT = re.compile(r"(without the indicator )(.+)")
_MOVED = re.compile(r"(.+)( (?:for|against) from \S+ to \S+)")


def indicator_title(one: Indicator) -> str:
    """Return what an indicator is about, such as `stages automated with commits per week`."""
    return indicator_in_words(one.id)


def indicator_in_words(name: str) -> str:
    """Put an indicator's id into words: a metric, two of them, or one of cohorts.

    >>> indicator_in_words("review_check_types")
    'checks before landing'
    """
    metric, beside, cohorts = name.partition(_BESIDE)
    titles = _WITH.join(map(metric_title, metric.split(_BOTH)))
    return f"{titles}{beside}{cohorts}"


def metric_title(name: str) -> str:
    """Return a metric's title; of one that is not in the catalogue its name without `_`."""
    entry = load_catalogue().get(name)
    return name.replace("_", " ") if entry is None else entry.metric.title


def change_in_words(change: Change) -> str:
    """Say what would change a verdict, and what it would then be."""
    what = change.what
    if found := _LEFT_OUT.fullmatch(what):
        what = f"{found[1]}{indicator_in_words(found[2])}"
    elif found := _MOVED.fullmatch(what):
        what = f"{indicator_in_words(found[1])}{found[2]}"
    return f"{what}: {change.outcome.word}"


def missing_in_words(verdict: Verdict) -> list[str]:
    """Say what is unknown, why, and what brings it."""
    return [_missing(text) for text in verdict.missing]


def _missing(text: str) -> str:
    metric, separator, why = _NAMES.sub(_first_names, text).partition(": ")
    known = separator and metric in load_catalogue()
    return f"{metric_title(metric) if known else metric}{separator}{why}"


def _first_names(found: re.Match[str]) -> str:
    """Name the first of many tools."""
    names = found[1].split(", ")
    if len(names) <= _MOST_NAMES:
        return found[0]
    return f"({', '.join(names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES:,} more)"


def indicator_metrics(one: Indicator) -> list[str]:
    """Return the ids of the metrics an indicator is built on."""
    return one.id.partition(_BESIDE)[0].split(_BOTH)
