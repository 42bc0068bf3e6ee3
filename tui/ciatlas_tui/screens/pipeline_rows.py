"""The pipelines of a tool in a row each, and what a commit did to them."""

from collections.abc import Sequence
from typing import NamedTuple

from ciatlas.analysis.step_changes import Change
from ciatlas.analysis.wording import before_text, events_text, number_text
from ciatlas.display import visible
from ciatlas.model.pipeline import Kind, System
from ciatlas.model.repository import Snapshot
from ciatlas.model.summary import PipelineEntry
from ciatlas.store import Reader
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.screens.change_words import changes_said, files_said
from ciatlas_tui.screens.journey import before, file_changes, ordinal, version_change
from ciatlas_tui.screens.where import day_of
from ciatlas_tui.widgets.change_line import Said
from ciatlas_tui.widgets.row import Column, Row

PIPELINES = (
    Column("pipeline", widest=44, narrowest=24, cut="folders"),
    Column("starts on", widest=40, narrowest=12, priority=2),
    Column("jobs", number=True),
    Column("steps", number=True),
    Column("checks", widest=60, narrowest=10, priority=1, grows=True),
    Column("commits", number=True, priority=3),
    Column("changed", priority=4),
    Column("name", widest=40, narrowest=10, priority=5),
)
_FOLDER = ".github/workflows/"


class ToolChange(NamedTuple):
    """What a commit did to a tool's pipelines.

    Attributes:
        number: which of the tool's changes it is.
        files: what became of files, by path.
        gone: the files that went, as they were.
        said: it in words.
    """

    number: str
    files: dict[str, Change]
    gone: list[PipelineEntry]
    said: list[Said]


def tool_change(
    atlas: Reader,
    points: Sequence[Snapshot],
    at: Snapshot,
    entries: Sequence[PipelineEntry],
    glyphs: Glyphs,
) -> ToolChange:
    """Read what a commit, one of `points`, did to a tool's pipelines, which are `entries` then.

    Of a pipeline that changed alone it is said as well what in it.
    """
    repository = atlas.find_repository(at.repository)
    older = before(points, at)
    known = atlas.pipelines(older) if older else []
    files = file_changes(known, entries)
    changed = [path for path, one in files.items() if one is Change.CHANGED]
    words = ""
    if len(changed) == 1:
        versions = atlas.change_points(repository, changed[0])
        change = version_change(atlas, versions, at, changed[0])
        words = ", ".join(one.long for one in changes_said(change, glyphs))
    gone = [one for one in known if files.get(one.path) is Change.WENT]
    number = ordinal(repository, points, at, "change")
    return ToolChange(number, files, gone, files_said(files, words, glyphs))


def pipeline_row(entry: PipelineEntry, at: Snapshot, glyphs: Glyphs) -> Row:
    """Write a pipeline as a row of `PIPELINES`."""
    none, last = glyphs.none, entry.last_commit
    return Row(
        entry.path,
        (
            visible(entry.path.removeprefix(_FOLDER)),
            visible(events_text(entry.triggers)) if entry.kind is Kind.WORKFLOW else entry.kind,
            number_text(entry.jobs) if entry.readable else "?",
            number_text(entry.steps) if entry.readable else "?",
            none if entry.checks is None else ", ".join(entry.checks) or none,
            none if entry.commits is None else number_text(entry.commits),
            before_text(last.date(), day_of(at)) if last else none,
            visible(entry.name or none),
        ),
        dim=entry.kind is not Kind.WORKFLOW,
    )


def natural_order(entry: PipelineEntry) -> tuple[int, int, str]:
    """Return what puts workflows first, and files of a system beside each other."""
    return (entry.kind is not Kind.WORKFLOW, list(System).index(entry.system), entry.path)
