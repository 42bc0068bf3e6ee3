"""A repository that nobody has cloned is added by its name, and surveyed by a sync."""

import asyncio
import json
from datetime import date
from pathlib import Path

import pytest

from ciatlas.analysis.labelling import label_pipelines
from ciatlas.cli.main import run as run_command
from ciatlas.model.repository import Repository
from ciatlas.sources.github.client import Client
from ciatlas.sources.github.credentials import Token
from ciatlas.sources.github.planning import plan
from ciatlas.sources.github.sync import sync
from ciatlas.store import Atlas
from tests.sources.github import server
from tests.sources.github.conftest import MARKED, Time
from tests.sources.github.server import GitHub

NEW = "example/new"
CI = ".github/workflows/ci.yml"
FILES = {
    CI: b"on: push\njobs:\n  t:\n    runs-on: x\n    steps: [{run: pytest}]\n",
    "tests/test_a.py": b"",
    "uv.lock": b"",
    "Makefile": b"test:\n\tpytest\n",
}


@pytest.fixture
def new(atlas: Atlas, github: GitHub) -> Repository:
    """A repository that was added, and that the server has."""
    github.stars[NEW], github.issues[NEW] = 5, (3, 1)
    github.files[NEW] = dict(FILES)
    atlas.add_repository(Repository(NEW, "new", cohort="mine"))
    return atlas.awaited()[0]


async def test_what_a_survey_finds_is_like_what_an_import_brings(
    atlas: Atlas, github: GitHub, client: Client, new: Repository
) -> None:
    assert atlas.repositories("mine") == []
    (result,) = await sync(atlas, [new], client, raw=github.raw)
    assert not result.failed
    (found,) = atlas.repositories("mine")
    summary = atlas.summary(found)
    assert (found.branch, found.head, found.source) == ("main", github.head(NEW), "github")
    assert (summary.commits, summary.contributors, summary.workflows) == (123, 17, 1)
    assert summary.first_commit is not None
    assert summary.first_commit.date() == date(2020, 1, 1)
    assert summary.paths == {"workflows": 7, "tests": 7, "circleci": 0, "devcontainer": 0}
    label_pipelines(atlas)
    at = atlas.snapshot(found)
    assert at is not None
    (entry,) = atlas.pipelines(at)
    assert (entry.path, entry.jobs, entry.checks, entry.commits) == (CI, 1, ("unit-test",), None)
    assert [(file.kind, file.path) for file in atlas.repository_files(at)] == [
        ("lock-file", "uv.lock")
    ]
    assert atlas.search("pytest")[0].repository == NEW


async def test_a_survey_costs_no_more_than_planned(
    atlas: Atlas, github: GitHub, time: Time, new: Repository
) -> None:
    (planned,) = plan(atlas, [new], token=False, now=time())
    async with Client(github.url, None, atlas, clock=time, sleep=time.sleep) as anonymous:
        await sync(atlas, [new], anonymous, raw=github.raw)
        assert anonymous.requests <= planned.cost["core"] + planned.cost["search"]
    assert planned.asked[0] == "survey"


async def test_a_second_survey_of_the_same_is_answered_by_304_alone(
    atlas: Atlas, github: GitHub, client: Client, new: Repository
) -> None:
    await sync(atlas, [new], client, raw=github.raw)
    github.statuses.clear()
    github.seen.clear()
    await sync(atlas, atlas.repositories("mine"), client, raw=github.raw)
    assert set(github.statuses) == {304}
    assert not [path for path in github.seen if path.startswith("/raw/")]


async def test_a_new_head_keeps_what_stood_before(
    atlas: Atlas, github: GitHub, time: Time, new: Repository
) -> None:
    async with Client(github.url, Token(MARKED), atlas, clock=time, sleep=time.sleep) as client:
        await sync(atlas, [new], client, raw=github.raw)
        del github.files[NEW][CI]
        github.files[NEW][".github/workflows/other.yml"] = FILES[CI]
        (result,) = await sync(atlas, atlas.repositories("mine"), client, raw=github.raw)
    assert not result.failed
    (found,) = atlas.repositories("mine")
    first, second = (atlas.snapshot_of(NEW, oid) for oid in _heads(atlas))
    assert first is not None
    assert second is not None
    assert [entry.path for entry in atlas.pipelines(first)] == [CI]
    assert [entry.path for entry in atlas.pipelines(second)] == [".github/workflows/other.yml"]
    assert len(found.observed_on) == 2


