"""The newest versions of a pipeline: when they were made, and what each did to its jobs."""

from collections.abc import Sequence
from itertools import pairwise

from ciatlas.analysis.pipeline_changes import pipeline_change
from ciatlas.model.repository import Snapshot
from ciatlas.store import Reader
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.screens.change_words import in_short


def newest_versions(
    atlas: Reader, versions: Sequence[Snapshot], path: str, glyphs: Glyphs, most: int
) -> list[tuple[str, str]]:
    """Return day and change of the newest of some versions in order of time, newest first."""
    known = [None, *(atlas.pipeline(at, path) for at in versions[-most - 1 :])]
    told = [
        (f"{at.day}", in_short(pipeline_change(old, new), glyphs))
        for at, (old, new) in zip(versions[-most - 1 :], pairwise(known), strict=True)
    ]
    return told[::-1][:most]
