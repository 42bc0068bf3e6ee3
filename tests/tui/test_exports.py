"""What is in sight can be taken elsewhere, in several forms."""

import csv
import json
import sys
from pathlib import Path

import pytest

from ciatlas_tui.app import Explorer
from ciatlas_tui.configuration import Configuration
from ciatlas_tui.screens.place import Place
from ciatlas_tui.screens.save import Form
from ciatlas_tui.screens.view_forms import view_forms
from ciatlas_tui.widgets.lines import TopLine
from tests.tui.conftest import RELEASE, Open, screen_text, settle, told


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def forms(pilot) -> dict[str, Form]:
    place = pilot.app.screen
    assert isinstance(place, Place)
    return {form.suffix: form for form in view_forms(place, place.forms())}


async def test_e_writes_a_view_as_markdown(explorer: Open, tmp_path: Path) -> None:
    async with explorer("enter", "e", "enter") as pilot:
        assert told(pilot).endswith("tame.md is written")
    written = (tmp_path / "tame.md").read_text()
    assert written.startswith("# ciatlas › tame\n")
    assert "| release.yml | release |" in written
    assert "## Figures" in written


async def test_the_arrow_keys_choose_another_form(explorer: Open, tmp_path: Path) -> None:
    async with explorer("enter", "e", "down", "enter") as pilot:
        await settle(pilot)
    with (tmp_path / "tame.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["pipeline"] for row in rows] == ["release.yml", "test.yml"]
    assert rows[0]["jobs"] == "3"


async def test_a_suffix_that_is_typed_chooses_the_form(explorer: Open, tmp_path: Path) -> None:
    for name, begins in (("seen.svg", "<svg"), ("seen.CSV", "pipeline,"), ("seen.md", "# ciatlas")):
        async with explorer("enter", "e", *name, "enter") as pilot:
            assert told(pilot).endswith(f"{name} is written")
        assert (tmp_path / name).read_text().startswith(begins)


async def test_a_form_a_view_does_not_offer_is_refused(explorer: Open, tmp_path: Path) -> None:
    async with explorer("enter", "e", *"seen.mmd", "enter") as pilot:
        shown = screen_text(pilot)
        assert "this cannot be written as Mermaid, only as .md, .csv, .svg" in shown
    assert not list(tmp_path.glob("seen*"))


async def test_a_suffix_of_no_form_leaves_the_choice(explorer: Open, tmp_path: Path) -> None:
    async with explorer("enter", "e", "down", "end", *"-seen.txt", "enter") as pilot:
        await settle(pilot)
    assert (tmp_path / "tame.csv-seen.txt").read_text().startswith("pipeline,")


async def test_a_workflow_is_written_as_drawing_and_graph(explorer: Open) -> None:
    async with explorer("enter", "enter") as pilot:
        found = forms(pilot)
        assert "publish" in found[".md"].make()
        assert "▶" in found[".md"].make()
        assert (
            "build --> publish" in found[".mmd"].make().replace("job_", "")
            or "-->" in found[".mmd"].make()
        )
        assert "digraph" in found[".dot"].make()
        assert json.loads(found[".json"].make())["schema"] == 1
        assert found[".svg"].make().startswith("<svg")


async def test_foreign_text_is_inert_in_what_is_written(explorer: Open) -> None:
    async with explorer("greater_than_sign", "enter", "enter") as pilot:
        written = forms(pilot)[".md"].make()
        assert "[@click" not in written.replace("\\[", "")
        assert "\x1b" not in written


async def test_a_cell_is_never_a_formula(explorer: Open) -> None:
    async with explorer() as pilot:
        listing = pilot.app.screen.query_one("#tools")
        row = listing.rows[0]
        listing.show_rows([type(row)(row.key, ("=cmd()", *row.cells[1:]))])
        assert "'=cmd()" in forms(pilot)[".csv"].make()


async def test_a_file_that_is_there_is_replaced_only_when_asked_twice(
    explorer: Open, tmp_path: Path
) -> None:
    (tmp_path / "tame.md").write_text("mine")
    async with explorer("enter", "e", "enter") as pilot:
        assert "Enter again replaces it" in screen_text(pilot)
        assert (tmp_path / "tame.md").read_text() == "mine"
        await pilot.press("enter")
        await settle(pilot)
    assert (tmp_path / "tame.md").read_text() != "mine"


async def test_the_editor_opens_the_lines_from_a_clone(
    atlas_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen.json"
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import json, sys\n"
        f"json.dump([sys.argv[1], open(sys.argv[2]).read()], open({str(seen)!r}, 'w'))\n"
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} {editor}")
    clone = atlas_path.parent / "tame"
    app = Explorer(atlas_path, rest=0, configuration=Configuration(clones={"example/tame": clone}))
    monkeypatch.setattr(app, "suspend", _awake)
    async with app.run_test() as pilot:
        for key in ("enter", "enter", "right", "enter", "down", "E"):
            await pilot.press(key)
            await settle(pilot)
    line, text = json.loads(seen.read_text())
    assert line == "+20"
    assert text == RELEASE


async def test_without_a_clone_it_is_said_how_to_name_one(explorer: Open) -> None:
    async with explorer("enter", "E") as pilot:
        assert "clones:" in told(pilot)


class _awake:  # noqa: N801 - stands in for a method
    """A suspension that does nothing, since no terminal is there to give away."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


async def test_no_name_that_is_suggested_looks_like_an_option_or_hides(
    explorer: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for trail, name in ((["ciatlas", "…", "tame"], "tame.md"), (["ciatlas", "…"], "ciatlas.md")):
        monkeypatch.setattr(TopLine, "trail", trail)
        async with explorer("enter", "e", "enter"):
            assert (tmp_path / name).exists()
