"""The overview: what there is room for, whatever the cohort and the terminal."""

import asyncio
import csv
import re
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from ciatlas_tui.app import Explorer
from ciatlas_tui.screens import overview as overview_module
from ciatlas_tui.screens.overview import Overview
from ciatlas_tui.screens.view_forms import view_forms
from ciatlas_tui.widgets.listing import Listing
from ciatlas_tui.widgets.table import captioned
from tests.tui.conftest import Open, screen_text, settle


async def overview(path: Path, *keys: str, size: tuple[int, int] = (80, 24)) -> list[str]:
    async with Explorer(path, rest=0).run_test(size=size) as pilot:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        return screen_text(pilot).splitlines()


async def test_verdicts_are_written_to_the_end_in_eighty_columns(study_path: Path) -> None:
    lines = await overview(study_path)
    heading = next(line for line in lines if line.startswith(" Hypotheses ─"))
    assert heading.split()[-4:] == ["for", "against", "?", "tools"]
    verdicts = [line for line in lines if line.strip().startswith("H")][1:]
    assert len(verdicts) == 8
    assert not any("…" in line for line in verdicts)
    assert all(line.endswith("/4") for line in verdicts)


async def test_thousands_are_set_apart_and_no_column_goes_for_it(study_path: Path) -> None:
    lines = await overview(study_path)
    titles = lines[2]
    mlflow = next(line for line in lines if "MLflow" in line)
    assert titles.split("  ")[-1].strip() == "checks"
    assert "since" in titles
    numbers = re.findall(r" [\d,]+(?= )", mlflow)
    assert len([one for one in numbers if "," in one]) == 3
    assert not re.search(r"\d{5}", mlflow)
    assert mlflow.endswith("of 8")


async def test_a_list_written_for_programs_has_plain_numbers(study_path: Path) -> None:
    async with Explorer(study_path, rest=0).run_test() as pilot:
        await settle(pilot)
        form = next(one for one in view_forms(pilot.app.screen, []) if one.suffix == ".csv")
        (mlflow,) = (
            row for row in csv.DictReader(form.make().splitlines()) if "MLf" in row["tool"]
        )
    assert int(mlflow["commits"]) > 10_000
    assert int(mlflow["people"]) > 1_000


async def test_wide_terminals_name_the_tools_a_hypothesis_holds_for(study_path: Path) -> None:
    lines = await overview(study_path, size=(120, 40))
    assert any("H6" in line and line.endswith("1/4  MLflow") for line in lines)


@pytest.mark.parametrize("keys", [("greater_than_sign",), ("less_than_sign",)])
async def test_every_cohort_has_its_figures_and_the_newest_changes(
    study_path: Path, keys: tuple[str, ...]
) -> None:
    lines = await overview(study_path, *keys)
    at = next(at for at, line in enumerate(lines) if line.startswith(" Newest changes"))
    assert lines[at + 1].endswith(("job", "jobs"))
    assert lines[at + 2].endswith(("job", "jobs"))
    titles, first = lines[2:4]
    assert {"people", "jobs", "checks"} <= set(titles.split())
    end = titles.index("CI commits") + len("CI commits")
    assert first[end - 1].isdigit()  # no room is kept for what is not known of time


