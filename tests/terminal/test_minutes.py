"""From a first start to minutes in a file, at 80×24: in tmux, and over SSH from within it."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.homes import fresh_home
from tests.terminal.sshd import Sshd
from tests.terminal.tmux import PROGRAM, Tmux

pytestmark = pytest.mark.skipif(not Tmux.available(), reason="tmux is not installed")


@pytest.fixture(params=["tmux", "ssh"])
def newcomer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tmux]:
    """The program on its first start, with a home of its own."""
    settings = fresh_home(tmp_path / "home")
    if request.param == "tmux":
        terminal = Tmux(str(PROGRAM), 80, 24, settings)
        yield terminal
        terminal.close()
        return
    if missing := Sshd.missing():
        pytest.skip(missing)
    server = Sshd(tmp_path / "ssh")
    terminal = Tmux(shlex.join(server.login(str(PROGRAM), settings)), 80, 24, {})
    yield terminal
    terminal.close()
    server.close()


def test_a_newcomer_leaves_with_minutes(newcomer: Tmux, tmp_path: Path) -> None:
    newcomer.wait_for("MLflow", "ClearML", "Newest changes")
    newcomer.press("v")
    newcomer.wait_for("What it rests on", "H8", without="weighing the evidence")
    newcomer.press("m")
    newcomer.wait_for("▸ ✓ agree", "note, may stay empty")
    newcomer.press("c")
    newcomer.wait_for("▸ ✕ contest")
    newcomer.type("three tools are few")
    newcomer.wait_for("three tools are few")
    newcomer.press("Enter")
    newcomer.wait_for("✕▸ H1", without="note, may stay empty")
    newcomer.press("t")
    triage = newcomer.wait_for("triage › 1 subject", "▸ ✕ contest", "three tools are few")
    assert "Traceback" not in triage
    newcomer.press("e")
    newcomer.wait_for("Write to which file?", "minutes-")
    file = tmp_path / "minutes.md"
    newcomer.press("C-u")
    newcomer.wait_for("Write to which file?", without="minutes-")
    newcomer.type(str(file))
    newcomer.wait_for("minutes.md")
    newcomer.press("Enter")
    newcomer.wait_for("written", without="Write to which file?")
    minutes = file.read_text(encoding="utf-8")
    assert minutes.startswith("# Minutes")
    assert re.search(r"^- \*\*contested\*\* H1: .*: three tools are few$", minutes, re.MULTILINE)
    newcomer.press("q")
    newcomer.wait_for("ciatlas › hypotheses")
    newcomer.press("q")
    newcomer.wait_for("4 tools")
    newcomer.press("q")
    assert "Traceback" not in newcomer.wait_for_end()
