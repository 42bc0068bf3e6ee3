"""A GitHub of our own on loopback: it counts what it is asked, and fails as it is told."""

import asyncio
import hashlib
import json
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

from aiohttp import web

Fault = Callable[[web.Request], Awaitable[web.StreamResponse | None]]
"""Answers instead of the server; `None` lets it answer itself."""

RUNS = [
    {
        "id": number,
        "path": ".github/workflows/ci.yml",
        "event": "push",
        "conclusion": conclusion,
        "run_attempt": 1,
        "head_sha": f"{number:040}",
        "created_at": "2024-12-31T23:59:00Z",
        "run_started_at": "2025-01-01T00:00:00Z",
        "updated_at": f"2025-01-01T00:{minutes:02}:00Z",
    }
    for number, (conclusion, minutes) in enumerate(
        (("success", 4), ("failure", 10), ("success", 6)), start=1
    )
]
JOBS = [
    {
        "id": 10 + number,
        "name": name,
        "conclusion": "success",
        "created_at": "2025-01-01T00:00:00Z",
        "started_at": f"2025-01-01T00:00:{start:02}Z",
        "completed_at": "2025-01-01T00:04:00Z",
    }
    for number, (name, start) in enumerate((("lint", 10), ("test (3.11)", 30)))
]


@dataclass
class GitHub:
    """What the server holds and what it saw.

    `faults` are used up one by one, by path; `budget` is what is left by resource, `None` for no
    limits; `seen` counts requests by path, `searched` are the searches, `headers`
    are those of the last request.
    """

    stars: dict[str, int] = field(default_factory=dict)
    issues: dict[str, tuple[int, int]] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    budget: dict[str, int | None] = field(
        default_factory=lambda: dict.fromkeys(("core", "search", "graphql"))
    )
    graphql: bool = True
    reset: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    searched: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    headers: dict[str, str] = field(default_factory=dict)
    url: str = ""
    files: dict[str, dict[str, bytes]] = field(default_factory=dict)
    """Files by path, of repositories that can be surveyed."""
    commits: int = 123
    truncated: bool = False
    numbers: dict[str, str] = field(default_factory=dict)
    clock: Callable[[], float] = time.time

    @property
    def raw(self) -> str:
        """Where files are read from."""
        return f"{self.url}/raw"

    def head(self, name: str) -> str:
        """Return the id of the commit that holds a repository's files as they are."""
        return hashlib.sha1(repr(sorted(self.files[name].items())).encode()).hexdigest()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one request, and say what time it is."""
        answered = await self._answer(self._renamed(request))
        if not answered.prepared:
            answered.headers.setdefault("Date", formatdate(self.clock(), usegmt=True))
        return answered

    def _renamed(self, request: web.Request) -> web.Request:
        """Let a repository be asked for by its number too."""
        match request.path.split("/", 3):
            case ["", "repositories", number, *rest] if number in self.numbers:
                path = "/".join(("/repos", self.numbers[number], *rest))
                return request.clone(
                    rel_url=request.rel_url.with_path(path).with_query(request.query)
                )
        return request

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.seen[request.path] += 1
        self.searched.update(request.query.getall("q", []))
        self.headers = dict(request.headers)
        if self.faults[request.path]:
            found = await self.faults[request.path].pop(0)(request)
            if found is not None:
                self.statuses[found.status] += 1
                return found
        if request.path.startswith("/raw/"):
            return self._raw(request)
        if request.path == "/graphql":
            return await self._queried(request)
        resource = "search" if request.path.startswith("/search") else "core"
        limits = self._spend(resource)
        if limits.get("x-ratelimit-remaining") == "-1":
            limits["x-ratelimit-remaining"] = "0"
            return self._json({"message": "API rate limit exceeded"}, limits, status=403)
        if (listed := self._listed(request, limits)) is not None:
            return listed
        content = self._content(request)
        if content is None:
            return self._json({"message": "Not Found"}, limits, status=404)
        return self._etagged(request, content, limits)

    async def _queried(self, request: web.Request) -> web.Response:
        """Answer in GraphQL: limits and errors come with status 200."""
        assert request.method == "POST"
        assert "Authorization" in request.headers
        if not self.graphql:
            return self._json({"message": "Not Found"}, {}, status=404)
        limits = self._spend("graphql")
        if limits.get("x-ratelimit-remaining") == "-1":
            limits["x-ratelimit-remaining"] = "0"
            return self._json({"errors": [{"type": "RATE_LIMITED", "message": "spent"}]}, limits)
        asked = (await request.json())["variables"]
        name = f"{asked['owner']}/{asked['name']}"
        assert asked["bugs"].startswith(f"repo:{name} is:issue label:")
        if name not in self.issues:
            errors = [{"type": "NOT_FOUND", "message": "Could not resolve to a Repository"}]
            return self._json({"data": {"repository": None}, "errors": errors}, limits)
        issues, bugs = self.issues[name]
        repository = {"issues": {"totalCount": issues}}
        data = {"repository": repository, "search": {"issueCount": bugs}}
        return self._json({"data": data}, limits)

    def _raw(self, request: web.Request) -> web.Response:
        _, _, owner, short, oid, *path = request.path.split("/")
        name = f"{owner}/{short}"
        assert "Authorization" not in request.headers
        if oid != self.head(name) or "/".join(path) not in self.files[name]:
            return web.Response(status=404)
        return web.Response(body=self.files[name]["/".join(path)])

    def _listed(self, request: web.Request, limits: dict[str, str]) -> web.Response | None:
        """Answer for lists whose last page tells how many there are, and for the tree."""
        parts = request.path.strip("/").split("/")
        name = "/".join(parts[1:3])
        if parts[0] != "repos" or name not in self.files:
            return None
        match parts[3:]:
            case ["commits"]:
                number = 7 if "path" in request.query else self.commits
                page = int(request.query.get("page", 1))
                date = "2020-01-01T00:00:00Z" if page == number else "2024-05-01T00:00:00Z"
                entry = {"author": {"date": date}, "committer": {"date": date}}
                content: Any = [{"sha": self.head(name), "commit": entry}]
                return self._page(request, content, number, limits)
            case ["contributors"]:
                return self._page(request, [{"contributions": 3}], 17, limits)
            case ["git", "trees", oid] if oid == self.head(name):
                entries = [
                    {"path": path, "type": "blob", "sha": blob_id(content)}
                    for path, content in self.files[name].items()
                ]
                return self._etagged(
                    request, {"tree": entries, "truncated": self.truncated}, limits
                )
        return None

    def _page(
        self, request: web.Request, content: Any, pages: int, limits: dict[str, str]
    ) -> web.Response:
        last = request.url.update_query(page=str(pages))
        limits = {**limits, "Link": f'<{last}>; rel="last", <{last}>; rel="next"'}
        return self._etagged(request, content, limits)

    def _etagged(self, request: web.Request, content: Any, headers: dict[str, str]) -> web.Response:
        etag = f'"{hashlib.sha256(json.dumps(content).encode()).hexdigest()[:20]}"'
        if request.headers.get("If-None-Match") == etag:
            self.statuses[304] += 1
            return web.Response(status=304, headers={**headers, "ETag": etag})
        return self._json(content, {**headers, "ETag": etag})

    def _spend(self, resource: str) -> dict[str, str]:
        left = self.budget[resource]
        if left is None:
            return {}
        self.budget[resource] = left - 1
        return {
            "x-ratelimit-resource": resource,
            "x-ratelimit-remaining": str(max(-1, left - 1)),
            "x-ratelimit-reset": str(self.reset),
        }

    def _json(self, content: Any, headers: dict[str, str], status: int = 200) -> web.Response:
        self.statuses[status] += 1
        return web.json_response(content, headers=headers, status=status)

    def _content(self, request: web.Request) -> Any:
        parts = request.path.strip("/").split("/")
        if parts[0] == "search":
            query = request.query["q"]
            assert "is:issue" in query
            name = query.split()[0].removeprefix("repo:")
            issues, bugs = self.issues[name]
            return {
                "total_count": bugs if "label:" in query else issues,
                "incomplete_results": False,
                "items": [],
            }
        if parts[0] != "repos" or "/".join(parts[1:3]) not in self.stars:
            return None
        match parts[3:]:
            case []:
                stars = self.stars["/".join(parts[1:3])]
                return {
                    "id": 1, "stargazers_count": stars, "forks_count": 2, "default_branch": "main",
                }  # fmt: skip
            case ["issues"]:
                assert (request.query["state"], request.query["sort"]) == ("all", "updated")
                return [{"number": 1, "id": hash(self.issues["/".join(parts[1:3])])}]
            case ["releases"]:
                return [{"tag_name": "v1"}, {"tag_name": "v2"}]
            case ["actions", "runs"]:
                return {"total_count": 3, "workflow_runs": RUNS}
            case ["actions", "runs", _, "jobs"]:
                return {"total_count": 2, "jobs": JOBS}
        return None


def blob_id(content: bytes) -> str:
    """Return the id git gives a file."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


