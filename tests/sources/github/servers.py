"""Servers nobody here wrote: Prism with GitHub's own description, octokit's recorded traffic.

Both come from npm, once, into the user's cache.
"""

import asyncio
import json
import shutil
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from platformdirs import user_cache_path

_PACKAGES = (
    "@stoplight/prism-cli@5.14.2",
    "@octokit/openapi@23.0.2",
    "@octokit/fixtures-server@8.1.7",
)
_DESCRIPTION = "@octokit/openapi/generated/api.github.com.json"
_RECORDED = {
    "Accept": "application/vnd.github.v3+json",
    "Authorization": f"token {'1':0>40}",
}
"""What the recorded requests carry; the server plays nothing back for any other."""


def modules() -> Path:
    """Return where the servers are installed; skip where they cannot be had."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        pytest.skip("node and npm are not installed")
    home = user_cache_path("ciatlas-tests") / "servers"
    if not home.exists():
        home.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(dir=home.parent))
        command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(scratch)]
        done = subprocess.run([*command, *_PACKAGES], capture_output=True, text=True, check=False)
        if done.returncode:
            shutil.rmtree(scratch)
            pytest.skip(f"npm cannot install them: {done.stderr.strip()[-200:]}")
        with suppress(OSError):  # another one was faster
            scratch.rename(home)
        shutil.rmtree(scratch, ignore_errors=True)
    return home / "node_modules"


def free_port() -> int:
    """Return a port nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@asynccontextmanager
async def _serving(program: str, *arguments: str, port: int) -> AsyncIterator[str]:
    """Run a server until it listens, and end it afterwards."""
    process = await asyncio.create_subprocess_exec(
        str(modules() / ".bin" / program),
        *arguments,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=modules(),
    )
    try:
        for _ in range(1200):
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                break
            assert process.returncode is None, f"{program} ended by itself"
            await asyncio.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


@asynccontextmanager
async def prism() -> AsyncIterator[tuple[str, list[str]]]:
    """Serve GitHub's OpenAPI description; also what the description does not allow in requests."""
    port = free_port()
    options = ("mock", "-h", "127.0.0.1", "-p", str(port), _DESCRIPTION)
    violations: list[str] = []

    def look(answer: aiohttp.ClientResponse) -> None:
        told = json.loads(answer.headers.get("sl-violations", "[]"))
        violations.extend(str(one) for one in told if one["location"][0] == "request")

    async with (
        _serving("prism", *options, port=port) as behind,
        _front(behind, {}, look) as address,
    ):
        yield address, violations


@asynccontextmanager
async def recorded(scenario: str, before: tuple[str, str] | None = None) -> AsyncIterator[str]:
    """Play recorded traffic back, to requests that are made to look like those recorded.

    `before` is the path and the body of a change that was recorded before them.
    """
    port = free_port()
    kind = {"Content-Type": "application/json; charset=utf-8"}
    async with (
        _serving("octokit-fixtures-server", "--port", str(port), port=port) as server,
        aiohttp.ClientSession() as session,
    ):
        body = json.dumps({"scenario": scenario})
        async with session.post(f"{server}/fixtures", data=body, headers=kind) as answer:
            behind = (await answer.json())["url"].replace("localhost", "127.0.0.1")
        if before is not None:
            path, change = before
            headers = {**_RECORDED, **kind}
            async with session.patch(f"{behind}{path}", data=change, headers=headers) as answer:
                assert answer.status == 200, await answer.text()
        async with _front(behind, _RECORDED, lambda _answer: None) as address:
            yield address


@asynccontextmanager
async def _front(
    behind: str, headers: Mapping[str, str], look: Callable[[aiohttp.ClientResponse], None]
) -> AsyncIterator[str]:
    """Pass requests on with other headers, look at the answers, and pass them back."""
    async with aiohttp.ClientSession() as session:

        async def pass_on(request: web.Request) -> web.Response:
            sent = {**request.headers, **headers}
            sent.pop("Host", None)
            at = f"{behind}{request.path_qs}"
            async with session.get(at, headers=sent, allow_redirects=False) as answer:
                look(answer)
                kept = {
                    name: _here(value, behind, request)
                    for name, value in answer.headers.items()
                    if name.lower() in ("content-type", "location", "link", "etag")
                    or name.lower().startswith("x-ratelimit")
                }
                return web.Response(status=answer.status, body=await answer.read(), headers=kept)

        app = web.Application()
        app.router.add_route("GET", "/{path:.*}", pass_on)
        runner = web.AppRunner(app)
        await runner.setup()
        port = free_port()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            await runner.cleanup()


def _here(value: str, behind: str, request: web.Request) -> str:
    """Let addresses lead to this server, wherever those recorded led."""
    own = str(request.url.origin())
    for other in (behind, behind.replace("127.0.0.1", "localhost")):
        value = value.replace(other, own)
    return value
