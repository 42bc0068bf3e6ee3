"""The client: asks one question, waits and tries again as the API wishes, remembers the answer."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin, urlsplit

from ciatlas.sources.github.answers import (
    Answer,
    UnavailableError,
    decode,
    links_of,
    read_body,
    refusal,
)
from ciatlas.sources.github.credentials import Token
from ciatlas.sources.github.limits import SEARCH_GAP, Limits
from ciatlas.store import Atlas

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession

AT_ONCE = 10
"""Requests under way at the same time, at most."""
ATTEMPTS = 3
"""How often a question is asked that a broken connection or a failing server left open."""
MOST_WAITS = 3
"""How often one question waits for the budget, or for an answer being computed."""
MOST_MOVES = 3
SECONDS = 30.0
"""How long one request may take."""
_HEADERS = {
    "Accept": "application/vnd.github+json, application/json;q=0.9",
    "X-GitHub-Api-Version": "2022-11-28",
    "User-Agent": "ciatlas",
}
_MOVED = (301, 302, 307, 308)
_COMPUTING = 2.0


class _ServerError(Exception):
    """The server failed; asking again may help."""


class Client:
    """An API, with a memory in the atlas. Use it as an async context manager.

    Args:
        address: the API's address, see `credentials.api_address`.
        token: the token for it, if any.
        atlas: where bodies and ETags are kept, open for writing.
        clock: tells the time, in seconds since 1970 UTC.
        sleep: waits.
    """

    def __init__(
        self,
        address: str,
        token: Token | None,
        atlas: Atlas,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.limits = Limits()
        self.requests = 0
        self.cached = 0
        self.files = 0
        self._address = address
        self._token = token
        self._identity = token.identity() if token else "anonymous"
        self._atlas = atlas
        self._clock = clock
        self._sleep = sleep
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._answered = asyncio.Event()
        self._searching = asyncio.Lock()
        self._last_search = 0.0
        self._session: ClientSession | None = None

    @property
    def has_token(self) -> bool:
        """Whether it asks with a token."""
        return self._token is not None

    async def __aenter__(self) -> "Client":
        import aiohttp

        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=SECONDS), trust_env=True, headers=_HEADERS
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def get(
        self, path: str, parameters: Mapping[str, str | int] | None = None, resource: str = "core"
    ) -> Answer:
        """Ask for `path` (or a whole address of the same API).

        Raises:
            SpentError: the budget is spent for longer than is worth waiting.
            UnavailableError: it cannot be had; the message says why.
        """
        url = urljoin(f"{self._address}/", path.lstrip("/")) if "://" not in path else path
        self._stay(url)
        if parameters:
            url += "?" + urlencode(parameters)
        if resource == "search":
            async with self._searching:
                await self._space_searches()
                return await self._asked(url, resource)
        return await self._asked(url, resource)

    async def file(self, url: str) -> bytes:
        """Read a file of a public repository by its address, without the token.

        Raises:
            UnavailableError: it cannot be had; the message says why.
        """
        import aiohttp
        import stamina

        assert self._session is not None, "the client is entered first"  # noqa: S101
        broken = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, TimeoutError)
        retries = stamina.retry_context(on=(_ServerError, *broken), attempts=ATTEMPTS, timeout=None)
        try:
            async for attempt in retries:
                with attempt:
                    return await self._file(url)
        except _ServerError as error:
            raise UnavailableError(str(error)) from None
        except (aiohttp.ClientError, OSError, ValueError):
            raise UnavailableError("the connection failed or broke off") from None
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _file(self, url: str) -> bytes:
        assert self._session is not None, "the client is entered first"  # noqa: S101
        self.files += 1
        async with self._gate, self._session.get(url, allow_redirects=False) as response:
            if response.status >= 500:
                raise _ServerError(f"the server of files failed with status {response.status}")
            if response.status != 200:
                raise refusal(response.status)
            return await read_body(response)

    async def _space_searches(self) -> None:
        gap = self._last_search + SEARCH_GAP - self._clock()
        if gap > 0:
            await self._sleep(gap)
        self._last_search = self._clock()

    async def _asked(self, url: str, resource: str) -> Answer:
        """Ask until there is an answer, the patience ends, or it is known that there is none."""
        for waited in range(MOST_WAITS + 1):
            found = await self._tried(url, resource, waited)
            if isinstance(found, Answer):
                return found
            await self._sleep(found)
        raise UnavailableError("the API asked to wait too often; try again later")

    async def _tried(self, url: str, resource: str, waited: int) -> Answer | float:
        """Ask, again when server or connection failed; a number says how long to wait."""
        import aiohttp
        import stamina

        broken = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, TimeoutError)
        retries = stamina.retry_context(on=(_ServerError, *broken), attempts=ATTEMPTS, timeout=None)
        try:
            async for attempt in retries:
                with attempt:
                    return await self._moved(url, resource, waited)
        except _ServerError as error:
            raise UnavailableError(str(error)) from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            why = "took too long" if isinstance(error, TimeoutError) else "broke off"
            raise UnavailableError(f"the connection to the API failed or {why}") from None
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _moved(self, url: str, resource: str, waited: int) -> Answer | float:
        """Follow redirects within the API, never anywhere else."""
        for _ in range(MOST_MOVES):
            async with self._turn(resource), self._gate:
                found = await self._once(url, resource, waited)
            if not isinstance(found, str):
                return found
            self._stay(found)
            url = found
        raise UnavailableError("the API points from one place to the next without end")

    def _stay(self, url: str) -> None:
        """Refuse what is not at the API's own host: neither token nor trust go elsewhere."""
        if urlsplit(url)[:2] != urlsplit(self._address)[:2]:
            raise UnavailableError("the API points to another host, which is not asked")

    @asynccontextmanager
    async def _turn(self, resource: str) -> AsyncIterator[None]:
        """Wait until the budget admits one more request, which is then under way."""
        bucket = self.limits.bucket(resource)
        while True:
            if (wait := self.limits.wait_before(resource, self._clock())) > 0:
                await self._sleep(wait)
            elif bucket.admits():
                break
            else:
                await self._answered.wait()
        bucket.under_way += 1
        try:
            yield
        finally:
            bucket.under_way -= 1
            self._answered.set()
            self._answered = asyncio.Event()

    async def _once(self, url: str, resource: str, waited: int) -> Answer | float | str:
        """Send one request: an answer, how long to wait, or where to ask instead."""
        assert self._session is not None, "the client is entered first"  # noqa: S101
        known = self._atlas.response(url, self._identity)
        headers = {"If-None-Match": known.etag} if known and known.etag else {}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token.value}"
        self.requests += 1
        async with self._session.get(url, headers=headers, allow_redirects=False) as response:
            self.limits.note(resource, response.headers, self._clock())
            if response.status == 304 and known is not None:
                self.cached += 1
                return Answer(json.loads(known.body), known.links, True, url)
            if response.status in _MOVED:
                return urljoin(url, response.headers.get("Location", ""))
            return await self._read(response, url, resource, waited)

    async def _read(
        self, response: "ClientResponse", url: str, resource: str, waited: int
    ) -> Answer | float:
        body = await read_body(response)
        if response.status >= 500:
            raise _ServerError(f"the API failed with status {response.status}")
        text = body[:2000].decode("utf-8", "replace")
        now = self._clock()
        wait = self.limits.wait_after(
            resource, response.status, response.headers, text, now, waited=waited
        )
        if wait is not None:
            return wait
        if response.status == 202:
            return _COMPUTING
        if response.status == 204:
            return Answer(None, {}, False, url)
        if response.status != 200:
            raise refusal(response.status)
        content: Any = decode(body, response.headers.get("Content-Type", ""))
        links = links_of(response.headers.get("Link"))
        etag = response.headers.get("ETag")
        if etag:
            kept = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
            self._atlas.save_response(url, self._identity, etag, kept, links, int(now))
        return Answer(content, links, False, url)
