"""Room for steps: several are taken at once only where the budget covers all of them to their end.

Otherwise three surveys would share what is enough for one, and none of them would be whole.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ciatlas.sources.github.limits import Limits


class Room:
    """What the steps under way may cost at most, beside what is left of a resource's budget."""

    def __init__(self, limits: Limits, resource: str) -> None:
        self._limits = limits
        self._resource = resource
        self._taken = 0
        self._line = asyncio.Lock()  # whoever came first is let in first
        self._ended = asyncio.Event()

    @asynccontextmanager
    async def take(self, cost: int) -> AsyncIterator[None]:
        """Wait until there is room for a step; one alone may always try."""
        async with self._line:
            while self._taken and not self._covered(self._taken + cost):
                await self._ended.wait()
            self._taken += cost
        try:
            yield
        finally:
            self._taken -= cost
            self._ended.set()
            self._ended = asyncio.Event()

    def _covered(self, cost: int) -> bool:
        bucket = self._limits.bucket(self._resource)
        return bucket.told and (bucket.remaining is None or bucket.remaining >= cost)
