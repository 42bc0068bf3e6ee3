"""A real Chromium without a window, by its debugging protocol; it finds this machine only."""

import asyncio
import base64
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

PROGRAM = shutil.which("chromium")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--enable-unsafe-swiftshader", "--window-size=1280,800", "--remote-debugging-port=0",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)  # fmt: skip
_TIMEOUT = 60
_CTRL = 2
_NAMED = {"Enter": 13, "Escape": 27, "ArrowDown": 40}
_TEXTS = {"Enter": "\r", "Escape": "", "ArrowDown": ""}


class Page:
    """A tab: what it asked for, what came, what was said on its console.

    Attributes:
        asked: the addresses of all requests.
        problems: what failed to load, and what was written to the console as an error.
        painted: what came by WebSocket, as bytes.
    """

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.asked: list[str] = []
        self.problems: list[str] = []
        self.painted = b""
        self._news = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self._socket:
            content = json.loads(message.data)
            if "id" in content:
                self._answers.pop(content["id"]).set_result(content)
            else:
                self._take(content["method"], content["params"])
            self._news.set()

    def _take(self, method: str, about: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.asked.append(about["request"]["url"])
        elif method == "Network.webSocketCreated":
            self.asked.append(about["url"])
        elif method == "Network.webSocketFrameReceived":
            frame = about["response"]
            binary = frame["opcode"] == 2
            self.painted += base64.b64decode(frame["payloadData"]) if binary else b""
        elif method == "Network.loadingFailed":
            self.problems.append(about["errorText"])
        elif method == "Runtime.exceptionThrown":
            self.problems.append(about["exceptionDetails"]["text"])
        elif method == "Log.entryAdded" and about["entry"]["level"] == "error":
            self.problems.append(about["entry"]["text"])

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        number = self._number
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        async with asyncio.timeout(_TIMEOUT):
            content = await answer
        assert "error" not in content, content
        result: dict[str, Any] = content["result"]
        return result

    async def evaluate(self, script: str) -> Any:
        """Return what a script comes to."""
        result = await self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    async def open(self, address: str) -> None:
        """Go to an address, from which all is counted anew."""
        for domain in ("Page", "Network", "Runtime", "Log"):
            await self.call(f"{domain}.enable")
        self.asked, self.problems, self.painted = [], [], b""
        await self.call("Page.navigate", url=address)

    async def until(self, script: str) -> None:
        """Wait until a script comes to something true."""
        async with asyncio.timeout(_TIMEOUT):
            while not await self.evaluate(script):
                await asyncio.sleep(0.02)

    async def until_painted(self, text: str) -> None:
        """Wait until the terminal is sent a text, and forget what was before."""
        try:
            async with asyncio.timeout(_TIMEOUT):
                while text.encode() not in self.painted:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            sent = self.painted[-2000:]
            raise AssertionError(f"waited for {text!r}, was sent {sent!r} at last") from None
        self.painted = b""

    async def press(self, key: str, *, ctrl: bool = False) -> None:
        """Press a key: a character, or one by its name."""
        number = _NAMED.get(key, ord(key[0].upper()))
        about = {"key": key, "windowsVirtualKeyCode": number, "modifiers": _CTRL if ctrl else 0}
        text = "" if ctrl else _TEXTS.get(key, key)
        kind = "keyDown" if text else "rawKeyDown"
        await self.call("Input.dispatchKeyEvent", type=kind, text=text, **about)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **about)

    async def close(self) -> None:
        """Close the tab."""
        await self.call("Page.close")
        await self._reading


@asynccontextmanager
async def browser_page(folder: Path) -> AsyncIterator[Page]:
    """Start the browser with a profile of its own, and give a tab of it."""
    process = await asyncio.create_subprocess_exec(
        str(PROGRAM),
        *_FLAGS,
        f"--user-data-dir={folder}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(_TIMEOUT):
            said = b""
            while b"DevTools listening on ws://" not in said:
                said = await process.stderr.readline()
        host = said.split(b"ws://")[1].split(b"/")[0].decode()
        drained = asyncio.create_task(process.stderr.read())
        async with aiohttp.ClientSession() as session:
            async with session.put(f"http://{host}/json/new?about:blank") as answer:
                about = await answer.json(content_type=None)
            address = about["webSocketDebuggerUrl"]
            async with session.ws_connect(address, max_msg_size=0) as socket:
                yield Page(socket)
        process.terminate()
        await drained
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
