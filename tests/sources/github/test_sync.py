"""A sync asks what it planned, stores what it learns at once, and says what it could not."""

import asyncio
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import time as clock

import pytest
from aiohttp import web

from ciatlas.analysis.replication import replicate
from ciatlas.cli.main import run as run_command
from ciatlas.model.claim import Status
from ciatlas.model.errors import CiatlasError
from ciatlas.model.repository import Repository as Named
from ciatlas.sources.bundle import unpack_bundle
from ciatlas.sources.github.client import Client
from ciatlas.sources.github.credentials import Token, api_address, find_token
from ciatlas.sources.github.planning import plan
from ciatlas.sources.github.sync import sync
from ciatlas.store import Atlas, open_atlas
from ciatlas.store.opening import AtlasError
from tests.sources.github import server
from tests.sources.github.conftest import MARKED, NOW, Time
from tests.sources.github.server import GitHub

STUDY = {
    "mlflow/mlflow": (20_000, (5000, 2000)),
    "Netflix/metaflow": (9000, (800, 90)),
    "kitops-ml/kitops": (700, (300, 60)),
    "clearml/clearml": (6000, (1000, 300)),
}


async def test_figures_are_stored_with_source_and_time(
    atlas: Atlas, client: Client, time: Time
) -> None:
    results = await sync(atlas, atlas.repositories(), client, clock=time)
    assert all(not one.failed for one in results)
    one = atlas.find_repository("example/one")
    assert atlas.figures(one) == {
        "stars": 10, "forks": 2, "issues": 40, "bug_issues": 10, "releases": 2,
        "runs": 3, "runs_succeeded": 2, "run_seconds": 360,
    }  # fmt: skip
    _, rows = atlas.sql("SELECT DISTINCT source, retrieved_at FROM figures WHERE figure = 'stars'")
    assert rows[0][0] == "github"
    assert rows[0][1] >= NOW


async def test_it_asks_what_the_plan_says(atlas: Atlas, github: GitHub, time: Time) -> None:
    planned = plan(atlas, atlas.repositories(), token=False, now=time())
    async with Client(github.url, None, atlas, clock=time, sleep=time.sleep) as anonymous:
        await sync(atlas, atlas.repositories(), anonymous)
    searches = sum(n for path, n in github.seen.items() if path.startswith("/search"))
    assert searches == sum(one.cost["search"] for one in planned)
    assert anonymous.requests - searches == sum(one.cost["core"] for one in planned)


async def test_a_repository_may_have_labels_of_its_own_for_bugs(
    atlas: Atlas, github: GitHub, time: Time, capsys: pytest.CaptureFixture[str]
) -> None:
    one = atlas.find_repository("example/one")
    async with Client(github.url, None, atlas, clock=time, sleep=time.sleep) as anonymous:
        await sync(atlas, [one], anonymous, clock=time)
        at = ["--atlas", str(atlas.path)]
        said = ["add", "example/one", "--bug-label", "defect", "--bug-label", "kind: Bug"]
        assert run_command([*at, *said]) == 0
        assert "bug_issues" not in atlas.figures(one)  # what others counted is asked for again
        await sync(atlas, [one], anonymous, clock=time)
    assert 'repo:example/one is:issue label:"defect","kind: Bug"' in github.searched
    assert atlas.figures(one)["bug_issues"] == 10
    assert run_command([*at, "sync", "example/one", "--plan"]) == 0
    assert "bugs are issues labelled defect, kind: Bug" in capsys.readouterr().out
    assert run_command([*at, "add", "example/one", "--bug-label", 'a"b']) == 1


async def test_a_second_sync_of_the_same_is_answered_by_304_alone(
    atlas: Atlas, client: Client, github: GitHub
) -> None:
    await sync(atlas, atlas.repositories(), client)
    github.statuses.clear()
    await sync(atlas, atlas.repositories(), client)
    assert set(github.statuses) == {304}


async def test_one_failure_leaves_the_rest_alone(
    atlas: Atlas, client: Client, github: GitHub
) -> None:
    github.faults["/repos/example/one/actions/runs"] = [server.status(404)]
    first, second = await sync(atlas, atlas.repositories(), client)
    assert first.failed == {"runs": "it is missing or private"}
    assert first.figures["stars"] == 10
    assert not second.failed


async def test_a_lying_answer_is_no_fact(atlas: Atlas, client: Client, github: GitHub) -> None:
    for body in (b"[]", b'{"stargazers_count": "many"}', b'{"stargazers_count": -1}', b"null"):
        github.faults["/repos/example/one"] = [server.text(body)]
        (result,) = await sync(atlas, [atlas.find_repository("one")], client)
        assert "repository" in result.failed
        assert "stars" not in atlas.figures(atlas.find_repository("one"))


