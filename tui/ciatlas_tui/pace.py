"""How fast the guided tour goes."""

import asyncio
from typing import Protocol

from textual import constants

READ = 4.8
"""Seconds to read what is said."""
KEY = 0.4
"""Seconds between two keys, so that the eye can follow."""
_LOOK_AGAIN = 0.02


class Pace(Protocol):
    """Lets time pass between what the tour does.

    Attributes:
        waits: whether the tour goes on only when told to.
    """

    waits: bool

    async def rest(self, seconds: float) -> None:
        """Let so much time pass."""

    async def look_again(self) -> None:
        """Leave what is under way some time to come about."""


class Steady:
    """By the clock; step by step for who wants nothing to move by itself."""

    def __init__(self, *, waits: bool | None = None) -> None:
        self.waits = constants.TEXTUAL_ANIMATIONS == "none" if waits is None else waits

    async def rest(self, seconds: float) -> None:
        """Sleep."""
        if not self.waits:
            await asyncio.sleep(seconds)

    async def look_again(self) -> None:
        """Sleep a moment."""
        await asyncio.sleep(_LOOK_AGAIN)
