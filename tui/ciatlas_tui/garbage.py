"""Looking for garbage while nobody waits.

Looking at everything takes a quarter of a second once thousands of tools were read, and Python
would do it between a key and its answer. So what is young is looked at along the way, all of it
in a pause: screens that were left refer to each other and are freed by nothing else.
"""

import gc
from time import monotonic

EVERY = 60.0
"""Seconds from one look at everything to the next."""

_PAUSE = 10.0  # seconds without a key
_YOUNG, _MIDDLE, _NEVER = 2_000, 10, 1_000_000


def begin() -> None:
    """Look at what is young from now on, and no more at what the start left."""
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _NEVER)
    gc.enable()


class Pauses:
    """Knows when a key was pressed last."""

    def __init__(self) -> None:
        self._touched = monotonic()

    def touch(self) -> None:
        """Say that a key was pressed just now."""
        self._touched = monotonic()

    @property
    def seconds(self) -> float:
        """How long ago that was."""
        return monotonic() - self._touched

    def collect(self) -> None:
        """Look at everything if nobody is likely to notice."""
        if self.seconds >= _PAUSE:
            gc.collect()
