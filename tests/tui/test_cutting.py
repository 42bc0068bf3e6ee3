"""What does not fit is cut where it says least, and the cut is marked."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ciatlas.analysis.labelling import label_pipelines
from ciatlas.sources.importer import import_clone
from ciatlas.store import open_atlas
from ciatlas_tui.glyphs import UNICODE
from ciatlas_tui.widgets.cutting import Cut, cut
from ciatlas_tui.widgets.fitting import fit
from ciatlas_tui.widgets.row import Column, Row
from ciatlas_tui.widgets.table import Table
from tests.repositories import Repository
from tests.tui.conftest import RELEASE, Open, screen_text

COMPOSITE = "runs: {using: composite, steps: [{run: echo, shell: bash}]}"


@pytest.mark.parametrize(
    ("where", "expected"),
    [("end", "build a…"), ("middle", "buil…rio"), ("start", "…an-prio")],
)
def test_a_text_is_cut_at_its_end_in_its_middle_or_at_its_start(where: Cut, expected: str) -> None:
    assert cut("build an-prio", 8, "…", where) == expected


def test_a_text_that_fits_is_left_alone() -> None:
    assert cut("build", 5, "…", "middle") == "build"


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (40, ".github/actions/setup-python/action.yml"),
        (33, "…/actions/setup-python/action.yml"),
        (26, "…/setup-python/action.yml"),
        (24, "…/setup…ython/action.yml"),
        (12, "…/action.yml"),
    ],
)
def test_a_path_loses_its_first_folders_and_keeps_the_one_that_tells(
    size: int, expected: str
) -> None:
    assert cut(".github/actions/setup-python/action.yml", size, "…", "folders") == expected


def test_a_file_without_a_folder_loses_its_middle() -> None:
    assert cut("python-package.yml", 11, "…", "folders") == "pytho…e.yml"


@given(st.text(), st.integers(0, 20), st.sampled_from(["end", "middle", "start", "folders"]))
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


async def test_the_actions_of_a_tool_are_told_apart_in_a_narrow_list(
    explorer: Open, tmp_path: Path
) -> None:
    names = ("check-skipped-tests", "setup-python")
    tool = Repository(tmp_path / "tool")
    tool.commit(
        {f".github/actions/{name}/action.yml": COMPOSITE for name in names}
        | {".github/workflows/ci.yml": RELEASE},
        date="2024-01-01T12:00:00+00:00",
    )
    path = tmp_path / "actions.db"
    with open_atlas(path, create=True) as atlas:
        import_clone(atlas, tool.path, "example/tool", cohort="study")
        label_pipelines(atlas)
    async with explorer("enter", atlas=path, size=(60, 24)) as pilot:
        shown = screen_text(pilot)
        assert "setup…ython/action.yml" in shown or "setup-python/action.yml" in shown
        assert "…/check" in shown
