"""The explorer in a browser: served on this machine only, the same program, the same keys."""

import asyncio
import json
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from ciatlas.cli.main import run as run_command


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@asynccontextmanager
async def served(atlas: Path) -> AsyncIterator[str]:
    """Serve an atlas, and wait until the address is told."""
    port = free_port()
    arguments = ["-m", "ciatlas", "--atlas", str(atlas), "serve", "--port", str(port)]
    server = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, stdout=asyncio.subprocess.PIPE
    )
    assert server.stdout is not None
    try:
        assert f"http://127.0.0.1:{port}/".encode() in await server.stdout.readline()
        yield f"http://127.0.0.1:{port}"
    finally:
        with suppress(ProcessLookupError):
            server.terminate()
        await server.wait()


async def wait_for(socket: Any, text: bytes) -> None:
    """Read what the explorer paints until it holds a text."""
    seen = b""
    while text not in seen:
        message = await socket.receive(timeout=30)
        assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), message
        seen += message.data if isinstance(message.data, bytes) else message.data.encode()


async def connect(session: aiohttp.ClientSession, address: str) -> Any:
    """Open a terminal as the page does, as soon as somebody listens."""
    for _ in range(200):
        with suppress(aiohttp.ClientConnectionError):
            return await session.ws_connect(f"{address}/ws?width=100&height=30")
        await asyncio.sleep(0.05)
    raise AssertionError("nobody listens")


async def test_a_browser_gets_the_explorer_and_its_keys(atlas_path: Path) -> None:
    async with served(atlas_path) as address, aiohttp.ClientSession() as session:
        terminal = await connect(session, address)
        await wait_for(terminal, b"tame")
        await terminal.send_str(json.dumps(["stdin", "\r"]))
        await wait_for(terminal, b"release.yml")
        await terminal.close()


def test_without_the_extra_it_is_said_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    assert run_command(["serve"]) == 1
    assert "pip install 'ciatlas[web]'" in capsys.readouterr().err
