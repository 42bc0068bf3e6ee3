"""Runs on CircleCI come with a token for it, of repositories that run there."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from ciatlas.cli.main import run as run_command
from ciatlas.model.errors import CiatlasError
from ciatlas.sources.circleci import (
    CONFIG,
    MOST_PIPELINES,
    circleci_address,
    circleci_questions,
    circleci_token,
)
from ciatlas.sources.github.client import Client
from ciatlas.sources.github.limits import SpentError
from ciatlas.sources.importer import import_clone
from ciatlas.store import Atlas, open_atlas
from tests.repositories import Repository
from tests.sources.github.server import GitHub, running

MARKED = "circle-token-that-must-not-show"
NAME = "example/tool"
PIPELINES = f"/api/v2/project/gh/{NAME}/pipeline"


def uuid(number: int) -> str:
    return f"{number:08x}-0000-4000-8000-000000000000"


def pipeline(number: int) -> dict[str, Any]:
    return {
        "id": uuid(number),
        "created_at": "2025-01-01T00:00:00Z",
        "trigger": {"type": "webhook"},
        "vcs": {"revision": f"{number:040}"},
    }


def workflow(number: int, status: str, minutes: int = 5) -> dict[str, Any]:
    return {
        "id": uuid(1000 + number),
        "name": "test",
        "status": status,
        "created_at": "2025-01-01T00:01:00Z",
        "stopped_at": f"2025-01-01T00:{minutes:02}:00Z",
    }


@dataclass
class CircleCI:
    """A CircleCI of our own: pipelines, their workflows by pipeline, and what it was asked."""

    pipelines: list[Any] = field(default_factory=list)
    workflows: dict[str, list[Any]] = field(default_factory=dict)
    more: str | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    url: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.seen[request.path] += 1
        assert request.headers["Circle-Token"] == MARKED
        assert "Authorization" not in request.headers
        if self.status != 200:
            return web.json_response({}, status=self.status, headers=self.headers)
        if request.path == PIPELINES:
            return web.json_response({"items": self.pipelines, "next_page_token": self.more})
        oid = request.path.split("/")[4]
        return web.json_response({"items": self.workflows.get(oid, []), "next_page_token": None})


@pytest.fixture
async def circle() -> AsyncIterator[CircleCI]:
    made = CircleCI(
        [pipeline(1), pipeline(2)],
        {
            uuid(1): [workflow(1, "success"), workflow(2, "failed", 9)],
            uuid(2): [workflow(3, "running"), workflow(4, "canceled")],
        },
    )
    app = web.Application()
    app.router.add_get("/{path:.*}", made.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


@pytest.fixture
def atlas(tmp_path: Path) -> Iterator[Atlas]:
    with open_atlas(tmp_path / "atlas.db", create=True) as made:
        tool = Repository(tmp_path / "tool")
        tool.commit({CONFIG: "version: 2.1\njobs: {}\n"})
        import_clone(made, tool.path, NAME, cohort="study")
        other = Repository(tmp_path / "other")
        other.commit({"README": ""})
        import_clone(made, other.path, "example/other", cohort="study")
        yield made


@pytest.fixture
async def client(circle: CircleCI, atlas: Atlas) -> AsyncIterator[Client]:
    async with Client(circle.url, circleci_token({"CIRCLE_TOKEN": MARKED}), atlas) as made:
        yield made


async def told(atlas: Atlas, client: Client) -> Any:
    (question,) = circleci_questions(atlas, client)(atlas.find_repository(NAME))
    return await question.ask(client, NAME)


async def test_workflows_that_ended_are_runs(atlas: Atlas, client: Client) -> None:
    found = await told(atlas, client)
    assert found.figures == {"circleci_runs": (3, True)}
    first, second, third = found.runs
    assert (first.path, first.event, first.conclusion, first.seconds) == (
        CONFIG, "push", "success", 240,
    )  # fmt: skip
    assert (second.conclusion, third.conclusion) == ("failure", "cancelled")
    assert first.head == f"{1:040}"
    assert len({run.id for run in found.runs}) == 3


async def test_only_so_many_pipelines_are_asked_for(
    atlas: Atlas, client: Client, circle: CircleCI
) -> None:
    circle.pipelines = [pipeline(number) for number in range(50)]
    found = await told(atlas, client)
    assert client.requests == 1 + MOST_PIPELINES
    assert found.figures["circleci_runs"] == (3, False)


async def test_who_does_not_run_there_is_not_asked_about(atlas: Atlas, client: Client) -> None:
    assert circleci_questions(atlas, client)(atlas.find_repository("other")) == ()


async def test_what_is_half_told_is_left_out(
    atlas: Atlas, client: Client, circle: CircleCI
) -> None:
    circle.pipelines = [{"id": "../../x"}, {"id": 3}, "none", {"id": uuid(1)}, pipeline(2)]
    circle.workflows[uuid(2)] = [
        {**workflow(5, "success"), "stopped_at": None},
        {**workflow(6, "success"), "id": "x"},
        {**workflow(7, "wonderful")},
        None,
        workflow(8, "success"),
    ]
    assert len((await told(atlas, client)).runs) == 1


async def test_a_limit_is_told(atlas: Atlas, client: Client, circle: CircleCI) -> None:
    circle.status, circle.headers = 429, {"Retry-After": "3000"}
    with pytest.raises(SpentError, match="budget for circleci is spent"):
        await told(atlas, client)


@pytest.mark.parametrize("address", ["http://example.org", "https://me:x@example.org", "ftp://x"])
def test_its_address_is_checked(address: str) -> None:
    with pytest.raises(CiatlasError):
        circleci_address(address)


def test_its_token_has_variables_and_a_header_of_its_own() -> None:
    assert circleci_token({}) is None
    assert circleci_token({"GH_TOKEN": "x"}) is None
    found = circleci_token({"CIRCLECI_TOKEN": MARKED, "CIRCLE_TOKEN": "other"})
    assert found is not None
    assert (found.value, found.header, MARKED in repr(found)) == (MARKED, "Circle-Token", False)


async def test_by_commands_alone_runs_come_in_and_no_token_stays(
    atlas: Atlas, circle: CircleCI, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for name in ("GH_TOKEN", "GITHUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CIRCLECI_TOKEN", MARKED)
    monkeypatch.setenv("CIATLAS_CIRCLECI_URL", circle.url)
    at = ["--atlas", str(atlas.path)]
    github = GitHub(stars={NAME: 5}, issues={NAME: (3, 1)})
    async with running(github):
        command = [*at, "sync", NAME, "--api-url", github.url]
        assert run_command([*command, "--plan", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["cost"]["circleci"] == 1 + MOST_PIPELINES
        assert await asyncio.to_thread(run_command, command) == 0
        said = capsys.readouterr().out
        assert "circleci runs 3" in said
        assert github.headers.get("Circle-Token") is None
        # What was told within the hour is not asked again.
        circle.seen.clear()
        assert await asyncio.to_thread(run_command, command) == 0
        assert not circle.seen
    capsys.readouterr()
    assert run_command([*at, "runs", NAME, "--json"]) == 0
    workflows = {one["path"]: one for one in json.loads(capsys.readouterr().out)["workflows"]}
    assert workflows[CONFIG]["decided"] == 2
    assert workflows[CONFIG]["succeeded"] == 1
    assert atlas.told(atlas.find_repository(NAME))["circleci_runs"].source == "circleci"
    for file in atlas.path.parent.glob("atlas*"):
        assert MARKED.encode() not in file.read_bytes()
