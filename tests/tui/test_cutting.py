"""What does not fit is cut where it says least, and the cut is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ciatlas_tui.glyphs import UNICODE
from ciatlas_tui.widgets.cutting import Cut, cut
from ciatlas_tui.widgets.fitting import fit
from ciatlas_tui.widgets.row import Column, Row
from ciatlas_tui.widgets.table import Table


@pytest.mark.parametrize(
    ("where", "expected"),
    [("end", "build a…"), ("middle", "buil…rio"), ("start", "…an-prio")],
)
def test_a_text_is_cut_at_its_end_in_its_middle_or_at_its_start(where: Cut, expected: str) -> None:
    assert cut("build an-prio", 8, "…", where) == expected


def test_a_text_that_fits_is_left_alone() -> None:
    assert cut("build", 5, "…", "middle") == "build"


@given(st.text(), st.integers(0, 20), st.sampled_from(["end", "middle", "start"]))
def test_no_text_takes_more_cells_than_there_are(text: str, size: int, where: Cut) -> None:
    assert cell_len(cut(text, size, "…", where)) <= size


def test_a_column_left_out_gives_its_cells_to_the_one_that_grows() -> None:
    columns = (Column("what", grows=True), Column("repository", varies=True))
    assert fit(columns, [4, 10], 30, 2, {1}) == [(0, 30)]


def test_a_column_that_varies_is_left_out_where_it_never_does() -> None:
    table = Table((Column("what"), Column("repository", varies=True)), UNICODE)
    table.everything = [Row("1", ("a", "same")), Row("2", ("b", "same"))]
    assert [number for number, _ in table.fit(40)] == [0]
    table.everything = [Row("1", ("a", "same")), Row("2", ("b", "other"))]
    assert [number for number, _ in table.fit(40)] == [0, 1]


def test_a_spare_column_is_left_out_where_others_would_be_cut_for_it() -> None:
    columns = (Column("what", narrowest=4), Column("names", spare=True))
    assert fit(columns, [10, 8], 20, 2) == [(0, 10), (1, 8)]
    assert fit(columns, [10, 8], 19, 2) == [(0, 10)]
