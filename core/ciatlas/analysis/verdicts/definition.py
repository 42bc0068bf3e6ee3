"""What an indicator measures, how, and what it found: all there is to say of it, in named facts."""

from collections.abc import Iterator

from ciatlas.analysis.metrics.catalogue import load_catalogue
from ciatlas.analysis.verdicts.hypotheses import Rule
from ciatlas.analysis.verdicts.reading import shortfall
from ciatlas.analysis.verdicts.words import indicator_metrics, indicator_title, metric_title
from ciatlas.analysis.wording import count, percent, value_text
from ciatlas.model.metric import Metric
from ciatlas.model.verdict import Indicator, Reading

Facts = list[tuple[str, str]]

_MOST_TOOLS = 40
"""Tools whose values are told; `ciatlas metrics` tells those of all."""

_SOURCES = {
    "pipelines": "workflows, local actions, CircleCI and dev container files as of the day",
    "files": "which files the repository has on that day",
    "counts": "how many commits and people there are, over all and by path group",
    "history": "the commits themselves, with their authors' numbers, and tags",
    "api": "what only GitHub tells, once a sync has brought it",
}


def indicator_facts(one: Indicator, rule: Rule) -> Facts:
    """Say what an indicator measures, what it expects and why, and what it found."""
    return [
        ("indicator", indicator_title(one)),
        ("id", one.id),
        *_metrics(one),
        ("expected", one.expects),
        ("because", one.reason),
        ("weight", f"{one.weight:g}{'; without it there is no verdict' if one.required else ''}"),
        ("unknown", _unknown(rule)),
        ("over all", coefficient_text(one)),
        *_readings(one),
    ]


def coefficient_text(one: Indicator) -> str:
    """Write the coefficient of a correlation or contrast, or what it lacks; nothing for levels."""
    if one.statistic is None:
        return shortfall(one)
    found = one.statistic
    sizes = " and ".join(map(str, found.sizes))
    return f"{found}, {sizes} tools"


def reading_text(reading: Reading) -> str:
    """Write the value of a tool, `?` while it is unknown."""
    return "?" if reading.value is None else value_text(reading.value, reading.unit)


def _metrics(one: Indicator) -> Iterator[tuple[str, str]]:
    names = indicator_metrics(one)
    for name in names:
        if len(names) > 1:
            yield "metric", metric_title(name)
        yield from _metric_facts(name)


def _metric_facts(name: str) -> Iterator[tuple[str, str]]:
    entry = load_catalogue().get(name)
    if entry is None:
        yield "definition", "one of the user's own"
        return
    metric = entry.metric
    yield "definition", " ".join(metric.definition.split())
    yield "unit", metric.unit
    yield "source", f"{metric.source}: {_SOURCES[metric.source]}"
    yield "unknown if", _missing(metric)
    yield "computed by", f"SQL: {metric.sql}" if metric.sql else entry.computed_by
    yield "again", f"ciatlas metrics --metric {metric.id} --json"


def _missing(metric: Metric) -> str:
    own = f"{metric.missing}; " if metric.missing else ""
    return f"{own}there is no history as early as the day asked for"


def _unknown(rule: Rule) -> str:
    return (
        "what is not known is left out, never counted as 0; with less than"
        f" {percent(rule.known)} of the weight known there is no verdict"
    )


def _readings(one: Indicator) -> Iterator[tuple[str, str]]:
    said: dict[str, list[str]] = {}
    for reading in one.readings:
        sign = f", {reading.sign}" if one.kind == "level" else ""
        said.setdefault(reading.tool, []).append(f"{reading_text(reading)} ({reading.note}){sign}")
    for tool, texts in list(said.items())[:_MOST_TOOLS]:
        yield tool, "; ".join(texts)
    if len(said) > _MOST_TOOLS:
        yield "and", f"{count(len(said) - _MOST_TOOLS, 'tool')} more"
