"""What is told in passing takes a line, and gives way to whatever comes next."""

from pathlib import Path

import pytest
from textual.widgets._toast import Toast

from ciatlas_tui.app import Explorer
from ciatlas_tui.configuration import Configuration
from ciatlas_tui.screens.save import Save
from ciatlas_tui.screens.step import StepView
from tests.tui.conftest import Open, press, screen_text, settle, told

TO_STEP = ("enter", "enter", "right", "enter", "down", "enter")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("webbrowser.open", lambda *_arguments, **_options: False)


async def test_a_link_takes_two_lines_at_most_above_the_keys(explorer: Open) -> None:
    async with explorer(*TO_STEP, "y", notices=True) as pilot:
        (toast,) = pilot.app.screen.query(Toast)
        assert toast.region.height <= 2
        assert toast.region.bottom == 23
        assert "#L20 is copied" in screen_text(pilot)
        assert "? keys" in screen_text(pilot).splitlines()[-1]


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_a_notice_has_its_lines_to_itself(explorer: Open, size: tuple[int, int]) -> None:
    async with explorer("ctrl+c", notices=True, size=size) as pilot:
        (toast,) = pilot.app.screen.query(Toast)
        assert toast.region.x == 0
        assert toast.region.width == size[0]
        line = screen_text(pilot).splitlines()[toast.region.y]
        assert line == " q leaves ciatlas, ctrl+q does so from anywhere"


async def test_ctrl_c_says_how_to_leave_by_the_keys_in_force(atlas_path: Path) -> None:
    configuration = Configuration(keys={"quit": "f10", "back": "b,H"})
    app = Explorer(atlas_path, rest=0, configuration=configuration)
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+c")
        assert told(pilot) == "F10 leaves ciatlas, ctrl+q does so from anywhere"
        await press(pilot, "enter", "ctrl+c")
        assert told(pilot) == "ctrl+q leaves ciatlas, b goes back"
        await press(pilot, "b", "f10")
        assert app._exit


@pytest.mark.parametrize(
    "there",
    [
        ("m",),
        ("m", "a", *"note"),
        ("at",),
        ("e",),
        ("5",),
        ("slash",),
        ("ctrl+p",),
        ("apostrophe",),
    ],
    ids=["decision", "note", "date", "file", "search", "filter", "palette", "jump"],
)
async def test_ctrl_c_says_how_to_leave_where_something_is_asked(
    explorer: Open, there: tuple[str, ...]
) -> None:
    async with explorer(*there, notices=True) as pilot:
        asking, field = pilot.app.screen, pilot.app.focused
        await press(pilot, "ctrl+c")
        line = screen_text(pilot).splitlines()[22]
        assert line.strip() == "ctrl+q leaves ciatlas, Esc goes back"
        assert pilot.app.screen is asking
        assert pilot.app.focused is field
        assert not pilot.app._exit


async def test_ctrl_c_copies_what_is_selected_as_well(explorer: Open) -> None:
    async with explorer("at", "home", "ctrl+c") as pilot:
        assert pilot.app.clipboard == ""
        await press(pilot, "shift+end", "ctrl+c")
        assert pilot.app.clipboard == "2025-01-25"
        assert "ctrl+q leaves ciatlas" in told(pilot)


async def test_the_next_key_takes_it_away(explorer: Open) -> None:
    async with explorer(*TO_STEP, "y", "down", notices=True) as pilot:
        assert told(pilot) == ""
        assert "is copied" not in screen_text(pilot)


async def test_one_thing_is_told_at_a_time_and_never_over_a_question(explorer: Open) -> None:
    async with explorer(*TO_STEP, "y", "o", "e", notices=True) as pilot:
        assert isinstance(pilot.app.screen, Save)
        assert "Write to which file?" in screen_text(pilot)
        assert not any(one.display for one in pilot.app.screen.query(Toast))
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, StepView)
        assert "is copied" not in screen_text(pilot)


async def test_a_picture_is_of_the_place_alone_and_of_all_of_it(
    explorer: Open, tmp_path: Path
) -> None:
    async with explorer("v", notices=True) as pilot:
        await press(pilot, "e", "down", "down", "enter")
        assert "is written" in "".join(screen_text(pilot).split("\n"))
        await press(pilot, "e", "down", "down", "home", "b", "enter")
    for name in ("hypotheses.svg", "bhypotheses.svg"):
        drawn = (tmp_path / name).read_text()
        assert "is&#160;written" not in drawn
        assert "weighing" not in drawn
        assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "").replace(
            "https://www.textualize.io", ""
        )
        assert "font-family: monospace" in drawn


async def test_what_is_still_read_is_written_when_it_is_there(
    explorer: Open, tmp_path: Path
) -> None:
    async with explorer() as pilot:
        for key in ("v", "e", "enter"):
            await pilot.press(key)
        await settle(pilot)
        await settle(pilot)
    assert "| H1 |" in (tmp_path / "hypotheses.md").read_text()


async def test_what_is_told_again_stands_once_and_longer(explorer: Open) -> None:
    async with explorer(notices=True) as pilot:
        for _ in range(2):
            pilot.app.notify("it is locked", severity="error", timeout=60)
            await settle(pilot)
            (one,) = pilot.app._notifications
            one.raised_at -= 50
        pilot.app.notify("it is locked", severity="error", timeout=60)
        await settle(pilot)
        (one,) = pilot.app._notifications
        assert one.time_left > 50
        assert screen_text(pilot).count("it is locked") == 1


async def test_what_is_told_twice_at_once_stands_once(explorer: Open) -> None:
    async with explorer() as pilot:
        for _ in range(2):
            pilot.app.notify("it is gone", severity="error")
        await settle(pilot)
        assert told(pilot) == "it is gone"
