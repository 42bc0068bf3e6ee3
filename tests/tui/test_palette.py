"""The palette offers what can be done here and now, by the words people have for it."""

import pytest
from textual.command import CommandList
from textual.pilot import Pilot

from ciatlas_tui.keymap import KEYS
from ciatlas_tui.screens.commands import WORDS
from tests.tui.conftest import Open, press

TO_DRAWING = ("enter", "enter")
CLOSE_FILTER = "Close the filter, or go back"


def offered(pilot: Pilot[None]) -> list[str]:
    """Return the commands in the palette, the first one first."""
    return [str(one.hit.text) for one in pilot.app.screen.query_one(CommandList).options]


@pytest.mark.parametrize(
    ("words", "first", "also"),
    [
        ("graph", "Switch between drawing and outline", "Export: write what is in sight to a file"),
        ("dag", "Switch between drawing and outline", "Turn the drawing left to right or top down"),
        ("drawing", "Switch between drawing and outline", "Unfold matrix legs; fold a box of"),
        ("mermaid", "Export: write what is in sight to a file", ""),
        ("save", "Export: write what is in sight to a file", ""),
        ("copy", "Copy the link to these lines", ""),
        ("clipboard", "Copy the link to these lines", ""),
        ("theme", "Colours: the next theme", "Colours: light"),
        ("color", "Colours: the next theme", "Colours: high-contrast"),
        ("history of", "Show everything as of a date", ""),
        ("help", "What the keys do here", ""),
    ],
)
async def test_commands_are_found_by_the_words_people_look_for(
    explorer: Open, words: str, first: str, also: str
) -> None:
    typed = ("space" if one == " " else one for one in words)
    async with explorer(*TO_DRAWING, "ctrl+p", *typed) as pilot:
        found = offered(pilot)
        assert found[0].startswith(first)
        assert any(one.startswith(also) for one in found)


async def test_what_is_found_is_done(explorer: Open) -> None:
    async with explorer("ctrl+p", *"scheme", "enter") as pilot:
        assert pilot.app.theme == "light"


async def test_words_nobody_has_for_anything_find_nothing(explorer: Open) -> None:
    async with explorer(*TO_DRAWING, "ctrl+p", *"zzz") as pilot:
        assert not offered(pilot)


async def test_commands_stand_in_the_order_of_the_bottom_line(explorer: Open) -> None:
    async with explorer(*TO_DRAWING, "ctrl+p") as pilot:
        assert offered(pilot)[:3] == [
            "Open what is selected",
            "Switch between drawing and outline",
            "Older: to the change before, with what it did",
        ]


async def test_what_cannot_be_done_now_is_not_offered(explorer: Open) -> None:
    async with explorer("enter", "ctrl+p") as pilot:
        assert CLOSE_FILTER not in offered(pilot)
        assert "Forward again, as in a browser" not in offered(pilot)
        assert "Commands: find a command by name" not in offered(pilot)
        await press(pilot, "escape", "slash", "t", "ctrl+p")
        assert CLOSE_FILTER in offered(pilot)


def test_words_are_those_of_keys() -> None:
    assert not [name for name in WORDS if not KEYS[name].keys]
