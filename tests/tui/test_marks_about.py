"""A mark on a verdict or claim is about a cohort, a day, and what was found then; nothing else."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ciatlas.analysis.standing import findings_now
from ciatlas.model.triage import Decision, Mark, Subject
from ciatlas.store import open_atlas
from ciatlas_tui.app import Explorer
from ciatlas_tui.drafts import Draft, Drafts
from ciatlas_tui.screens.hypothesis import HypothesisView
from ciatlas_tui.screens.triage import TriageView
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.listing import Listing
from tests.tui.conftest import Open, press, screen_text, settle

DAY = date(2025, 1, 25)
OTHER_DAY = ("at", *"2024-06-30", "enter")
H1 = Subject("verdict", "H1", "automation", cohort="study", finding="partly-supported")
CONTESTED = Mark(H1, Decision.CONTEST, "too few", DAY, 1_737_800_000)


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def own(study_path: Path, tmp_path: Path) -> Path:
    """The study's atlas, with a mark on H1 for its cohort as of its day."""
    path = Path(shutil.copy(study_path, tmp_path / "own.db"))
    with open_atlas(path) as atlas:
        atlas.add_mark(CONTESTED)
    return path


def marked(pilot: Pilot[None]) -> dict[str, str]:
    """Return the marks before the verdicts."""
    name = "#hypotheses" if pilot.app.screen.query("#hypotheses") else "#verdicts"
    return dict(pilot.app.screen.query_one(name, Listing)._marks)


def facts(pilot: Pilot[None], name: str = "#findings") -> list[tuple[str, str]]:
    return pilot.app.screen.query_one(name, Facts).facts


async def test_a_verdict_of_another_day_or_cohort_bears_no_mark(own: Path, explorer: Open) -> None:
    async with explorer(atlas=own, as_of=DAY) as pilot:
        assert marked(pilot) == {"H1": "✕"}
        await press(pilot, "greater_than_sign", "v")
        assert marked(pilot) == {}
        await press(pilot, "q", "less_than_sign", "v")
        assert marked(pilot) == {"H1": "✕"}
        await press(pilot, *OTHER_DAY)
        assert marked(pilot) == {}


async def test_what_was_decided_elsewhere_is_said_with_what_it_was_about(
    own: Path, explorer: Open
) -> None:
    said = "✕ contest on study, 2025-01-25: ◐ partly; too few"
    async with explorer("v", atlas=own, as_of=DAY, size=(120, 40)) as pilot:
        assert ("✕ contest", "2025-01-25 too few") in facts(pilot)
        await press(pilot, *OTHER_DAY)
        assert ("elsewhere", said) in facts(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, HypothesisView)
        assert ("elsewhere", said) in facts(pilot, "#verdict")
        assert said in await press(pilot, "m")


async def test_a_decision_elsewhere_is_one_of_its_own(own: Path, explorer: Open) -> None:
    async with explorer("v", "m", "a", "enter", "t", atlas=own, as_of=date(2024, 6, 30)) as pilot:
        assert isinstance(pilot.app.screen, TriageView)
        rows = pilot.app.screen.query_one(Listing).rows
        assert [row.cells[0] for row in rows] == ["✓ agree", "✕ contest"]
        assert [row.cells[2] for row in rows] == ["study, 2024-06-30", "study, 2025-01-25"]


async def test_the_triage_says_whether_a_verdict_is_still_what_it_was(
    own: Path, explorer: Open
) -> None:
    with open_atlas(own) as atlas:
        (now,) = findings_now(atlas, [CONTESTED]).values()
        as_now = replace(CONTESTED, subject=replace(H1, cohort="devops", finding="inconclusive"))
        gone = replace(CONTESTED, subject=replace(H1, cohort="gone", finding="inconclusive"))
        other = findings_now(atlas, [as_now])[as_now.key]
        as_now = replace(as_now, subject=replace(as_now.subject, finding=other))
        atlas.add_mark(as_now)
        atlas.add_mark(gone)
    assert now == "supported"
    async with explorer("t", atlas=own, size=(120, 40)) as pilot:
        listing = pilot.app.screen.query_one(Listing)
        subjects = [row.cells[1] for row in listing.rows]
        assert subjects[2] == "H1 ◐ partly, now ● holds: automation"
        assert facts(pilot)[1][1].endswith("not here, or the cohort was not noted")
        await press(pilot, "down")
        assert facts(pilot)[1][1].endswith("; unchanged since")
        await press(pilot, "down")
        assert facts(pilot)[1] == ("found", "study, 2025-01-25: ◐ partly; now ● holds")
        await press(pilot, "y")
        assert "(study, 2025-01-25; partly; now holds): too few" in pilot.app.clipboard
        await press(pilot, "m", "a", "enter")
    with open_atlas(own) as atlas:
        assert atlas.marks()[-1].subject.finding == "supported"


async def test_enter_leads_to_the_verdict_for_its_cohort(own: Path, explorer: Open) -> None:
    async with explorer("greater_than_sign", "t", "enter", atlas=own, size=(120, 40)) as pilot:
        top = screen_text(pilot).splitlines()[0]
        assert "as of 2025-01-25" in top
        assert "cohort study" in top
        assert pilot.app.cohort == "study"


async def test_minutes_wait_for_what_the_evidence_comes_to(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Explorer(own, rest=0)
    async with app.run_test() as pilot:
        await settle(pilot)
        with monkeypatch.context() as patch:
            patch.setattr(TriageView, "_begin_asking", lambda _: None)  # not yet
            assert "weighing the evidence" in await press(pilot, "t", "y")
        assert app.clipboard == ""
        app.screen._begin_asking()
        await settle(pilot)
        assert "now holds" in app.clipboard


async def test_a_claim_is_marked_as_of_its_day_whatever_the_cohort(
    own: Path, explorer: Open
) -> None:
    async with explorer("greater_than_sign", "r", "m", "a", "enter", atlas=own) as pilot:
        assert dict(pilot.app.screen.query_one(Listing)._marks) == {"C01": "✓"}
        await press(pilot, *OTHER_DAY)
        assert dict(pilot.app.screen.query_one(Listing)._marks) == {}
        assert facts(pilot)[1][0] == "elsewhere"
        assert facts(pilot)[1][1].startswith("✓ agree on 2025-01-25: ")


async def test_a_draft_of_before_is_offered_still(own: Path, explorer: Open) -> None:
    Drafts(own).keep(H1.place, Draft(Decision.DISCUSS, "half"))
    async with explorer("v", "m", atlas=own) as pilot:
        assert "half" in screen_text(pilot)
        await press(pilot, "enter", "enter")
    assert Drafts(own).find(H1.place) is None


async def test_a_tool_is_called_by_its_name(own: Path, explorer: Open) -> None:
    async with explorer("down", "down", "down", "m", "a", "enter", "t", atlas=own) as pilot:
        row = pilot.app.screen.query_one(Listing).rows[0]
        tool = pilot.app.screen.subject()
        assert tool is not None
        assert row.cells[1] == pilot.app.atlas.find_repository(tool.id).name != tool.id
        await press(pilot, "y")
        assert f"[{row.cells[1]}](https://github.com/{tool.id}/" in pilot.app.clipboard


async def test_what_has_no_name_is_called_by_its_repository(own: Path, explorer: Open) -> None:
    with open_atlas(own) as atlas:
        atlas.add_mark(Mark(Subject("tool", "gone/away", "t"), Decision.AGREE, "", None, 1))
    async with explorer("t", atlas=own) as pilot:
        assert pilot.app.screen.query_one(Listing).rows[0].cells[1] == "gone/away"
