"""Whatever a server does wrong ends in a sentence, and never in a lie in the atlas."""

import asyncio
import gzip
import json
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from email.utils import formatdate
from typing import NoReturn

import pytest

from ciatlas.cli.main import run as run_command
from ciatlas.model.repository import Repository
from ciatlas.sources.git.blobs import MAX_BYTES
from ciatlas.sources.github import client as client_module
from ciatlas.sources.github.answers import UnavailableError
from ciatlas.sources.github.client import Client
from ciatlas.sources.github.credentials import Token
from ciatlas.sources.github.limits import LONGEST, PATIENCE, SpentError
from ciatlas.sources.github.planning import plan
from ciatlas.sources.github.sync import sync
from ciatlas.store import Atlas
from tests.sources.github import server
from tests.sources.github.conftest import MARKED, NOW, Time
from tests.sources.github.server import GitHub

ONE, TWO = "/repos/example/one", "/repos/example/two"
RUNS = f"{ONE}/actions/runs"
NEW = "example/new"


@pytest.fixture
async def over() -> AsyncIterator[asyncio.Event]:
    """The end of the test, until which a slow server takes its time."""
    event = asyncio.Event()
    yield event
    event.set()


# Limits


@pytest.mark.parametrize("code", [403, 429])
@pytest.mark.parametrize(
    ("headers", "message", "waits"),
    [
        ({"retry_after": "7"}, "no", 7),
        ({"retry_after": "7", "x_ratelimit_remaining": "0"}, "no", 7),
        ({"x_ratelimit_remaining": "0", "x_ratelimit_reset": str(int(NOW) + 9)}, "no", 9),
        ({"x_ratelimit_remaining": "0"}, "no", 60),
        ({"x_ratelimit_remaining": "9"}, "You exceeded a secondary rate limit", 60),
        ({"retry_after": "soon"}, "You exceeded a secondary rate limit", 60),
        ({}, "API rate limit exceeded for 192.0.2.1", 60),
    ],
)
async def test_every_kind_of_limit_is_waited_for(
    client: Client, github: GitHub, time: Time, code: int,
    headers: dict[str, str], message: str, waits: int,
) -> None:  # fmt: skip
    github.faults[ONE] = [server.status(code, {"message": message}, **headers)]
    assert (await client.get(ONE)).content["stargazers_count"] == 10
    assert time.slept == [waits]


async def test_a_second_secondary_limit_is_left_for_later(
    client: Client, github: GitHub, time: Time
) -> None:
    github.faults[ONE] = [server.status(429)] * 2
    with pytest.raises(SpentError) as told:
        await client.get(ONE)
    assert time.slept == [60]
    assert told.value.until == NOW + 60 + 120
    with pytest.raises(SpentError):
        await client.get(TWO)
    assert github.seen[TWO] == 0


async def test_nobody_else_asks_while_one_has_to_wait(
    client: Client, github: GitHub, time: Time
) -> None:
    github.faults[ONE] = [server.status(403, retry_after="20")]
    asked_at = []

    async def noted(_request: object) -> None:
        asked_at.append(time() - NOW)

    github.faults[TWO] = [noted]
    await asyncio.gather(client.get(ONE), client.get(TWO))
    assert asked_at == [20]


async def test_a_wait_beyond_belief_is_a_day(client: Client, github: GitHub) -> None:
    github.faults[ONE] = [server.status(429, retry_after="99999999999999")]
    with pytest.raises(SpentError) as told:
        await client.get(ONE)
    assert told.value.until == NOW + LONGEST


@pytest.mark.parametrize("hours", [-26, -2, 2, 26])
async def test_a_wrong_clock_does_not_matter(
    client: Client, github: GitHub, time: Time, hours: int
) -> None:
    theirs = NOW + hours * 3600
    headers = {
        "x_ratelimit_remaining": "0",
        "x_ratelimit_reset": str(int(theirs) + 40),
        "Date": formatdate(theirs, usegmt=True),
    }
    github.faults[ONE] = [server.status(403, **headers)]
    await client.get(ONE)
    assert time.slept == [40]


