"""Files of a repository's own that pipelines name: `uses: ./PATH`, a build file at the root."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:  # what only names files starts without it
    from ciatlas.model.pipeline import Pipeline

Content = TypeVar("Content")

Resolve = Callable[[str], "Pipeline | None"]
"""Looks up the file that `./PATH` names, as it stood beside a pipeline."""


def local_paths(uses: str) -> tuple[str, ...]:
    """Return where the file may be that `./PATH` names: there, or an action's in that folder."""
    if not uses.startswith("./"):
        return ()
    base = uses.removeprefix("./").rstrip("/")
    folder = f"{base}/" if base else ""
    return base, f"{folder}action.yml", f"{folder}action.yaml"


class Standing(NamedTuple, Generic[Content]):
    """A content that a file has from mainline position `since` until before `until`."""

    since: int
    until: int | None
    content: Content


class LocalContents(Generic[Content]):
    """What the files of one repository held at any position of its mainline.

    Args:
        versions: the contents of files, each with the file's path, in any order.
    """

    def __init__(self, versions: Iterable[tuple[str, Standing[Content]]]) -> None:
        self._versions: dict[str, list[Standing[Content]]] = defaultdict(list)
        for path, standing in versions:
            self._versions[path].append(standing)
        for of_path in self._versions.values():
            of_path.sort(key=lambda standing: standing.since)
        self._since = {
            path: [standing.since for standing in of_path]
            for path, of_path in self._versions.items()
        }

    def named(self, uses: str, position: int) -> tuple[str, Content] | None:
        """Return path and content of what `./PATH` names at a position, `None` if it is nothing."""
        for path in local_paths(uses):
            if path in self._since:
                last = bisect_right(self._since[path], position) - 1
                if last >= 0:
                    standing = self._versions[path][last]
                    if standing.until is None or position < standing.until:
                        return path, standing.content
        return None
