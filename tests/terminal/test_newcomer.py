"""From a first start, in a real terminal of 80×24, by what the screen says and nothing else."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.terminal.homes import fresh_home
from tests.terminal.tmux import PROGRAM, Tmux

pytestmark = pytest.mark.skipif(not Tmux.available(), reason="tmux is not installed")

Start = Callable[..., Tmux]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the installed program with a home of its own."""
    open_ones: list[Tmux] = []

    def started(arguments: str = "", columns: int = 80, rows: int = 24, **settings: str) -> Tmux:
        environment = {**fresh_home(tmp_path), **settings}
        terminal = Tmux(f"{PROGRAM} {arguments}", columns, rows, environment)
        open_ones.append(terminal)
        return terminal

    yield started
    for terminal in open_ones:
        terminal.close()


def go_to(terminal: Tmux, text: str) -> None:
    """Press Down until the marker stands on the line with `text`."""
    for _ in range(60):
        shown = terminal.wait_for("▸")
        here = next(line for line in shown.splitlines() if "▸" in line)
        if text in here:
            return
        terminal.press("Down")
        terminal.wait_for("▸", without=here)
    raise AssertionError(f"no way to {text}:\n{terminal.screen()}")


def test_a_newcomer_reaches_the_steps_of_a_workflow(start: Start, tmp_path: Path) -> None:
    terminal = start()
    overview = terminal.wait_for("MLflow", "KitOps", "Metaflow", "ClearML")
    assert "bundle of" in overview.splitlines()[0]
    assert {"⏎ open", "q quit", "? keys"} <= {
        words.strip() for words in re.split(r"  +", overview.splitlines()[-1])
    }
    go_to(terminal, "Metaflow")
    terminal.press("Enter")
    terminal.wait_for("ciatlas › Metaflow", "publish.yml")
    go_to(terminal, "publish.yml")
    terminal.press("Enter")
    drawing = terminal.wait_for("Metaflow › publish.yml", "├──▶│ ▲ deploy │")
    assert "→ along edges" in drawing.splitlines()[-1]
    terminal.press("Right")
    terminal.wait_for("needs   test, test-stubs")
    terminal.press("Enter")
    go_to(terminal, "Set up Python")
    terminal.press("End", "Enter")
    step = terminal.wait_for("deploy › step 9 of 9", "activity", "publish")
    assert "link" in step
    for place, before in (
        ("› publish.yml", "step 9 of 9"),
        ("along edges", "▸"),
        ("Pipelines", "along edges"),
        ("4 tools", "Pipelines"),
    ):
        terminal.press("q")
        terminal.wait_for(place, without=before)
    terminal.press("q")
    assert "Traceback" not in terminal.wait_for("")
    assert (tmp_path / "data" / "ciatlas" / "atlas.db").exists()


def test_help_says_what_the_keys_do(start: Start) -> None:
    terminal = start("--as-of 2025-01-25")
    terminal.wait_for("as of 2025-01-25")
    terminal.press("?")
    terminal.wait_for("Keys here (q closes this)", "open what is selected")
    terminal.press("PageDown", "PageDown")
    terminal.wait_for("Anywhere", "what the keys do")
    terminal.press("q")
    terminal.wait_for("Newest changes")


def test_a_terminal_of_ascii_gets_ascii(start: Start) -> None:
    terminal = start("--ascii", LANG="C")
    assert terminal.wait_for("MLflow", "Newest changes").isascii()


def test_resizing_to_a_sliver_and_back_keeps_the_place(start: Start) -> None:
    terminal = start()
    terminal.wait_for("MLflow")
    terminal.press("Enter")
    terminal.wait_for("› MLflow", "pipeline")
    terminal.resize(40, 12)
    terminal.wait_for("› MLflow")
    terminal.resize(120, 40)
    terminal.wait_for("› MLflow", "Figures", "since")


def test_ctrl_c_says_how_to_leave_and_ctrl_q_leaves(start: Start) -> None:
    terminal = start()
    terminal.wait_for("MLflow")
    terminal.press("C-c")
    terminal.wait_for("MLflow", "ctrl+q")
    terminal.press("C-q")
    left = terminal.wait_for_end()
    assert left.split() == ["left", "with", "0"]
