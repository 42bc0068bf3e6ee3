"""What a list cuts of the selected row stands in full below."""

import re
from datetime import date
from pathlib import Path
from shutil import copy

import pytest
from textual.pilot import Pilot
from textual.widgets._toast import Toast

from ciatlas_tui.app import Explorer
from ciatlas_tui.glyphs import UNICODE
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.in_full import InFull
from ciatlas_tui.widgets.row import Column, Row
from ciatlas_tui.widgets.table import Table
from tests.tui.conftest import press, screen_text, settle

STUDY = date(2025, 1, 25)


def in_full(pilot: Pilot[None]) -> InFull:
    return pilot.app.screen.query_one(InFull)


def test_a_table_tells_what_it_cuts_of_a_row() -> None:
    table = Table((Column("a", narrowest=4), Column("b")), UNICODE)
    table.everything = [Row("1", ("longer than it", "b")), Row("2", ("short", "b"))]
    layout = table.fit(9)
    assert table.cut_texts(table.everything[0], layout) == [("a", "longer than it")]
    assert table.longest_cut(layout) == [("a", "longer than it")]
    assert table.longest_cut(table.fit(40)) == []


async def test_the_selected_row_follows_the_cursor(study_path: Path) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        shown = await press(pilot, "v", "end", "enter")
        assert "found MLflow 10, KitOps 0, Metaflow 0, ClearML 0\n" in shown
        assert "expected for at least 1, against at most 0\n" in shown
        shown = await press(pilot, "down")
        assert re.search(r"indicator ML tests among checks   found MLflow \d+ %", shown)
        shown = await press(pilot, "tab", "down")
        assert "file .circleci/config.yml" in shown


async def test_it_moves_nothing_while_the_cursor_does(study_path: Path) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "v", "end", "enter")
        heights = set()
        for _ in range(5):
            await press(pilot, "down")
            heights.add(in_full(pilot).region)
        assert len(heights) == 1


async def test_there_is_nothing_where_nothing_is_cut(study_path: Path) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(size=(200, 60)) as pilot:
        await settle(pilot)
        await press(pilot, "v", "end", "enter")
        assert not in_full(pilot).display
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert in_full(pilot).display
        await pilot.resize_terminal(200, 60)
        await settle(pilot)
        assert not in_full(pilot).display


async def test_it_stays_while_one_filters_the_list(study_path: Path) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "down", "slash", "s")
        assert in_full(pilot).display


async def test_a_hit_of_a_search_is_shown_in_full(study_path: Path) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "5", *"pytest", "down")
        assert "${{ matrix.pytestargs }}" in in_full(pilot).text


async def test_what_was_found_about_a_claim_is_never_cut(study_path: Path) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "3")
        findings = pilot.app.screen.query_one("#findings", Facts)
        for _ in range(23):
            lines = findings._lines(findings.size.width, findings.facts)
            assert len(lines) <= findings.size.height
            await press(pilot, "down")


async def test_what_was_found_leaves_room_for_what_was_expected(study_path: Path) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "v", "down", "down", "down", "enter")
        for _ in range(3):
            shown = in_full(pilot).text
            for told in ("indicator", "found delta", "…", "expected"):
                assert told in shown
            assert "for from" in " ".join(shown.split())
            await press(pilot, "down")


async def test_it_gives_way_to_a_notice_and_comes_back(study_path: Path, tmp_path: Path) -> None:
    app = Explorer(Path(copy(study_path, tmp_path)), STUDY, rest=0)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        shown = await press(pilot, "v", "enter", "down", "down", "m", "a", "enter")
        assert " ✓ agree is stored\n" in shown
        assert "found MLflow" not in shown
        assert "found MLflow" in await press(pilot, "down")


@pytest.mark.parametrize("said", ["the atlas is locked", "the atlas is locked " * 6])
async def test_it_stands_above_an_error_that_stays_and_comes_down_after_it(
    study_path: Path, said: str
) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(
        size=(80, 24), notifications=True
    ) as pilot:
        await settle(pilot)
        await press(pilot, "v", "enter", "down")
        below = in_full(pilot).region
        pilot.app.notify(said, severity="error")
        shown = await press(pilot, "down")
        (toast,) = pilot.app.screen.query(Toast)
        assert "the atlas is locked" in shown
        assert "found MLflow" in shown
        assert in_full(pilot).region.bottom == toast.region.y
        toast._expire()
        await settle(pilot)
        assert in_full(pilot).region == below
        assert "found MLflow" in screen_text(pilot)


async def test_it_comes_back_when_the_time_of_a_notice_is_over(study_path: Path) -> None:
    async with Explorer(study_path, STUDY, rest=0).run_test(
        size=(80, 24), notifications=True
    ) as pilot:
        await settle(pilot)
        await press(pilot, "v", "enter", "down")
        pilot.app.notify("it is stored")
        await settle(pilot)
        assert "found MLflow" not in screen_text(pilot)
        pilot.app.screen.query_one(Toast)._expire()
        await settle(pilot)
        assert "found MLflow" in screen_text(pilot)