@pytest.mark.parametrize("said", ["soon", "-1", "nan", "1e400", ""])
async def test_limits_that_are_no_numbers_are_none(
    client: Client, github: GitHub, said: str
) -> None:
    github.faults[ONE] = [
        server.status(200, {"a": 1}, x_ratelimit_remaining=said, x_ratelimit_reset=said)
    ]
    await client.get(ONE)
    assert (await client.get(TWO)).content["stargazers_count"] == 20


async def test_a_reset_before_all_time_is_one_that_is_over(
    client: Client, github: GitHub, time: Time
) -> None:
    headers = {"x_ratelimit_remaining": "5", "x_ratelimit_reset": "1"}
    late = "Fri, 31 Dec 9999 23:59:59 GMT"
    github.faults[ONE] = [server.status(200, {"a": 1}, **headers, Date=late)]
    await client.get(ONE)
    assert client.limits.bucket("core").reset == time()


# Statuses


async def test_not_modified_without_being_asked_is_told(client: Client, github: GitHub) -> None:
    async def unasked(_request: object) -> server.web.Response:
        return server.web.Response(status=304)

    github.faults[ONE] = [unasked]
    with pytest.raises(UnavailableError, match="status 304"):
        await client.get(ONE)


async def test_what_is_computed_for_ever_is_left(client: Client, github: GitHub) -> None:
    github.faults[ONE] = [server.status(202)] * 9
    with pytest.raises(UnavailableError, match="try again later"):
        await client.get(ONE)
    assert github.seen[ONE] == 4


@pytest.mark.parametrize("location", ["", "//example.org/x", "ftp://example.org", "http://[", "/x"])
async def test_a_redirect_to_nowhere_is_told(client: Client, github: GitHub, location: str) -> None:
    github.faults[ONE] = [server.to(location)] * 9
    with pytest.raises(UnavailableError):
        await client.get(ONE)


async def test_a_move_for_good_is_remembered(
    github: GitHub, atlas: Atlas, client: Client, time: Time
) -> None:
    old = "/repos/example/old"
    github.numbers["7"] = "example/one"
    github.faults[f"{old}/releases"] = [
        server.to(f"{github.url}/repositories/7/releases?per_page=100")
    ]
    assert len((await client.get(f"{old}/releases", {"per_page": 100})).content) == 2
    async with Client(github.url, Token(MARKED), atlas, clock=time, sleep=time.sleep) as later:
        assert (await later.get(f"{old}/releases", {"per_page": 100})).cached
        assert (await later.get(old)).content["stargazers_count"] == 10
        assert later.requests == 2
    assert github.seen[old] == 0


@pytest.mark.parametrize(
    "location", ["/repositories/7/other", "/repositories/x/releases", "/repos/a/b/releases"]
)
async def test_other_moves_are_followed_and_not_kept(
    github: GitHub, client: Client, location: str
) -> None:
    github.faults[f"{ONE}/releases"] = [server.to(location)]
    with pytest.raises(UnavailableError, match="missing or private"):
        await client.get(f"{ONE}/releases")
    assert len((await client.get(f"{ONE}/releases")).content) == 2


# Connections


@pytest.mark.parametrize("fault", [server.silent, server.slow])
async def test_a_slow_server_is_not_waited_for_longer_than_it_is_worth(
    github: GitHub, atlas: Atlas, time: Time, over: asyncio.Event, fault: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(client_module, "SECONDS", 0.1)
    github.faults[ONE] = [fault(over)] * 3  # type: ignore[operator]
    async with Client(github.url, None, atlas, clock=time, sleep=time.sleep) as client:
        with pytest.raises(UnavailableError, match="took too long"):
            await client.get(ONE)


async def test_a_name_that_nobody_knows_is_told(
    atlas: Atlas, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_arguments: object, **_options: object) -> NoReturn:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    async with Client("https://api.example.org", None, atlas, clock=time) as client:
        with pytest.raises(UnavailableError, match="connection to the API failed"):
            await client.get(ONE)


# Bodies


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"no gzip at all", {"Content_Encoding": "gzip"}),
        (gzip.compress(b" " * 40_000_000), {"Content_Encoding": "gzip"}),
        (b"", {}),
        (b"\xff\xfe\xff", {}),
        (b'{"stargazers_count": ' + b"9" * 5000 + b"}", {}),
    ],
    ids=["no gzip", "bomb", "empty", "no text", "digits"],
)
async def test_a_body_that_lies_is_told(
    client: Client, github: GitHub, body: bytes, headers: dict[str, str]
) -> None:
    github.faults[ONE] = [server.text(body, **headers)] * 3
    with pytest.raises(UnavailableError):
        await client.get(ONE)


