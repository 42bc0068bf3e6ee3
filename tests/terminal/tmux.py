"""A real terminal: the installed program in tmux, its screen read back as text."""

import os
import shutil
import subprocess
import sys
import time
import uuid
from pathlib import Path

PROGRAM = Path(sys.executable).parent / "ciatlas"
_AFTERWARDS = "echo left with $?; exec cat"
_STILL = 0.8  # seconds without a change
_KEPT = ("PATH", "HOME", "PYTHONPATH")


class Tmux:
    """A program in a tmux session of its own server."""

    def __init__(self, command: str, columns: int, rows: int, environment: dict[str, str]) -> None:
        self._server = f"ciatlas-{uuid.uuid4().hex[:8]}"
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self._environment = {**kept, "LANG": "C.UTF-8", "TERM": "xterm-256color", **environment}
        settings = [f"-e{name}={value}" for name, value in environment.items()]
        size = ["-x", str(columns), "-y", str(rows)]
        # Something stays behind the program, so that what it left on the screen can be read.
        self._run(
            "-f", os.devnull, "new-session", "-d", *size, *settings, f"{command}; {_AFTERWARDS}"
        )

    @staticmethod
    def available() -> bool:
        """Whether there is a tmux to run in."""
        return shutil.which("tmux") is not None

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-u", "-L", self._server, *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def press(self, *keys: str) -> None:
        """Send keys by their tmux names."""
        self._run("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type a text as it is."""
        self._run("send-keys", "-l", text)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        self._run("resize-window", "-x", str(columns), "-y", str(rows))

    def screen(self) -> str:
        """Return what the screen shows."""
        return self._run("capture-pane", "-p")

    def still(self) -> str:
        """Wait until the screen stays as it is; return it with its colours."""
        before, now = "", self._run("capture-pane", "-p", "-e")
        while now != before:
            time.sleep(_STILL)
            before, now = now, self._run("capture-pane", "-p", "-e")
        return now

    def scribble(self, text: str) -> None:
        """Write on the terminal behind the program's back."""
        tty = self._run("display-message", "-p", "#{pane_tty}").strip()
        Path(tty).write_text(text, encoding="utf-8")

    def wait_for(self, *texts: str, without: str | None = None, timeout: float = 20) -> str:
        """Wait until the screen shows all `texts`, and not `without`; return it."""
        end = time.monotonic() + timeout
        while True:
            screen = self.screen()
            gone = without is None or without not in screen
            if gone and all(text in screen for text in texts):
                return screen
            if time.monotonic() > end:
                raise AssertionError(f"waited for {texts}, the screen shows:\n{screen}")
            time.sleep(0.05)

    def wait_for_end(self, code: int = 0) -> str:
        """Wait until the program has left with `code`; return what it left on the screen."""
        return self.wait_for(f"left with {code}")

    def close(self) -> None:
        """End the session and all that runs in it."""
        subprocess.run(
            ["tmux", "-L", self._server, "kill-server"], capture_output=True, check=False
        )
