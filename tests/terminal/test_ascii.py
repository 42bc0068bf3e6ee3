"""A terminal without UTF-8 gets bytes of ASCII and no others, whatever one opens."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.homes import fresh_home
from tests.terminal.pseudo import Terminal

_BEGINNING = b"Newest changes"
_BACK = b"\x1b"
_OPENED = {
    "tool": b"\r",
    "hypotheses": b"2",
    "figures": b"f",
    "compare": b"c",
    "palette": b"\x10",
    "help": b"?",
    "jump": b"'",
    "filter": b"/",
    "save": b"e",
    "date": b"@",
    "mark": b"m",
    "notice": b"\x03",
}


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """The explorer on a terminal whose locale knows nothing but ASCII."""
    environment = {**fresh_home(tmp_path), "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"}
    opened = Terminal([sys.executable, "-m", "ciatlas"], 80, 24, environment)
    yield opened
    opened.close()


def test_no_byte_is_beyond_ascii(terminal: Terminal) -> None:
    terminal.wait_for(_BEGINNING)
    assert terminal.quiet(0.3).isascii()
    for name, key in _OPENED.items():
        written, _ = terminal.answer(key, settle=0.2)
        written += terminal.answer(_BACK, settle=0.2, patience=1)[0]
        assert written.isascii(), name
