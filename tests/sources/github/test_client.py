"""The client asks politely, waits as told, and has a sentence for every failure."""

import asyncio
import logging
import traceback
from pathlib import Path

import pytest

from ciatlas.sources.github.answers import UnavailableError, links_of
from ciatlas.sources.github.client import Client
from ciatlas.sources.github.credentials import Token
from ciatlas.sources.github.limits import SpentError
from ciatlas.store import Atlas
from tests.sources.github import server
from tests.sources.github.conftest import MARKED, NOW, Time
from tests.sources.github.server import GitHub

ONE = "/repos/example/one"


async def test_an_answer_is_decoded(client: Client) -> None:
    answer = await client.get(ONE)
    assert answer.content["stargazers_count"] == 10
    assert (answer.cached, client.requests, client.cached) == (False, 1, 0)


async def test_it_says_who_it_is_and_what_it_understands(client: Client, github: GitHub) -> None:
    await client.get(ONE)
    assert github.headers["User-Agent"] == "ciatlas"
    assert github.headers["X-GitHub-Api-Version"] == "2022-11-28"
    assert "application/json" in github.headers["Accept"]
    assert github.headers["Authorization"] == f"Bearer {MARKED}"


async def test_it_can_be_let_stand_before_each_request_and_each_answer(
    atlas: Atlas, github: GitHub, time: Time
) -> None:
    stops = [asyncio.Event() for _ in range(3)]
    waiting = iter(stops)
    async with Client(github.url, None, atlas, going=lambda: next(waiting).wait()) as client:
        asked = asyncio.create_task(client.get(ONE))
        await asyncio.sleep(0)
        assert not github.seen
        stops[0].set()
        while not github.seen:
            await asyncio.sleep(0)
        assert not asked.done()
        stops[1].set()
        assert (await asked).content["stargazers_count"] == 10


def test_no_attempt_is_told_on_a_terminal() -> None:
    assert logging.getLogger("stamina").handlers


async def test_what_did_not_change_is_not_sent_again(client: Client, github: GitHub) -> None:
    first = await client.get(ONE)
    again = await client.get(ONE)
    assert again.content == first.content
    assert again.cached
    assert github.statuses == {200: 1, 304: 1}
    github.stars["example/one"] = 11
    assert (await client.get(ONE)).content["stargazers_count"] == 11


async def test_another_token_gets_answers_of_its_own(
    github: GitHub, atlas: Atlas, client: Client, time: Time
) -> None:
    await client.get(ONE)
    async with Client(github.url, None, atlas, clock=time, sleep=time.sleep) as other:
        assert not (await other.get(ONE)).cached
    assert "Authorization" not in github.headers


@pytest.mark.parametrize("code", [500, 502, 503])
async def test_a_failing_server_is_asked_three_times(
    client: Client, github: GitHub, code: int
) -> None:
    github.faults[ONE] = [server.status(code)] * 2
    assert (await client.get(ONE)).content["stargazers_count"] == 10
    github.faults[ONE] = [server.status(code)] * 3
    with pytest.raises(UnavailableError, match=f"failed with status {code}"):
        await client.get(ONE)
    assert github.seen[ONE] == 6


@pytest.mark.parametrize("fault", [server.drop(), server.cut()], ids=["dropped", "cut"])
async def test_a_broken_connection_is_tried_again(
    client: Client, github: GitHub, fault: server.Fault
) -> None:
    github.faults[ONE] = [fault]
    assert (await client.get(ONE)).content["stargazers_count"] == 10
    github.faults[ONE] = [fault] * 20
    with pytest.raises(UnavailableError, match="broke off"):
        await client.get(ONE)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (400, "did not understand"),
        (401, "refuses the token"),
        (403, "may lack a permission"),
        (404, "missing or private"),
        (409, "repository is empty"),
        (410, "switched off"),
        (422, "cannot process"),
        (451, "legal reasons"),
        (418, "status 418"),
    ],
)
async def test_a_refusal_is_final_and_a_sentence(
    client: Client, github: GitHub, code: int, said: str
) -> None:
    github.faults[ONE] = [server.status(code)]
    with pytest.raises(UnavailableError, match=said):
        await client.get(ONE)
    assert github.seen[ONE] == 1


@pytest.mark.parametrize("code", [403, 429])
async def test_it_waits_as_long_as_it_is_told(
    client: Client, github: GitHub, time: Time, code: int
) -> None:
    github.faults[ONE] = [server.status(code, retry_after="7")]
    assert (await client.get(ONE)).content["stargazers_count"] == 10
    assert time.slept == [7]


async def test_a_spent_budget_near_its_reset_is_waited_for(
    client: Client, github: GitHub, time: Time
) -> None:
    github.faults[ONE] = [
        server.status(403, x_ratelimit_remaining="0", x_ratelimit_reset=str(int(NOW) + 30))
    ]
    await client.get(ONE)
    assert time.slept == [30]


async def test_a_spent_budget_far_from_its_reset_is_told(client: Client, github: GitHub) -> None:
    github.faults[ONE] = [
        server.status(429, x_ratelimit_remaining="0", x_ratelimit_reset=str(int(NOW) + 3000))
    ]
    with pytest.raises(SpentError) as told:
        await client.get(ONE)
    assert told.value.until == NOW + 3000
    with pytest.raises(SpentError):
        await client.get(ONE)
    assert github.seen[ONE] == 1