@asynccontextmanager
async def running(github: GitHub) -> AsyncIterator[GitHub]:
    """Serve it on a free port of loopback."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", github.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server is not None
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
    github.url = f"http://127.0.0.1:{port}"
    try:
        yield github
    finally:
        await runner.cleanup()


# Faults


def status(code: int, content: Any = None, **headers: str) -> Fault:
    """Answer with a status; underscores in header names are dashes."""

    async def fault(_request: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.json_response(content or {"message": "no"}, status=code, headers=named)

    return fault


def text(body: bytes, content_type: str = "application/json", **headers: str) -> Fault:
    """Answer with any body; underscores in header names are dashes."""

    async def fault(_request: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(body=body, content_type=content_type, headers=named)

    return fault


def drop() -> Fault:
    """Close the connection without a word."""

    async def fault(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    return fault


def cut() -> Fault:
    """Promise more than is sent."""

    async def fault(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        response.content_length = 5000
        await response.prepare(request)
        await response.write(b'{"stargazers_count": ')
        assert request.transport is not None
        request.transport.close()
        return response

    return fault


def silent(until: asyncio.Event) -> Fault:
    """Say nothing at all until it is over."""

    async def fault(_request: web.Request) -> web.StreamResponse | None:
        await until.wait()
        return None

    return fault


def slow(until: asyncio.Event) -> Fault:
    """Begin an answer and go on only when it is over."""

    async def fault(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        await response.write(b"{")
        await until.wait()
        return response

    return fault


def endless() -> Fault:
    """Send more than anybody wants to read."""

    async def fault(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        for _ in range(400):
            try:
                await response.write(b" " * 65_536)
                await asyncio.sleep(0)
            except ConnectionError:
                break
        return response

    return fault


def to(location: str, code: int = 301) -> Fault:
    """Point elsewhere."""

    async def fault(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=code, headers={"Location": location})

    return fault
