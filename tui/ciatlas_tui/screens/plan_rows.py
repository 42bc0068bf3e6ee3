"""What would be asked of each tool, and what was told of one, in a row each."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from ciatlas.analysis.wording import age_text, count
from ciatlas.display import visible
from ciatlas.model.figure import Figure
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.widgets.row import Column, Row

if TYPE_CHECKING:
    from ciatlas.sources.github.planning import Plan

PLAN = (
    Column("tool", widest=20),
    Column("would ask", widest=60, narrowest=16),
    Column("requests", number=True),
    Column("searches", number=True),
    Column("not asked", widest=60, narrowest=9, grows=True, priority=1),
)
FIGURES = (
    Column("figure"),
    Column("value", number=True),
    Column("told", priority=1),
    Column("by", priority=2),
    Column("what it counts, or why it is missing", widest=90, narrowest=20, grows=True),
)
_COUNTED = {
    "stars": "people who starred the repository",
    "forks": "forks of it on GitHub",
    "issues": "issues, open and closed, without pull requests",
    "bug_issues": "those among them with a label that means a bug",
    "releases": "releases on GitHub; tags are counted from the history",
    "runs": "the newest completed runs of its workflows that were read",
    "runs_succeeded": "those among them that succeeded",
    "run_seconds": "how long the middle one of them took, in seconds",
}


_ASKED_BY = {
    "stars": "repository",
    "forks": "repository",
    "bug_issues": "bug issues",
    "runs_succeeded": "runs",
    "run_seconds": "runs",
}
"""What is asked to know a figure, where that has another name."""


def plan_rows(plans: "Sequence[Plan]", names: Mapping[str, str], glyphs: Glyphs) -> list[Row]:
    """Write what would be asked of tools called by `names`, and what would not."""
    return [
        Row(
            one.repository,
            (
                visible(names[one.repository]),
                ", ".join(one.asked) or "nothing",
                str(one.cost["core"] + one.cost["circleci"] or glyphs.none),
                str(one.cost["search"] or glyphs.none),
                ", ".join(one.skipped if one.asked else ("all",)) or glyphs.none,
            ),
            dim=not one.asked,
        )
        for one in plans
    ]


def skipped_facts(plans: "Sequence[Plan]") -> list[tuple[str, str]]:
    """Say why something is not asked, each reason once, and of how many tools unless of all."""
    names: dict[str, dict[str, None]] = {}
    tools: dict[str, set[str]] = {}
    for one in plans:
        for name, why in one.skipped.items():
            names.setdefault(why, {})[name] = None
            tools.setdefault(why, set()).add(one.repository)
    return [
        ("not asked", f"{', '.join(found)}: {why}{_of(len(tools[why]), len(plans))}")
        for why, found in names.items()
    ]


def _of(number: int, all_: int) -> str:
    return "" if number == all_ else f" ({number:,} of {count(all_, 'tool')})"


def figure_rows(
    told: Mapping[str, Figure],
    failed: Mapping[str, str],
    missing: str,
    today: date,
    glyphs: Glyphs,
) -> list[Row]:
    """Write every figure there may be of a tool.

    Why one is not there says what `failed` of what was asked, else `missing`.
    """
    return [
        _figure(name, told.get(name), failed.get(_ASKED_BY.get(name, name), missing), today, glyphs)
        for name in dict.fromkeys((*_COUNTED, *told))
    ]


def _figure(name: str, figure: Figure | None, missing: str, today: date, glyphs: Glyphs) -> Row:
    shown, none = visible(name.replace("_", " ")), glyphs.none
    if figure is None:
        return Row(name, (shown, none, none, none, visible(missing)), dim=True)
    day = datetime.fromtimestamp(figure.retrieved_at, UTC).date()
    return Row(
        name,
        (
            shown,
            f"{figure.value:,}{'' if figure.complete else '+'}",
            age_text(day, today),
            visible(figure.source),
            _COUNTED.get(name, none),
        ),
    )


def waiting_facts() -> list[tuple[str, str]]:
    """Name the metrics that only GitHub can tell, and the hypotheses that weigh them."""
    from ciatlas.analysis.metrics.catalogue import load_catalogue
    from ciatlas.analysis.verdicts import load_hypotheses
    from ciatlas.analysis.verdicts.judging import metrics_of

    found: dict[str, list[str]] = {}
    for hypothesis in load_hypotheses():
        for asked in hypothesis.indicators:
            for metric in metrics_of(asked.test):
                found.setdefault(metric, []).append(hypothesis.id)
    return [
        (
            entry.metric.title,
            f"{', '.join(dict.fromkeys(found.get(name, ('no hypothesis',))))}:"
            f" {' '.join(entry.metric.definition.split())} Unknown {entry.metric.missing}.",
        )
        for name, entry in load_catalogue().items()
        if entry.metric.source == "api"
    ]
