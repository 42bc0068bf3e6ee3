"""Foreign text passes one gate before anyone sees it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ciatlas.display import visible


@pytest.mark.parametrize(
    ("foreign", "shown"),
    [
        ("\x1b]52;c;aGk=\x07", r"\x1b]52;c;aGk=\x07"),
        ("two\nlines\tand\rmore", r"two\nlines\tand\rmore"),
        ("\x9b31mred", r"\x9b31mred"),
        ("user\u202egnp.exe", r"user\u202egnp.exe"),
        ("zero\u200bwidth", r"zero\u200bwidth"),
        ("tag\U000e0041", r"tag\U000e0041"),
        ("lone\ud800", r"lone\ud800"),
    ],
)
def test_control_and_invisible_characters_are_spelled_out(foreign: str, shown: str) -> None:
    assert visible(foreign) == shown


@pytest.mark.parametrize("text", ["", "plain", "[red]markup[/red]", "Größe 測試 😀", "👩‍💻 build"])
def test_readable_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_a_joiner_outside_an_emoji_is_spelled_out() -> None:
    assert visible("a\u200db") == r"a\u200db"


@given(st.text())
def test_nothing_that_moves_a_cursor_or_reorders_a_line_survives(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in shown)
    assert not any(
        unicodedata.bidirectional(c) in {"RLO", "LRO", "RLE", "LRE", "PDF"} for c in shown
    )


@given(st.text())
def test_the_gate_can_be_passed_twice(text: str) -> None:
    assert visible(visible(text)) == visible(text)
