"""Tools in a row each: their figures, and how their commits spread over time."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from ciatlas.analysis.wording import buckets, number_text
from ciatlas.display import visible
from ciatlas.model.activity import CHECKS
from ciatlas.model.repository import Repository, Snapshot
from ciatlas.model.summary import RepositorySummary
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.widgets.row import Column, Row

if TYPE_CHECKING:
    from ciatlas.store import Reader

TOOLS = (
    Column("tool", widest=16),
    Column("since", priority=3),
    Column("people", number=True, priority=2),
    Column("flows", number=True),
    Column("jobs", number=True, priority=1),
    Column("CI commits", number=True, widest=16),
    Column("test commits", number=True, priority=2, widest=16),
    Column("checks", priority=1),
    Column("steps", number=True, priority=5),
    Column("systems", priority=6),
    Column("commits", number=True, priority=4),
    Column("stars", number=True, priority=7),
    Column("repository", priority=8),
    Column("newest commit", priority=9),
)
_SPANS = 7
"""Spans of time between the first commit and the newest."""
_NONE = "none"


class Spread(NamedTuple):
    """A number of commits, and how they spread over time; nothing where that is not known."""

    number: str
    over_time: str = ""


class ToolRow(NamedTuple):
    """A tool with what the columns say of it."""

    key: str
    cells: Sequence[str | Spread]
    dim: bool = False
    only_on: tuple[date, ...] = ()
    """Where nothing is known of it: the days it is known as of, none where its history is known."""


def read_tools(
    atlas: "Reader", repositories: Iterable[Repository], as_of: date | None, glyphs: Glyphs
) -> list[ToolRow]:
    """Read the tools as of a day, `None` for the newest known."""
    return [_read(atlas, repository, as_of, glyphs) for repository in repositories]


def tool_rows(tools: Sequence[ToolRow]) -> list[Row]:
    """Write the tools; where nothing is known of time, no room is kept for it."""
    spread = {
        number
        for tool in tools
        for number, cell in enumerate(tool.cells)
        if isinstance(cell, Spread) and cell.over_time not in ("", _NONE)
    }
    return [
        Row(
            tool.key,
            tuple(
                cell if isinstance(cell, str) else _spread_text(cell, number in spread)
                for number, cell in enumerate(tool.cells)
            ),
            dim=tool.dim,
        )
        for tool in tools
    ]


def not_known(tools: Sequence[ToolRow], day: date | None) -> list[str]:
    """Say of how many tools nothing is known on a day, why, and what to do."""
    unknown = [tool for tool in tools if tool.dim]
    if not unknown or day is None:
        return []
    days = sorted({one for tool in unknown for one in tool.only_on})
    told = [f"until {one}" for one in days if one <= day][-1:]
    told += [f"from {one}" for one in days if one > day][:1]
    early = any(not tool.only_on for tool in unknown)
    return [
        f"{number_text(len(unknown))} of {number_text(len(tools))} not known then",
        *(["no history that early"] if early else []),
        *([f"only as of days {' and '.join(told)}", "import clones for others"] if told else []),
    ]


def _spread_text(spread: Spread, over_time: bool) -> str:
    if over_time:
        return f"{spread.number} {spread.over_time:<{_SPANS}}"
    return f"{spread.number} {spread.over_time}".rstrip()


def _read(atlas: "Reader", repository: Repository, as_of: date | None, glyphs: Glyphs) -> ToolRow:
    summary = atlas.summary(repository, as_of)
    at = summary.snapshot
    name, none = visible(repository.name), glyphs.none
    if at is None:
        cells = [name, *[none] * (len(TOOLS) - 1)]
        return ToolRow(repository.full_name, cells, dim=True, only_on=repository.observed_on)
    checks = atlas.checks(at)
    return ToolRow(
        repository.full_name,
        (
            name,
            f"{summary.first_commit:%Y-%m}" if summary.first_commit else none,
            number_text(summary.contributors),
            number_text(summary.workflows),
            number_text(summary.jobs),
            _spread(atlas, summary, at, "workflows", glyphs),
            _spread(atlas, summary, at, "tests", glyphs),
            none if checks is None else f"{len(checks)} of {len(CHECKS)}",
            number_text(summary.steps),
            ", ".join(summary.systems),
            number_text(summary.commits),
            none if summary.stars is None else number_text(summary.stars),
            visible(repository.full_name),
            f"{at.day}",
        ),
    )


def _spread(
    atlas: "Reader", summary: RepositorySummary, at: Snapshot, group: str, glyphs: Glyphs
) -> Spread:
    """Say how many commits there are to a path group, and how they spread over time."""
    number = summary.paths.get(group, 0)
    if not number:
        return Spread(glyphs.none, _NONE)
    months = atlas.monthly(at, group)
    if not months:
        return Spread(number_text(number))
    first = (summary.first_commit or at.time).astimezone(UTC)
    spans = buckets(months, f"{first:%Y-%m}", f"{at.time.astimezone(UTC):%Y-%m}", _SPANS)
    return Spread(number_text(number), glyphs.sparkline(spans))


def origins(repositories: Iterable[Repository]) -> list[str]:
    """Say where what is known of tools came from, and when."""
    return sorted({_source(repository) for repository in repositories})


def _source(repository: Repository) -> str:
    source = repository.source or "unknown source"
    if repository.retrieved_at:
        source += f" of {datetime.fromtimestamp(repository.retrieved_at, UTC):%Y-%m}"
    return source
