"""The screen of what GitHub told: the cost beforehand, the asking, pausing and ending it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from ciatlas.store import open_atlas
from ciatlas_tui.app import Explorer
from ciatlas_tui.screens.sync import SyncView
from tests.sources.github.server import GitHub, running
from tests.tui.conftest import Open, screen_text, settle


@pytest.fixture
async def github(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[GitHub]:
    made = GitHub(stars={"example/tame": 12_345}, issues={"example/tame": (40, 10)})
    async with running(made) as served:
        monkeypatch.setenv("CIATLAS_API_URL", served.url)
        monkeypatch.delenv("GH_TOKEN", raising=False)
        monkeypatch.delenv("GITHUB_TOKEN", raising=False)
        monkeypatch.delenv("CIRCLECI_TOKEN", raising=False)
        monkeypatch.delenv("CIRCLE_TOKEN", raising=False)
        yield served


@pytest.fixture
def own(atlas_path: Path, tmp_path: Path) -> Path:
    """An atlas to write into."""
    return shutil.copy(atlas_path, tmp_path / "own.db")


async def test_the_cost_is_told_beforehand(explorer: Open) -> None:
    async with explorer("7", size=(120, 30)) as pilot:
        shown = screen_text(pilot)
        assert "3 requests of 60 an hour, 2 searches of 10 a minute" in shown
        assert "never" in shown


async def test_the_plan_is_told_of_each_tool_with_what_is_not_asked(explorer: Open) -> None:
    async with explorer("7") as pilot:
        shown = screen_text(pilot)
        assert "What s would ask of each" in shown
        assert "survey: known" in shown
        assert "Figures of" not in shown
    async with explorer("7", size=(200, 60)) as pilot:
        shown = screen_text(pilot)
        assert "Figures of tame" in shown
        assert "never asked; s asks" in shown
        assert "about a minute" in shown
        assert "What verdicts wait for" in shown
        assert "runs that succeed" in shown


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_why_something_is_not_asked_is_told_in_full(
    explorer: Open, size: tuple[int, int]
) -> None:
    async with explorer("7", size=size) as pilot:
        shown = " ".join(screen_text(pilot).split())
        assert "not asked survey: known by its whole history, or as of single days" in shown
        assert "…" not in shown.split("Asking", 1)[1]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_why_something_could_not_be_asked_is_told_once_and_in_full(
    own: Path, github: GitHub, size: tuple[int, int]
) -> None:
    async def missing(_request: web.Request) -> web.Response:
        return web.json_response({}, status=404)

    for path in ("", "/releases", "/actions/runs"):
        github.faults[f"/repos/example/tame{path}"] = [missing]
    async with Explorer(own, rest=0).run_test(size=size) as pilot:
        for key in ("7", "s"):
            await pilot.press(key)
            await settle(pilot)
        shown = " ".join(screen_text(pilot).split())
    why = "repository, releases, runs: it is missing or private"
    assert f"missing {why} (example/tame)" in shown


async def test_a_figure_says_what_it_is_missing_for_itself(own: Path, github: GitHub) -> None:
    async def missing(_request: web.Request) -> web.Response:
        return web.json_response({}, status=404)

    github.faults["/repos/example/tame/releases"] = [missing]
    async with Explorer(own, rest=0).run_test(size=(120, 40)) as pilot:
        for key in ("7", "s", "1", "7"):
            await pilot.press(key)
            await settle(pilot)
        lines = [line.split() for line in screen_text(pilot).splitlines()]
    (releases,) = [line for line in lines if line[:2] == ["releases", "–"]]
    assert " ".join(releases[4:]) == "it is missing or private"


async def test_the_figures_of_the_selected_tool_are_told_one_by_one(
    own: Path, github: GitHub
) -> None:
    async with Explorer(own, rest=0).run_test(size=(140, 40)) as pilot:
        for key in ("7", "s", "1", "7"):
            await pilot.press(key)
            await settle(pilot)
        shown = screen_text(pilot)
        assert "people who starred the repository" in shown
        assert "told within the last hour" in shown


async def test_s_asks_and_shows_what_was_told(own: Path, github: GitHub) -> None:
    async with Explorer(own, rest=0).run_test(size=(140, 30)) as pilot:
        for key in ("7", "s"):
            await pilot.press(key)
            await settle(pilot)
        shown = screen_text(pilot)
        assert "12,345" in shown
        assert "today" in shown
        assert "all asked" in shown
        await pilot.press("1")
        await settle(pilot)
        assert "12,345" in screen_text(pilot)


async def test_what_failed_is_said_and_the_rest_kept(own: Path, github: GitHub) -> None:
    github.answers = (
        {"/repos/example/tame/releases": (404, {})} if hasattr(github, "answers") else {}
    )
    async with Explorer(own, rest=0).run_test(size=(140, 30)) as pilot:
        for key in ("7", "greater_than_sign", "s"):
            await pilot.press(key)
            await settle(pilot)
        assert "hostile" in screen_text(pilot)
        assert "done" in screen_text(pilot)


async def test_offline_asks_nothing(own: Path, github: GitHub) -> None:
    async with Explorer(own, rest=0, offline=True).run_test(size=(120, 30)) as pilot:
        for key in ("7", "s"):
            await pilot.press(key)
            await settle(pilot)
        assert isinstance(pilot.app.screen, SyncView)
        assert "--offline is set" in screen_text(pilot)
        assert not github.seen


async def test_no_network_is_said_in_a_sentence(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIATLAS_API_URL", "http://127.0.0.1:9/")
    async with Explorer(own, rest=0).run_test(size=(140, 30)) as pilot:
        for key in ("7", "s"):
            await pilot.press(key)
            await settle(pilot)
        assert "missing" in screen_text(pilot)


def hold(github: GitHub, path: str) -> tuple[asyncio.Event, asyncio.Event]:
    """Let an answer wait; return what tells that it was asked for, and what lets it go."""
    asked, answer = asyncio.Event(), asyncio.Event()

    async def held(_request: object) -> None:
        asked.set()
        await answer.wait()

    github.faults[path] = [held]
    return asked, answer


async def test_s_pauses_and_goes_on_and_x_ends_with_what_was_learnt_stored(
    own: Path, github: GitHub
) -> None:
    asked, answer = hold(github, "/repos/example/tame/releases")
    async with Explorer(own, rest=0).run_test(size=(140, 30)) as pilot:
        await pilot.press("7")
        await settle(pilot)
        await pilot.press("s")
        await asked.wait()
        await pilot.press("s")
        await pilot.pause()
        assert "paused" in screen_text(pilot)
        await pilot.press("s")
        await pilot.pause()
        assert "goes on" in screen_text(pilot)
        await pilot.press("x")
        await pilot.pause()
        assert "what was learnt is stored" in screen_text(pilot)
        answer.set()
    with open_atlas(own, readonly=True) as atlas:
        assert atlas.problems() == []
        told = atlas.told(atlas.find_repository("example/tame"))
        assert told["stars"].value == 12_345
        assert "releases" not in told


async def test_what_nobody_foresaw_is_said_and_shows_no_token(
    own: Path, github: GitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GH_TOKEN", "ghp_markedtokenthatmustnotshow")

    async def broken(*_arguments: object, **_options: object) -> None:
        raise KeyError("what nobody foresaw")

    monkeypatch.setattr("ciatlas.sources.github.client.Client._once", broken)
    async with Explorer(own, rest=0).run_test(size=(140, 30)) as pilot:
        for key in ("7", "s"):
            await pilot.press(key)
            await settle(pilot)
        shown = screen_text(pilot)
        assert "something unexpected happened (KeyError); what was learnt is stored" in shown
        assert "ghp_" not in shown


async def test_keys_are_answered_before_anything_is_asked(
    own: Path, github: GitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Explorer(own, rest=0)
    async with app.run_test(size=(140, 30)) as pilot:
        await pilot.press("7")
        await settle(pilot)
        resting, rested = asyncio.Event(), asyncio.Event()

        async def at_rest() -> None:
            resting.set()
            await rested.wait()

        monkeypatch.setattr(app, "at_rest", at_rest)
        await pilot.press("s")
        await resting.wait()
        assert not github.seen
        rested.set()
        await settle(pilot)
        assert "all asked" in screen_text(pilot)


async def test_the_asking_goes_on_where_ever_one_goes_and_is_found_again(
    own: Path, github: GitHub
) -> None:
    asked, answer = hold(github, "/repos/example/tame/releases")
    async with Explorer(own, rest=0).run_test(size=(140, 30)) as pilot:
        await pilot.press("7", "s")
        await asked.wait()
        await pilot.press("1", "7")
        await pilot.pause()
        assert "s pauses, x ends" in screen_text(pilot)
        await pilot.press("1")
        answer.set()
        await settle(pilot)
        await pilot.press("7")
        await settle(pilot)
        assert "all asked" in screen_text(pilot)
        told = pilot.app.atlas.told(pilot.app.atlas.find_repository("example/tame"))
        assert "releases" in told