async def test_a_spent_budget_keeps_what_is_there_and_says_until_when(
    atlas: Atlas, github: GitHub, time: Time
) -> None:
    github.budget["core"], github.reset = 2, int(NOW) + 3600
    async with Client(github.url, None, atlas, clock=time, sleep=time.sleep) as anonymous:
        first, second = await sync(atlas, atlas.repositories(), anonymous, clock=time)
    assert first.figures["stars"] == 10
    assert first.failed == {"runs": "the budget for core is spent"}
    assert first.spent_until == NOW + 3600
    assert set(second.failed) == {"repository", "releases", "runs"}
    assert second.figures == {"issues": 80, "bug_issues": 60}


async def test_the_next_sync_brings_what_was_missing(
    atlas: Atlas, client: Client, github: GitHub, time: Time
) -> None:
    github.budget["core"], github.reset = 2, int(NOW) + 3600
    await sync(atlas, atlas.repositories(), client, clock=time)
    time.now += 3600
    github.budget["core"] = None
    async with Client(github.url, None, atlas, clock=time, sleep=time.sleep) as later:
        results = await sync(atlas, atlas.repositories(), later, clock=time)
    assert all(not one.failed for one in results)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Atlas]:
    unpack_bundle(tmp_path / "study.db")
    with open_atlas(tmp_path / "study.db") as atlas:
        yield atlas


async def test_claims_on_stars_and_bugs_are_decided_after_a_sync(study: Atlas, time: Time) -> None:
    github = GitHub(
        stars={name: stars for name, (stars, _) in STUDY.items()},
        issues={name: issues for name, (_, issues) in STUDY.items()},
    )
    before = {one.id: one.status for one in replicate(study, ids=["C21", "C22"])}
    assert set(before.values()) == {Status.NOT_CHECKABLE}
    async with (
        server.running(github),
        Client(github.url, None, study, clock=time, sleep=time.sleep) as client,
    ):
        await sync(study, study.repositories("study"), client, clock=time)
        assert client.requests <= 60 + 10
    after = {one.id: one.status for one in replicate(study, ids=["C21", "C22"])}
    assert after == {"C21": Status.CONTRADICTED, "C22": Status.REPRODUCED}


async def test_a_first_sync_of_the_study_stays_within_the_budget_without_a_token(
    study: Atlas, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("GH_TOKEN", "GITHUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("ciatlas.sources.github.turns.SEARCH_GAP", 0)
    github = GitHub(
        stars={name: stars for name, (stars, _) in STUDY.items()},
        issues={name: issues for name, (_, issues) in STUDY.items()},
        budget={"core": 60, "search": 10, "graphql": 0},
        reset=int(clock()) + 3000,
    )
    async with server.running(github):
        command = ["--atlas", str(study.path), "sync", "--json", "--api-url", github.url]
        assert run_command([*command, "--plan"]) == 0
        planned = json.loads(capsys.readouterr().out)["cost"]
        assert not github.seen
        assert await asyncio.to_thread(run_command, command) == 0
    assert json.loads(capsys.readouterr().out)["requests"] == planned["core"] + planned["search"]
    assert 60 - (github.budget["core"] or 0) == planned["core"] <= 60
    assert 10 - (github.budget["search"] or 0) == planned["search"] <= 10


def test_the_plan_is_told_without_asking(atlas: Atlas, capsys: pytest.CaptureFixture[str]) -> None:
    code = run_command(["--atlas", str(atlas.path), "sync", "--plan", "--json"])
    document = json.loads(capsys.readouterr().out)
    assert (code, document["cost"]) == (0, {"core": 6, "search": 4, "graphql": 0, "circleci": 0})


def test_offline_asks_nothing(atlas: Atlas, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["--atlas", str(atlas.path), "sync", "--offline"]) == 1
    assert "nothing was asked" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ftp://x", "no address of an API"),
        ("nonsense", "no address of an API"),
        ("https://me:secret@host", "no user, password"),
        ("https://host/?a=b", "no user, password or query"),
        ("http://example.org", "over https only"),
    ],
)
def test_an_address_is_checked_before_a_token_goes_there(text: str, said: str) -> None:
    with pytest.raises(CiatlasError, match=said):
        api_address(text)


def test_addresses_lose_their_last_slash() -> None:
    assert api_address(None) == "https://api.github.com"
    assert api_address("https://host/api/v3/") == "https://host/api/v3"
    assert api_address("http://127.0.0.1:1") == "http://127.0.0.1:1"


def test_tokens_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    both = {"GH_TOKEN": " one ", "GITHUB_TOKEN": "two"}
    found = find_token("https://api.github.com", both)
    assert found is not None
    assert (found.value, "one" in repr(found)) == ("one", False)
    other = find_token("https://api.github.com", {"GITHUB_TOKEN": "two"})
    assert other is not None
    assert other.identity() != found.identity()
    assert find_token("https://api.github.com", {}) is None


