"""Keys of the user's own that something else on the same screen has already."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from ciatlas_tui.keymap import CELLS, DIALOGS, DRAWING, KEYS, LIST, PLACE, SCREENS

_DRAWN = ("workflow", "versions")
TOGETHER: tuple[tuple[str, ...], ...] = (
    # Lists first, so that they are named where a key has two meanings.
    (*LIST, *PLACE, "suspend", "redraw", "palette"),
    (*LIST, *CELLS, *SCREENS["compare"], *PLACE),
    (*DRAWING, *LIST, *chain.from_iterable(SCREENS[name] for name in _DRAWN), *PLACE),
    *((*LIST, *own, *PLACE) for own in SCREENS.values()),
    *DIALOGS.values(),
)
"""Names of keys that can be pressed at the same time."""


class Clash(NamedTuple):
    """A key of the user's own, by name, and the name of what has it already."""

    name: str
    key: str
    other: str


def clashes(own: Mapping[str, str]) -> Iterator[Clash]:
    """Find what has two meanings on one screen with the user's own keys, by name.

    Of two own keys the later one is told. What shares a key from the start (the arrows of lists and
    of drawings, say) may do so with others as well.
    """
    order = list(own)
    for place, name in enumerate(order):
        for key in own[name].split(","):
            for other in _beside(name):
                later = other in own and order.index(other) > place
                if not later and key in _keys(other, own) and not _shared(name, other):
                    yield Clash(name, key, other)
                    break


def _beside(name: str) -> Iterator[str]:
    together = (group for group in TOGETHER if name in group)
    return (other for other in dict.fromkeys(chain.from_iterable(together)) if other != name)


def _keys(name: str, own: Mapping[str, str]) -> set[str]:
    return set(own.get(name, KEYS[name].keys).split(","))


def _shared(name: str, other: str) -> bool:
    return not _keys(name, {}).isdisjoint(_keys(other, {}))