@pytest.mark.parametrize("keys", [("greater_than_sign",), ("at", *"2025-01-25", "enter")])
async def test_no_verdict_on_another_cohort_or_day_stays_in_sight(
    study_path: Path, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    async with Explorer(study_path, rest=0).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        hypotheses = pilot.app.screen.query_one("#hypotheses", Listing)
        before = [row.cells for row in hypotheses.rows]
        with monkeypatch.context() as patch:
            patch.setattr(Overview, "_start_counting", lambda _: None)  # not yet
            for key in keys:
                await pilot.press(key)
                await settle(pilot)
        assert "weighing the evidence" in screen_text(pilot)
        assert hypotheses.awaited
        pilot.app.screen._start_counting()
        await settle(pilot)
        assert len(hypotheses.rows) == 8
        assert [row.cells for row in hypotheses.rows] != before


@pytest.mark.parametrize(
    ("keys", "title"),
    [
        ((), "Newest changes to pipelines of study"),
        (("greater_than_sign",), "Newest changes (tools whose history is here)"),
    ],
)
async def test_newest_changes_say_of_which_tools_and_come_by_day(
    study_path: Path, keys: tuple[str, ...], title: str
) -> None:
    async with Explorer(study_path, rest=0).run_test(size=(80, 40)) as pilot:
        await settle(pilot)
        await pilot.press(*keys)
        await settle(pilot)
        assert f" {title} ─" in screen_text(pilot)
        days = [row.cells[0] for row in pilot.app.screen.query_one("#changes", Listing).rows]
        assert len(days) == 40
        assert days == sorted(days, reverse=True)


async def test_newest_changes_are_those_of_the_cohort_if_it_has_some(explorer: Open) -> None:
    async with explorer(size=(80, 40)) as pilot:
        await settle(pilot)  # changes come after the first paint
        changes = pilot.app.screen.query_one("#changes", Listing)
        assert {row.cells[1] for row in changes.rows} == {"tame"}
        await pilot.press("greater_than_sign")
        await settle(pilot)
        assert {row.cells[1] for row in changes.rows} == {"hostile"}
        assert "Newest changes to pipelines of tools in no cohort" in screen_text(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_day_on_which_few_are_known_says_so_and_why(
    study_path: Path, size: tuple[int, int]
) -> None:
    day = ("at", *"2025-06-01", "enter")
    lines = await overview(study_path, "greater_than_sign", *day, size=size)
    why = "8 of 9 not known then · only as of days until 2025-01-25 and from 2025-11-21"
    assert any(line.strip().startswith(why) for line in lines)
    holding = next(line for line in lines if line.startswith("   H3  ● holds"))
    assert "  1/1 of 9" in holding
    assert sum("known then" in line for line in await overview(study_path, size=size)) == 0


async def test_tools_without_a_history_that_early_say_so(explorer: Open) -> None:
    async with explorer("at", *"2020-01-01", "enter") as pilot:
        assert "1 of 1 not known then · no history that early" in screen_text(pilot)


async def test_a_low_overview_shows_tools_and_verdicts_and_nothing_else(explorer: Open) -> None:
    async with explorer(size=(40, 12)) as pilot:
        shown = screen_text(pilot)
        assert "tame" in shown
        assert "H1" in shown
        assert "Newest changes" not in shown
        await pilot.press("tab", "tab")  # around, past no list that is out of sight
        await settle(pilot)
        assert pilot.app.focused is pilot.app.screen.query_one("#tools", Listing)


async def test_the_next_tools_are_there_before_thousands_are_read(
    study_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes long is held up here until the tools one goes to soon were looked for."""
    held, read = Event(), overview_module.change_rows

    def change_rows(*about: Any) -> Any:
        assert held.wait(30)
        return read(*about)

    monkeypatch.setattr(overview_module, "_NEAR", 3)
    monkeypatch.setattr(overview_module, "change_rows", change_rows)
    async with Explorer(study_path, rest=0).run_test(size=(80, 4)) as pilot:
        tools = pilot.app.screen.query_one("#tools", Listing)
        assert len(tools.rows) == 2  # as many as are painted first
        async with asyncio.timeout(20):
            while len(tools.rows) == 2:
                await pilot.pause(0.005)  # or the thread that reads them gets hardly any time
        assert len(tools.rows) == 3
        held.set()
        await settle(pilot)
        assert len(tools.rows) == 4


def test_titles_stand_in_the_rule_after_a_caption() -> None:
    parts = captioned("Some", "          title     for  x", 32, "─")
    assert "".join(text for text, _ in parts) == " Some ─── title ─── for  x ────"
    assert [ruled for _, ruled in parts] == [False, True, False, True, False, True]
