"""What may happen to the terminal and to the atlas while somebody looks: nothing breaks by it."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input
from textual.worker import WorkerFailed

from ciatlas_tui.screens.overview import Overview
from ciatlas_tui.widgets.graph_view import GraphView
from ciatlas_tui.widgets.listing import Listing
from tests.tui.conftest import Open, screen_text, settle

SCREENS: dict[str, tuple[str, ...]] = {
    "overview": (),
    "tool": ("enter", "down"),
    "workflow": ("enter", "enter", "right"),
    "outline": ("enter", "enter", "tab", "down"),
    "steps": ("enter", "enter", "right", "enter", "down"),
    "step": ("enter", "enter", "right", "enter", "down", "enter"),
    "hypotheses": ("v", "down", "down"),
    "hypothesis": ("v", "enter", "down"),
    "claims": ("r",),
    "compare": ("c",),
    "triage": ("m", "c", "enter", "t"),
    "mark": ("m", "c", *"note"),
    "help": ("question_mark",),
    "date": ("at",),
}
"""The keys that lead to each screen, and to a selection on it that is not the first."""
WALKS = (
    "enter", "right", "enter", "down", "enter", *["escape"] * 4, "tab", "enter", "escape",
    "v", "down", "enter", "tab", "enter", *["escape"] * 3, "c", "enter", "escape", "escape",
    "r", "down", "escape", "greater_than_sign", "t", "e", "escape", "escape", "m", "c", "x",
    "enter",
)  # fmt: skip
"""Keys that make nearly everything read the atlas, wherever one is."""


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts, and files written by name, go to a folder of the test's own; locks are soon told."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("ciatlas.store.opening._BUSY_SECONDS", 0.01)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def own(atlas_path: Path, tmp_path: Path) -> Path:
    """A copy of the atlas that may be written to, and maltreated."""
    path = tmp_path / "own" / "atlas.db"
    path.parent.mkdir()
    with closing(sqlite3.connect(atlas_path)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
    return path


def delete(path: Path) -> None:
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()


def overwrite(path: Path) -> None:
    path.write_bytes(b"\x1b[31mno atlas at all\n" * 4000)


def truncate(path: Path) -> None:
    path.write_bytes(b"")


def damage(path: Path) -> None:
    """Leave the first page as it is, so that the file looks like an atlas."""
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))


def replace_with_garbage(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(b"garbage" * 1000)
    other.replace(path)


def replace_with_an_atlas_without_tools(path: Path) -> None:
    other = path.with_name("other")
    shutil.copy(path, other)
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM repositories")
        connection.commit()
    delete(path)
    other.replace(path)


MISFORTUNES = (
    delete, overwrite, truncate, damage, replace_with_garbage, replace_with_an_atlas_without_tools,
)  # fmt: skip


def selection(pilot: Pilot[None]) -> list[object]:
    """Return what is selected and typed everywhere on the screen."""
    screen = pilot.app.screen
    return [
        *(one.selected for one in screen.query(Listing)),
        *(one.selected for one in screen.query(GraphView)),
        *(one.value for one in screen.query(Input)),
        pilot.app.focused,
    ]


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys; what works beside the screen may fail, and is told of then."""
    for key in keys:
        await pilot.press(key)
        with suppress(WorkerFailed):
            await settle(pilot)


def told(pilot: Pilot[None]) -> str:
    return "\n".join(one.message for one in pilot.app._notifications)


@pytest.mark.parametrize("name", SCREENS)
async def test_a_sliver_of_a_terminal_and_back_changes_nothing(
    explorer: Open, own: Path, name: str
) -> None:
    async with explorer(*SCREENS[name], atlas=own) as pilot:
        pilot.app.clear_notifications()
        await settle(pilot)
        shown, selected = screen_text(pilot), selection(pilot)
        for size in ((40, 12), (20, 4), (1, 1), (40, 12)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
        assert selection(pilot) == selected
        assert any(character.isalpha() for character in screen_text(pilot))
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert selection(pilot) == selected
        assert screen_text(pilot) == shown


@pytest.mark.parametrize("name", ["overview", "steps", "hypothesis", "triage", "mark"])
@pytest.mark.parametrize("misfortune", MISFORTUNES, ids=lambda one: one.__name__)
async def test_no_misfortune_of_the_atlas_ends_the_explorer(
    explorer: Open, own: Path, name: str, misfortune: Callable[[Path], None]
) -> None:
    async with explorer(*SCREENS[name], atlas=own) as pilot:
        misfortune(own)
        await press(pilot, *WALKS)
        # The keys are heard still, and lead back.
        for _ in range(12):
            if not isinstance(pilot.app.screen, Overview):
                await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Overview)
        assert pilot.app.return_code is None


