"""A server of git repositories on loopback: `git http-backend`, as its manual page describes it."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

_COMMAND = re.compile(rb"command=(fetch|ls-refs)")


def _now() -> Event:
    event = Event()
    event.set()
    return event


@dataclass
class GitServer:
    """Serves the repositories below `root`.

    `commands` are those of git's protocol that it was given, `cut` cuts the next answer to a fetch
    short. `before_answer` is called before each, which then waits for `until`.
    """

    root: Path
    url: str = ""
    commands: list[str] = field(default_factory=list)
    cut: bool = False
    before_answer: Callable[[], None] = lambda: None
    until: Event = field(default_factory=_now)

    def answer(self, path: str, query: str, method: str, kind: str, body: bytes) -> bytes:
        """Run the backend for one request and return the headers and the body it prints."""
        self.before_answer()
        self.until.wait()
        self.commands += [found.decode() for found in _COMMAND.findall(body)]
        return subprocess.run(
            ["git", "http-backend"],
            input=body,
            capture_output=True,
            check=False,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.root),
                "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_PROJECT_ROOT": str(self.root),
                "GIT_HTTP_EXPORT_ALL": "1",
                "GIT_PROTOCOL": "version=2",
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "REQUEST_METHOD": method,
                "CONTENT_TYPE": kind,
                "CONTENT_LENGTH": str(len(body)),
            },
        ).stdout


@contextmanager
def serving(root: Path) -> Iterator[GitServer]:
    """Serve the repositories below a folder on a free port."""
    served = GitServer(root)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            path, _, query = self.path.partition("?")
            kind = self.headers.get("Content-Type", "")
            told = served.answer(path, query, self.command, kind, body)
            head, _, content = told.partition(b"\r\n\r\n")
            headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if line)
            self.send_response(int(headers.pop("Status", "200").split()[0]))
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            with suppress(ConnectionError):
                self.end_headers()
            if served.cut and b"packfile" in content:
                served.cut, content = False, content[: len(content) // 2]
                self.close_connection = True
            with suppress(ConnectionError):  # whoever asked may have been ended
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        served.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()