@pytest.mark.parametrize("count", ["1e999", "1.5", "true", str(2**63), str(10**30), '"7"', "[]"])
async def test_what_is_no_count_is_no_fact(
    atlas: Atlas, client: Client, github: GitHub, count: str
) -> None:
    body = f'{{"stargazers_count": {count}, "forks_count": 1}}'.encode()
    github.faults[ONE] = [server.text(body)]
    (result,) = await sync(atlas, [atlas.find_repository("one")], client)
    assert "no count" in result.failed["repository"]
    assert "stars" not in atlas.figures(atlas.find_repository("one"))


async def test_half_a_character_does_no_harm(atlas: Atlas, client: Client, github: GitHub) -> None:
    run = {**server.RUNS[0], "path": "a\ud800b", "event": "\U0001f600"}
    body = json.dumps({"total_count": 1, "workflow_runs": [run]}).encode()
    github.faults[RUNS] = [server.text(body, ETag='"x"')]
    (result,) = await sync(atlas, [atlas.find_repository("one")], client)
    assert not result.failed
    (kept,) = atlas.runs(atlas.find_repository("one"))
    assert (kept.path, kept.event) == ("a?b", "\U0001f600")


@pytest.mark.parametrize("field", ["created_at", "run_started_at", "updated_at"])
@pytest.mark.parametrize(
    "moment",
    ["0001-01-01", "0001-01-01T00:00:00+14:00", "1969-12-31T23:59:59Z", "9999-12-31", "1e9", "",
     "9999-12-31T23:59:59-23:59", 1_700_000_000, None, [], {"a": "2024-01-01"}],
)  # fmt: skip
async def test_a_run_at_no_moment_is_left_out(
    atlas: Atlas, client: Client, github: GitHub, moment: object, field: str
) -> None:
    runs = [{**server.RUNS[0], field: moment}, server.RUNS[1]]
    body = json.dumps({"total_count": 2, "workflow_runs": runs}).encode()
    github.faults[RUNS] = [server.text(body)]
    (result,) = await sync(atlas, [atlas.find_repository("one")], client)
    assert "runs" not in result.failed
    assert [run.id for run in atlas.runs(atlas.find_repository("one"))] == [2]


@pytest.mark.parametrize("depth", [*range(850, 1000, 10), 5000])
async def test_however_deep_a_body_is_nested_it_is_an_answer_or_a_sentence(
    client: Client, github: GitHub, depth: int
) -> None:
    github.faults[ONE] = [server.text(b"[" * depth + b"]" * depth, ETag='"x"')]
    with suppress(UnavailableError):
        assert isinstance((await client.get(ONE)).content, list)
    github.faults[ONE] = [server.status(304)]
    with suppress(UnavailableError):
        await client.get(ONE)


NULLS = ({}, [], [None], {"message": None}, None, "", 0, True, {"errors": None}, {"data": None})


