"""Being stopped, woken, told to leave, and cut off: nothing that was typed is lost by it."""

import shlex
import signal
import sys
import time
from pathlib import Path

import pytest

from ciatlas.sources.bundle import unpack_bundle
from tests.terminal.homes import fresh_home
from tests.terminal.pseudo import Terminal
from tests.terminal.sshd import Sshd
from tests.terminal.tmux import PROGRAM, Tmux

in_tmux = pytest.mark.skipif(not Tmux.available(), reason="tmux is not installed")
_TIMEOUT = 20


def drafts(home: Path) -> str:
    """Return what is kept of the notes that were begun."""
    return "\n".join(file.read_text() for file in (home / "state").rglob("drafts/*.json"))


@in_tmux
def test_ctrl_z_goes_to_the_shell_and_fg_comes_back(tmp_path: Path) -> None:
    settings = {**fresh_home(tmp_path), "PROGRAM": str(PROGRAM)}
    terminal = Tmux("sh -i", 80, 24, settings)
    try:
        terminal.type("PS1='shell''> '\n")
        terminal.wait_for("shell>")
        terminal.type("$PROGRAM\n")
        terminal.wait_for("MLflow", "ClearML", "▸")
        terminal.press("C-z")
        terminal.wait_for("Stopped", without="ClearML")
        terminal.type("stty -a\n")
        # The terminal is as it was: it edits lines, echoes them, and makes signals of keys.
        terminal.wait_for("isig icanon iexten echo ")
        terminal.type("clear; fg\n")
        terminal.wait_for("MLflow", "ClearML", "▸ MLflow", without="shell>")
        terminal.press("Enter")
        terminal.wait_for("ciatlas › MLflow")
        terminal.press("C-q")
        terminal.wait_for("shell>", without="MLflow")
    finally:
        terminal.close()


@in_tmux
def test_ctrl_z_is_harmless_where_there_is_no_shell_to_go_to(tmp_path: Path) -> None:
    terminal = Tmux(f"exec {PROGRAM}", 80, 24, fresh_home(tmp_path))
    try:
        terminal.wait_for("MLflow", "ClearML")
        terminal.press("C-z")
        terminal.wait_for("there is no shell to go to")
        terminal.press("Enter")
        terminal.wait_for("ciatlas › MLflow")
    finally:
        terminal.close()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT])
def test_a_note_outlives_a_signal_to_leave(tmp_path: Path, number: signal.Signals) -> None:
    atlas = tmp_path / "atlas.db"
    unpack_bundle(atlas)
    command = [sys.executable, "-m", "ciatlas", "--atlas", str(atlas)]
    terminal = Terminal(command, 80, 24, fresh_home(tmp_path))
    terminal.wait_for(b"ClearML")
    terminal.press(b"m")
    terminal.press(b"c")
    terminal.press(b"half a note")
    code, written = terminal.told(number)
    assert code == 0
    assert b"\x1b[?1049l" in written, "the screen from before is not given back"
    assert "half a note" in drafts(tmp_path)


@in_tmux
@pytest.mark.skipif(Sshd.missing() is not None, reason=str(Sshd.missing()))
def test_a_note_outlives_a_connection_that_drops(tmp_path: Path) -> None:
    home = tmp_path / "home"
    settings = fresh_home(home)
    server = Sshd(tmp_path / "ssh")
    try:
        login = shlex.join(server.login(str(PROGRAM), settings))
        terminal = Tmux(login, 80, 24, {})
        terminal.wait_for("MLflow", "ClearML", "▸")
        terminal.press("m")
        terminal.wait_for("note, may stay empty")
        terminal.press("d")
        terminal.wait_for("▸ ! discuss")
        terminal.type("half a note")
        terminal.wait_for("half a note")
        terminal.close()
        end = time.monotonic() + _TIMEOUT
        while "half a note" not in drafts(home) and time.monotonic() < end:
            time.sleep(0.05)
        terminal = Tmux(login, 80, 24, {})
        terminal.wait_for("MLflow", "ClearML", "▸")
        terminal.press("m")
        terminal.wait_for("half a note", "not stored yet", "▸ ! discuss")
        terminal.press("Enter")
        terminal.wait_for("⏎ store")
        terminal.press("Enter")
        terminal.wait_for("discuss is stored", without="note, may stay empty")
        terminal.press("q")
        terminal.wait_for_end()
        terminal.close()
    finally:
        server.close()
    assert drafts(home) == ""
