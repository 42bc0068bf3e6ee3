"""What stands between the command and the first paint."""

import subprocess
import sys
from pathlib import Path

import pytest

from ciatlas_tui.app import Explorer
from ciatlas_tui.start import run
from tests.tui.conftest import Open, screen_text

COSTLY = {
    "aiohttp", "ciatlas.model.claim", "ciatlas.model.pipeline", "ciatlas.sources.bundle",
    "ciatlas.store.atlas", "click", "networkx", "plotext", "plotly", "sqlite_utils",
    "textual_plotext", "tree_sitter", "yaml",
}  # fmt: skip
_LOADED = """
import asyncio, sys
from pathlib import Path
import ciatlas.cli
from ciatlas.sources.default_atlas import default_atlas
from ciatlas_tui.app import Explorer
async def main():
    async with Explorer(default_atlas(Path(sys.argv[1])), rest=60).run_test() as pilot:
        await pilot.pause()
        print(*sys.modules)
asyncio.run(main())
"""


def test_nothing_costly_is_imported_on_the_way_to_the_first_paint(atlas_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _LOADED, str(atlas_path)], capture_output=True, text=True, check=True
    )
    loaded = set(run.stdout.split())
    assert "ciatlas_tui.screens.overview" in loaded
    assert not loaded & COSTLY


async def test_the_first_frame_has_every_column_already(explorer: Open) -> None:
    async with explorer(size=(120, 40)) as pilot:
        tools = pilot.app.screen.query_one("#tools")
        tools._fitted = None  # as before a resize was told
        tools._layout = [(0, 4)]
        tools.refresh()
        await pilot.pause()
        assert "CI commits" in screen_text(pilot)


def test_keys_get_their_turn_soon_beside_work_in_threads(
    atlas_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    before = sys.getswitchinterval()
    monkeypatch.setattr(Explorer, "run", lambda _app: seen.append(sys.getswitchinterval()))
    try:
        run(atlas_path)
    finally:
        sys.setswitchinterval(before)
    assert seen == [pytest.approx(0.001)]
