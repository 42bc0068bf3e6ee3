"""The order of the items within each column: as few crossings as can be found in bounded work.

Every connected part is arranged by itself: several starts are tried, the most promising ones
improved. Work is bounded by counting it, never by a clock, so that the same graph gets the same
picture on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from ciatlas.graph.drawing import Drawing
from ciatlas.graph.layers import Layers
from ciatlas.graph.starts import connected_parts, starts
from ciatlas.graph.sweep import Order, Rank, Sweeper

_WORK = 2_400
"""Arcs that may be tried in all; every start costs its share."""
_MOST_STARTS = 30
_TRIAL = 4
"""Sweeps by which a start shows its promise."""
_PROMISING = 2
"""Starts that are improved further."""
_SWEEPS = range(8, 25)
"""The fewest and most sweeps these are given."""
_SWEEP_WORK = 100_000
"""Arcs that may be swept over before a large graph gets fewer sweeps."""
_LOYALTY = 1.5
"""How many times the crossings a kept order may cost before it is given up."""


def arrange(layers: Layers, fixed: Mapping[int, Rank]) -> Order:
    """Return an order of the items of each column with few crossings.

    Boxes keep the order of their ranks in `fixed`, unless that costs too many crossings.
    """
    free = Sweeper(layers, {})
    best = _arrange(layers, free, {})
    if not fixed:
        return best
    kept = _arrange(layers, Sweeper(layers, fixed), fixed)
    bearable = free.crossings(best) * _LOYALTY + 3
    return kept if free.crossings(kept) <= bearable else best


def ranks(groups: Sequence[Sequence[str]], previous: Drawing | None) -> dict[int, Rank]:
    """Return the ranks of groups by where `previous` has their jobs.

    A group that has been split lies on the side where fewer of its jobs change places.
    """
    if previous is None:
        return {}
    places = {
        job: (stage, place)
        for stage, jobs in enumerate(previous.stages)
        for place, job in enumerate(jobs)
    }
    found: dict[int, Rank] = {}
    for number, group in enumerate(groups):
        known = [places[job] for job in group if job in places]
        if known:
            found[number] = known[0][0], sum(place for _, place in known) / len(known)
    return found


def _arrange(layers: Layers, sweeper: Sweeper, fixed: Mapping[int, Rank]) -> Order:
    arcs = sum(map(len, sweeper.after))
    trials = min(_MOST_STARTS, 1 + _WORK // (arcs + 1))
    whole = [list(column) for column in layers.columns]
    parts = [
        _best(sweeper, part, trials)
        for part in connected_parts(whole, sweeper.before, sweeper.after)
    ]
    if fixed:
        parts.sort(key=lambda part: _place(part, fixed))
    return [[item for part in parts for item in part[column]] for column in range(len(whole))]


def _best(sweeper: Sweeper, part: Order, trials: int) -> Order:
    """Return the best order of a connected part that so many starts lead to."""
    tried = [
        sweeper.improve(start, _TRIAL)
        for start in islice(starts(part, sweeper.before, sweeper.after), trials)
    ]
    promising = sorted(tried, key=lambda result: result[0])[:_PROMISING]
    arcs = sum(map(len, sweeper.after))
    sweeps = max(_SWEEPS[0], min(_SWEEPS[-1], _SWEEP_WORK // (arcs + 1)))
    improved = [sweeper.improve(order, sweeps) for _, order in promising]
    return min(improved, key=lambda result: result[0])[1]


def _place(part: Order, fixed: Mapping[int, Rank]) -> float:
    """Return where a part lay, by its first column that was there; last if all of it is new."""
    for column in part:
        places = [fixed[item][1] for item in column if item in fixed]
        if places:
            return sum(places) / len(places)
    return float("inf")
