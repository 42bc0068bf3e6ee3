"""The top line keeps the day in sight where room is short."""

from pathlib import Path

import pytest

from ciatlas_tui.glyphs import UNICODE
from ciatlas_tui.screens.evidence import EvidenceView
from ciatlas_tui.screens.side_by_side import SideBySide
from ciatlas_tui.widgets.lines import _fitting
from tests.tui.conftest import Open, screen_text, settle

FACTS = ["1 changed", "as of 2024-02-01 0123abcd", "a clone"]


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (50, "1 changed · as of 2024-02-01 0123abcd · a clone"),
        (40, "1 changed · as of 2024-02-01 0123abcd"),
        (30, "1 changed · as of 2024-02-01"),
        (20, "as of 2024-02-01"),
        (10, ""),
    ],
)
def test_the_commit_goes_before_the_day_and_the_day_last(room: int, shown: str) -> None:
    assert _fitting(FACTS, room, UNICODE) == shown


async def test_a_journey_keeps_the_day_in_a_narrow_header(explorer: Open) -> None:
    keys = ("enter", "down", "enter", "left_square_bracket")
    for width in (80, 60):
        async with explorer(*keys, size=(width, 24)) as pilot:
            top = screen_text(pilot).splitlines()[0]
            assert "test.yml" in top
            assert "as of 2024-09-01" in top


async def test_two_tools_side_by_side_say_as_of_when(explorer: Open, study_path: Path) -> None:
    async with explorer("c", "p", "down", "p", atlas=study_path) as pilot:
        assert isinstance(pilot.app.screen, SideBySide)
        assert "newest known" in screen_text(pilot).splitlines()[0]


async def test_two_days_of_a_pipeline_are_both_named(explorer: Open) -> None:
    keys = ("enter", "down", "enter", "equals_sign", *"2023-06-01", "enter")
    async with explorer(*keys) as pilot:
        assert isinstance(pilot.app.screen, SideBySide)
        top, heading, *_ = screen_text(pilot).splitlines()
        assert "as of 2023-06-01 and 2024-09-01" in top
        assert "2023-06-01" in heading
        assert "2024-09-01" in heading


async def test_evidence_says_as_of_when(explorer: Open, study_path: Path) -> None:
    async with explorer("c", "end", "enter", atlas=study_path) as pilot:
        assert isinstance(pilot.app.screen, EvidenceView)
        assert "newest known" in screen_text(pilot).splitlines()[0]
        await pilot.press("q")
        await settle(pilot)
