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

_CLOSED = (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED)


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


async def test_a_browser_gets_the_explorer_and_its_keys(atlas_path: Path) -> None:
    async with served(atlas_path) as address, aiohttp.ClientSession() as session:
        terminal = await session.ws_connect(f"{address}/ws?width=100&height=30")
        await wait_for(terminal, b"tame")
        await terminal.send_str(json.dumps(["stdin", "\r"]))
        await wait_for(terminal, b"release.yml")
        await terminal.close()


@pytest.mark.parametrize(
    "foreign",
    [{"Host": "example.org:{port}"}, {"Origin": "http://example.org"}, {"Origin": "null"}],
)
@pytest.mark.parametrize("path", ["/", "/ws", "/static/js/textual.js"])
async def test_pages_of_others_get_nothing(
    atlas_path: Path, foreign: dict[str, str], path: str
) -> None:
    async with served(atlas_path) as address, aiohttp.ClientSession() as session:
        headers = {name: value.format(port=address[-5:]) for name, value in foreign.items()}
        async with session.get(f"{address}{path}", headers=headers) as answer:
            assert answer.status == 403


async def test_its_own_page_is_framed_by_nobody(atlas_path: Path) -> None:
    async with served(atlas_path) as address, aiohttp.ClientSession() as session:
        own = {"Origin": address.replace("127.0.0.1", "localhost"), "Host": address[7:]}
        async with session.get(f"{address}/", headers=own) as answer:
            assert answer.status == 200
            assert answer.headers["X-Frame-Options"] == "DENY"


def test_without_the_extra_it_is_said_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "ciatlas.cli.browser", raising=False)
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    monkeypatch.setitem(sys.modules, "textual_serve.app_service", None)
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    assert run_command(["serve"]) == 1
    assert "pip install 'ciatlas[web]'" in capsys.readouterr().err


def test_a_port_that_is_taken_is_said(atlas_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert run_command(["--atlas", str(atlas_path), "serve", "--port", port]) == 1
    told = capsys.readouterr()
    sentence = f"port {port} is in use by another program; choose another with --port"
    assert told.err == f"ciatlas: {sentence}\n"
    assert not told.out


def test_an_atlas_that_cannot_be_opened_is_told_of_before_any_browser(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "atlas.db"
    broken.write_bytes(b"garbage" * 1000)
    assert run_command(["--atlas", str(broken), "serve", "--port", str(free_port())]) == 1
    told = capsys.readouterr()
    assert "is damaged or no atlas" in told.err
    assert not told.out


async def test_the_explorer_leaves_with_its_server(atlas_path: Path) -> None:
    async with served(atlas_path) as address, aiohttp.ClientSession() as session:
        terminal = await session.ws_connect(f"{address}/ws?width=100&height=30")
        await wait_for(terminal, b"tame")
    # The server ends with a page still open, and waits for the explorer that was on it.
    assert (await terminal.receive(timeout=30)).type in _CLOSED