async def test_an_atlas_that_was_deleted_can_be_read_to_the_end(explorer: Open, own: Path) -> None:
    async with explorer(atlas=own) as pilot:
        delete(own)
        await press(pilot, "enter", "enter")
        assert "release.yml" in screen_text(pilot).splitlines()[0]


async def test_an_atlas_that_became_garbage_is_told_of(explorer: Open, own: Path) -> None:
    async with explorer(atlas=own, size=(120, 40)) as pilot:
        overwrite(own)
        await press(pilot, "enter", "enter", "v")
        assert "damaged or no atlas; move it away" in told(pilot)


async def test_a_locked_atlas_is_told_of_and_read_once_it_is_free(
    explorer: Open, own: Path
) -> None:
    async with explorer(atlas=own, size=(120, 40)) as pilot:
        # Keys do not wait as long for a lock as commands and what works beside the screen do.
        atlas = pilot.app.atlas
        assert atlas._connection.execute("PRAGMA busy_timeout").fetchone()[0] <= 500
        with closing(sqlite3.connect(own, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            await press(pilot, "enter", "escape", "m", "c", "enter", "escape")
            assert "in use by another program; try again" in told(pilot)
        await press(pilot, "enter", "enter")
        assert "release.yml" in screen_text(pilot).splitlines()[0]


async def test_what_a_lock_keeps_from_being_read_is_not_said_to_be_empty(
    explorer: Open, own: Path
) -> None:
    with closing(sqlite3.connect(own, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")  # as of an atlas nobody has written to yet
        async with explorer(atlas=own, size=(120, 40)) as pilot:
            other.execute("BEGIN EXCLUSIVE")
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, Overview)  # one stays where there is something
            assert "in use by another program; try again" in told(pilot)
            await press(pilot, "t")
            assert "reading the marks" in screen_text(pilot)
            other.execute("COMMIT")
            pilot.app.screen.look()
            await settle(pilot)
            assert "nothing is marked yet" in screen_text(pilot)


async def test_another_atlas_in_its_place_is_shown_on_coming_back(
    explorer: Open, own: Path
) -> None:
    async with explorer("enter", atlas=own) as pilot:
        replace_with_an_atlas_without_tools(own)
        await press(pilot, "q")
        assert "the atlas is empty" in screen_text(pilot)
        assert "another atlas took the place" in told(pilot)


async def test_another_atlas_in_its_place_is_shown_before_anything_of_it_is_opened(
    explorer: Open, own: Path
) -> None:
    async with explorer(atlas=own) as pilot:
        replace_with_an_atlas_without_tools(own)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Overview)
        assert "the atlas is empty" in screen_text(pilot)


async def test_marks_of_another_explorer_show_on_coming_back(explorer: Open, own: Path) -> None:
    async with explorer("enter", atlas=own) as one, explorer(atlas=own) as other:
        await press(other, "m", "c", *"theirs", "enter")
        await press(one, "q")
        assert "✕▸ tame" in screen_text(one)
        await press(one, "m")
        assert "theirs" in screen_text(one)


@pytest.mark.parametrize("key", ["v", "3", "4"])
async def test_no_list_waits_for_an_atlas_that_is_gone(explorer: Open, own: Path, key: str) -> None:
    async with explorer(atlas=own) as pilot:
        delete(own)
        await press(pilot, key)
        await press(pilot)
        shown = screen_text(pilot)
        assert "this could not be read" in shown
        assert "weighing" not in shown
        assert told(pilot).count("there is no atlas") == 1