async def test_runs_are_kept_once_each_by_id(atlas: Atlas, github: GitHub, time: Time) -> None:
    one = atlas.find_repository("one")
    for _ in range(2):
        async with Client(github.url, None, atlas, clock=time, sleep=time.sleep) as anonymous:
            await sync(atlas, [one], anonymous)
        runs = atlas.runs(one)
        assert [(run.id, run.conclusion, run.seconds) for run in runs] == [
            (3, "success", 360), (2, "failure", 600), (1, "success", 240),
        ]  # fmt: skip
    assert atlas.run_jobs(one) == []  # without a token jobs are not asked for
    assert atlas.runs(one, as_of=date(2024, 12, 30)) == []


async def test_with_a_token_jobs_of_the_newest_run_of_each_workflow_come_too(
    atlas: Atlas, github: GitHub, time: Time
) -> None:
    one = atlas.find_repository("one")
    async with Client(github.url, Token(MARKED), atlas, clock=time, sleep=time.sleep) as client:
        (result,) = await sync(atlas, [one], client)
        assert not result.failed
        assert [(job.run, job.name, job.waited) for job in atlas.run_jobs(one)] == [
            (3, "lint", 10), (3, "test (3.11)", 30),
        ]  # fmt: skip
        (planned,) = plan(atlas, [one], token=True, now=time())
        assert client.requests <= sum(planned.cost.values())
        github.statuses.clear()
        await sync(atlas, [one], client)
        assert set(github.statuses) == {304}


@pytest.mark.parametrize(
    "lie", [{"id": "x"}, {"path": None}, {"created_at": "soon"}, {"conclusion": 3}, {"id": -1}]
)
async def test_a_run_that_is_only_half_told_is_left_out(
    atlas: Atlas, client: Client, github: GitHub, lie: dict[str, object]
) -> None:
    runs = [{**server.RUNS[0], **lie}, server.RUNS[1], "none"]
    body = json.dumps({"total_count": 3, "workflow_runs": runs}).encode()
    github.faults["/repos/example/one/actions/runs"] = [server.text(body)]
    await sync(atlas, [atlas.find_repository("one")], client)
    assert [run.id for run in atlas.runs(atlas.find_repository("one"))] == [2]


