"""Verdicts: a line each on the overview, and the way from a verdict down to a step."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from shutil import copy

import pytest
from textual.pilot import Pilot

from ciatlas.model.claim import Evidence
from ciatlas_tui.app import Explorer
from ciatlas_tui.screens.definition import Definition
from ciatlas_tui.screens.evidence import file_text
from ciatlas_tui.screens.findings_place import FindingsPlace
from ciatlas_tui.screens.hypotheses import HypothesesView
from ciatlas_tui.screens.hypothesis import HypothesisView
from ciatlas_tui.screens.overview import Overview
from ciatlas_tui.screens.replication import ReplicationView
from ciatlas_tui.screens.strip import in_language
from ciatlas_tui.screens.tool import Tool
from ciatlas_tui.screens.workflow import Workflow
from ciatlas_tui.widgets.listing import Listing
from ciatlas_tui.widgets.pane import Pane
from tests.tui.conftest import Open, press, screen_text, settle

STUDY = date(2025, 1, 25)


@asynccontextmanager
async def opened(
    path: Path, *keys: str, size: tuple[int, int] = (120, 40), as_of: date | None = STUDY
) -> AsyncIterator[Pilot[None]]:
    app = Explorer(path, as_of, rest=0)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, *keys)
        yield pilot


async def test_the_overview_has_a_line_for_each_hypothesis(study_path: Path) -> None:
    async with opened(study_path, size=(80, 24)) as pilot:
        lines = screen_text(pilot).splitlines()
    shown = [line for line in lines if line.lstrip().startswith("H")]
    assert [line.split()[0] for line in shown[-8:]] == [f"H{number}" for number in range(1, 9)]
    assert "○ unknown" in shown[-7]
    assert "1/4" in shown[-1]


async def test_enter_on_a_line_opens_the_hypothesis(study_path: Path) -> None:
    async with opened(study_path, "tab", "end", "enter") as pilot:
        assert isinstance(pilot.app.screen, HypothesisView)
        shown = screen_text(pilot)
    assert "hypotheses › H8" in shown
    for part in ("MLflow", "KitOps", "Metaflow", "ClearML", "Indicators", "because", "limit"):
        assert part in shown


async def test_evidence_leads_to_the_very_step_and_q_back(study_path: Path) -> None:
    async with opened(study_path, "v", "end", "enter", "enter", "enter") as pilot:
        assert isinstance(pilot.app.screen, Workflow)
        assert pilot.app.focused is pilot.app.screen.query_one("#steps", Listing)
        for expected in (Workflow, HypothesisView, HypothesesView, Overview):
            assert isinstance(pilot.app.screen, expected)
            await press(pilot, "q")
            if expected is Workflow:
                await press(pilot, "q")


async def test_the_evidence_follows_the_indicator(study_path: Path) -> None:
    async with opened(study_path, "v", "end", "enter") as pilot:
        first = screen_text(pilot)
        await press(pilot, "down", "down")
        assert "a test that waits for somebody is a script" in screen_text(pilot)
        assert "a test that waits for somebody is a script" not in first
        assert "no ML test job" in screen_text(pilot)


async def test_a_tool_of_a_verdict_opens(study_path: Path) -> None:
    async with opened(study_path, "v", "end", "enter", "shift+tab", "enter") as pilot:
        assert isinstance(pilot.app.screen, Tool)


async def test_verdicts_follow_the_day(study_path: Path) -> None:
    async with opened(study_path, "v", as_of=date(2020, 6, 1)) as pilot:
        early = screen_text(pilot)
    assert "as of 2020-06-01" in early
    assert "H8  ✕ fails" in early


async def test_what_would_change_a_verdict_is_said_in_the_words_of_verdicts(
    study_path: Path,
) -> None:
    changes = []
    for number in range(8):
        async with opened(study_path, "v", *["down"] * number, "enter") as pilot:
            rows = pilot.app.screen.query_one("#beside", Listing).rows
            changes += [row.cells[1] for row in rows if row.cells[0] == "changes"]
    assert changes
    assert {text.rsplit(": ")[-1] for text in changes} <= {"holds", "partly", "fails", "unknown"}


async def test_the_score_behind_a_verdict_is_said_and_what_it_is_measured_by(
    study_path: Path,
) -> None:
    async with opened(study_path, "v", size=(80, 24)) as pilot:
        assert re.search(r" score +0\.\d\d of -1 to 1; holds from 0\.33; conf", screen_text(pilot))
        await press(pilot, "end")
        assert re.search(r" score +-0\.\d\d of -1 to 1; fails up to -0\.33; ", screen_text(pilot))
        await press(pilot, "enter")
        assert re.search(r" score +-0\.\d\d of -1 to 1; fails up to -0\.33; ", screen_text(pilot))


async def test_indicators_are_named_in_words_and_defined_by_a_key(study_path: Path) -> None:
    async with opened(study_path, "v", "end", "enter", size=(100, 40)) as pilot:
        shown = screen_text(pilot)
        assert "jobs with ML tests" in shown
        assert "ml_test" not in shown
        await press(pilot, "i")
        assert isinstance(pilot.app.screen, Definition)
        shown = screen_text(pilot)
        for said in ("definition", "unit", "source", "unknown if", "never counted as 0"):
            assert said in shown
        assert "ciatlas.analysis.metrics.checks.ml_test_jobs" in shown
        await press(pilot, "i")
        assert isinstance(pilot.app.screen, HypothesisView)


async def test_the_selected_hypothesis_stands_beside_the_list_with_its_indicators_tool_by_tool(
    study_path: Path,
) -> None:
    async with opened(study_path, "v", "end", size=(200, 60)) as pilot:
        lines = screen_text(pilot).splitlines()
        top = next(line for line in lines if "indicator" in line and "Metaflow" in line)
        row = next(line for line in lines if "jobs with ML tests" in line)
        assert row.index("● 10") == top.index("MLflow")
        assert row.index("✕ 0") == top.index("KitOps")
        shown = "\n".join(lines)
        assert "mlflow-recipes" in shown
        assert "What would change it" in shown
        assert "without MLflow: fails" in shown
        assert "score" in lines[2]
        await press(pilot, "tab", "enter")
        assert isinstance(pilot.app.screen, Definition)
        await press(pilot, "q", "tab", "enter")
        assert isinstance(pilot.app.screen, Workflow)


async def test_indicators_by_tool_have_room_on_small_terminals_too(study_path: Path) -> None:
    async with opened(study_path, "v", size=(80, 24)) as pilot:
        shown = screen_text(pilot)
        assert "● 62 %  ● 75 %" in shown
        assert "H8" in shown
        assert "First of the evidence" not in shown


async def test_the_score_is_listed_where_there_is_room(study_path: Path) -> None:
    async with opened(study_path, size=(120, 40)) as pilot:
        assert re.search(r"H8 .* -0\.\d\d +1/4  MLflow", screen_text(pilot))


async def test_another_cohort_is_judged_by_itself(study_path: Path) -> None:
    async with opened(study_path, "greater_than_sign") as pilot:
        shown = screen_text(pilot)
        assert "Feast" in shown
        assert "MLflow" not in shown.split("Newest changes")[0]
        await press(pilot, "v", "enter")
        assert "cohort mlops" in screen_text(pilot)
        await press(pilot, "q", "q", "less_than_sign")
        assert "MLflow" in screen_text(pilot)


async def test_ascii_stays_ascii_and_a_sliver_shows_no_traceback(explorer: Open) -> None:
    async with explorer("v", "enter", ascii_only=True) as pilot:
        assert screen_text(pilot).isascii()
    async with explorer("v", "enter", size=(40, 12)) as pilot:
        assert "H1" in screen_text(pilot)


async def test_a_cohort_without_a_name_is_named_so(explorer: Open) -> None:
    async with explorer("greater_than_sign") as pilot:
        assert "no cohort" in screen_text(pilot).splitlines()[0]


def test_what_stands_in_no_file_is_of_the_tool_known_for_years_or_as_of_a_day() -> None:
    assert file_text(Evidence("a/b", "c0ffee", "5 people")) == "the tool as a whole"
    assert file_text(Evidence("a/b", "c0ffee", "x", ".github/workflows/a.yml")) == "a.yml"


def test_statements_are_in_the_language_of_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"en": "tool", "fr": "outil"}
    for language, said in ((("fr_FR", "UTF-8"), "outil"), (("de_DE", "UTF-8"), "tool"),
                           ((None, None), "tool")):  # fmt: skip
        monkeypatch.setattr("locale.getlocale", lambda _category, found=language: found)
        assert in_language(texts) == said


@pytest.mark.parametrize(
    ("keys", "kind", "work"),
    [
        (("v", "down", "down"), HypothesesView, "_judge"),
        (("v", "end", "enter", "down"), HypothesisView, "_judge"),
        (("r", "down", "down"), ReplicationView, "_replicate"),
    ],
)
async def test_nothing_of_the_day_before_stays_in_sight_while_another_is_asked_about(
    study_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    keys: tuple[str, ...],
    kind: type[FindingsPlace],
    work: str,
) -> None:
    async with opened(study_path, *keys) as pilot:
        place = pilot.app.screen
        assert isinstance(place, kind)
        listing = place.focused
        assert isinstance(listing, Listing)
        selected = listing.selected
        with monkeypatch.context() as patch:
            patch.setattr(kind, work, lambda _: None)  # not yet
            await press(pilot, "at", *"2024-06-30", "enter")
        assert "as of 2024-06-30" in screen_text(pilot).splitlines()[0]
        assert "weighing the evidence" in screen_text(pilot)
        assert [one.rows for one in place.query(Listing) if one.rows] == []
        assert not re.search("because|of -1 to 1|claimed", screen_text(pilot))
        assert place.subject() is None
        place.fill()
        await settle(pilot)
        assert listing.selected == selected
        assert "weighing" not in screen_text(pilot)


async def test_what_comes_late_for_another_day_is_not_shown(study_path: Path) -> None:
    async with opened(study_path, "v") as pilot:
        place = pilot.app.screen
        assert isinstance(place, HypothesesView)
        before, shown = place.about, []
        await press(pilot, "at", *"2024-06-30", "enter")
        place.show_about(before, shown.append, "late")
        place.show_about(place.about, shown.append, "in time")
        await settle(pilot)
        assert shown == ["in time"]


async def test_the_same_day_asked_about_again_leaves_the_verdicts_in_sight(
    study_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(study_path, "v") as pilot:
        monkeypatch.setattr(HypothesesView, "_judge", lambda _: None)
        pilot.app.show_as_of(STUDY)
        await settle(pilot)
        assert len(pilot.app.screen.query_one(Listing).rows) == 8


@pytest.mark.parametrize("size", [(80, 24), (80, 22), (80, 30), (80, 34), (120, 40)])
@pytest.mark.parametrize("cohort", ["study", "mlops"])
async def test_every_part_of_a_hypothesis_decided_on_keeps_a_heading_and_a_row(
    study_path: Path, tmp_path: Path, size: tuple[int, int], cohort: str
) -> None:
    path = Path(copy(study_path, tmp_path))
    to_cohort = ["greater_than_sign"] if cohort == "mlops" else []
    async with opened(path, *to_cohort, "v", "enter", *"mcx", "enter", size=size) as pilot:
        place = pilot.app.screen
        content = place.query_one("#content").region
        assert "contest" in screen_text(pilot)
        for pane in place.query(Pane):
            assert pane.region in content
            assert pane.region.height >= 2
        for _ in range(4):
            await press(pilot, "tab")
            assert "▸" in screen_text(pilot)
