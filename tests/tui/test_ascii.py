"""Without UTF-8 everything can still be told apart, and nothing but ASCII reaches the terminal."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.widgets._toast import Toast

from ciatlas.analysis.labelling import label_pipelines
from ciatlas.sources.importer import import_clone
from ciatlas.store import open_atlas
from ciatlas_tui.ascii_cells import AsciiCells, in_ascii
from ciatlas_tui.glyphs import ASCII
from ciatlas_tui.tour import read_tour
from tests.repositories import Repository
from tests.tui.conftest import Open, screen_text
from tests.tui.test_snapshots import SCREENS

FOREIGN = """\
name: "Ünïcödé 🚀 テスト"
on: push
jobs:
  ビルド:
    name: "ビルド 👩‍💻 é"
    if: "github.actor == 'Ünïcödé'"
    runs-on: ubuntu-latest
    steps:
      - name: "naïve テスト"
        run: echo 'ビルド'
"""
LETTERS = "Ünïcödé🚀テストビルド👩‍💻é"
"""The characters of foreign texts; whatever else is not ASCII would be our own."""

TO_STEP = ("enter", "enter", "right", "enter", "down", "enter")
OVERLAYS = {
    "palette": ("ctrl+p",),
    "palette found": ("ctrl+p", *"open"),
    "palette none": ("ctrl+p", *"zzz"),
    "help of the overview": ("question_mark", "end"),
    "jump": ("apostrophe",),
    "filter": ("slash", *"tame"),
    "filter none": ("slash", *"zzz"),
    "find a job": ("enter", "enter", "slash", *"b"),
    "save": ("e",),
    "date": ("at",),
    "no date": ("at", "x", "enter"),
    "two days": ("enter", "enter", "equals_sign"),
    "side by side": ("enter", "enter", "equals_sign", *"2024-05-01", "enter"),
    "two tools": ("c", "p", "down", "p"),
    "mark": ("m",),
    "evidence": ("v", "enter", "tab", "enter"),
    "turned": ("enter", "enter", "d"),
    "another version": ("enter", "enter", "left_square_bracket"),
    "charts": ("f", "right"),
    "sorted": ("comma", "full_stop"),
    "way ahead": ("enter", "q"),
    "foreign overview": ("greater_than_sign",),
    "foreign tool": ("greater_than_sign", "down", "enter"),
    "foreign workflow": ("greater_than_sign", "down", "enter", "enter"),
    "foreign step": ("greater_than_sign", "down", "enter", "enter", "enter", "enter"),
}
NOTICES = {
    "how to leave": ("ctrl+c",),
    "stored": ("m", "a", *"note", "enter"),
    "no older": ("enter", *["left_square_bracket"] * 9),
    "copied": (*TO_STEP, "y"),
    "colours": ("T",),
    "offline": ("7", "s"),
}


@pytest.fixture(scope="module")
def foreign_path(atlas_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An atlas with a tool beside the others whose texts are in no way ASCII."""
    folder = tmp_path_factory.mktemp("foreign")
    clone = Repository(folder / "clone")
    clone.commit({".github/workflows/テスト.yml": FOREIGN}, date="2024-03-01T12:00:00+00:00")
    path = Path(shutil.copy(atlas_path, folder / "atlas.db"))
    with open_atlas(path) as atlas:
        import_clone(atlas, clone.path, "example/naif")
        label_pipelines(atlas)
    return path


@pytest.fixture
def gated(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What came to the last gate and was not ASCII."""
    came: list[str] = []
    real = AsciiCells.apply

    def apply(gate: AsciiCells, segments: list[Segment], background: Color) -> list[Segment]:
        came.extend(text for text, _, _ in segments if not text.isascii())
        return real(gate, segments, background)

    monkeypatch.setattr(AsciiCells, "apply", apply)
    return came


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def own(texts: list[str]) -> set[str]:
    """Return the characters of these texts that are neither ASCII nor foreign."""
    return {one for one in "".join(texts) if not one.isascii()} - set(LETTERS)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", {**SCREENS, **OVERLAYS})
async def test_every_screen_is_ascii(
    name: str, size: tuple[int, int], explorer: Open, foreign_path: Path, gated: list[str]
) -> None:
    keys = {**SCREENS, **OVERLAYS}[name]
    async with explorer(*keys, atlas=foreign_path, size=size, ascii_only=True) as pilot:
        assert screen_text(pilot).isascii()
    assert own(gated) == set()


@pytest.mark.parametrize("name", NOTICES)
async def test_every_notice_is_ascii(
    name: str, explorer: Open, foreign_path: Path, tmp_path: Path, gated: list[str]
) -> None:
    atlas = Path(shutil.copy(foreign_path, tmp_path / "own.db"))
    options = {"atlas": atlas, "ascii_only": True, "offline": True, "notices": True}
    async with explorer(*NOTICES[name], **options) as pilot:
        assert pilot.app.screen.query(Toast)
        assert screen_text(pilot).isascii()
    assert own(gated) == set()


def test_the_tour_is_told_in_ascii() -> None:
    assert all(stop.say.isascii() for stop in read_tour())


async def test_foreign_text_is_shown_as_far_as_ascii_goes(
    explorer: Open, foreign_path: Path
) -> None:
    keys = OVERLAYS["foreign tool"]
    async with explorer(*keys, atlas=foreign_path, size=(120, 40), ascii_only=True) as pilot:
        assert "Unicode ?? ??????" in screen_text(pilot)


async def test_the_palette_has_the_sign_of_other_lines_to_search_on(explorer: Open) -> None:
    async with explorer("ctrl+p") as pilot:
        assert "/ find a command by its name" in screen_text(pilot)
        assert "🔎" not in screen_text(pilot)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("naïve façade", "naive facade"),
        ("e\u0301", "e"),
        ("a – b … c", "a - b ~ c"),
        ("┌─┐", "+-+"),
        ("テ", "??"),
        ("½ ≠ 1", "? ? 1"),
        ("👩\u200d💻", "??"),
    ],
)
def test_a_text_keeps_its_cells(text: str, shown: str) -> None:
    assert in_ascii(text) == shown
    assert cell_len(shown) == cell_len(text)


def test_a_sparkline_is_no_number() -> None:
    drawn = ASCII.sparkline([0, 1, 2, 4, 8])
    assert not any(character.isdigit() for character in drawn)
    assert len(drawn) == 5


def test_the_mark_of_what_was_cut_means_nothing_else() -> None:
    kinds = (ASCII.statuses, ASCII.verdicts, ASCII.signs, ASCII.differences, ASCII.changes)
    assert all(ASCII.ellipsis not in kind.values() for kind in kinds)
    assert ASCII.verdicts["partly-supported"] not in ASCII.changes.values()
    assert ASCII.differences["changed"] == ASCII.changes["changed"]


async def test_arrow_keys_are_called_arrows(explorer: Open) -> None:
    async with explorer("enter", "enter", ascii_only=True) as pilot:
        assert "arrows along edges, column" in screen_text(pilot).splitlines()[-1]
    async with explorer("enter", "enter") as pilot:
        assert "←→ along edges  ↑↓ column" in screen_text(pilot).splitlines()[-1]


async def test_shades_stand_apart_from_numbers(explorer: Open) -> None:
    async with explorer("c", ascii_only=True) as pilot:
        row = next(line for line in screen_text(pilot).splitlines() if " tame  " in line)
        assert re.search(r"\d #", row)
        assert not re.search(r"\d[.:*#]", row)