def _heads(atlas: Atlas) -> list[str]:
    _, rows = atlas.sql(
        "SELECT oid FROM commits JOIN repositories ON repositories.id = repository_id"
        f" WHERE full_name = '{NEW}' ORDER BY mainline"
    )
    return [str(oid) for (oid,) in rows]


@pytest.mark.parametrize(
    ("path", "fault", "said"),
    [
        (f"/repos/{NEW}", server.status(404), "missing or private"),
        (f"/repos/{NEW}/commits", server.status(409), "empty"),
        (f"/repos/{NEW}/commits", server.text(b"[]"), "no commits"),
        (f"/repos/{NEW}/commits", server.text(b'[{"sha": "../x", "commit": {}}]'), "commit"),
        (f"/repos/{NEW}/contributors", server.status(403), "refuses this"),
        (f"/repos/{NEW}/contributors", server.drop(), "connection"),
    ],
)
async def test_half_a_survey_is_none(
    atlas: Atlas, github: GitHub, client: Client, new: Repository,
    path: str, fault: server.Fault, said: str,
) -> None:  # fmt: skip
    github.faults[path] = [fault] * 9
    (result,) = await sync(atlas, [new], client, raw=github.raw)
    assert said in result.failed["survey"]
    assert atlas.repositories("mine") == []
    assert [one.full_name for one in atlas.awaited()] == [NEW]


async def test_a_truncated_tree_is_no_tree(
    atlas: Atlas, github: GitHub, client: Client, new: Repository
) -> None:
    github.truncated = True
    (result,) = await sync(atlas, [new], client, raw=github.raw)
    assert "bring in a clone" in result.failed["survey"]


async def test_a_file_that_is_another_than_promised_is_refused(
    atlas: Atlas, github: GitHub, client: Client, new: Repository
) -> None:
    at = f"/raw/{NEW}/{github.head(NEW)}/{CI}"
    github.faults[at] = [server.text(b"on: push", "text/plain")]
    (result,) = await sync(atlas, [new], client, raw=github.raw)
    assert "another file than the commit holds" in result.failed["survey"]
    assert atlas.repositories("mine") == []


def test_names_are_added_once_from_arguments_and_files(
    atlas: Atlas, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "names.txt"
    listed.write_text("# tools\nsome/tool  # good\nhttps://github.com/other/tool.git\n\n")
    command = ["--atlas", str(atlas.path), "add", "some/tool", "--from", str(listed), "--json"]
    assert run_command([*command, "--cohort", "mine"]) == 0
    assert json.loads(capsys.readouterr().out)["added"] == ["some/tool", "other/tool"]
    assert run_command([*command, "example/one"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["added"], len(told["known"])) == ([], 3)
    assert {one.full_name for one in atlas.awaited()} == {"some/tool", "other/tool"}


@pytest.mark.parametrize("name", ["tool", "../../x", "a/b/c", "-x/y", "owner/na me"])
def test_what_is_no_name_is_refused(
    atlas: Atlas, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["--atlas", str(atlas.path), "add", "--", name]) == 1
    assert "write it as OWNER/NAME" in capsys.readouterr().err


async def test_from_a_name_to_its_pipelines_by_commands_alone(
    atlas: Atlas, github: GitHub, new: Repository, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("GH_TOKEN", MARKED)
    at = ["--atlas", str(atlas.path)]
    asked = ["sync", NEW, "--api-url", github.url, "--raw-url", github.raw]
    assert await asyncio.to_thread(run_command, [*at, *asked]) == 0
    told = capsys.readouterr().out
    assert "pipelines 1" in told
    assert MARKED not in told
    assert run_command([*at, "workflow", NEW, "ci.yml", "--json"]) == 0
    step = json.loads(capsys.readouterr().out)["jobs"][0]["steps"][0]
    assert step["activity"] == "unit-test"
    assert run_command([*at, "workflows", NEW, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["workflows"][0]["commits"] is None
    assert MARKED.encode() not in atlas.path.read_bytes()
