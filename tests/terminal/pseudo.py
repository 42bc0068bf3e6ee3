"""A program on a pseudo-terminal: what it writes, and when."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from pathlib import Path


class Terminal:
    """Runs a program on a terminal of its own and takes down what it writes."""

    def __init__(
        self, command: Sequence[str], columns: int, rows: int, environment: dict[str, str]
    ) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **environment},
        )
        os.close(slave)

    def wait_for(self, text: bytes, timeout: float = 20) -> float:
        """Read until `text` was written; return the seconds since the start."""
        seen = b""
        while text not in seen:
            if time.perf_counter() - self.started > timeout:
                raise TimeoutError(seen[-400:].decode(errors="replace"))
            seen += self._read(0.5)
        return time.perf_counter() - self.started

    def quiet(self, seconds: float) -> bytes:
        """Read until nothing was written for so long; return what was."""
        seen = b""
        while chunk := self._read(seconds):
            seen += chunk
        return seen

    def press(self, key: bytes, settle: float = 0.25) -> bytes:
        """Send a key; return what was written in answer."""
        os.write(self._master, key)
        return self.quiet(settle)

    def answer(self, key: bytes, settle: float, patience: float = 10) -> tuple[bytes, float]:
        """Send a key; return what was written in answer, and the seconds until its last byte.

        The answer is over when nothing was written for `settle` seconds; one that has not begun
        after `patience` seconds is empty.
        """
        pressed = last = time.perf_counter()
        os.write(self._master, key)
        seen = b""
        while chunk := self._read(settle if seen else patience):
            last = time.perf_counter()
            seen += chunk
        return seen, last - pressed

    def peak_megabytes(self) -> float:
        """Return the most memory the program has taken so far, as Linux counts it."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024

    def unplug(self, timeout: float = 20) -> int:
        """Take the terminal away; return the code the program leaves with."""
        os.close(self._master)
        return self._process.wait(timeout)

    def told(self, number: signal.Signals, timeout: float = 20) -> tuple[int, bytes]:
        """Send a signal; return the code the program leaves with, and what it writes."""
        self._process.send_signal(number)
        end = time.perf_counter() + timeout
        seen = b""
        while self._process.poll() is None and time.perf_counter() < end:
            seen += self._read(0.05)
        return self._process.wait(0), seen + self.quiet(0)

    def close(self) -> None:
        """End the program."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        os.close(self._master)

    def _read(self, timeout: float) -> bytes:
        if not select.select([self._master], [], [], timeout)[0]:
            return b""
        try:
            return os.read(self._master, 1 << 16)
        except OSError:
            return b""