@pytest.mark.parametrize("content", NULLS, ids=repr)
async def test_whatever_is_answered_to_everything_fails_by_sentences(
    atlas: Atlas, github: GitHub, client: Client, new: Repository, content: object
) -> None:
    body = json.dumps(content).encode()
    for path in (ONE, RUNS, f"{ONE}/releases", f"{ONE}/issues", "/graphql", "/search/issues"):
        github.faults[path] = [server.text(body)] * 9
    for path in ("", "/commits", "/contributors", f"/git/trees/{github.head(NEW)}"):
        github.faults[f"/repos/{NEW}{path}"] = [server.text(body)] * 9
    one = atlas.find_repository("one")
    first, _ = await sync(atlas, [one, new], client, raw=github.raw)
    assert {"repository", "runs"} <= first.failed.keys()
    assert not {"stars", "runs", "issues", "bug_issues"} & atlas.figures(one).keys()
    assert atlas.problems() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"retry_after": "-5"},
        {"retry_after": "Wed, 21 Oct 2015 07:28:00 GMT"},
        {"x_ratelimit_remaining": "0", "x_ratelimit_reset": str(int(NOW) - 9_999_999)},
        {"x_ratelimit_remaining": "0", "x_ratelimit_reset": "0"},
        {"x_ratelimit_remaining": "0", "x_ratelimit_reset": "-1"},
        {"x_ratelimit_remaining": "0", "x_ratelimit_reset": "4070908800"},
        {"x_ratelimit_remaining": "0", "x_ratelimit_reset": "4070908800", "Date": "never"},
        {"x_ratelimit_remaining": "0", "Date": "Mon, 01 Jan 0001 00:00:00 -0000"},
    ],
    ids=str,
)
async def test_no_limit_is_waited_for_without_end_or_in_the_past(
    client: Client, github: GitHub, time: Time, headers: dict[str, str]
) -> None:
    github.faults[ONE] = [server.status(429, **headers)] * 9
    with pytest.raises((SpentError, UnavailableError)) as told:
        await client.get(ONE)
    assert all(seconds >= 0 for seconds in time.slept)
    assert sum(time.slept) <= 3 * PATIENCE
    if isinstance(told.value, SpentError):
        assert time() < told.value.until <= time() + LONGEST


# Pages


@pytest.fixture
def new(atlas: Atlas, github: GitHub) -> Repository:
    github.stars[NEW], github.issues[NEW] = 5, (3, 1)
    github.files[NEW] = {".github/workflows/ci.yml": b"on: push"}
    atlas.add_repository(Repository(NEW, "new", cohort="mine"))
    return atlas.awaited()[0]


async def test_ten_thousand_pages_cost_no_more_than_one(
    atlas: Atlas, github: GitHub, time: Time, new: Repository
) -> None:
    github.commits = 10_000
    (planned,) = plan(atlas, [new], token=False, now=time())
    async with Client(github.url, None, atlas, clock=time, sleep=time.sleep) as anonymous:
        (result,) = await sync(atlas, [new], anonymous, raw=github.raw)
        assert anonymous.requests <= sum(planned.cost.values())
    assert result.figures["commits"] == 10_000


async def test_a_list_that_goes_on_is_told_as_at_least(
    atlas: Atlas, client: Client, github: GitHub
) -> None:
    releases = json.dumps([{"tag_name": f"v{number}"} for number in range(100)]).encode()
    more = f'<{github.url}{ONE}/releases?page=2>; rel="next"'
    github.faults[f"{ONE}/releases"] = [server.text(releases, Link=more)]
    many = json.dumps({"total_count": 1_000_000, "workflow_runs": server.RUNS}).encode()
    github.faults[RUNS] = [server.text(many)]
    await sync(atlas, [atlas.find_repository("one")], client)
    told = atlas.told(atlas.find_repository("one"))
    assert (told["releases"].value, told["releases"].complete) == (100, False)
    assert (told["runs"].value, told["runs"].complete) == (3, False)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ('<{url}/x?page=2>; rel="next"', "does not say how many"),
        ('<{url}/x>; rel="last"', "names none"),
        ('<{url}/x?page=-3>; rel="last"', "names none"),
        ('<http://[x?page=3>; rel="last"', "names none"),
        ('<{url}/x?page=' + "9" * 400 + '>; rel="last"', "names none"),
    ],
)  # fmt: skip
async def test_a_link_that_does_not_lead_to_the_last_page_is_no_count(
    atlas: Atlas, github: GitHub, client: Client, new: Repository, link: str, said: str
) -> None:
    body = json.dumps([{"contributions": 1}]).encode()
    github.faults[f"/repos/{NEW}/contributors"] = [
        server.text(body, Link=link.format(url=github.url))
    ]
    (result,) = await sync(atlas, [new], client, raw=github.raw)
    assert said in result.failed["survey"]
    assert [one.full_name for one in atlas.awaited()] == [NEW]


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("http://[x", "names none"),
        ("://", "another host"),
        ("http://example.org/repos/a/b", "another host"),
        ("{url}@example.org/x", "another host"),
    ],
)
async def test_a_link_to_nowhere_ends_a_survey_and_not_the_sync(
    atlas: Atlas, github: GitHub, client: Client, new: Repository, last: str, said: str
) -> None:
    date = "2024-05-01T00:00:00Z"
    commit = {"author": {"date": date}, "committer": {"date": date}}
    body = json.dumps([{"sha": github.head(NEW), "commit": commit}]).encode()
    link = f'<{last.format(url=github.url)}?page=9>; rel="last"'
    github.faults[f"/repos/{NEW}/commits"] = [server.text(body, Link=link)]
    one = atlas.find_repository("one")
    first, second = await sync(atlas, [new, one], client, raw=github.raw)
    assert said in first.failed["survey"]
    assert first.figures["stars"] == 5
    assert not second.failed