async def test_the_last_of_a_budget_is_used_and_no_more(client: Client, github: GitHub) -> None:
    github.budget["core"], github.reset = 1, int(NOW) + 3000
    await client.get(ONE)
    with pytest.raises(SpentError):
        await client.get("/repos/example/two")
    assert github.seen["/repos/example/two"] == 0
    await client.get("/search/issues", {"q": "repo:example/one is:issue"}, "search")


async def test_a_reset_in_milliseconds_is_understood(
    client: Client, github: GitHub, time: Time
) -> None:
    reset = str((int(NOW) + 20) * 1000)
    github.faults[ONE] = [server.status(403, x_ratelimit_remaining="0", x_ratelimit_reset=reset)]
    await client.get(ONE)
    assert time.slept == [20]


async def test_a_secondary_limit_without_a_word_waits_a_minute(
    client: Client, github: GitHub, time: Time
) -> None:
    github.faults[ONE] = [server.status(403, {"message": "You hit a secondary rate limit"})]
    await client.get(ONE)
    assert time.slept == [60]


async def test_waiting_ends_some_time(client: Client, github: GitHub) -> None:
    github.faults[ONE] = [server.status(429, retry_after="1")] * 9
    with pytest.raises(UnavailableError, match="wait too often"):
        await client.get(ONE)
    assert github.seen[ONE] == 4


async def test_what_is_being_computed_is_asked_for_again(client: Client, github: GitHub) -> None:
    github.faults[ONE] = [server.status(202)]
    assert (await client.get(ONE)).content["stargazers_count"] == 10
    assert github.seen[ONE] == 2


async def test_searches_keep_their_distance(client: Client, time: Time) -> None:
    query = {"q": "repo:example/one is:issue"}
    for _ in range(3):
        await client.get("/search/issues", query, "search")
    assert time.slept == [2, 2]


async def test_a_renamed_repository_is_followed(client: Client, github: GitHub) -> None:
    github.faults["/repos/example/old"] = [server.to(ONE)]
    assert (await client.get("/repos/example/old")).content["stargazers_count"] == 10


async def test_redirects_without_end_are_told(client: Client, github: GitHub) -> None:
    github.faults[ONE] = [server.to(ONE)] * 9
    with pytest.raises(UnavailableError, match="without end"):
        await client.get(ONE)


async def test_another_host_is_never_asked(client: Client, github: GitHub) -> None:
    other = GitHub()
    async with server.running(other):
        github.faults[ONE] = [server.to(f"{other.url}/x"), server.to(f"{other.url}/x", 307)]
        for _ in range(2):
            with pytest.raises(UnavailableError, match="another host"):
                await client.get(ONE)
        assert not other.seen


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (server.text(b"<html>", "text/html"), "no JSON"),
        (server.text(b'{"a": '), "breaks off"),
        (server.text(b"[" * 100_000), "breaks off"),
        (server.endless(), "larger than any"),
    ],
    ids=["html", "truncated", "deep", "endless"],
)
async def test_a_body_that_cannot_be_used_is_told(
    client: Client, github: GitHub, fault: server.Fault, said: str
) -> None:
    github.faults[ONE] = [fault]
    with pytest.raises(UnavailableError, match=said):
        await client.get(ONE)


async def test_nobody_there_is_told(atlas: Atlas, time: Time) -> None:
    async with Client("http://127.0.0.1:9", None, atlas, clock=time, sleep=time.sleep) as client:
        with pytest.raises(UnavailableError, match="connection to the API failed"):
            await client.get(ONE)


async def test_links_lead_to_the_pages_beside(client: Client) -> None:
    header = '<https://x/p?a=1,2>; rel="next", <https://x/l>; rel="last"'
    assert links_of(header) == {"next": "https://x/p?a=1,2", "last": "https://x/l"}
    assert links_of(None) == {}


@pytest.mark.parametrize("token", [None, Token(MARKED)])
async def test_passwords_for_other_programs_are_handed_to_nobody(
    github: GitHub, atlas: Atlas, time: Time, tmp_path: Path, token: Token | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (tmp_path / "netrc").write_text("default login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    github.files["example/one"] = {"a": b"content"}
    async with Client(github.url, token, atlas, clock=time, sleep=time.sleep) as client:
        assert (await client.get(ONE)).content["stargazers_count"] == 10
        assert github.headers.get("Authorization") == (f"Bearer {MARKED}" if token else None)
        await client.file(f"{github.raw}/example/one/{github.head('example/one')}/a")
        assert "Authorization" not in github.headers


async def test_a_proxy_of_the_environment_is_used_unless_it_is_to_be_passed_by(
    github: GitHub, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = GitHub(stars={"example/one": 99})
    async with server.running(proxy):
        for name in ("no_proxy", "NO_PROXY", "REQUEST_METHOD"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("http_proxy", proxy.url)
        assert (await client.get(ONE)).content["stargazers_count"] == 99
        assert not github.seen
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        await client.get(ONE)
        assert github.seen[ONE] == 1


async def test_the_token_is_nowhere_but_in_the_request(
    client: Client, atlas: Atlas, github: GitHub, capfd: pytest.CaptureFixture[str]
) -> None:
    await client.get(ONE)
    github.faults["/repos/example/two"] = [server.status(401)]
    with pytest.raises(UnavailableError) as told:
        await client.get("/repos/example/two")
    said = repr(client) + "".join(traceback.format_exception(told.value))
    files = [path for path in Path(atlas.path).parent.iterdir() if path.is_file()]
    kept = b"".join(path.read_bytes() for path in files)
    out, err = capfd.readouterr()
    assert MARKED.encode() not in kept
    assert MARKED not in out + err
    assert MARKED not in repr(client._token)
    assert MARKED not in said
