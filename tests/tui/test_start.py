"""What stands between the command and the first paint."""

import gc
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from ciatlas.cli.explore import explore, is_plain
from ciatlas.cli.main import run as run_command
from ciatlas.model.triage import Decision, Subject
from ciatlas_tui.app import Explorer
from ciatlas_tui.drafts import Draft
from ciatlas_tui.start import run
from tests.tui.conftest import Open, screen_text, told

COSTLY = {
    "aiohttp", "ciatlas.model.claim", "ciatlas.model.pipeline", "ciatlas.sources.bundle",
    "ciatlas.store.atlas", "click", "networkx", "plotext", "plotly", "sqlite_utils",
    "textual_plotext", "tree_sitter", "yaml",
}  # fmt: skip
_LOADED = """
import asyncio, sys
from pathlib import Path
from types import SimpleNamespace
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


async def test_an_atlas_that_was_just_made_is_told_of(explorer: Open) -> None:
    async with explorer(notes=["there was no atlas at \x1b]here; one was made"]) as pilot:
        assert told(pilot) == r"there was no atlas at \x1b]here; one was made"


def test_the_explorer_is_told_that_the_atlas_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Sequence[str]] = []
    monkeypatch.setattr(Explorer, "run", lambda app: seen.append(app._notes))
    path = tmp_path / "new.db"
    try:
        for _ in range(2):
            explore(path)
    finally:
        gc.enable()
    assert seen == [[f"there was no atlas at {path}; one was made of the bundle"], []]


def test_an_explorer_that_broke_is_no_success(
    atlas_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Explorer, "run", lambda app: setattr(app, "_return_code", 1))
    before = sys.getswitchinterval()
    try:
        with pytest.raises(SystemExit, match="1"):
            run(atlas_path)
    finally:
        sys.setswitchinterval(before)


def test_a_dumb_terminal_is_not_drawn_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")
    assert not is_plain([])
    assert run_command([]) == 2
    assert "TERM=dumb says that this one is none; try 'ciatlas tools'" in capsys.readouterr().err
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("CIATLAS_ATLAS", raising=False)
    assert is_plain([])


def test_a_note_no_disk_takes_is_left_on_the_terminal(
    atlas_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "full").write_text("no folder")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "full"))
    subject = Subject("tool", "example/tame", "tame")

    def write(app: Explorer) -> None:
        app.drafts.keep(subject.key(None), Draft(Decision.CONTEST, "two\x1b are few"))
        assert not app.drafts.is_lasting(subject.key(None))

    before = sys.getswitchinterval()
    monkeypatch.setattr(Explorer, "run", write)
    try:
        run(atlas_path)
        assert capsys.readouterr().err == ("this note could be stored nowhere: two\\x1b are few\n")
        monkeypatch.setattr(Explorer, "run", lambda app: (write(app), (tmp_path / "full").unlink()))
        run(atlas_path)  # there is room again
        assert capsys.readouterr().err == ""
    finally:
        sys.setswitchinterval(before)
    (draft,) = (tmp_path / "full").rglob("*.json")
    assert "are few" in draft.read_text()
