"""The web server of `ciatlas serve`: an explorer in every tab, for browsers on this machine only.

A browser lets any page of any site talk to a server on the loopback, and the explorer writes files.
So whoever asks has to call this server by its own name (another name can be made to lead here by
whoever owns it), and what a script asks has to come from one of its own pages.
"""

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable
from importlib import resources

from aiohttp import web
from aiohttp.typedefs import Middleware
from textual_serve.app_service import AppService
from textual_serve.server import Server

from ciatlas.model.errors import CiatlasError

HOST = "127.0.0.1"
_NAMES = (HOST, "localhost")
_PATIENCE = 1.0
"""Seconds that explorers have to end when the server does."""
_HEADERS = {"X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Explorers(Server):
    """Serves a page with an explorer of its own to every browser tab."""

    def __init__(self, command: str, port: int) -> None:
        super().__init__(
            command,
            host=HOST,
            port=port,
            title="ciatlas",
            templates_path=str(resources.files("ciatlas_data") / "browser"),
        )

    def listen(self) -> socket.socket:
        """Take the port.

        Raises:
            CiatlasError: another program has it, or it needs rights one does not have.
        """
        try:
            return socket.create_server((self.host, self.port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            reason = "is in use by another program" if taken else "cannot be used"
            raise CiatlasError(f"port {self.port} {reason}; choose another with --port") from error

    def serve_on(self, listening: socket.socket) -> None:
        """Serve until interrupted."""
        web.run_app(
            self._make_app(),
            sock=listening,
            access_log=None,
            print=None,
            shutdown_timeout=_PATIENCE,
        )

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(_own_pages_only(self.port))
        return app

    async def _process_messages(
        self, websocket: web.WebSocketResponse, app_service: AppService
    ) -> None:
        """Hand on what the page sends, until it is closed or the explorer ends in whatever way."""
        reading = super()._process_messages(websocket, app_service)
        ends: set[asyncio.Future[None]] = {asyncio.ensure_future(reading)}
        if app_service._task is not None:
            ends.add(asyncio.shield(app_service._task))
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            await websocket.close()
        finally:
            for end in ends:
                end.cancel()

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing; the command has."""


def _own_pages_only(port: int) -> Middleware:
    """Refuse whoever does not mean this server, and pages of others."""
    hosts = {f"{name}:{port}" for name in _NAMES}
    origins = {None, *(f"http://{host}" for host in hosts)}

    @web.middleware
    async def answer(request: web.Request, handler: _Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if request.host not in hosts or origin not in origins:
            raise web.HTTPForbidden(text=f"open http://{HOST}:{port}/ in a browser on this machine")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    return answer
