"""Git's default history simplification, answered for every mainline commit at once.

`git rev-list REV -- PATH` does not list every commit that touched PATH: at a merge that left PATH
as one of its parents had it, git follows that parent only (gitglossary and git-rev-list,
"History Simplification", default mode). What it lists therefore depends on REV. Walking the mainline
from its root, the set listed changes only where a mainline commit touches the path, so the sets for
all mainline commits are kept as one interval of mainline positions per commit.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ciatlas.model.history import Membership


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a commit stands: its first-parent chain, and how far from that chain's bottom."""

    chain: int
    height: int


class Lineage:
    """The commit graph, cut into first-parent chains.

    Args:
        parents: every commit's parents, children before parents (`git rev-list --topo-order`), the
            head first.
    """

    def __init__(self, parents: Mapping[str, Sequence[str]]) -> None:
        self.parents = parents
        self._chains: list[list[str]] = []
        self._places: dict[str, _Place] = {}
        for commit in parents:
            if commit not in self._places:
                self._add_chain(commit)
        self.mainline: list[str] = self._chains[0] if self._chains else []

    def _add_chain(self, tip: str) -> None:
        """Follow first parents down to the root or to a commit another chain already has."""
        chain: list[str] = []
        commit: str | None = tip
        while commit is not None and commit not in self._places and commit in self.parents:
            chain.append(commit)
            self._places[commit] = _Place(-1, 0)
            above = self.parents[commit]
            commit = above[0] if above else None
        chain.reverse()
        number = len(self._chains)
        for height, member in enumerate(chain):
            self._places[member] = _Place(number, height)
        self._chains.append(chain)

    def position(self, commit: str) -> int | None:
        """Return the commit's mainline position, `None` when it is not on the mainline."""
        place = self._places[commit]
        return place.height if place.chain == 0 else None

    def landed(self) -> dict[str, int]:
        """Return for each commit the mainline position that first contains it."""
        landed = {commit: position for position, commit in enumerate(self.mainline)}
        for position, commit in enumerate(self.mainline):
            stack = list(self.parents[commit][1:])
            while stack:
                other = stack.pop()
                if other not in landed and other in self.parents:
                    landed[other] = position
                    stack.extend(self.parents[other])
        return landed

    def nearest(self, touching: Mapping[int, list[int]], commit: str) -> str | None:
        """Return `commit` or its nearest first-parent ancestor in `touching`, a set by chain."""
        current: str | None = commit
        while current is not None and current in self._places:
            place = self._places[current]
            heights = touching.get(place.chain, [])
            index = bisect_right(heights, place.height)
            chain = self._chains[place.chain]
            if index:
                return chain[heights[index - 1]]
            below = self.parents[chain[0]]
            current = below[0] if below else None
        return None

    def by_chain(self, commits: Iterable[str]) -> dict[int, list[int]]:
        """Group commits by chain, as ascending heights."""
        grouped: dict[int, list[int]] = {}
        for commit in commits:
            place = self._places[commit]
            grouped.setdefault(place.chain, []).append(place.height)
        for heights in grouped.values():
            heights.sort()
        return grouped


def memberships(
    lineage: Lineage, path: str, changed: Mapping[str, frozenset[int]]
) -> Iterator[Membership]:
    """Yield who belongs to the simplified history of `path`, and from when to when.

    Args:
        lineage: the commit graph.
        path: the tracked path's name, copied into the result.
        changed: for each commit that differs in the path from any parent, the indexes of those
            parents; a root that has the path differs from index 0.
    """
    return _PathHistory(lineage, path, changed).replay()


class _PathHistory:
    """Replays one path's history along the mainline, keeping the set git would list."""

    def __init__(self, lineage: Lineage, path: str, changed: Mapping[str, frozenset[int]]) -> None:
        self._lineage = lineage
        self._path = path
        self._changed = changed
        self._touching = lineage.by_chain(changed)
        self._walked: set[str] = set()
        self._since: dict[str, int] = {}
        self._version = 0
        self._version_at: dict[str, int] = {}

    def replay(self) -> Iterator[Membership]:
        for position in self._touching.get(0, []):
            commit = self._lineage.mainline[position]
            yield from self._advance(commit, position)
            self._version_at[commit] = self._version
        for commit, since in self._since.items():
            yield Membership(self._path, commit, since)

    def _advance(self, commit: str, position: int) -> Iterator[Membership]:
        followed = self._followed(commit)
        same_as_first = followed == self._lineage.parents[commit][:1] and not self._counts(commit)
        if same_as_first:
            return
        if self._counts(commit):
            self._walked.add(commit)
            self._extend([commit], self._walk(followed)[0], position)
            return
        walked, reached_current = self._walk(followed)
        if reached_current:
            self._extend([], walked, position)
        else:
            yield from self._replace(followed, position)

    def _counts(self, commit: str) -> bool:
        """Whether the commit differs from all its parents, which is when git lists it."""
        return len(self._changed[commit]) >= max(1, len(self._lineage.parents[commit]))

    def _followed(self, commit: str) -> Sequence[str]:
        """Return the parents git goes on to: the first that has the path alike, else all."""
        parents = self._lineage.parents[commit]
        for index, parent in enumerate(parents):
            if index not in self._changed[commit]:
                return [parent]
        return parents

    def _walk(self, starts: Iterable[str]) -> tuple[list[str], bool]:
        """Collect what is reached from `starts` and not walked yet.

        Also tell whether a mainline commit was reached whose listed set is the current one: then
        the current set is part of what is reached.
        """
        found: list[str] = []
        reached_current = False
        stack = list(starts)
        while stack:
            commit = self._lineage.nearest(self._touching, stack.pop())
            if commit is None:
                continue
            if self._version_at.get(commit) == self._version:
                reached_current = True
            if commit not in self._walked:
                self._walked.add(commit)
                found.append(commit)
                stack.extend(self._followed(commit))
        return found, reached_current

    def _extend(self, first: list[str], walked: list[str], position: int) -> None:
        added = [*first, *(commit for commit in walked if self._counts(commit))]
        for commit in added:
            self._since.setdefault(commit, position)
        if added:
            self._version += 1

    def _replace(self, starts: Sequence[str], position: int) -> Iterator[Membership]:
        """Walk anew: the merge took a side whose history lacks some of what was listed."""
        self._walked = set()
        listed = {commit for commit in self._walk(starts)[0] if self._counts(commit)}
        dropped = [commit for commit in self._since if commit not in listed]
        for commit in dropped:
            yield Membership(self._path, commit, self._since.pop(commit), position)
        for commit in listed:
            self._since.setdefault(commit, position)
        self._version += 1
