"""The fetcher against servers nobody here wrote."""

from pathlib import Path

import pytest

from ciatlas.model.repository import Repository
from ciatlas.sources.github.answers import UnavailableError
from ciatlas.sources.github.client import Client
from ciatlas.sources.github.credentials import Token
from ciatlas.sources.github.sync import sync
from ciatlas.store import Atlas
from tests.sources.github.conftest import MARKED, Time
from tests.sources.github.servers import prism, recorded


async def test_githubs_own_description_allows_all_that_is_asked(atlas: Atlas, time: Time) -> None:
    atlas.add_repository(Repository("octocat/Hello-World", "Hello-World"))
    async with (
        prism() as (address, violations),
        Client(address, Token(MARKED), atlas, clock=time, sleep=time.sleep) as client,
    ):
        (result,) = await sync(atlas, atlas.awaited(), client, raw=f"{address}/raw", clock=time)
        told = result.figures
        assert (told["stars"], told["forks"], told["issues"]) == (80, 9, 280)
        # The examples point from page to page of another host, where no token may go.
        assert result.failed == {"survey": "the API points to another host, which is not asked"}
        tree = await client.get("/repos/octocat/Hello-World/git/trees/abc", {"recursive": 1})
        assert tree.content["tree"]
        jobs = await client.get("/repos/octocat/Hello-World/actions/runs/1/jobs", {"per_page": 100})
        assert jobs.content["jobs"]
        assert violations == []


async def test_recorded_facts_are_read(atlas: Atlas, time: Time) -> None:
    async with (
        recorded("get-repository") as address,
        Client(address, Token(MARKED), atlas, clock=time, sleep=time.sleep) as client,
    ):
        answer = await client.get("/repos/octokit-fixture-org/hello-world")
        assert answer.content["full_name"] == "octokit-fixture-org/hello-world"
        left = client.limits.buckets["core"]
        assert left.remaining is not None
        assert left.reset is not None
        assert left.reset < 10**10  # told in milliseconds, unlike by the live service


async def test_a_renamed_repository_is_followed(atlas: Atlas, time: Time) -> None:
    change = "/repos/octokit-fixture-org/rename-repository", '{"name":"rename-repository-newname"}'
    async with (
        recorded("rename-repository", before=change) as address,
        Client(address, Token(MARKED), atlas, clock=time, sleep=time.sleep) as client,
    ):
        answer = await client.get("/repos/octokit-fixture-org/rename-repository")
        assert answer.url.endswith("/repositories/1000")


async def test_recorded_pages_are_linked(atlas: Atlas, time: Time) -> None:
    async with (
        recorded("paginate-issues") as address,
        Client(address, Token(MARKED), atlas, clock=time, sleep=time.sleep) as client,
    ):
        answer = await client.get("/repos/octokit-fixture-org/paginate-issues/issues?per_page=3")
        seen = [len(answer.content)]
        while "next" in answer.links:
            answer = await client.get(answer.links["next"])
            seen.append(len(answer.content))
        assert sum(seen) == 13


async def test_a_link_to_another_host_gets_no_token(
    atlas: Atlas, time: Time, tmp_path: Path
) -> None:
    async with Client("http://127.0.0.1:9", Token(MARKED), atlas, clock=time) as client:
        with pytest.raises(UnavailableError, match="another host"):
            await client.get("https://example.org/repos/a/b")
        assert client.requests == 0
