"""How days, numbers and shares are put into words."""

from datetime import date

import pytest

from ciatlas.analysis.wording import (
    age_text,
    before_text,
    number_text,
    reasons_text,
    ungrouped,
)

DAY = date(2025, 1, 25)


@pytest.mark.parametrize(
    ("then", "said"),
    [
        (DAY, "on the day shown"),
        (date(2025, 1, 24), "1 day before"),
        (date(2024, 12, 1), "55 days before"),
        (date(2024, 11, 1), "2 months before"),
        (date(2020, 1, 1), "5 years before"),
    ],
)
def test_a_day_is_told_by_how_long_before_the_day_shown_it_was(then: date, said: str) -> None:
    assert before_text(then, DAY) == said


def test_a_day_is_told_by_how_long_ago_it_was() -> None:
    assert age_text(DAY, DAY) == "today"
    assert age_text(date(2024, 11, 1), DAY) == "2 months ago"


def test_thousands_are_set_apart() -> None:
    assert [number_text(one) for one in (0, 999, 1_000, 1_234_567)] == [
        "0",
        "999",
        "1,000",
        "1,234,567",
    ]


def test_numbers_are_written_as_one_types_them() -> None:
    for number in (0, 999, 1_000, 1_234_567):
        assert ungrouped(f"{number_text(number)} jobs") == f"{number} jobs"
    assert ungrouped("branches 1,2,30 and a,100, 0.5,1") == "branches 1,2,30 and a,100, 0.5,1"


def test_a_reason_is_told_once() -> None:
    reasons = {"stars": "it is private", "runs": "the budget is spent", "forks": "it is private"}
    assert reasons_text(reasons) == "stars, forks: it is private; runs: the budget is spent"
