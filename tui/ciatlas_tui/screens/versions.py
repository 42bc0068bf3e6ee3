"""The newest versions of a pipeline: when they were made, and what each did to its jobs."""

from collections.abc import Sequence

from ciatlas.analysis.job_changes import job_changes
from ciatlas.model.pipeline import Pipeline
from ciatlas.model.repository import Snapshot
from ciatlas.store import Reader
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.screens.pipeline_view import tally

_NAMED = 2
"""Jobs that are named where a version changed no more; of others their number is told."""


def newest_versions(
    atlas: Reader, versions: Sequence[Snapshot], path: str, glyphs: Glyphs, most: int
) -> list[tuple[str, str]]:
    """Return day and change of the newest of some versions in order of time, newest first."""
    known = [(at, atlas.pipeline(at, path)) for at in versions[-most - 1 :]]
    before = known[:-1] if len(versions) > most else [(None, None), *known[:-1]]
    shown = known[1:] if len(versions) > most else known
    told = [
        (f"{at.time:%Y-%m-%d}", _change(old, new, glyphs))
        for (_, old), (at, new) in zip(before, shown, strict=True)
    ]
    return told[::-1]


def _change(old: Pipeline | None, new: Pipeline | None, glyphs: Glyphs) -> str:
    if new is None:
        return "went"
    if old is None:
        return "came"
    changes = job_changes(old, new)
    if len(changes) > _NAMED:
        return tally(changes, glyphs)
    told = [
        f"{glyphs.changes[one.change]} {job}{': ' * bool(one.parts)}{', '.join(one.parts)}"
        for job, one in changes.items()
    ]
    return "; ".join(told) or "not its jobs"