async def test_runs_and_a_waterfall_are_told_on_the_command_line(
    atlas: Atlas, github: GitHub, time: Time, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--atlas", str(atlas.path), "runs", "example/one"]
    assert run_command(at) == 1
    assert "'ciatlas sync example/one' brings" in capsys.readouterr().err
    async with Client(github.url, Token(MARKED), atlas, clock=time, sleep=time.sleep) as client:
        await sync(atlas, [atlas.find_repository("one")], client)
    assert run_command(at) == 0
    assert "2 of 3" in capsys.readouterr().out
    assert run_command([*at, "--run", "3"]) == 0
    lint, test = capsys.readouterr().out.splitlines()
    assert lint.startswith("lint")
    assert test.count("#") < lint.count("#")
    assert run_command([*at, "ci.yml", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["workflows"][0]["succeeded"] == 2


async def test_without_a_token_nothing_is_asked_twice_within_an_hour(
    atlas: Atlas, github: GitHub, time: Time
) -> None:
    repositories = atlas.repositories()
    github.budget["core"], github.reset = 4, int(NOW) + 600
    async with Client(github.url, None, atlas, clock=time, sleep=time.sleep) as anonymous:
        await sync(atlas, repositories, anonymous, clock=time)
        github.seen.clear()
        github.budget["core"] = None
        time.now += 600
        first, second = plan(atlas, repositories, token=False, now=time())
        assert (first.asked, second.asked) == ((), ("releases", "runs"))
        assert set(first.skipped.values()) >= {"told within the last hour"}
        results = await sync(atlas, repositories, anonymous, clock=time)
        assert all(not one.failed for one in results)
        assert sum(github.seen.values()) == first.cost["core"] + second.cost["core"] == 2
        time.now += 3600
        assert all(
            len(one.asked) == 5 for one in plan(atlas, repositories, token=False, now=time())
        )


async def test_several_repositories_are_asked_at_once_and_told_in_order(
    atlas: Atlas, client: Client, github: GitHub, time: Time
) -> None:
    both = asyncio.Barrier(2)

    async def together(_request: web.Request) -> None:
        await both.wait()

    for name in ("one", "two"):
        github.faults[f"/repos/example/{name}/releases"] = [together]
    done: list[tuple[str, int, int]] = []
    results = await sync(
        atlas, atlas.repositories(), client, clock=time,
        progress=lambda one, number, total: done.append((one.repository, number, total)),
    )  # fmt: skip
    assert [one.repository for one in results] == ["example/one", "example/two"]
    assert [next(iter(one.figures)) for one in results] == ["stars", "stars"]
    assert {name for name, _, _ in done} == {"example/one", "example/two"}
    assert [rest for _, *rest in done] == [[1, 2], [2, 2]]


async def test_no_more_requests_are_under_way_than_the_budget_has_left(
    atlas: Atlas, github: GitHub, time: Time
) -> None:
    github.budget["core"], github.reset = 5, int(NOW) + 3600
    async with Client(github.url, None, atlas, clock=time, sleep=time.sleep) as anonymous:
        results = await sync(atlas, atlas.repositories(), anonymous, clock=time)
    assert github.statuses[403] == 0
    assert github.budget["core"] == 0
    assert [list(one.failed) for one in results] == [[], ["runs"]]
    assert results[1].spent_until == NOW + 3600


async def test_a_short_budget_tells_a_little_of_all_before_much_of_the_first(
    atlas: Atlas, github: GitHub, time: Time
) -> None:
    names = [f"new/tool{number}" for number in range(3)]
    for name in names:
        atlas.add_repository(Named(name, name, cohort="new"))
        github.stars[name], github.issues[name] = 1, (2, 1)
        github.files[name] = {".github/workflows/ci.yml": b"on: push"}
    github.budget["core"], github.reset = 9 + 6, int(NOW) + 3600
    async with Client(github.url, None, atlas, clock=time, sleep=time.sleep) as anonymous:
        first = await sync(atlas, atlas.awaited(), anonymous, clock=time, raw=github.raw)
        assert all({"stars", "releases", "runs"} <= one.figures.keys() for one in first)
        assert github.statuses[403] == 0
        surveyed = [one for one in first if "pipelines" in one.figures]
        assert len(surveyed) == 1
        # An hour and more later what is known already waits for what is not.
        time.now += 7200
        github.budget["core"], github.reset = 6 * (3 - len(surveyed)), int(time.now) + 3600
        left = [*atlas.awaited(), *atlas.repositories("new")]
        await sync(atlas, left, anonymous, clock=time, raw=github.raw)
        assert atlas.awaited() == []


async def test_a_sync_can_pause_before_any_step_and_be_ended_there(
    atlas: Atlas, client: Client, github: GitHub, time: Time
) -> None:
    going = asyncio.Event()
    task = asyncio.create_task(
        sync(atlas, atlas.repositories(), client, clock=time, going=going.wait)
    )
    await asyncio.sleep(0)
    assert not github.seen
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert atlas.problems() == []
    assert not github.seen


async def test_answers_about_what_is_past_are_kept_no_longer(
    atlas: Atlas, client: Client, github: GitHub, time: Time
) -> None:
    name = "new/tool"
    atlas.add_repository(Named(name, name, cohort="new"))
    github.stars[name], github.issues[name] = 1, (2, 1)

    def kept() -> set[str]:
        _, rows = atlas.sql("SELECT url FROM responses WHERE identity != ''")
        return {str(url) for (url,) in rows}

    seen = []
    for number in (1, 2, 3):
        github.files[name] = {"tests/a": b"", ".github/workflows/a.yml": b"on: push # %d" % number}
        runs = [{**run, "id": run["id"] + 10 * number} for run in server.RUNS]
        body = json.dumps({"total_count": 3, "workflow_runs": runs}).encode()
        github.faults[f"/repos/{name}/actions/runs"] = [server.text(body)]
        jobs = f"/repos/{name}/actions/runs/{runs[-1]['id']}/jobs"
        one = next(one for one in [*atlas.awaited(), *atlas.repositories()] if one.name == name)
        (result,) = await sync(atlas, [one], client, clock=time, raw=github.raw)
        assert not result.failed
        assert f"{github.url}{jobs}?per_page=100" in kept()
        assert any(github.head(name) in url for url in kept())
        seen.append(len(kept()))
    assert seen[0] == seen[1] == seen[2]
    # Nothing more than that is forgotten: what did not change is still told by its ETag.
    github.faults[f"/repos/{name}/actions/runs"] = [server.text(body)]
    github.statuses.clear()
    (one,) = (one for one in atlas.repositories() if one.name == name)
    await sync(atlas, [one], client, clock=time, raw=github.raw)
    assert set(github.statuses) == {200, 304}
    assert github.statuses[200] == 1


async def test_an_atlas_that_cannot_be_written_is_one_sentence(
    atlas: Atlas, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise AtlasError("the disk is full; make room")

    monkeypatch.setattr(Atlas, "save_figures", full)
    with pytest.raises(AtlasError, match="make room"):
        await sync(atlas, atlas.repositories(), client)
