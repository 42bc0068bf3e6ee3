"""Triage: what is selected is decided on with a note, and nothing that was written gets lost."""

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from ciatlas.model.triage import Decision, Mark, Subject, histories
from ciatlas.store import open_atlas
from ciatlas_tui.app import Explorer
from ciatlas_tui.drafts import Draft, Drafts
from ciatlas_tui.screens.hypothesis import HypothesisView
from ciatlas_tui.screens.mark import MarkDialog
from ciatlas_tui.screens.overview import Overview
from ciatlas_tui.screens.replication import ReplicationView
from ciatlas_tui.screens.save import Save
from ciatlas_tui.screens.step import StepView
from ciatlas_tui.screens.tool import Tool
from ciatlas_tui.screens.triage import TriageView
from ciatlas_tui.screens.workflow import Workflow
from ciatlas_tui.widgets.listing import Listing
from tests.terminal.pseudo import Terminal
from tests.tui.conftest import Open, press, screen_text, settle

TO_STEPS = ("enter", "enter", "right", "enter", "down")
RELEASE = ".github/workflows/release.yml"
PICTURES = {"triage": ("t",), "mark": ("m", "c", *"note")}


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Drafts, and files written by name, go to a folder of the test's own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "state"


@pytest.fixture
def own(atlas_path: Path, tmp_path: Path) -> Path:
    """A copy of the atlas that may be written to."""
    path = tmp_path / "own.db"
    with closing(sqlite3.connect(atlas_path)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
    return path


def stored(path: Path) -> list[Mark]:
    with open_atlas(path, readonly=True) as atlas:
        return atlas.marks()


def store(path: Path, *marks: Mark) -> None:
    with open_atlas(path) as atlas:
        for mark in marks:
            atlas.add_mark(mark)


def told(pilot: Pilot[None]) -> str:
    """Return what the explorer notified of."""
    return "\n".join(f"{one.title}: {one.message}" for one in pilot.app._notifications)


def listing(pilot: Pilot[None]) -> Listing:
    return pilot.app.screen.query_one(Listing)


@contextmanager
def locked(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let another program write to the atlas meanwhile."""
    monkeypatch.setattr("ciatlas.store.opening._BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@pytest.mark.parametrize(
    ("key", "decision"),
    [("a", "agree"), ("c", "contest"), ("n", "needs-data"), ("d", "discuss")],
)
async def test_a_letter_decides_and_goes_on_to_the_note(
    explorer: Open, own: Path, key: str, decision: str
) -> None:
    async with explorer("enter", "m", key, *"why", "enter", atlas=own) as pilot:
        assert isinstance(pilot.app.screen, Tool)
        (mark,) = stored(own)
    assert (mark.decision, mark.note) == (decision, "why")
    assert mark.as_of == date(2024, 9, 1)


async def test_arrows_decide_and_enter_on_an_empty_note_stores_without_one(
    explorer: Open, own: Path
) -> None:
    async with explorer("enter", "m", "down", "down", "up", "enter", "enter", atlas=own):
        pass
    assert [(mark.decision, mark.note) for mark in stored(own)] == [(Decision.CONTEST, "")]


async def test_enter_on_a_decision_goes_on_to_the_note(explorer: Open, own: Path) -> None:
    async with explorer("enter", "m", "down", atlas=own) as pilot:
        assert "⏎ note" in screen_text(pilot)
        await press(pilot, "enter")
        assert stored(own) == []
        assert "⏎ store" in screen_text(pilot)
        await press(pilot, *"quit", "enter")
        assert isinstance(pilot.app.screen, Tool)
    assert [(mark.decision, mark.note) for mark in stored(own)] == [(Decision.CONTEST, "quit")]


@pytest.mark.parametrize(
    ("keys", "kind", "path"),
    [
        ((), "tool", None),
        (("enter",), "workflow", RELEASE),
        (("enter", "enter"), "workflow", RELEASE),
        (TO_STEPS, "step", RELEASE),
        ((*TO_STEPS, "enter"), "step", RELEASE),
        (("tab", "tab"), "workflow", ".github/workflows/test.yml"),
        (("v",), "verdict", None),
        (("v", "enter"), "verdict", None),
        (("tab",), "verdict", None),
    ],
)
async def test_what_is_selected_is_marked(
    explorer: Open, own: Path, keys: tuple[str, ...], kind: str, path: str | None
) -> None:
    async with explorer(*keys, "m", "enter", "enter", atlas=own, as_of=date(2024, 12, 31)):
        (mark,) = stored(own)
    assert (mark.subject.kind, mark.subject.path) == (kind, path)
    assert (mark.subject.commit is None) == (kind == "verdict")
    if kind == "step":
        assert (mark.subject.job, mark.subject.step, mark.subject.line) == ("publish", 1, 20)


async def test_one_goes_on_with_a_kept_note_where_one_was(explorer: Open, own: Path) -> None:
    async with explorer("m", "tab", *"hello", "escape", "m", "tab", "x", atlas=own) as pilot:
        assert pilot.app.screen.query_one("#note", Input).value == "hellox"
        await press(pilot, "escape", "m", "a", "y")
        assert pilot.app.screen.query_one("#note", Input).value == "helloxy"


async def test_where_nothing_is_selected_nothing_is_marked(explorer: Open, own: Path) -> None:
    async with explorer("r", "m", atlas=own) as pilot:
        assert isinstance(pilot.app.screen, ReplicationView)
        assert "nothing to decide on" in told(pilot)


async def test_the_dialog_says_what_is_marked_and_what_was_said_before(
    explorer: Open, own: Path
) -> None:
    async with explorer(*TO_STEPS, "m", "c", *"first", "enter", "m", atlas=own) as pilot:
        shown = screen_text(pilot)
        assert "step 2: Publish the package" in shown
        assert "tame › release.yml › publish" in shown
        assert "as of" in shown
        assert "first" in shown
        assert "▸ ✕ contest" in shown


async def test_what_was_typed_outlives_esc_and_the_explorer(
    explorer: Open, own: Path, state: Path
) -> None:
    async with explorer("enter", "m", "d", *"half", "escape", atlas=own) as pilot:
        assert isinstance(pilot.app.screen, Tool)
    assert stored(own) == []
    async with explorer("enter", "m", atlas=own) as pilot:
        assert pilot.app.screen.query_one(Input).value == "half"
        assert "not stored yet" in screen_text(pilot)
        await press(pilot, "enter", "enter")
    assert [(mark.decision, mark.note) for mark in stored(own)] == [(Decision.DISCUSS, "half")]
    assert list(state.rglob("*.json")) == []


async def test_what_was_typed_outlives_leaving_in_the_midst_of_it(
    explorer: Open, own: Path
) -> None:
    async with explorer("enter", "m", "c", *"half", atlas=own):
        pass
    async with explorer("enter", "m", atlas=own) as pilot:
        assert pilot.app.screen.query_one(Input).value == "half"


async def test_a_draft_that_was_emptied_is_gone(explorer: Open, own: Path, state: Path) -> None:
    keys = ("m", "c", "x", "escape", "m", "tab", "backspace", "escape")
    async with explorer("enter", *keys, atlas=own):
        assert list(state.rglob("*.json")) == []


async def test_a_locked_atlas_keeps_the_note_and_the_next_try_works(
    explorer: Open, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with explorer("enter", "m", "c", *"note", atlas=own, size=(120, 40)) as pilot:
        with locked(own, monkeypatch):
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, MarkDialog)
            assert "in use by another program; try again" in told(pilot)
        assert stored(own) == []
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Tool)
    assert [mark.note for mark in stored(own)] == ["note"]


async def test_an_atlas_that_went_away_keeps_the_note(explorer: Open, own: Path) -> None:
    async with explorer("enter", "m", "c", *"note", atlas=own) as pilot:
        for file in own.parent.glob("own.db*"):
            file.unlink()
        await press(pilot, "enter")
        assert "there is no atlas" in told(pilot)
        await press(pilot, "escape", "t", "q", "m")
        assert pilot.app.screen.query_one(Input).value == "note"


async def test_an_atlas_put_in_its_place_gets_the_mark(
    explorer: Open, own: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    shutil.copy(own, other)
    async with explorer("enter", atlas=own) as pilot:
        for file in own.parent.glob("own.db*"):
            file.unlink()
        other.rename(own)
        await press(pilot, "m", "c", *"note", "enter", "t")
        assert "note" in screen_text(pilot)
    assert [mark.note for mark in stored(own)] == ["note"]


async def test_t_lists_the_subjects_with_their_newest_decision(explorer: Open, own: Path) -> None:
    keys = ("m", "c", *"old", "enter", "m", "a", *"newer", "enter", "t")
    async with explorer("enter", *keys, atlas=own, size=(120, 30)) as pilot:
        assert isinstance(pilot.app.screen, TriageView)
        assert [row.cells[0] for row in listing(pilot).rows] == ["✓ agree"]
        shown = screen_text(pilot)
        assert "1 subject" in shown
        assert "newer" in shown
        assert "old" in shown
        await press(pilot, "t")
        assert isinstance(pilot.app.screen, TriageView)
        await press(pilot, "slash", "z")
        assert listing(pilot).rows == []


async def test_an_empty_triage_says_how_to_mark(explorer: Open, own: Path) -> None:
    async with explorer("t", atlas=own) as pilot:
        assert "m marks what is selected" in screen_text(pilot)
        await press(pilot, "enter", "m", "e", "escape", "y")
        assert "Nothing has been marked yet" in pilot.app.clipboard


async def test_enter_goes_to_the_very_step_as_it_was_looked_at(explorer: Open, own: Path) -> None:
    keys = ("enter", *["left_square_bracket"] * 2, *TO_STEPS[1:], "m", "enter", "enter")
    async with explorer(*keys, atlas=own) as pilot:
        await press(pilot, *["q"] * 4)
    async with explorer("t", "enter", atlas=own) as pilot:
        assert isinstance(pilot.app.screen, Workflow)
        assert "as of 2024-02-01" in screen_text(pilot)
        steps = pilot.app.screen.query_one("#steps", Listing)
        assert pilot.app.focused is steps
        assert steps.selected == "1"


async def test_enter_goes_to_a_tool_as_it_was_looked_at(explorer: Open, own: Path) -> None:
    async with explorer("m", "enter", "enter", atlas=own, as_of=date(2023, 12, 31)):
        pass
    async with explorer("t", "enter", atlas=own) as pilot:
        assert isinstance(pilot.app.screen, Tool)
        assert "as of 2023-05-01" in screen_text(pilot)


async def test_enter_goes_to_a_verdict_as_of_its_day(explorer: Open, own: Path) -> None:
    async with explorer("v", "m", "enter", "enter", atlas=own, as_of=date(2023, 12, 31)):
        pass
    async with explorer("t", "enter", atlas=own) as pilot:
        assert isinstance(pilot.app.screen, HypothesisView)
        assert "as of 2023-12-31" in screen_text(pilot).splitlines()[0]


async def test_enter_goes_to_a_claim(explorer: Open, own: Path) -> None:
    store(own, Mark(Subject("claim", "C02", "said"), Decision.AGREE, "", date(2025, 1, 25), 1))
    async with explorer("t", "enter", atlas=own) as pilot:
        assert isinstance(pilot.app.screen, ReplicationView)


async def test_what_is_not_in_the_atlas_any_more_is_named(explorer: Open, own: Path) -> None:
    gone = Subject("step", "gone/away\x1b[31m", "t", RELEASE, "job", 3, "c0ffee", 7)
    missing = Subject("step", "example/tame", "t", "no.yml", "job", 3, "c0ffee", 7)
    store(own, *(Mark(one, Decision.DISCUSS, "\u202e[red]n", None, 1) for one in (missing, gone)))
    async with explorer("t", "enter", atlas=own, size=(120, 40)) as pilot:
        assert isinstance(pilot.app.screen, TriageView)
        shown = screen_text(pilot)
        assert r"gone/away\x1b[31m" in shown
        assert r"\u202e[red]n" in shown
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, Tool)


def test_a_mark_outlives_an_explorer_that_is_killed(own: Path, state: Path) -> None:
    command = [sys.executable, "-m", "ciatlas", "--atlas", str(own)]
    terminal = Terminal(command, 80, 24, {"LANG": "C.UTF-8", "XDG_STATE_HOME": str(state)})
    terminal.wait_for(b"newest known")
    terminal.quiet(0.5)
    terminal.press(b"m")
    terminal.press(b"c")
    terminal.press(b"note")
    terminal.press(b"\r")
    terminal.close()  # by SIGKILL
    assert [(mark.decision, mark.note) for mark in stored(own)] == [(Decision.CONTEST, "note")]


def test_a_note_outlives_the_terminal_it_was_typed_in(own: Path, state: Path) -> None:
    command = [sys.executable, "-m", "ciatlas", "--atlas", str(own)]
    terminal = Terminal(command, 80, 24, {"LANG": "C.UTF-8", "XDG_STATE_HOME": str(state)})
    terminal.wait_for(b"newest known")
    terminal.quiet(0.5)
    terminal.press(b"m")
    terminal.press(b"c")
    terminal.press(b"half")
    assert terminal.unplug() == 0
    draft = Drafts(own).find(Subject("tool", "example/tame", "").key(None))
    assert draft == Draft(Decision.CONTEST, "half")
    assert stored(own) == []


async def test_two_explorers_see_each_others_marks(explorer: Open, own: Path) -> None:
    async with explorer("t", atlas=own) as one, explorer("enter", atlas=own) as other:
        await press(other, "m", "c", *"theirs", "enter")
        triage = one.app.screen
        assert isinstance(triage, TriageView)
        triage.call_later(triage.look)
        await settle(one)
        assert "theirs" in screen_text(one)
        await press(one, "q")
        assert isinstance(one.app.screen, Overview)


async def test_a_look_at_an_atlas_nobody_wrote_to_changes_nothing(
    explorer: Open, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with explorer("m", "enter", "enter", "t", atlas=own) as pilot:
        triage = pilot.app.screen
        assert isinstance(triage, TriageView)
        monkeypatch.setattr(triage, "fill", lambda: pytest.fail("it was read anew"))
        triage.look()


async def test_rows_show_what_was_decided(explorer: Open, own: Path) -> None:
    async with explorer("enter", "m", "c", "enter", "q", "m", "a", "enter", atlas=own) as pilot:
        assert "✓▸ tame" in screen_text(pilot)
        await press(pilot, "enter")
        assert "✕▸ release.yml" in screen_text(pilot)
        await press(pilot, "q", "v", "m", "n", "enter")
        assert "?▸ H1" in screen_text(pilot)
        await press(pilot, "q")
        assert "?  H1" in screen_text(pilot)


async def test_e_writes_the_minutes_where_it_is_told(
    explorer: Open, own: Path, tmp_path: Path
) -> None:
    async with explorer("enter", "m", "c", *"note", "enter", "t", "e", atlas=own) as pilot:
        field = pilot.app.screen.query_one("#file", Input)
        assert field.value.startswith("minutes-20")
        assert field.value.endswith(".md")
        field.value = "said.md"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, TriageView)
        assert str(tmp_path / "said.md") in told(pilot)
        text = (tmp_path / "said.md").read_text(encoding="utf-8")
        assert "**contested**" in text
        await press(pilot, "y")
        assert pilot.app.clipboard == text
        await press(pilot, "o")


async def test_a_file_that_is_there_is_replaced_only_when_asked_twice(
    explorer: Open, own: Path, tmp_path: Path
) -> None:
    file = tmp_path / "said.md"
    file.write_text("dear")
    async with explorer("t", "e", atlas=own) as pilot:
        pilot.app.screen.query_one("#file", Input).value = "said.md"
        await press(pilot, "enter")
        assert "Enter again replaces it" in screen_text(pilot)
        assert file.read_text() == "dear"
        await press(pilot, "enter")
        assert file.read_text().startswith("# Minutes")


@pytest.mark.parametrize("name", ["no/such/folder.md", ".", "", "nul\x00l", "~nobody-here/x.md"])
async def test_a_file_that_cannot_be_written_is_explained(
    explorer: Open, own: Path, name: str
) -> None:
    async with explorer("t", "e", atlas=own) as pilot:
        pilot.app.screen.query_one("#file", Input).value = name
        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, Save)
        assert "it cannot be written" in screen_text(pilot)


async def test_the_dialog_fits_a_sliver_and_ascii(explorer: Open, own: Path) -> None:
    keys = ("m", "c", "x", "enter", "m")
    async with explorer("enter", *keys, atlas=own, size=(40, 12)) as pilot:
        shown = screen_text(pilot)
        assert "discuss" in shown
        assert "⏎ note · Esc leaves, keeps the note" in shown
    async with explorer("enter", "m", atlas=own, ascii_only=True) as pilot:
        assert screen_text(pilot).isascii()
        await press(pilot, "escape", "t")
        assert screen_text(pilot).isascii()


async def test_help_names_the_keys_of_the_triage(explorer: Open, own: Path) -> None:
    async with explorer("t", "question_mark", atlas=own, size=(100, 40)) as pilot:
        shown = screen_text(pilot)
        for about in ("decide on what is selected", "write the minutes", "copy the minutes"):
            assert about in shown


def test_drafts_last_while_it_runs_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    key, draft = Subject("claim", "C01", "t").key(None), Draft(Decision.AGREE, "n")
    drafts = Drafts(tmp_path / "a.db")
    drafts.keep(key, draft)
    assert drafts.find(key) == draft
    drafts.forget(key)
    assert drafts.find(key) is None


def test_a_damaged_draft_is_none(tmp_path: Path, state: Path) -> None:
    key = Subject("claim", "C01", "t").key(None)
    Drafts(tmp_path / "a.db").keep(key, Draft(Decision.AGREE, "n"))
    (file,) = state.rglob("*.json")
    for text in ("", "[]", '{"decision": "maybe", "note": ""}', "null"):
        file.write_text(text)
        assert Drafts(tmp_path / "a.db").find(key) is None


def test_drafts_are_of_one_atlas(tmp_path: Path) -> None:
    key = Subject("claim", "C01", "t").key(None)
    Drafts(tmp_path / "a.db").keep(key, Draft(Decision.AGREE, "n"))
    assert Drafts(tmp_path / "b.db").find(key) is None


def test_histories_have_the_newest_first() -> None:
    one, other = Subject("claim", "C01", "t"), Subject("claim", "C02", "t")
    marks = [Mark(who, Decision.AGREE, "", None, at) for at, who in enumerate((one, other, one))]
    found = list(histories(marks).values())
    assert [[mark.made_at for mark in marks] for marks in found] == [[2, 0], [1]]


async def test_a_claim_of_the_study_is_marked_as_of_its_day(
    study_path: Path, tmp_path: Path
) -> None:
    path = tmp_path / "study.db"
    shutil.copy(study_path, path)
    app = Explorer(path, rest=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "r", "down", "m", "a", "enter", "t", "enter")
        assert isinstance(app.screen, ReplicationView)
        assert listing(pilot).selected == "C02"
    (mark,) = stored(path)
    assert (mark.subject.id, mark.as_of) == ("C02", date(2025, 1, 25))


async def test_a_marked_step_view_leads_back(explorer: Open, own: Path) -> None:
    async with explorer(*TO_STEPS, "enter", "m", "enter", "enter", atlas=own) as pilot:
        assert isinstance(pilot.app.screen, StepView)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("name", PICTURES)
def test_picture(
    name: str, size: tuple[int, int], own: Path, snap_compare: Callable[..., bool]
) -> None:
    step = Subject("step", "example/tame", "Publish", RELEASE, "publish", 1, "c0ffee", 20)
    tool = Subject("tool", "example/tame", "example/tame", commit="c0ffee")
    verdict = Subject(
        "verdict", "H1", "automation makes tools efficient", cohort="study",
        finding="partly-supported",
    )  # fmt: skip
    store(
        own,
        Mark(tool, Decision.AGREE, "", None, 1_737_700_000),
        Mark(step, Decision.NEEDS_DATA, "who approves it?", date(2024, 9, 1), 1_737_800_000),
        Mark(verdict, Decision.CONTEST, "three tools are few", date(2025, 1, 25), 1_737_900_000),
        Mark(step, Decision.DISCUSS, "with the maintainers", date(2024, 9, 1), 1_738_000_000),
    )

    async def walk(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await press(pilot, *PICTURES[name])

    assert snap_compare(Explorer(own, rest=0), terminal_size=size, run_before=walk)