async def test_an_address_that_is_none_is_a_sentence(client: Client, github: GitHub) -> None:
    for address in ("http://[x", f"{github.url}/repos/a/b\udcff"):
        with pytest.raises(UnavailableError, match="an address that is none"):
            await client.get(address)
    assert not github.seen


async def test_a_file_larger_than_a_clone_would_give_is_left_out(
    atlas: Atlas, github: GitHub, client: Client, new: Repository
) -> None:
    github.files[NEW][".github/workflows/large.yml"] = b"#" * (MAX_BYTES + 1)
    (result,) = await sync(atlas, [new], client, raw=github.raw)
    assert not result.failed
    at = atlas.snapshot(atlas.find_repository(NEW))
    assert at is not None
    listed = {entry.path: entry.readable for entry in atlas.pipelines(at)}
    assert listed == {".github/workflows/ci.yml": True, ".github/workflows/large.yml": False}


async def test_a_contributors_list_too_large_is_no_limit(
    atlas: Atlas, github: GitHub, client: Client, time: Time, new: Repository
) -> None:
    github.faults[f"/repos/{NEW}/contributors"] = [
        server.status(403, {"message": "The history or contributor list is too large to list"})
    ]
    (result,) = await sync(atlas, [new], client, raw=github.raw)
    assert "refuses this" in result.failed["survey"]
    assert time.slept == []


# The token


async def test_the_token_is_nowhere_whatever_fails(
    atlas: Atlas, github: GitHub, new: Repository, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    other = GitHub()
    async with server.running(other):
        github.faults[ONE] = [server.status(401)]
        github.faults["/graphql"] = [server.to(f"{other.url}/graphql", 307)]
        github.faults[f"{ONE}/releases"] = [server.to(f"{other.url}/x")]
        github.faults[RUNS] = [server.drop()] * 30
        monkeypatch.setenv("GH_TOKEN", MARKED)
        command = ["--atlas", str(atlas.path), "-v", "sync", "example/one", NEW, "--json"]
        where = ["--api-url", github.url, "--raw-url", github.raw]
        with caplog.at_level(0):
            assert await asyncio.to_thread(run_command, [*command, *where]) == 1
        assert not other.seen
    out, err = capfd.readouterr()
    assert json.loads(out)["repositories"][0]["failed"].keys() == {"repository", "releases", "runs"}
    assert MARKED not in out + err + caplog.text
    for file in atlas.path.parent.glob("atlas*"):
        assert MARKED.encode() not in file.read_bytes()
    assert github.headers["Authorization"] == f"Bearer {MARKED}"


async def test_a_server_of_files_gets_no_token(
    atlas: Atlas, github: GitHub, time: Time, new: Repository
) -> None:
    async with Client(github.url, Token(MARKED), atlas, clock=time, sleep=time.sleep) as client:
        path = f"{github.raw}/{NEW}/{github.head(NEW)}/.github/workflows/ci.yml"
        assert await client.file(path) == b"on: push"
    assert "Authorization" not in github.headers
