"""Tracks for the trunks of a channel: which trunk lies left of which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

_FORBIDDEN = 1 << 30
"""The cost of an order that would let two lines run into each other; any crossing is cheaper."""


@dataclass(slots=True)
class Trunk:
    """A line across the rows of a channel that joins what enters from the left to what leaves.

    Rows are bit masks. `enters` and `leaves` must not both be met in the same row by two trunks of
    different nets in a circle; see `ciatlas.graph.route`.
    """

    net: int
    enters: int
    leaves: int
    span: int = field(init=False)

    def __post_init__(self) -> None:
        rows = self.enters | self.leaves
        self.span = (1 << rows.bit_length()) - (rows & -rows)

    def cost_before(self, other: Trunk) -> int:
        """Return the crossings caused by lying left of `other`, or more if that is forbidden."""
        if self.leaves & other.enters:
            return 0 if self.net == other.net else _FORBIDDEN
        if self.net == other.net:
            return _FORBIDDEN
        return (self.leaves & other.span).bit_count() + (other.enters & self.span).bit_count()


def assign_tracks(trunks: Sequence[Trunk], clearance: int) -> list[int]:
    """Return a track for each trunk, numbered from the left.

    Trunks on one track keep more than `clearance` rows between them. The order of those that share
    rows follows their wishes to be left of each other, the fewest crossings in all being sought
    greedily (after Eades, Lin and Smyth's heuristic for the feedback arc set problem).
    """
    wishes = _wishes(trunks)
    tracks = [-1] * len(trunks)
    left_of: list[list[int]] = [[] for _ in trunks]
    taken: list[int] = []
    for number in _sequence(wishes):
        track = 1 + max((tracks[other] for other in left_of[number]), default=-1)
        span = trunks[number].span
        span |= span << clearance
        while track < len(taken) and taken[track] & span:
            track += 1
        taken += [0] * (track + 1 - len(taken))
        taken[track] |= span
        tracks[number] = track
        for other in wishes[number]:
            left_of[other].append(number)
    return tracks


def _wishes(trunks: Sequence[Trunk]) -> list[dict[int, int]]:
    """Return, for each trunk, those it would rather lie left of and the crossings that saves."""
    wishes: list[dict[int, int]] = [{} for _ in trunks]
    by_start = sorted(
        range(len(trunks)), key=lambda number: trunks[number].span & -trunks[number].span
    )
    for index, one in enumerate(by_start):
        first = trunks[one]
        for two in by_start[index + 1 :]:
            second = trunks[two]
            if not first.span & second.span:
                break
            saved = second.cost_before(first) - first.cost_before(second)
            if saved > 0:
                wishes[one][two] = saved
            elif saved < 0:
                wishes[two][one] = -saved
    return wishes


def _sequence(wishes: Sequence[dict[int, int]]) -> list[int]:
    """Return an order from left to right that breaks few wishes, and no forbidden one."""
    against = [0] * len(wishes)
    balance = [sum(wish.values()) for wish in wishes]
    for wish in wishes:
        for other, saved in wish.items():
            against[other] += saved
            balance[other] -= saved
    waiting = set(range(len(wishes)))
    sequence = []
    while waiting:
        number = min(
            waiting,
            key=lambda one: (against[one] >= _FORBIDDEN // 2, against[one] > 0, -balance[one], one),
        )
        waiting.remove(number)
        sequence.append(number)
        for other, saved in wishes[number].items():
            against[other] -= saved
            balance[other] += saved
    return sequence
