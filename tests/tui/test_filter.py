"""What a filter is, and how much it leaves, stands on the screen."""

import pytest

from ciatlas_tui.widgets.listing import Column, Listing, Row
from tests.tui.conftest import Open, screen_text


def bottom(shown: str) -> str:
    """Return the line above that of the keys."""
    return shown.splitlines()[-2].strip()


async def test_the_filter_shows_what_is_typed_and_how_many_rows_it_leaves(explorer: Open) -> None:
    async with explorer("enter", "slash") as pilot:
        assert bottom(screen_text(pilot)).startswith("/ show only rows that contain")
        assert bottom(screen_text(pilot)).endswith("2 of 2")
        await pilot.press(*"rel")
        assert bottom(screen_text(pilot)).split() == ["/", "rel", "1", "of", "2"]
        assert "test.yml" not in screen_text(pilot)
        assert "? keys" in screen_text(pilot).splitlines()[-1]


async def test_the_cursor_stays_in_sight_while_one_types(explorer: Open) -> None:
    async with explorer("enter", "slash", *"test.") as pilot:
        assert "▸ test.yml" in screen_text(pilot)


async def test_a_filter_stays_in_sight_when_the_keys_go_back_to_the_list(explorer: Open) -> None:
    async with explorer("enter", "slash", *"rel", "enter") as pilot:
        assert bottom(screen_text(pilot)).split() == ["/", "rel", "1", "of", "2"]
        await pilot.press("enter")
        await pilot.pause()
        assert "release.yml" in screen_text(pilot).splitlines()[0]


async def test_a_filter_that_finds_nothing_says_so(explorer: Open) -> None:
    async with explorer("enter", "slash", *"zzz") as pilot:
        assert "nothing matches" in screen_text(pilot)
        assert bottom(screen_text(pilot)).split() == ["/", "zzz", "0", "of", "2"]


async def test_another_day_is_counted_anew(explorer: Open) -> None:
    async with explorer("enter", "slash", *"yml", "enter") as pilot:
        assert bottom(screen_text(pilot)).endswith("2 of 2")
        await pilot.press(*["left_square_bracket"] * 3)
        await pilot.pause()
        assert bottom(screen_text(pilot)).endswith("1 of 1")


async def test_escape_closes_the_filter(explorer: Open) -> None:
    async with explorer("enter", "slash", *"rel", "escape") as pilot:
        assert "test.yml" in screen_text(pilot)
        assert " of 2" not in bottom(screen_text(pilot))


async def test_a_job_of_a_drawing_is_found_by_what_one_sees_oneself_type(explorer: Open) -> None:
    async with explorer("enter", "enter", "slash", *"pub") as pilot:
        assert bottom(screen_text(pilot)).split() == ["/", "pub", "1", "of", "3"]
        await pilot.press("enter")
        await pilot.pause()
        assert " of 3" not in bottom(screen_text(pilot))


async def test_another_list_has_a_filter_of_its_own(explorer: Open) -> None:
    async with explorer("slash", *"tame", "enter", "tab", "slash", size=(120, 30)) as pilot:
        assert "/ show only rows" in screen_text(pilot)
        assert "▸ H1" in screen_text(pilot)


@pytest.mark.parametrize("typed", ["1204", "1,204", "12", "204"])
async def test_numbers_are_found_with_and_without_the_signs_between_thousands(
    explorer: Open, typed: str
) -> None:
    async with explorer() as pilot:
        listing = pilot.app.screen.query_one("#tools", Listing)
        title = Column("tool"), Column("commits", number=True)
        listing.show_table(title, [Row("a", ("a", "1,204")), Row("b", ("b", "4,000"))])
        listing.search(typed)
        assert [row.key for row in listing.rows] == ["a"]
