"""The newest changes to pipelines, in a row each, and the way to what they left."""

from datetime import date
from typing import TYPE_CHECKING

from ciatlas.analysis.wording import count, number_text
from ciatlas.display import visible
from ciatlas.model.repository import Repository, Snapshot
from ciatlas.model.summary import PipelineVersion
from ciatlas.model.triage import Subject
from ciatlas_tui.screens.where import day_of
from ciatlas_tui.widgets.row import Column, Row

if TYPE_CHECKING:
    from ciatlas.store import Reader
    from ciatlas_tui.screens.place import Place

CHANGES = (
    Column("date"),
    Column("tool", widest=16),
    Column("change"),
    Column("file", widest=60, narrowest=16, grows=True, cut="start"),
    Column("jobs", number=True),
)
_TOOL = 1
TOOL_CHANGES = tuple(one for number, one in enumerate(CHANGES) if number != _TOOL)
"""The same of one tool."""
_SHOWN = 40
_EVERY = -1  # no limit
_NEWEST = "Newest changes"


def change_rows(atlas: "Reader", cohort: str, as_of: date | None) -> tuple[str, list[Row]]:
    """Read the newest changes up to a day, `None` for the newest known; first, say of which tools.

    These are the cohort's own, or those of all tools where there are none of its own.
    """
    repositories = atlas.repositories()
    names = {one.full_name: one.name for one in repositories}
    own = {one.full_name for one in repositories if one.cohort == cohort}
    told = {one.full_name for one in repositories if one.full_name in own and not one.observed_on}
    every = atlas.newest_changes(_EVERY if told else _SHOWN, as_of)
    theirs = [one for one in every if one.repository in told]
    rows = [_row(one, names[one.repository]) for one in (theirs or every)[:_SHOWN]]
    if not theirs:
        return f"{_NEWEST} (tools whose history is here)", rows
    if len(told) < len(own):
        known = f"{number_text(len(told))} of {count(len(own), 'tool')}"
        return f"{_NEWEST} ({known}, whose history is here)", rows
    return f"{_NEWEST} to pipelines of {visible(cohort) or 'tools in no cohort'}", rows


def tool_change_rows(atlas: "Reader", repository: Repository, at: Snapshot) -> list[Row]:
    """Read the newest changes to a tool's pipelines up to a commit.

    Raises:
        AtlasError: the history is not in the atlas.
    """
    history = atlas.history(repository, as_of=day_of(at))
    changes = [one for one in history if one.time <= at.time]
    changes.sort(key=lambda one: one.day, reverse=True)  # as shown; else as they came
    rows = [_row(one, repository.name) for one in changes]
    return [Row(row.key, row.cells[:_TOOL] + row.cells[_TOOL + 1 :]) for row in rows[:_SHOWN]]


def _row(change: PipelineVersion, tool: str) -> Row:
    return Row(
        f"{change.repository}\n{change.commit}\n{change.path}",
        (
            f"{change.day}",
            visible(tool),
            change.change,
            visible(change.path),
            "" if change.jobs is None else count(change.jobs, "job"),
        ),
    )


def change_subject(key: str) -> Subject:
    """Return the pipeline of a row, as the change left it, as something to decide on."""
    full_name, commit, path = key.split("\n")
    return Subject("workflow", full_name, path, path, commit=commit)


def open_change(place: "Place", key: str) -> None:
    """Go to the pipeline of a row as the change left it."""
    full_name, commit, path = key.split("\n")
    at = place.atlas.snapshot_of(full_name, commit)
    if at is None or place.atlas.pipeline(at, path) is None:
        place.notify("the file is not there after this change", markup=False)
    else:
        from ciatlas_tui.screens.workflow import Workflow

        place.app.push_screen(Workflow(at, path, changed=True))
