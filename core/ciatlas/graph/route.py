"""Lines in the channel between two columns: one trunk per net, on as few tracks as will do.

A net enters the channel from the left in some rows and leaves it to the right in others; a trunk
on a track of its own joins them. Where one net enters in the row in which another leaves, the first
must lie left of the second, or their lines would run into each other. Nets that demand this of
each other in a circle are freed by giving one of them two trunks, joined by a dogleg through a row
that nobody uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ciatlas.graph.tracks import Trunk, assign_tracks

Pins = tuple[tuple[int, ...], tuple[int, ...]]
"""The rows in which a net enters a channel, and those in which it leaves."""


@dataclass(frozen=True, slots=True)
class Route:
    """How a net crosses a channel.

    Attributes:
        enters: rows in which it comes in from the left.
        leaves: rows in which it goes on to the right.
        track: the track of its trunk; `None` if it runs straight through.
        dogleg: row and second track, if the trunk on `track` joins the `enters` to that row, and
            another trunk joins that row to the `leaves`.
    """

    enters: tuple[int, ...]
    leaves: tuple[int, ...]
    track: int | None = None
    dogleg: tuple[int, int] | None = None

    @property
    def rows(self) -> set[int]:
        """Every row it uses."""
        spare = () if self.dogleg is None else (self.dogleg[0],)
        return {*self.enters, *self.leaves, *spare}


def route(nets: Sequence[Pins], clearance: int) -> tuple[list[Route], int]:
    """Return a route for each net of a channel, and the number of tracks they need.

    No row may be entered by two nets, nor left by two. Trunks on one track keep more than
    `clearance` rows between them. Doglegs may use rows beyond the last one given.
    """
    bent = [net for net, (enters, leaves) in enumerate(nets) if len({*enters, *leaves}) > 1]
    doglegs = _doglegs(nets, bent)
    trunks = [trunk for net in bent for trunk in _trunks(net, nets[net], doglegs.get(net))]
    tracks = assign_tracks(trunks, clearance)
    found: dict[int, list[int]] = {}
    for trunk, track in zip(trunks, tracks, strict=True):
        found.setdefault(trunk.net, []).append(track)
    routes = [
        Route(
            *pins,
            track=found[net][0] if net in found else None,
            dogleg=(doglegs[net], found[net][1]) if net in doglegs else None,
        )
        for net, pins in enumerate(nets)
    ]
    return routes, max(tracks, default=-1) + 1


def _trunks(net: int, pins: Pins, spare: int | None) -> list[Trunk]:
    enters, leaves = map(_mask, pins)
    if spare is None:
        return [Trunk(net, enters, leaves)]
    return [Trunk(net, enters, 1 << spare), Trunk(net, 1 << spare, leaves)]


def _mask(rows: Iterable[int]) -> int:
    mask = 0
    for row in rows:
        mask |= 1 << row
    return mask


def _doglegs(nets: Sequence[Pins], bent: Sequence[int]) -> dict[int, int]:
    """Return the nets to be given a dogleg so that no circle of demands remains, and its row."""
    leaving = {row: net for net in bent for row in nets[net][1]}
    demands = {net: {leaving.get(row, net) for row in nets[net][0]} - {net} for net in bent}
    used = {row for enters, leaves in nets for row in (*enters, *leaves)}
    doglegs: dict[int, int] = {}
    while circle := _circle(demands):
        # The net with the fewest pins is the easiest to follow around a corner more.
        net = min(circle, key=lambda one: (len(nets[one][0]) + len(nets[one][1]), one))
        del demands[net]
        rows = (*nets[net][0], *nets[net][1])
        doglegs[net] = _nearest_free((min(rows) + max(rows)) // 2, used)
        used.add(doglegs[net])
    return doglegs


def _circle(demands: dict[int, set[int]]) -> set[int]:
    """Return nets among which every one demands to be left of, and right of, another."""
    rest = dict(demands)
    while True:
        demanded = {other for others in rest.values() for other in others}
        inner = {
            net: others & rest.keys()
            for net, others in rest.items()
            if net in demanded and others & rest.keys()
        }
        if inner == rest:
            return set(rest)
        rest = inner


def _nearest_free(row: int, used: set[int]) -> int:
    distance = 0
    while True:
        for candidate in (row - distance, row + distance):
            if candidate >= 0 and candidate not in used:
                return candidate
        distance += 1
