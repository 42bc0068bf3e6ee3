"""A walk through versions: the commits that changed something, and the day one came from."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ciatlas.analysis.pipeline_changes import PipelineChange, pipeline_change
from ciatlas.analysis.step_changes import Change
from ciatlas.analysis.wording import number_text
from ciatlas.model.repository import Repository, Snapshot
from ciatlas.model.summary import PipelineEntry
from ciatlas.store import Reader


class Stop(NamedTuple):
    """A commit on the way: shown for what it `changed`, or for how things were as of it."""

    at: Snapshot
    changed: bool

    @property
    def place(self) -> tuple[int, bool]:
        """Where it is on the way: what a commit changed comes before how things were as of it."""
        return self.at.position, not self.changed


def next_stop(
    points: Sequence[Snapshot], origin: Snapshot | None, here: Stop, step: int
) -> Stop | None:
    """Return the stop before (`step` -1) or after this one, `None` at the end of the way.

    From the day one came from the first stop back is the commit that brought what is shown, with
    what it changed. Forward again the way ends at that day, unless something changed later.

    Args:
        points: the commits that changed something, oldest first.
        origin: what was shown before the walk, `None` where it began at a change.
        here: where one is.
        step: -1 or 1.
    """
    stops = [Stop(point, changed=True) for point in points]
    if origin is not None:
        stops.append(Stop(origin, changed=False))
    if step < 0:
        before = [stop for stop in stops if stop.place < here.place]
        return max(before, key=lambda stop: stop.place, default=None)
    after = [stop for stop in stops if stop.place > here.place]
    return min(after, key=lambda stop: stop.place, default=None)


def before(points: Sequence[Snapshot], at: Snapshot) -> Snapshot | None:
    """Return the newest of some commits in order of time that comes before another."""
    return next((point for point in reversed(points) if point.position < at.position), None)


def version_change(
    atlas: Reader, points: Sequence[Snapshot], at: Snapshot, path: str
) -> PipelineChange | None:
    """Return what a commit did to a file; `None` where one of both versions could not be read."""
    older = before(points, at)
    old = None if older is None else atlas.pipeline(older, path)
    new = atlas.pipeline(at, path)
    unread = (one for one, read in ((older, old), (at, new)) if one is not None and read is None)
    if any(entry.path == path for one in unread for entry in atlas.pipelines(one)):
        return None
    return pipeline_change(old, new)


def file_changes(
    older: Iterable[PipelineEntry], newer: Iterable[PipelineEntry]
) -> dict[str, Change]:
    """Return what became of a tool's pipeline files from one commit to another, by path."""
    old = {entry.path: entry.blob for entry in older}
    new = {entry.path: entry.blob for entry in newer}
    found = {path: Change.CAME for path in new if path not in old}
    found |= {path: Change.WENT for path in old if path not in new}
    return found | {path: Change.CHANGED for path in new if old.get(path, new[path]) != new[path]}


def ordinal(repository: Repository, points: Sequence[Snapshot], at: Snapshot, what: str) -> str:
    """Say which of how many it is: `first version of 4`, `version 3 of 4`, `known day 1 of 2`."""
    number = sum(point.position <= at.position for point in points)
    whole = number_text(len(points))
    if repository.observed_on:
        return f"known day {number_text(number)} of {whole}"
    if number == 1:
        return f"first {'' if repository.complete else 'known '}{what} of {whole}"
    return f"{what} {number_text(number)} of {whole}"


def unchanged(repository: Repository, step: int, what: str) -> str:
    """Say that a walk ends: nothing changed further on, or nothing is known of it."""
    way = "older" if step < 0 else "newer"
    if repository.observed_on:
        days = " and ".join(map(str, repository.observed_on))
        return f"nothing {way} is known: of this tool the atlas holds {days} only"
    return f"nothing {way} changed {what}"
