"""A terminal that goes away takes the explorer with it, signal or no signal."""

import shlex
import sys
from pathlib import Path

import pytest

from tests.terminal.pseudo import Terminal


@pytest.mark.parametrize("before", ["", "trap '' HUP; "], ids=["signalled", "signal ignored"])
def test_it_ends_with_its_terminal(tmp_path: Path, before: str) -> None:
    command = f"{before}exec {shlex.quote(sys.executable)} -m ciatlas"
    settings = {"XDG_DATA_HOME": str(tmp_path), "LANG": "C.UTF-8"}
    terminal = Terminal(["sh", "-c", command], 80, 24, settings)
    terminal.wait_for(b"ClearML")
    assert terminal.unplug() == 0
