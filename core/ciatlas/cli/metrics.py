"""Metrics of tools: as of a day, or year by year."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ciatlas.analysis.wording import value_text
from ciatlas.cli.absence import require_members, tell_absence
from ciatlas.cli.output import Column, print_json, print_table
from ciatlas.cli.settings import Settings, global_options, pass_settings
from ciatlas.model.errors import CiatlasError
from ciatlas.model.metric import Measurement, Metric
from ciatlas.model.repository import STUDY, Repository

if TYPE_CHECKING:
    from ciatlas.analysis.metrics import Measuring
    from ciatlas.store import Atlas

_YEARS = 8
"""How many years a timeline goes back."""


@click.command()
@global_options
@click.argument("repositories", nargs=-1, metavar="[REPOSITORY]...")
@click.option("--cohort", help="The repositories of this cohort (default: the study's).")
@click.option(
    "--metric", "ids", multiple=True, metavar="ID", help="Only this one; may be repeated."
)
@click.option(
    "--study",
    "own",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A study file with metrics of your own, as SQL.",
)
@click.option("--timeline", is_flag=True, help="At the end of each year as well.")
@pass_settings
def metrics(
    settings: Settings,
    repositories: tuple[str, ...],
    cohort: str | None,
    ids: tuple[str, ...],
    own: Path | None,
    timeline: bool,
) -> None:
    """Measure tools by the metrics of the catalogue (docs/metrics.md)."""
    from ciatlas.analysis.metrics import Measuring, load_own
    from ciatlas.analysis.tool import Tool

    measuring = Measuring(load_own(own) if own else None)
    wanted = _wanted(measuring, ids)
    with settings.open_atlas() as atlas:
        found = _repositories(atlas, repositories, cohort)
        days = _year_ends(found, settings.as_of) if timeline else [settings.as_of]
        tools = {day: [Tool(atlas, one, day) for one in found] for day in days}
        absent = [tool.repository for tool in tools[days[-1]] if tool.at is None]
        rows = [
            (day, metric, [measuring.measure(metric.id, tool) for tool in tools[day]])
            for metric in wanted
            for day in days
        ]
    if settings.json:
        print_json(metrics=[_record(day, metric, ones) for day, metric, ones in rows])
        return
    print_table(
        [
            Column("metric"),
            *([Column("as of")] if timeline else []),
            *(Column(one.name, number=True) for one in found),
            Column("unit"),
        ],
        [
            [
                metric.id,
                *([day or "now"] if timeline else []),
                *(None if m.value is None else value_text(m.value, metric.unit) for m in ones),
                metric.unit,
            ]
            for day, metric, ones in rows
        ],
    )
    tell_absence(settings.as_of, absent, len(found))


def _wanted(measuring: "Measuring", ids: Sequence[str]) -> list[Metric]:
    for text in ids:
        if text not in measuring.catalogue:
            raise CiatlasError(f"there is no metric {text!r}; docs/metrics.md lists them")
    return [measuring.catalogue[text].metric for text in ids or measuring.catalogue]


def _repositories(atlas: "Atlas", names: Sequence[str], cohort: str | None) -> list[Repository]:
    if names:
        return [atlas.find_repository(name) for name in names]
    return require_members(cohort or STUDY, atlas.repositories(cohort or STUDY))


def _year_ends(repositories: Sequence[Repository], last: date | None) -> list[date | None]:
    """Return the last days of the years before, and the day asked for."""
    times = [one.head_time for one in repositories if one.head_time is not None]
    end = last or datetime.fromtimestamp(max(times, default=0), UTC).date()
    years = range(end.year - _YEARS, end.year)
    return [*(date(year, 12, 31) for year in years), last or end]


def _record(day: date | None, metric: Metric, measured: Sequence[Measurement]) -> dict[str, Any]:
    tools = [{key: v for key, v in asdict(one).items() if key != "metric"} for one in measured]
    return {**asdict(metric), "as_of": None if day is None else str(day), "tools": tools}
