"""With a token issues are counted by a query, once something about them changed."""

import pytest

from ciatlas.sources.github.client import Client
from ciatlas.sources.github.credentials import Token
from ciatlas.sources.github.graphql import graphql_address
from ciatlas.sources.github.planning import plan
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
        assert (planned.cost["search"], planned.cost["graphql"]) == (0, 1)
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
