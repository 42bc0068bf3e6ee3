"""Plots as text: every number where it belongs, by hand."""

import os
import subprocess
import sys

from ciatlas_tui.widgets.canvas import bar_lines, month_lines


def test_bars_are_as_long_as_their_share_of_the_longest() -> None:
    drawn = bar_lines((8, 0, 4, 1), 8, "#")
    assert [line.rstrip() for line in drawn] == ["########", "", "####", "#"]


def test_what_is_there_has_a_bar_however_small() -> None:
    assert [line.rstrip() for line in bar_lines((1000, 1), 5, "#")] == ["#####", "#"]


def test_without_numbers_there_are_no_bars() -> None:
    assert bar_lines((0, 0), 5, "#") == ("", "")
    assert bar_lines((), 5, "#") == ()


def test_months_are_steps_below_the_highest_number() -> None:
    drawn = month_lines("2024-01", (0, 3, 1, 2), (7, 4), 2, dated=False, ascii_only=True)
    assert drawn == (
        " 3+ #  ",
        "  | # #",
        "  | # #",
        "  | ###",
    )  # fmt: skip


def test_of_months_that_share_a_place_the_largest_counts() -> None:
    drawn = month_lines("2024-01", (0, 9, 0, 0), (5, 2), 2, dated=False, ascii_only=True)
    assert drawn == (" 9+# ", "  |# ")


def test_a_single_month_fills_the_width() -> None:
    drawn = month_lines("2024-01", (5,), (7, 2), 2, dated=False, ascii_only=True)
    assert drawn == (" 5+####", "  |####")


def test_a_braille_cell_holds_two_months() -> None:
    drawn = month_lines("2024-01", (1, 1, 0, 1), (5, 1), 2, dated=False, ascii_only=False)
    assert [line[:3] for line in drawn] == [" 1┤"]
    assert drawn[0][3] != " "
    assert drawn[0][3] != drawn[0][4]


def test_januaries_are_named_by_their_year() -> None:
    months = tuple([1] * 30)
    drawn = month_lines("2022-11", months, (63, 4), 2, dated=True, ascii_only=True)
    assert drawn[-1].split() == ["2023", "2024", "2025"]
    assert drawn[-2].index("+", 3) == 2 + 1 + 4  # two months of two cells each before it


def test_the_same_numbers_are_the_same_text_whatever_the_hash_seed() -> None:
    program = (
        "from ciatlas_tui.widgets.canvas import month_lines\n"
        "for width in range(30, 130, 7):\n"
        "    size = (width, 5)\n"
        "    print(*month_lines('2023-05', tuple(range(17)), size, 3, dated=True, ascii_only=True))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1
