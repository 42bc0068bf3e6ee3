"""Git's default history simplification, answered for every mainline commit at once.

`git rev-list REV -- PATH` does not list every commit that touched PATH: at a merge that left PATH
as one of its parents had it, git follows that parent only (git-rev-list, "History Simplification",
default mode). What it lists therefore depends on REV.

Commits that touch PATH form a graph of their own, each leading to those that git would go on to.
Git lists what can be reached in it from the nearest touching commit at or before REV. Walking the
mainline from its root, that set is kept by counting references: the next touching commit is held,
the one before it let go, and what nothing leads to any more falls out. The work is proportional to
what enters and leaves the set, and the answer is one interval of mainline positions per stay.
"""

from collections.abc import Collection, Iterator, Mapping

from ciatlas.model.history import Membership
from ciatlas.sources.git.lineage import Lineage


def memberships(
    lineage: Lineage, path: str, changed: Mapping[str, Collection[int]]
) -> Iterator[Membership]:
    """Yield who belongs to the simplified history of `path`, and from when to when.

    Args:
        lineage: the commit graph.
        path: the tracked path's name, copied into the result.
        changed: for each commit that differs in the path from any parent, the indexes of those
            parents; a root that has the path differs from index 0.
    """
    listing = _Listing(lineage, changed)
    for position, left in listing.replay():
        for commit, since in left:
            yield Membership(path, commit, since, position)
    for commit, since in listing.since.items():
        yield Membership(path, commit, since)


class _Listing:
    """What git lists for a path, as of a mainline position that moves forward.

    Attributes:
        since: the listed commits, with the position that brought each in.
    """

    def __init__(self, lineage: Lineage, changed: Mapping[str, Collection[int]]) -> None:
        self.since: dict[str, int] = {}
        self._lineage = lineage
        self._changed = changed
        self._touching = lineage.by_chain(changed)
        self._references: dict[str, int] = {}
        self._next: dict[str, list[str]] = {}

    def replay(self) -> Iterator[tuple[int, list[tuple[str, int]]]]:
        """Move along the mainline; yield positions and who left there, with when they had come."""
        tip: str | None = None
        for position in self._touching.get(0, []):
            commit = self._lineage.mainline[position]
            self._hold(commit, position)
            if tip is not None:
                yield position, self._let_go(tip)
            tip = commit

    def _hold(self, commit: str, position: int) -> None:
        stack = [commit]
        while stack:
            held = stack.pop()
            references = self._references.get(held, 0)
            self._references[held] = references + 1
            if references == 0:
                if self._listed(held):
                    self.since[held] = position
                stack += self._leads_to(held)

    def _let_go(self, commit: str) -> list[tuple[str, int]]:
        left = []
        stack = [commit]
        while stack:
            released = stack.pop()
            self._references[released] -= 1
            if self._references[released] == 0:
                if released in self.since:
                    left.append((released, self.since.pop(released)))
                stack += self._leads_to(released)
        return left

    def _listed(self, commit: str) -> bool:
        """Whether the commit differs from all its parents, which is when git lists it."""
        return len(self._changed[commit]) >= len(self._lineage.parents[commit])

    def _leads_to(self, commit: str) -> list[str]:
        """Return the touching commits nearest to the parents that git goes on to."""
        known = self._next.get(commit)
        if known is None:
            nearest = (
                self._lineage.nearest(self._touching, parent) for parent in self._followed(commit)
            )
            known = self._next[commit] = [found for found in nearest if found is not None]
        return known

    def _followed(self, commit: str) -> Collection[str]:
        """Return the first parent that has the path alike, else all parents."""
        parents = self._lineage.parents[commit]
        for index, parent in enumerate(parents):
            if index not in self._changed[commit]:
                return [parent]
        return parents
