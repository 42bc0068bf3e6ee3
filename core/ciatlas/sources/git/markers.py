"""Marker files: those that tell by being there, such as lock files; when they stood.

Only trees are compared, the root's along the mainline and below it the few folders that matter, so
nothing has to be asked of git by name: case and globs are ours to judge.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import translate
from typing import NamedTuple

from ciatlas.model.history import FilePresence
from ciatlas.sources.git.clone import Clone

_FILES = frozenset(("100644", "100755", "120000"))
"""Modes of files and of links to them."""
_FOLDER = "040000"


@dataclass(frozen=True, slots=True)
class Marker:
    """What marks a practice: any file whose path fits one of the globs.

    Attributes:
        kind: the practice.
        globs: paths; `*` stands within a name only.
        any_case: whether case does not matter, as for the files GitHub looks for itself.
    """

    kind: str
    globs: tuple[str, ...]
    any_case: bool = False


class _Comparison(NamedTuple):
    """A folder (empty, or with a slash at its end) before and after a mainline position."""

    position: int
    folder: str
    before: str
    after: str


class _Entry(NamedTuple):
    """A differing entry of a folder: modes and object ids before and after."""

    name: str
    modes: tuple[str, str]
    oids: tuple[str, str]


def read_markers(
    clone: Clone, trees: Sequence[str], markers: Iterable[Marker]
) -> Iterator[FilePresence]:
    """Yield when each marker file stood on the mainline, by path.

    Args:
        clone: where to read; no content is needed, only trees.
        trees: the root trees of the mainline's commits, oldest first.
        markers: what to look for.
    """
    judge = _Judge(markers)
    for path, turns in sorted(_turns(clone, trees, judge).items()):
        ends: list[int | None] = [position for position, _ in turns[1:]]
        for (since, there), until in zip(turns, [*ends, None], strict=True):
            for kind in judge.kinds(path) if there else ():
                yield FilePresence(kind, path, since, until)


def marker_kinds(paths: Iterable[str], markers: Iterable[Marker]) -> Iterator[tuple[str, str]]:
    """Yield the kind and the path of each of these files that marks something."""
    judge = _Judge(markers)
    for path in paths:
        folder = path.rpartition("/")[0]
        for kind in judge.kinds(path) if not folder or judge.leads_on(folder) else ():
            yield kind, path


class _Judge:
    """Tells which paths mark something, and in which folders such paths can be."""

    def __init__(self, markers: Iterable[Marker]) -> None:
        self._patterns: list[tuple[str, re.Pattern[str]]] = []
        self._folders: set[str] = set()
        for marker in markers:
            case = re.IGNORECASE if marker.any_case else re.NOFLAG
            for glob in marker.globs:
                self._patterns.append((marker.kind, re.compile(translate(glob), case)))
                parts = glob.casefold().split("/")
                self._folders.update("/".join(parts[:depth]) for depth in range(1, len(parts)))
        self._known: dict[str, tuple[str, ...]] = {}

    def leads_on(self, folder: str) -> bool:
        """Whether a marker may be somewhere below a folder."""
        return folder.casefold() in self._folders

    def kinds(self, path: str) -> tuple[str, ...]:
        """Return what a path marks; `path` is in a folder that leads on."""
        if path not in self._known:
            fitting = (kind for kind, pattern in self._patterns if pattern.match(path))
            self._known[path] = tuple(dict.fromkeys(fitting))
        return self._known[path]


def _turns(
    clone: Clone, trees: Sequence[str], judge: _Judge
) -> Mapping[str, list[tuple[int, bool]]]:
    """Return the positions at which each marker file came (true) or went (false)."""
    turns: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    empty = clone.run("hash-object", "-t", "tree", "--stdin").decode("ascii").strip()
    waiting = [
        _Comparison(position, "", before, after)
        for position, (before, after) in enumerate(zip([empty, *trees], trees, strict=False))
        if before != after
    ]
    while waiting:
        below = []
        for (position, folder, _, _), entry in _compare(clone, waiting):
            path = folder + entry.name
            was, stands = (mode in _FILES for mode in entry.modes)
            if was is not stands and judge.kinds(path):
                turns[path].append((position, stands))
            if _FOLDER in entry.modes and judge.leads_on(path):
                before, after = (
                    oid if mode == _FOLDER else empty
                    for mode, oid in zip(entry.modes, entry.oids, strict=True)
                )
                below.append(_Comparison(position, f"{path}/", before, after))
        waiting = below
    return turns


def _compare(
    clone: Clone, comparisons: Sequence[_Comparison]
) -> Iterator[tuple[_Comparison, _Entry]]:
    """Yield what differs directly in folders, each compared with itself earlier."""
    asked = "".join(f"{before} {after}\n" for _, _, before, after in comparisons)
    output = clone.run(
        *("diff-tree", "--stdin", "-z", "--raw", "--no-renames", "--no-abbrev"),
        stdin=asked.encode("ascii"),
    )
    tokens = iter(output.decode("utf-8", "backslashreplace").split("\0"))
    # Git repeats the two trees on a line of their own before the first entry.
    number = -1
    for token in tokens:
        heading, _, entry = token.rpartition("\n")
        if not entry:
            return
        number += bool(heading) + heading.count("\n")
        before, after, old, new, _ = entry[1:].split(" ")
        yield comparisons[number], _Entry(next(tokens), (before, after), (old, new))
