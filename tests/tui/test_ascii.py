"""Without UTF-8 everything can still be told apart."""

import re

from ciatlas_tui.glyphs import ASCII
from tests.tui.conftest import Open, screen_text


def test_a_sparkline_is_no_number() -> None:
    drawn = ASCII.sparkline([0, 1, 2, 4, 8])
    assert not any(character.isdigit() for character in drawn)
    assert len(drawn) == 5


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
