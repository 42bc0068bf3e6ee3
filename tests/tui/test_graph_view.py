"""The drawing on the screen: selection, highlights, folding, finding, the map of large ones."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

import networkx as nx
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from ciatlas_tui.glyphs import UNICODE
from ciatlas_tui.widgets.graph_view import GraphView
from ciatlas_tui.widgets.minimap import Minimap
from tests.tui.conftest import screen_text
from tests.unit.graph.graphs import DIAMOND, FAN, graph

MATRIX = graph(("build", "unit"), unit={"legs": 2, "leg_labels": ("3.11", "3.12")})
LARGE = graph(*((f"first{i}", f"second{(i * 7) % 40}") for i in range(40)))


class Board(App[None]):
    """A graph view and its map, alone."""

    CSS = """
    .graph--selected { background: blue; }
    .graph--lit { color: red; }
    GraphView { scrollbar-size: 1 1; }
    Minimap { dock: right; width: 20; height: 6; }
    """

    def __init__(self, jobs: "nx.DiGraph[str]") -> None:
        super().__init__()
        self.jobs = jobs
        self.opened: list[str] = []

    def compose(self) -> ComposeResult:
        yield GraphView(ascii_only=False)
        yield Minimap(UNICODE)

    def on_mount(self) -> None:
        self.query_one(GraphView).show_graph(self.jobs)
        self.query_one(GraphView).focus()

    def on_graph_view_opened(self, event: GraphView.Opened) -> None:
        self.opened.append(event.job)

    def on_graph_view_redrawn(self) -> None:
        view = self.query_one(GraphView)
        self.query_one(Minimap).show(view.drawing, view.in_sight, view.selected)


@asynccontextmanager
async def board(
    jobs: "nx.DiGraph[str]", *keys: str, size: tuple[int, int] = (60, 20)
) -> AsyncIterator[tuple[Pilot[None], GraphView]]:
    app = Board(jobs)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        yield pilot, app.query_one(GraphView)


def styled(view: GraphView, color: str, *, background: bool) -> list[str]:
    """Return the texts on the screen that have a colour."""
    found = []
    for y in range(view.size.height):
        for segment in view.render_line(y):
            style = segment.style
            mark = (style.bgcolor if background else style.color) if style else None
            if mark is not None and mark.triplet is not None and mark.triplet.hex == color:
                found.append(segment.text)
    return found


async def test_the_selected_job_and_its_lines_stand_out() -> None:
    async with board(DIAMOND, "right") as (_, view):
        assert view.selected == "c"
        assert styled(view, "#0000ff", background=True) == [" c "]
        assert styled(view, "#ff0000", background=False) == ["├──▶", "├──▶"]


async def test_space_lists_matrix_legs_and_hides_them_again() -> None:
    async with board(MATRIX, "right", "space") as (pilot, _):
        assert "· 3.11" in screen_text(pilot)
        await pilot.press("space")
        await pilot.pause()
        assert "· 3.11" not in screen_text(pilot)


async def test_space_folds_a_box_of_several_jobs() -> None:
    async with board(FAN, "right", "space", size=(60, 30)) as (pilot, view):
        assert "f0 +19" in screen_text(pilot)
        assert view.selected == "f10"
        await pilot.press("space")
        await pilot.pause()
        assert "f0 +19" not in screen_text(pilot)


async def test_d_turns_the_drawing() -> None:
    async with board(DIAMOND) as (pilot, view):
        assert view.drawing is not None
        assert view.drawing.direction == "lr"
        await pilot.press("d")
        assert view.drawing.direction == "td"
        await pilot.press("d")
        assert view.drawing.direction == "lr"


async def test_searching_prefers_names_that_begin_so() -> None:
    async with board(graph(jobs=["prebuild", "build", "test"])) as (_, view):
        view.search("bui")
        assert view.selected == "build"
        view.search("EBU")
        assert view.selected == "prebuild"
        view.search("nothing like it")
        assert view.selected == "prebuild"


async def test_a_click_selects_and_another_opens() -> None:
    async with board(DIAMOND) as (pilot, view):
        await pilot.click(GraphView, offset=(18, 2))
        assert view.selected == "d"
        await pilot.click(GraphView, offset=(18, 2))
        assert isinstance(pilot.app, Board)
        assert pilot.app.opened == ["d"]
        await pilot.click(GraphView, offset=(40, 15))
        assert view.selected == "d"


async def test_the_view_follows_the_selection_and_the_map_shows_where() -> None:
    async with board(LARGE) as (pilot, view):
        assert pilot.app.query_one(Minimap).display
        for _ in range(30):
            await pilot.press("down")
        await pilot.pause()
        assert view.selected is not None
        assert view.drawing is not None
        assert view.in_sight.contains(1, view.drawing.row_of(view.selected).row)
        assert "◆" in screen_text(pilot)


async def test_a_box_cut_by_an_edge_says_so() -> None:
    jobs = ("first_of_all", "second_of_all", "third_of_all", "last_of_all")
    async with board(graph(*pairwise(jobs)), "d", size=(52, 20)) as (pilot, view):
        assert view.drawing is not None
        assert view.drawing.direction == "lr"
        lines = [view.render_line(y).text for y in range(3)]
        assert [line[-4:] for line in lines] == ["───…", "of_…", "───…"]
        await pilot.press("right", "right", "right")
        await pilot.pause()
        lines = [view.render_line(y).text for y in range(3)]
        assert [line[:4] for line in lines] == ["…───", "…hir", "…───"]
        assert [line[-4:] for line in lines] == ["───┐", "ll │", "───┘"]


async def test_what_fits_is_not_marked_as_cut() -> None:
    async with board(DIAMOND) as (pilot, _):
        assert "…" not in screen_text(pilot)


async def test_a_drawing_that_fits_needs_no_map() -> None:
    async with board(DIAMOND) as (pilot, _):
        assert not pilot.app.query_one(Minimap).display


async def test_another_version_keeps_the_selected_job() -> None:
    async with board(DIAMOND, "right") as (pilot, view):
        grown = DIAMOND.copy()
        grown.add_edge("d", "e")
        view.show_graph(grown)
        assert view.selected == "c"
        shrunk = DIAMOND.copy()
        shrunk.remove_node("c")
        view.show_graph(shrunk)
        assert view.selected == "a"
        await pilot.pause()


async def test_the_map_has_a_heading_and_a_frame_around_what_is_in_sight() -> None:
    async with board(LARGE) as (pilot, _):
        shown = [line[-20:] for line in screen_text(pilot).splitlines()[:6]]
        assert shown[0].startswith("map ─")
        assert any("┌" in line and "┐" in line for line in shown[1:]) or "[" in shown[1]
