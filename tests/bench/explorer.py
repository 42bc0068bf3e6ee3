"""The explorer on a pseudo-terminal: first paint beside a bare Textual app, then key by key.

The keys are pressed in the study's atlas and in one of 2,000 repositories, which takes a minute to
write; LARGE=FILE names one that `python -m tests.large_atlas FILE` wrote before.
"""

import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ciatlas.model.triage import Decision, Mark, Subject
from ciatlas.sources.bundle import unpack_bundle
from ciatlas.store import open_atlas
from tests.large_atlas import write_large_atlas
from tests.terminal.homes import fresh_home
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
_SIZE = (120, 40)
_ROUNDS = 5
_LARGE = 2000  # repositories
_MARKS = 200
_BURST = 0.08  # seconds without a byte that end an answer; the inspector waits longer than that
_RESTING = 0.25  # seconds after which nothing follows a key any more
_PATIENCE = 1.0  # seconds to wait for an answer to begin
_AT_REST = 12.0  # seconds without a byte: nothing works beside the screen any more
_DOWN, _UP, _RIGHT, _LEFT, _ENTER = b"\x1b[B", b"\x1b[A", b"\x1b[C", b"\x1b[D", b"\r"
_TAB = b"\t"
_BYTES, _P95 = 200, 30


@dataclass(frozen=True, slots=True)
class _Walk:
    """Keys that lead to a screen, and the arrow keys measured there."""

    name: str
    way: tuple[bytes, ...]
    keys: tuple[bytes, ...]


_DRAWING = (_RIGHT, _RIGHT, _LEFT, _LEFT)
_STUDY = (
    _Walk("overview", (), (_DOWN,) * 3 + (_UP,) * 3),
    _Walk("tool", (_ENTER,), (_DOWN,) * 10 + (_UP,) * 10),
    _Walk(
        "drawing",
        (_DOWN, _ENTER, b"/", b"release", _ENTER, _ENTER),
        (_RIGHT, _RIGHT, _DOWN, _LEFT, _LEFT, _RIGHT) * 4,
    ),
    _Walk("hypotheses", (b"v",), (_DOWN,) * 7 + (_UP,) * 7),
    _Walk("hypothesis", (b"v", _ENTER), (_DOWN,) * 5 + (_UP,) * 5),
    _Walk("pair", (b"4", b"p", _DOWN, b"p"), (_DOWN,) * 7 + (_UP,) * 7),
    _Walk("next pane", (b"v",), (_TAB,) * 10),
)
_MANY = (
    _Walk("overview", (), (_DOWN,) * 60),
    _Walk("tool", (_ENTER,), (_DOWN, _UP) * 20),
    _Walk("drawing", (_ENTER, _ENTER), _DRAWING * 10),
    _Walk("triage", (b"t",), (_DOWN,) * 60),
    _Walk("hypotheses", (b"v",), ((_DOWN,) * 7 + (_UP,) * 7) * 3),
    _Walk("hypothesis", (b"v", _ENTER), ((_DOWN,) * 5 + (_UP,) * 5) * 3),
)


def run() -> None:
    """Print the figures with their budgets."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        study = folder / "atlas.db"
        unpack_bundle(study)
        settings = fresh_home(folder / "home")
        _first_paint(_explorer(study, settings), settings)
        print("\nthe study's atlas")
        for walk in _STUDY:
            _keys(_explorer(study, settings), walk, b"ClearML", _AT_REST / 4)
        large = Path(os.environ.get("LARGE", folder / "large.db"))
        if not large.exists():
            write_large_atlas(large, _LARGE)
        _mark(large)
        print(f"\n{_LARGE:,} repositories")
        for walk in _MANY:
            _keys(_explorer(large, settings), walk, b"tool0", _AT_REST)
        busy = _Walk("at once", (), _MANY[0].keys)
        _keys(_explorer(large, settings), busy, b"tool0", None)


def _explorer(atlas: Path, settings: dict[str, str]) -> Callable[[], Terminal]:
    environment = {**settings, "CIATLAS_ATLAS": str(atlas)}
    command = str(Path(sys.executable).with_name("ciatlas"))
    return lambda: Terminal([command], *_SIZE, environment)


def _mark(path: Path) -> None:
    """Decide on some tools, so that there is a triage to walk through."""
    with open_atlas(path) as atlas:
        if atlas.marks():
            return
        for number, found in enumerate(atlas.repositories()[:_MARKS]):
            subject = Subject("tool", found.full_name, found.full_name)
            note = f"note number {number}, of some length"
            atlas.add_mark(Mark(subject, [*Decision][number % 4], note, None, 1_700_000_000))


def _first_paint(explorer: Callable[[], Terminal], settings: dict[str, str]) -> None:
    ours, theirs = [], []
    for _ in range(_ROUNDS):
        bare = Terminal([sys.executable, "-c", _BARE], *_SIZE, settings)
        theirs.append(_painted(bare, b"cell30x7"))
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


def _keys(explorer: Callable[[], Terminal], walk: _Walk, ready: bytes, rest: float | None) -> None:
    """Press the keys when nothing was written for `rest` seconds, at once if `None`."""
    terminal = explorer()
    try:
        terminal.wait_for(ready)
        terminal.quiet(_BURST)  # nobody presses a key before the first frame is there
        idle = "not measured"
        if rest is not None:
            terminal.quiet(rest)
            for key in walk.way:
                terminal.press(key)
            terminal.quiet(rest if walk.way else 0)
            idle = str(len(terminal.quiet(2.0)))
        answers = []
        for key in walk.keys:
            answers.append(terminal.answer(key, _BURST, _PATIENCE))
            if rest is not None:  # what follows once a selection rests is no answer to the next key
                terminal.quiet(_RESTING)
    finally:
        terminal.close()
    written = statistics.median(len(answer) for answer, _ in answers)
    seconds = [later for answer, later in answers if answer]
    p95 = statistics.quantiles(seconds, n=20)[-1] * 1000 if len(seconds) > 1 else float("nan")
    print(
        f"{walk.name:<10}  bytes per key {written:6.0f} (budget {_BYTES})"
        f"  key to repaint p95 {p95:6.1f} ms (budget {_P95})"
        f"  idle {idle} (budget 0), {len(answers) - len(seconds)} keys without an answer"
    )
