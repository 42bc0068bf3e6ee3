"""The explorer while it syncs 1,000 repositories: key to repaint beside the same keys without."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ciatlas.model.repository import STUDY, Repository
from ciatlas.sources.bundle import unpack_bundle
from ciatlas.store import open_atlas, read_atlas
from tests.sources.github.many import NAMES
from tests.terminal.homes import fresh_home
from tests.terminal.pseudo import Terminal

_SIZE = (120, 40)
_DOWN, _UP = b"\x1b[B", b"\x1b[A"
_KEYS = ((_DOWN,) * 3 + (_UP,) * 3) * 20
_BURST = 0.08  # seconds without a byte that end an answer
_PATIENCE = 2.0  # seconds to wait for an answer to begin
_BETWEEN = 0.05  # seconds between an answer and the next key
_P95 = 50


def run() -> None:
    """Print the figures with their budgets."""
    with tempfile.TemporaryDirectory() as scratch, _server() as url:
        folder = Path(scratch)
        path = folder / "atlas.db"
        unpack_bundle(path)
        with open_atlas(path) as atlas:
            for name in NAMES:
                atlas.add_repository(Repository(name, name.split("/")[1], cohort=STUDY))
        environment = {
            **fresh_home(folder / "home"),
            "CIATLAS_ATLAS": str(path),
            "CIATLAS_API_URL": url,
            "CIATLAS_RAW_URL": f"{url}/raw",
            "GH_TOKEN": "x",
        }
        terminal = Terminal([sys.executable, "-m", "ciatlas"], *_SIZE, environment)
        try:
            _measure(terminal, path)
        finally:
            terminal.close()


def _measure(terminal: Terminal, path: Path) -> None:
    terminal.wait_for(b"ClearML")
    terminal.quiet(3.0)
    _tell("no sync", _seconds(terminal))
    before = terminal.peak_megabytes()
    terminal.press(b"7", 2.0)
    terminal.press(b"s", 0)
    while not _told(path):  # that screen writes all the while
        terminal.press(b"", 0)
        time.sleep(0.05)
    terminal.press(b"1", 0.5)
    told = _told(path)
    _tell("syncing", _seconds(terminal))
    still = _told(path)
    print(f"{still - told} repositories were surveyed meanwhile")
    assert told < still < len(NAMES), f"it went from {told} to {still} while keys were pressed"
    while _told(path) < len(NAMES):
        terminal.quiet(1.0)
    terminal.quiet(5.0)
    with read_atlas(path) as atlas:
        assert not atlas.awaited()
        assert atlas.problems() == []
    after = terminal.peak_megabytes()
    print(
        f"explorer's memory at its most {before:.0f} MB without, {after:.0f} MB with (budget 200)"
    )
    print(f"all {len(NAMES):,} repositories are stored")


def _seconds(terminal: Terminal) -> list[float]:
    found = []
    for key in _KEYS:
        answer, seconds = terminal.answer(key, _BURST, _PATIENCE)
        assert answer, "a key had no answer"
        found.append(seconds * 1000)
        terminal.quiet(_BETWEEN)
    return found


def _tell(what: str, times: list[float]) -> None:
    p95 = statistics.quantiles(times, n=20)[-1]
    print(
        f"{what}   {len(times)} keys, key to repaint p50 {statistics.median(times):5.1f} ms,"
        f" p95 {p95:5.1f} ms (budget {_P95}), at most {max(times):5.1f} ms"
    )


def _told(path: Path) -> int:
    """Return how many repositories were surveyed by now."""
    with read_atlas(path) as atlas:
        return len(NAMES) - len(atlas.awaited())


@contextmanager
def _server() -> Iterator[str]:
    """Serve them from a process of its own, and say where."""
    command = [sys.executable, "-m", "tests.sources.github.many"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()
