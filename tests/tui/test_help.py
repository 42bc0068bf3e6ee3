"""Help lists the keys that do something where one is, and says of each what it does there."""

import pytest

from tests.tui.conftest import Open, screen_text

TO_STEP = ("enter", "enter", "right", "enter", "down", "enter")


def keys(shown: str) -> dict[str, str]:
    """Return what help says, by the keys it says it of."""
    rows = [line.strip().split("  ", 1) for line in shown.splitlines()]
    return {row[0]: row[1].strip() for row in rows if len(row) == 2}


async def test_q_leaves_at_the_overview_and_leads_back_elsewhere(explorer: Open) -> None:
    async with explorer("question_mark", size=(100, 60)) as pilot:
        told = keys(screen_text(pilot))
        assert told["q"] == "leave ciatlas"
        assert "q H" not in told
    async with explorer("enter", "question_mark", size=(100, 60)) as pilot:
        told = keys(screen_text(pilot))
        assert told["q H"] == "back to where you came from"
        assert "q" not in told

    async with explorer("enter", "1", "question_mark", size=(100, 60)) as pilot:
        told = keys(screen_text(pilot))
        assert told["q H"] == "back to where you came from"
        assert "q" not in told


@pytest.mark.parametrize(
    ("there", "listed"),
    [
        ((), True),
        (("enter",), False),
        (TO_STEP, True),
        (("enter", "f"), False),
        (("v", "enter"), True),
    ],
)
async def test_tab_leads_on_where_there_is_another_list(
    explorer: Open, there: tuple[str, ...], listed: bool
) -> None:
    async with explorer(*there, "question_mark", size=(100, 60)) as pilot:
        assert ("to the next list" in screen_text(pilot)) is listed


async def test_the_filter_is_offered_where_there_is_something_to_search(explorer: Open) -> None:
    async with explorer("enter", "question_mark", size=(100, 60)) as pilot:
        assert "/" in keys(screen_text(pilot))
    async with explorer("enter", "f", "question_mark", size=(100, 60)) as pilot:
        assert "/" not in keys(screen_text(pilot))


async def test_the_way_forward_is_offered_after_one_came_back(explorer: Open) -> None:
    async with explorer("question_mark", size=(100, 60)) as pilot:
        assert "L" not in keys(screen_text(pilot))
    async with explorer("enter", "q", "question_mark", size=(100, 60)) as pilot:
        assert "L" in keys(screen_text(pilot))


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_signs_are_told_with_their_words(explorer: Open, ascii_only: bool) -> None:
    async with explorer("question_mark", size=(100, 60), ascii_only=ascii_only) as pilot:
        told = keys(screen_text(pilot))
    signs = {about: sign for sign, about in told.items()}
    assert signs["something was cut, or left out"] == ("~" if ascii_only else "…")
    assert signs["came, went, changed"] == ("+ - *" if ascii_only else "+ − ≠")
    assert signs["holds, partly, fails, unknown"] == ("+ & x ?" if ascii_only else "● ◐ ✕ ○")


async def test_the_way_out_from_anywhere_is_told(explorer: Open) -> None:
    async with explorer(*TO_STEP, "question_mark", size=(100, 60)) as pilot:
        assert keys(screen_text(pilot))["^q"] == "leave ciatlas, wherever one is"
