"""Every key of every screen does what it does without a trace of an error."""

import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ciatlas_tui.app import Explorer
from ciatlas_tui.configuration import Configuration
from ciatlas_tui.keymap import ANYWHERE, KEYS
from tests.tui.conftest import settle
from tests.tui.test_snapshots import SCREENS

_EVERYWHERE = {key for name in ANYWHERE for key in KEYS[name].keys.split(",")}
"""Keys that do the same on all screens; they are pressed on one of each kind."""
_KINDS = {"overview", "workflow", "figures", "search"}
_LEAVING = {"ctrl+z", "ctrl+q", "E"}
"""Keys that leave the screen to somebody else: a shell, an editor."""


@pytest.fixture
def own(atlas_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An atlas and a folder to write into, and no GitHub."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CIATLAS_API_URL", "http://127.0.0.1:9")
    return Path(shutil.copy(atlas_path, tmp_path / "own.db"))


async def walk(pilot: Pilot[None], name: str) -> None:
    """Go to a screen from wherever one is."""
    while len(pilot.app.screen_stack) > 1:
        pilot.app.pop_screen()
    await settle(pilot)
    for key in SCREENS[name]:
        await pilot.press(key)
        await settle(pilot)


@pytest.mark.parametrize("name", SCREENS)
async def test_every_key_of_a_screen_can_be_pressed(name: str, own: Path) -> None:
    app = Explorer(own, rest=0, offline=True, configuration=Configuration(theme="light"))
    async with app.run_test(size=(100, 30)) as pilot:
        await walk(pilot, name)
        here = app.screen
        elsewhere = set() if name in _KINDS else _EVERYWHERE
        keys = sorted({*app.screen.active_bindings} - _LEAVING - elsewhere)
        assert len(keys) > 3
        for key in keys:
            if app.screen is not here:
                await walk(pilot, name)
                here = app.screen
            await pilot.press(key)
            await settle(pilot)
            if app._exit:  # q on the overview
                break


def test_every_key_belongs_to_some_screen() -> None:
    import ciatlas_tui

    folder = Path(ciatlas_tui.__file__).parent
    sources = [path for path in folder.rglob("*.py") if path.name != "keymap.py"]
    text = "\n".join(path.read_text() for path in sources)
    groups = {"LIST", "DRAWING", "PLACE", "ANYWHERE"}
    keymap = (folder / "keymap.py").read_text()
    grouped = keymap[keymap.index("LIST = (") :]
    assert all(f"*{group}" in grouped + text or group in text for group in groups)
    unused = [
        name
        for name, key in KEYS.items()
        if key.keys and f'"{name}"' not in text and f'"{name}"' not in grouped
    ]
    assert unused == []
