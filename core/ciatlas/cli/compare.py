"""Two tools, pipelines or days side by side; or all tools by what their steps are for."""

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

import click

from ciatlas.cli.absence import require_members, tell_absence
from ciatlas.cli.output import Column, print_json, print_table, say
from ciatlas.cli.settings import Settings, global_options, pass_settings
from ciatlas.model.comparison import Aspect, Difference
from ciatlas.model.repository import STUDY

if TYPE_CHECKING:
    from ciatlas.analysis.tool import Tool
    from ciatlas.store import Atlas

_MARKS = {
    Difference.SAME: "=",
    Difference.CHANGED: "~",
    Difference.LEFT: "<",
    Difference.RIGHT: ">",
}


@click.command()
@global_options
@click.argument("sides", nargs=-1, metavar="[LEFT RIGHT]")
@click.option("--all", "everything", is_flag=True, help="What is the same as well.")
@click.option("--cohort", default=STUDY, show_default=True, help="The tools, without LEFT RIGHT.")
@pass_settings
def compare(settings: Settings, sides: tuple[str, ...], everything: bool, cohort: str) -> None:
    """Compare LEFT with RIGHT: each a REPOSITORY or REPOSITORY:PATH, with @DATE if need be.

    Without them, show how many steps of each tool of a cohort are for what.
    """
    if len(sides) not in (0, 2):
        raise click.UsageError("name two sides, or none for all tools of a cohort")
    with settings.open_atlas() as atlas:
        if not sides:
            _activities(settings, atlas, cohort)
            return
        aspects = _compared(atlas, settings.as_of, *sides)
    if settings.json:
        left, right = sides
        print_json(left=left, right=right, aspects=[_record(one) for one in aspects])
        return
    shown = [one for one in aspects if everything or one.difference is not Difference.SAME]
    if not shown:
        say("no difference")
    for section, rows in groupby(shown, key=lambda one: one.section):
        say(section)
        for one in rows:
            sides_text = (
                one.left if one.left == one.right else f"{_said(one.left)} | {_said(one.right)}"
            )
            say(f"  {_MARKS[one.difference]} {one.name}: {sides_text}")


def _compared(atlas: "Atlas", as_of: date | None, left: str, right: str) -> list[Aspect]:
    from ciatlas.analysis.comparison import compare_pipelines, compare_tools

    (one, path), (other, other_path) = (_side(atlas, text, as_of) for text in (left, right))
    if (path is None) is not (other_path is None):
        raise click.UsageError("compare two repositories or two pipelines, not one with the other")
    if path is None or other_path is None:
        return compare_tools(one, other)
    return compare_pipelines(one.find_pipeline(path), other.find_pipeline(other_path))


def _side(atlas: "Atlas", text: str, as_of: date | None) -> "tuple[Tool, str | None]":
    """Read REPOSITORY[:PATH][@DATE]."""
    from ciatlas.analysis.tool import Tool

    named, at, day = text.rpartition("@")
    if at:
        try:
            as_of = date.fromisoformat(day)
        except ValueError:
            raise click.UsageError(f"{day!r} is no date, write it as YYYY-MM-DD") from None
    repository, _, path = (named if at else text).partition(":")
    tool = Tool(atlas, atlas.find_repository(repository), as_of)
    _ = tool.snapshot
    return tool, path or None


def _activities(settings: Settings, atlas: "Atlas", cohort: str) -> None:
    from ciatlas.analysis.comparison import activity_counts
    from ciatlas.analysis.tool import Tool
    from ciatlas.model.activity import Activity

    members = require_members(cohort, atlas.repositories(cohort))
    tools = [Tool(atlas, one, settings.as_of) for one in members]
    counts = [(tool, activity_counts(tool)) for tool in tools]
    if settings.json:
        print_json(
            tools=[
                {
                    "repository": tool.repository.full_name,
                    "tool": tool.name,
                    "activities": found if tool.at else None,
                }
                for tool, found in counts
            ]
        )
        return
    print_table(
        [Column("tool"), *(Column(activity.value, number=True) for activity in Activity)],
        [
            [tool.name, *(number if tool.at else None for number in found.values())]
            for tool, found in counts
        ],
    )
    absent = [tool.repository for tool in tools if tool.at is None]
    tell_absence(settings.as_of, absent, len(tools))


def _said(text: str | None) -> str:
    return "–" if text is None else text


def _record(one: Aspect) -> dict[str, str | None]:
    return {
        "section": one.section,
        "name": one.name,
        "left": one.left,
        "right": one.right,
        "difference": one.difference.value,
    }
