"""The explorer on a pseudo-terminal: first paint beside a bare Textual app, bytes per key."""

import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from ciatlas.sources.bundle import unpack_bundle
from tests.terminal.pseudo import Terminal

_BARE = """
from textual.app import App
from textual.widgets import DataTable
class Bare(App):
    def compose(self):
        yield DataTable()
    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns(*"abcdefgh")
        for row in range(50):
            table.add_row(*(f"cell{row}x{column}" for column in range(8)))
Bare().run()
"""
_ROUNDS = 5
_WALKING = 0.08  # seconds between two keys; the inspector follows only when the keys rest
_DOWN, _RIGHT, _LEFT, _ENTER = b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\r"
_WALKS: dict[str, tuple[tuple[bytes, ...], tuple[bytes, ...]]] = {
    "overview": ((), (_DOWN,) * 3),
    "tool": ((_ENTER,), (_DOWN,) * 10),
    "drawing": (
        (_DOWN, _ENTER, b"/", b"release", _ENTER, _ENTER),
        (_RIGHT, _RIGHT, _DOWN, _LEFT, _LEFT, _RIGHT),
    ),
}
"""Keys that lead to a screen, and the arrow keys measured there."""


def run() -> None:
    """Print the figures with their budgets."""
    with tempfile.TemporaryDirectory() as scratch:
        atlas = Path(scratch) / "atlas.db"
        unpack_bundle(atlas)
        environment = {"CIATLAS_ATLAS": str(atlas), "LANG": "C.UTF-8", "XDG_CONFIG_HOME": scratch}

        def explorer() -> Terminal:
            return Terminal([sys.executable, "-m", "ciatlas"], 120, 40, environment)

        def bare() -> Terminal:
            return Terminal([sys.executable, "-c", _BARE], 120, 40, environment)

        _first_paint(explorer, bare)
        for name, (way, keys) in _WALKS.items():
            _bytes_per_key(explorer, name, way, keys)


def _first_paint(explorer: Callable[[], Terminal], bare: Callable[[], Terminal]) -> None:
    ours, theirs = [], []
    for _ in range(_ROUNDS):
        theirs.append(_painted(bare(), b"cell30x7"))
        ours.append(_painted(explorer(), b"ClearML"))
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(f"first paint            {statistics.median(ours):6.2f} s")
    print(f"bare Textual app       {statistics.median(theirs):6.2f} s")
    print(f"ratio                  {ratio:6.2f}   (budget 1.15)")


def _painted(terminal: Terminal, text: bytes) -> float:
    try:
        return terminal.wait_for(text)
    finally:
        terminal.close()


def _bytes_per_key(
    explorer: Callable[[], Terminal], name: str, way: tuple[bytes, ...], keys: tuple[bytes, ...]
) -> None:
    terminal = explorer()
    try:
        terminal.wait_for(b"ClearML")
        terminal.quiet(1.0)
        for key in way:
            terminal.press(key)
        idle = len(terminal.quiet(2.0))
        written = [len(terminal.press(key, settle=_WALKING)) for key in keys]
    finally:
        terminal.close()
    median = statistics.median(written)
    print(f"{name:<10} bytes per key {median:6.0f}   (budget 200), idle {idle} (budget 0)")
