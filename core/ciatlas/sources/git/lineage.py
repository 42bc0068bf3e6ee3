"""The commit graph of a branch: its mainline, and who came in with which mainline commit."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


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

    def __contains__(self, commit: str) -> bool:
        return commit in self._places

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
