"""The terminal shows what was painted, though only differences are sent to it."""

from pathlib import Path

import pytest

from tests.terminal.homes import fresh_home
from tests.terminal.tmux import PROGRAM, Tmux

pytestmark = pytest.mark.skipif(not Tmux.available(), reason="tmux is not installed")

WALK = ("Down", "Tab", "v", "Down", "Tab", "Enter", "Tab", "q", "q", "Enter", "Enter", "Tab")


def test_painting_the_whole_screen_anew_changes_nothing(tmp_path: Path) -> None:
    tmux = Tmux(str(PROGRAM), 100, 30, fresh_home(tmp_path))
    try:
        tmux.wait_for("ClearML", "ciatlas")
        for key in WALK:
            tmux.press(key)
            shown = tmux.still()
            tmux.press("C-l")
            assert tmux.still() == shown, f"after {key}"
        tmux.scribble("\x1b[5;1Hsomething else wrote here")
        tmux.wait_for("something else wrote here")
        tmux.press("C-l")
        tmux.wait_for(without="something else")
        assert tmux.still() == shown
    finally:
        tmux.close()
