"""The client: asks one question, waits and tries again as the API wishes, remembers the answer."""

import asyncio
import hashlib
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

from ciatlas.sources.github import graphql
from ciatlas.sources.github.answers import (
    MOST_BYTES,
    Answer,
    UnavailableError,
    decode,
    encode,
    links_of,
    read_body,
    recall,
    refusal,
)
from ciatlas.sources.github.credentials import Token
from ciatlas.sources.github.limits import Limits
from ciatlas.sources.github.moves import PERMANENT, Moves
from ciatlas.sources.github.proxies import proxy_for
from ciatlas.sources.github.turns import Turns
from ciatlas.store import Atlas

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession

T = TypeVar("T")

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


async def _at_once() -> None:
    """Wait for nothing."""


# What fails is told in a sentence in the end; nobody waits for word of each attempt on a terminal.
logging.getLogger("stamina").addHandler(logging.NullHandler())


class _ServerError(Exception):
    """The server failed; asking again may help."""


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked, and whose budget it costs; with a `query` in GraphQL."""

    url: str
    resource: str
    query: str | None = None


class Client:
    """An API, with a memory in the atlas. Use it as an async context manager.

    Args:
        address: the API's address, see `credentials.api_address`.
        token: the token for it, if any.
        atlas: where bodies and ETags are kept, open for writing.
        clock: tells the time, in seconds since 1970 UTC.
        sleep: waits.
        going: awaited before each request and before each answer is read, so that whoever has more
            urgent things to do can let all of it stand.
    """

    def __init__(
        self,
        address: str,
        token: Token | None,
        atlas: Atlas,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        going: Callable[[], Awaitable[object]] = _at_once,
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
        self._going = going
        self._moves = Moves(atlas, self._identity)
        self._turns = Turns(self.limits, clock, sleep)
        self._session: ClientSession | None = None

    @property
    def has_token(self) -> bool:
        """Whether it asks with a token."""
        return self._token is not None

    @property
    def has_queries(self) -> bool:
        """Whether it may be asked in GraphQL, as far as is known."""
        return not graphql.is_absent(self._atlas, self._address, self._clock())

    async def __aenter__(self) -> "Client":
        import aiohttp

        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=SECONDS),
            headers=_HEADERS,
            cookie_jar=aiohttp.DummyCookieJar(),
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
        if parameters:
            url += "?" + urlencode(parameters)
        try:
            url = self._moves.follow(url)
            self._stay(url)
        except ValueError:
            raise UnavailableError("the API points to an address that is none") from None
        async with self._turns.apart(resource):
            return await self._asked(_Request(url, resource))

    def forget(self, path: str, is_old: Callable[[str], bool]) -> None:
        """Keep answers no longer that nobody asks for again, by what follows after `path`."""
        url = self._moves.follow(urljoin(f"{self._address}/", path.lstrip("/")))
        self._atlas.forget_responses(url, self._identity, is_old)

    async def query(self, text: str, variables: Mapping[str, str], beside: Answer) -> Any:
        """Ask in GraphQL and return the data; not again while the answer `beside` is the same.

        Raises:
            SpentError, UnavailableError: as for `get`.
        """
        body = json.dumps({"query": text, "variables": variables})
        url = graphql.graphql_address(self._address)
        key = f"{url}#{hashlib.sha256(body.encode()).hexdigest()}"
        known = self._atlas.response(key, self._identity)
        if known is not None and known.etag == beside.etag:
            return recall(known.body)
        if not self.has_queries:
            raise UnavailableError("the API has no GraphQL")
        try:
            answer = await self._asked(_Request(url, graphql.RESOURCE, body))
        except UnavailableError as error:
            graphql.note_refusal(self._atlas, self._address, error, self._clock())
            raise
        data = graphql.data_of(answer.content)
        if beside.etag:
            now = int(self._clock())
            self._atlas.save_response(key, self._identity, beside.etag, encode(data), {}, now)
        return data

    async def file(self, url: str, most: int = MOST_BYTES) -> bytes:
        """Read a file of a public repository by its address, without the token.

        Raises:
            TooLargeError: it has more than `most` bytes.
            UnavailableError: it cannot be had; the message says why.
        """
        return await self._persistently(partial(self._file, url, most))

    async def _file(self, url: str, most: int) -> bytes:
        assert self._session is not None, "the client is entered first"  # noqa: S101
        await self._going()
        self.files += 1
        asked = self._session.get(url, allow_redirects=False, proxy=proxy_for(url))
        async with self._turns.gate, asked as response:
            if response.status >= 500:
                raise _ServerError(f"the server of files failed with status {response.status}")
            if response.status != 200:
                raise refusal(response.status)
            content = await read_body(response, most)
            await self._going()
            return content

    async def _asked(self, request: _Request) -> Answer:
        """Ask until there is an answer, the patience ends, or it is known that there is none."""
        for waited in range(MOST_WAITS + 1):
            found = await self._persistently(partial(self._moved, request, waited))
            if isinstance(found, Answer):
                return found
            await self._sleep(found)
        raise UnavailableError("the API asked to wait too often; try again later")

    async def _persistently(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask, and again when server or connection failed."""
        import aiohttp
        import stamina

        broken = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, TimeoutError)
        retries = stamina.retry_context(on=(_ServerError, *broken), attempts=ATTEMPTS, timeout=None)
        try:
            async for attempt in retries:
                with attempt:
                    return await ask()
        except _ServerError as error:
            raise UnavailableError(str(error)) from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            why = "took too long" if isinstance(error, TimeoutError) else "broke off"
            raise UnavailableError(f"the connection to the API failed or {why}") from None
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _moved(self, request: _Request, waited: int) -> Answer | float:
        """Follow redirects within the API, never anywhere else; queries are not carried along."""
        for _ in range(MOST_MOVES):
            async with self._turns.turn(request.resource):
                found = await self._once(request, waited)
            if not isinstance(found, str):
                return found
            if request.query is not None:
                break
            self._stay(found)
            request = replace(request, url=found)
        raise UnavailableError("the API points from one place to the next without end")

    def _stay(self, url: str) -> None:
        """Refuse what is not at the API's own host: neither token nor trust go elsewhere."""
        if urlsplit(url)[:2] != urlsplit(self._address)[:2]:
            raise UnavailableError("the API points to another host, which is not asked")

    async def _once(self, request: _Request, waited: int) -> Answer | float | str:
        """Send one request: an answer, how long to wait, or where to ask instead."""
        assert self._session is not None, "the client is entered first"  # noqa: S101
        url, body = request.url, request.query
        known = self._atlas.response(url, self._identity) if body is None else None
        headers = {"If-None-Match": known.etag} if known and known.etag else {}
        if self._token:
            headers[self._token.header] = f"{self._token.scheme}{self._token.value}"
        self.requests += 1
        await self._going()
        async with self._session.request(
            "GET" if body is None else "POST",
            url,
            data=body,
            headers=headers,
            allow_redirects=False,
            proxy=proxy_for(url),
        ) as response:
            self.limits.note(request.resource, response.headers, self._clock())
            if response.status == 304 and known is not None:
                self.cached += 1
                return Answer(recall(known.body), known.links, True, url, known.etag)
            if response.status in _MOVED:
                there = urljoin(url, response.headers.get("Location", ""))
                if response.status in PERMANENT and body is None:
                    self._stay(there)
                    self._moves.note(url, there, int(self._clock()))
                return there
            return await self._read(response, request, waited)

    async def _read(
        self, response: "ClientResponse", request: _Request, waited: int
    ) -> Answer | float:
        body = await read_body(response)
        await self._going()
        if response.status >= 500:
            raise _ServerError(f"the API failed with status {response.status}")
        text = body[:2000].decode("utf-8", "replace")
        now = self._clock()
        wait = self.limits.wait_after(
            request.resource, response.status, response.headers, text, now, waited=waited
        )
        if wait is not None:
            return wait
        if response.status == 202:
            return _COMPUTING
        if response.status == 204:
            return Answer(None, {}, False, request.url)
        if response.status != 200:
            raise refusal(response.status)
        content: Any = decode(body, response.headers.get("Content-Type", ""))
        if request.query is not None and graphql.is_limited(content):
            return self.limits.refused(request.resource, response.headers, now, waited=waited)
        links = links_of(response.headers.get("Link"))
        etag = response.headers.get("ETag")
        if etag and request.query is None:
            kept = encode(content)
            self._atlas.save_response(request.url, self._identity, etag, kept, links, int(now))
        return Answer(content, links, False, request.url, etag)
