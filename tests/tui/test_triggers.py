"""What starts a workflow is told with its filters, in full where there is room or by a key."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from ciatlas.sources.importer import import_clone
from ciatlas.store import open_atlas
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.file_page import FilePage
from ciatlas_tui.widgets.graph_view import GraphView
from ciatlas_tui.widgets.listing import Listing
from tests.repositories import Repository
from tests.tui.conftest import Open, press, screen_text, settle

JOBS = "".join(
    f"  job{number}: {{runs-on: x, steps: [{{run: make}}], needs: [{needs}]}}\n"
    for number, needs in enumerate(["", "job0", "job1", "job1", "job3"])
)
FILTERED = f"""\
on:
  push:
    branches: [main]
    paths: ["src/**", "tests/**", "!docs/**", "a/rather/long/path/to/something/deep/**"]
  pull_request:
    types: [opened]
jobs:
{JOBS}"""


@pytest.fixture(scope="module")
def filtered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tool with a workflow that starts on some paths only."""
    clone = Repository(tmp_path_factory.mktemp("filtered"))
    clone.commit({".github/workflows/ci.yml": FILTERED}, date="2024-01-01T12:00:00+00:00")
    path = clone.path.parent / f"{clone.path.name}.db"
    with open_atlas(path, create=True) as atlas:
        import_clone(atlas, clone.path, "example/filtered", cohort="study")
    return path


def starts(pilot: Pilot[None], name: str = "#about-facts") -> list[str]:
    facts = pilot.app.screen.query_one(name, Facts).facts
    names = [name for name, _ in facts]
    at = names.index("starts")
    after = next(number for number, one in enumerate(names) if number > at and one)
    return [text for _, text in facts[at:after]]


FULL = [
    "push",
    "· branches main",
    "· paths src/**, tests/**, !docs/**, a/rather/long/path/to/something/deep/**",
    "pull_request",
    "· types opened",
]


async def test_where_room_is_short_filters_are_counted(filtered: Path, explorer: Open) -> None:
    async with explorer("enter", "enter", atlas=filtered, size=(80, 18)) as pilot:
        assert starts(pilot) == ["push main · 4 paths, pull_request opened (i tells all)"]
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert starts(pilot) == FULL
        await pilot.resize_terminal(80, 18)
        await settle(pilot)
        assert len(starts(pilot)) == 1


async def test_the_header_counts_them(filtered: Path, explorer: Open) -> None:
    async with explorer("enter", "enter", atlas=filtered, size=(160, 40)) as pilot:
        top = screen_text(pilot).splitlines()[0]
        assert top.endswith(" · on push main · 4 paths, pull_request opened")


@pytest.mark.parametrize("size", [(80, 18), (40, 14)])
async def test_i_tells_all_about_the_file_and_again_leads_back(
    filtered: Path, explorer: Open, size: tuple[int, int]
) -> None:
    async with explorer("enter", "enter", atlas=filtered, size=size) as pilot:
        before = screen_text(pilot)
        assert "▸ All about this file" in await press(pilot, "i")
        assert starts(pilot, "FilePage Facts") == FULL
        assert isinstance(pilot.app.focused, FilePage)
        assert "!docs/**" in await press(pilot, "down", "down")
        assert await press(pilot, "i") == before
        assert isinstance(pilot.app.focused, GraphView)
        assert await press(pilot, "i", "q") == before


async def test_i_leads_back_to_the_outline_one_came_from(filtered: Path, explorer: Open) -> None:
    async with explorer("enter", "enter", "tab", "i", "escape", atlas=filtered) as pilot:
        assert pilot.app.focused is pilot.app.screen.query_one("#outline", Listing)


async def test_all_is_ascii_where_everything_is(filtered: Path, explorer: Open) -> None:
    for size in ((120, 40), (80, 18)):
        options = {"atlas": filtered, "ascii_only": True, "size": size}
        async with explorer("enter", "enter", **options) as pilot:
            assert screen_text(pilot).isascii()
            assert (await press(pilot, "i")).isascii()


async def test_help_and_the_bottom_line_tell_of_it(filtered: Path, explorer: Open) -> None:
    async with explorer("enter", "enter", atlas=filtered, size=(160, 60)) as pilot:
        assert "i file" in screen_text(pilot).splitlines()[-1]
        assert "its triggers in full" in await press(pilot, "question_mark")
