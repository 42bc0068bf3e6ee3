"""With a token issues are counted by a query, once something about them changed."""

import asyncio
from collections import Counter

import pytest

from ciatlas.cli.main import run as run_command
from ciatlas.sources.github.client import Client
from ciatlas.sources.github.credentials import Token
from ciatlas.sources.github.graphql import graphql_address
from ciatlas.sources.github.planning import Plan, plan
from ciatlas.sources.github.sync import Synced, sync
from ciatlas.store import Atlas
from tests.sources.github import server
from tests.sources.github.conftest import MARKED, NOW, Time
from tests.sources.github.server import GitHub

ERRORS = {"errors": [{"type": "FORBIDDEN", "message": "no"}]}
LIMITED = {"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}
SECONDARY = {"errors": [{"message": "You have exceeded a secondary rate limit"}]}


async def one_synced(atlas: Atlas, client: Client) -> Synced:
    (result,) = await sync(atlas, [atlas.find_repository("one")], client)
    return result


async def test_one_query_takes_the_place_of_two_searches(
    atlas: Atlas, github: GitHub, time: Time
) -> None:
    (planned,) = plan(atlas, [atlas.find_repository("one")], token=True, now=time())
    async with Client(github.url, Token(MARKED), atlas, clock=time, sleep=time.sleep) as client:
        result = await one_synced(atlas, client)
        assert (result.figures["issues"], result.figures["bug_issues"]) == (40, 10)
        assert (planned.cost["search"], planned.cost["graphql"]) == (2, 1)  # at most, see below
        assert github.seen["/graphql"] == 1
        assert github.seen["/search/issues"] == 0
        assert time.slept == []


async def test_it_is_asked_again_only_when_an_issue_changed(
    atlas: Atlas, client: Client, github: GitHub
) -> None:
    await one_synced(atlas, client)
    assert (await one_synced(atlas, client)).figures["issues"] == 40
    assert github.seen["/graphql"] == 1
    github.issues["example/one"] = (41, 11)
    assert (await one_synced(atlas, client)).figures["bug_issues"] == 11
    assert github.seen["/graphql"] == 2


async def test_a_query_that_was_not_answered_is_asked_again(
    atlas: Atlas, client: Client, github: GitHub
) -> None:
    github.faults["/graphql"] = [server.status(502)] * 3
    await one_synced(atlas, client)
    assert github.seen["/search/issues"] == 2
    await one_synced(atlas, client)
    assert github.seen["/graphql"] == 4
    assert github.seen["/search/issues"] == 2


@pytest.mark.parametrize(
    "fault",
    [
        server.status(404),
        server.status(405),
        server.status(200, ERRORS),
        server.status(200, {"data": None}),
        server.status(200, {"data": {"repository": {"issues": {"totalCount": -1}}}}),
        server.text(b"<html>", "text/html"),
        server.text(b'{"data": '),
        server.to("/elsewhere"),
        server.to("https://example.org/graphql", 307),
        server.drop(),
    ],
)
async def test_where_there_is_no_answer_searches_bring_it(
    atlas: Atlas, client: Client, github: GitHub, fault: server.Fault
) -> None:
    github.faults["/graphql"] = [fault] * 9
    result = await one_synced(atlas, client)
    assert not result.failed
    assert (result.figures["issues"], result.figures["bug_issues"]) == (40, 10)
    assert github.seen["/search/issues"] == 2


@pytest.mark.parametrize("status", [404, 405])
async def test_a_server_without_graphql_is_not_asked_in_it_again_and_the_plan_says_so(
    atlas: Atlas, client: Client, github: GitHub, time: Time, status: int
) -> None:
    github.faults["/graphql"] = [server.status(status)] * 9
    both = atlas.repositories()
    before = total(plan(atlas, both, token=True, now=time(), queries=client.has_queries))
    await sync(atlas, both, client, clock=time)
    assert (github.seen["/graphql"], github.seen["/search/issues"]) == (2, 4)  # both at once
    assert (before["graphql"], before["search"]) == (2, 4)
    # Known by now, whoever asks: the plan is exact, and nothing is asked in vain.
    github.seen.clear()
    known = total(plan(atlas, both, token=True, now=time(), queries=client.has_queries))
    await sync(atlas, both, client, clock=time)
    asked = sum(github.seen.values()) - github.seen["/search/issues"]
    assert (known["graphql"], known["search"]) == (0, github.seen["/search/issues"]) == (0, 4)
    assert asked <= known["core"] < before["core"]
    assert not github.seen["/repos/example/one/issues"]
    # Servers are brought up to date.
    github.faults.clear()
    time.now += 8 * 86_400
    assert client.has_queries
    await sync(atlas, both, client, clock=time)
    assert github.seen["/graphql"] == 2


def total(plans: list[Plan]) -> Counter[str]:
    return sum((Counter(one.cost) for one in plans), Counter())


async def test_the_command_line_plans_for_a_server_without_graphql(
    atlas: Atlas, github: GitHub, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("GH_TOKEN", MARKED)
    github.graphql = False
    command = ["--atlas", str(atlas.path), "sync", "--api-url", github.url]
    assert run_command([*command, "--plan"]) == 0
    said = capsys.readouterr().out
    assert "and 2 queries in GraphQL, or 4 searches where those are not answered" in said
    await asyncio.to_thread(run_command, [*command, "one"])
    capsys.readouterr()
    assert run_command([*command, "--plan"]) == 0
    said = capsys.readouterr().out
    assert "core budget and 4 searches\n" in said


async def test_switched_off_issues_are_counted_by_searches(
    atlas: Atlas, client: Client, github: GitHub
) -> None:
    github.faults["/repos/example/one/issues"] = [server.status(410)]
    assert (await one_synced(atlas, client)).figures["issues"] == 40
    assert github.seen["/graphql"] == 0


async def test_a_limit_told_with_status_200_is_waited_for(
    atlas: Atlas, client: Client, github: GitHub, time: Time
) -> None:
    reset = str(int(NOW) + 30)
    github.faults["/graphql"] = [
        server.status(200, LIMITED, x_ratelimit_remaining="0", x_ratelimit_reset=reset)
    ]
    assert (await one_synced(atlas, client)).figures["issues"] == 40
    assert time.slept == [30]
    github.issues["example/one"] = (1, 1)
    github.faults["/graphql"] = [server.status(200, SECONDARY)]
    assert (await one_synced(atlas, client)).figures["issues"] == 1
    assert time.slept == [30, 60]


async def test_a_spent_budget_of_queries_is_told_and_costs_no_search(
    atlas: Atlas, client: Client, github: GitHub
) -> None:
    github.budget["graphql"], github.reset = 0, int(NOW) + 3000
    result = await one_synced(atlas, client)
    assert result.failed == {"issues": "the budget for graphql is spent"}
    assert result.spent_until == NOW + 3000
    assert github.seen["/search/issues"] == 0


async def test_without_a_token_there_is_no_query(atlas: Atlas, github: GitHub, time: Time) -> None:
    async with Client(github.url, None, atlas, clock=time, sleep=time.sleep) as anonymous:
        await sync(atlas, atlas.repositories(), anonymous)
    assert github.seen["/graphql"] == 0


@pytest.mark.parametrize(
    ("api", "address"),
    [
        ("https://api.github.com", "https://api.github.com/graphql"),
        ("https://ghe.example.org/api/v3", "https://ghe.example.org/api/graphql"),
        ("http://127.0.0.1:1", "http://127.0.0.1:1/graphql"),
    ],
)
def test_queries_go_to_the_apis_own_host(api: str, address: str) -> None:
    assert graphql_address(api) == address
