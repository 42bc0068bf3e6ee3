"""Turns: who may ask now, as the budget, the distance of searches and the bound at once allow."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from ciatlas.sources.github.limits import SEARCH_GAP, Limits

AT_ONCE = 10
"""Requests under way at the same time, at most."""


class Turns:
    """Gives turns to requests; `clock` and `sleep` tell and spend the time."""

    def __init__(
        self,
        limits: Limits,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self.gate = asyncio.Semaphore(AT_ONCE)
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._answered = asyncio.Event()
        self._searching = asyncio.Lock()
        self._last_search = 0.0

    @asynccontextmanager
    async def turn(self, resource: str) -> AsyncIterator[None]:
        """Wait until the budget admits one more request, which is then under way.

        Raises:
            SpentError: that would take longer than anybody would wait.
        """
        bucket = self._limits.bucket(resource)
        while True:
            if (wait := self._limits.wait_before(resource, self._clock())) > 0:
                await self._sleep(wait)
            elif bucket.admits():
                break
            else:
                await self._answered.wait()
        bucket.under_way += 1
        try:
            async with self.gate:
                yield
        finally:
            bucket.under_way -= 1
            self._answered.set()
            self._answered = asyncio.Event()

    @asynccontextmanager
    async def apart(self, resource: str) -> AsyncIterator[None]:
        """Let searches go one by one, at their distance; the rest goes at once."""
        if resource != "search":
            yield
            return
        async with self._searching:
            gap = self._last_search + SEARCH_GAP - self._clock()
            if gap > 0:
                await self._sleep(gap)
            self._last_search = self._clock()
            yield
