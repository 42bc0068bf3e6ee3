"""Under NO_COLOR everything is there, and nothing of it is coloured."""

from pathlib import Path

import pytest
from rich.color import Color

from tests.tui.conftest import Open
from tests.tui.test_edges import SCREENS


@pytest.fixture(autouse=True)
def _colourless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)


def is_grey(colour: Color | None) -> bool:
    triplet = colour and colour.triplet
    return not triplet or triplet.red == triplet.green == triplet.blue


@pytest.mark.parametrize("name", [name for name in SCREENS if name not in ("triage", "mark")])
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)])
async def test_every_screen_is_painted_without_colours(
    explorer: Open, name: str, size: tuple[int, int]
) -> None:
    async with explorer(*SCREENS[name], size=size) as pilot:
        painted = pilot.app.screen._compositor.render_strips()
        segments = [segment for strip in painted for segment in strip]
        assert any(segment.text.strip() for segment in segments)
        for segment in segments:
            if segment.style is not None:
                assert is_grey(segment.style.color), segment
                assert is_grey(segment.style.bgcolor), segment


async def test_the_figures_and_every_list_that_is_asked_for_are_painted(explorer: Open) -> None:
    async with explorer("f", "escape", "enter", "w", "q", "5", *"test", "tab", "7", "q") as pilot:
        assert pilot.app.return_code is None
