"""Esc never loses work: what was typed and not used is there the next time it is asked for."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from ciatlas_tui.widgets.choice import Choice
from tests.tui.conftest import Open, press, screen_text


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def field(pilot: Pilot[None]) -> str:
    return pilot.app.focused.value if isinstance(pilot.app.focused, Input) else "no field"


async def test_a_date_is_kept_until_it_is_used(explorer: Open) -> None:
    async with explorer("at", *"2023-1", "escape", "at") as pilot:
        assert field(pilot) == "2023-1"
        await press(pilot, *"2-31", "enter")
        assert "as of 2023-12-31" in screen_text(pilot)
        await press(pilot, "at")
        assert field(pilot) == "2023-12-31"
        await press(pilot, *"2024-06-30", "enter")
        assert "as of 2024-06-30" in screen_text(pilot)


async def test_the_day_suggested_is_none_that_was_typed(explorer: Open) -> None:
    async with explorer("at", "escape", "at", *"2023-12-31", "enter") as pilot:
        assert "as of 2023-12-31" in screen_text(pilot)


async def test_the_name_of_a_file_is_kept_with_its_form(explorer: Open, tmp_path: Path) -> None:
    async with explorer("enter", "e", "down", "home", *"my-", "escape", "e") as pilot:
        assert field(pilot) == "my-tame.csv"
        assert pilot.app.screen.query_one(Choice).chosen == 1
        await press(pilot, "enter")
        assert (tmp_path / "my-tame.csv").read_text().startswith("pipeline,")
        await press(pilot, "e")
        assert field(pilot) == "tame.md"


async def test_words_are_searched_for_again(explorer: Open) -> None:
    async with explorer("5", *"pyte", "escape", "5", size=(120, 30)) as pilot:
        assert field(pilot) == "pyte"
        assert "pytest tests" in screen_text(pilot)
        await press(pilot, "end", *"st")
        assert field(pilot) == "pytest"
