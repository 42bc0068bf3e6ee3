"""The key one would press next does what one would expect of it."""

from pathlib import Path

from ciatlas_tui.app import Explorer
from ciatlas_tui.memory import Memory
from ciatlas_tui.screens.hypothesis import HypothesisView
from ciatlas_tui.screens.side_by_side import SideBySide
from ciatlas_tui.widgets.lines import Section
from tests.tui.conftest import Open, screen_text, settle


async def test_f_again_shows_the_next_figure(explorer: Open) -> None:
    titles = []
    for keys in (("f",), ("f", "f"), ("f", "right")):
        async with explorer(*keys) as pilot:
            titles.append(pilot.app.screen.query_one("#figure-title", Section).title)
    assert titles[0] != titles[1] == titles[2]


async def test_c_takes_the_selected_tool_for_the_first_side(study_path: Path) -> None:
    async with Explorer(study_path, rest=0).run_test(size=(120, 30)) as pilot:
        for key in ("down", "c"):
            await settle(pilot)
            await pilot.press(key)
        await settle(pilot)
        assert "is picked; p picks another" in screen_text(pilot)
        for key in ("down", "p"):
            await pilot.press(key)
            await settle(pilot)
        assert isinstance(pilot.app.screen, SideBySide)


async def test_the_first_screen_says_what_is_ahead(atlas_path: Path, tmp_path: Path) -> None:
    kept = tmp_path / "explorer.json"
    async with Explorer(atlas_path, rest=0, memory=Memory(kept)).run_test() as pilot:
        await settle(pilot)
        assert "L back" not in screen_text(pilot)
        for key in ("v", "enter"):
            await pilot.press(key)
            await settle(pilot)
        pilot.app.exit()
    async with Explorer(atlas_path, rest=0, memory=Memory(kept)).run_test() as pilot:
        await settle(pilot)
        assert "L back to hypotheses › H1" in screen_text(pilot).splitlines()[-1]
        for key in ("L", "L"):
            await pilot.press(key)
            await settle(pilot)
        assert isinstance(pilot.app.screen, HypothesisView)
        for key in ("q", "q"):
            await pilot.press(key)
            await settle(pilot)
        assert "L back to hypotheses › H1" in screen_text(pilot).splitlines()[-1]
