"""A server that fails as told, an atlas with two tools, a client that does not really wait."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import stamina

from ciatlas.sources.github.client import Client
from ciatlas.sources.github.credentials import Token
from ciatlas.sources.importer import import_clone
from ciatlas.store import Atlas, open_atlas
from tests.repositories import Repository
from tests.sources.github.server import GitHub, running

NOW = 1_737_800_000.0
MARKED = "ghp_markedtokenthatmustnotshow"


@pytest.fixture(autouse=True)
def _no_backoff() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


@pytest.fixture
def atlas(tmp_path: Path) -> Iterator[Atlas]:
    with open_atlas(tmp_path / "atlas.db", create=True) as made:
        for name in ("one", "two"):
            repository = Repository(tmp_path / name)
            repository.commit({"README": name})
            import_clone(made, repository.path, f"example/{name}", cohort="study")
        yield made


@pytest.fixture
async def github(time: "Time") -> AsyncIterator[GitHub]:
    made = GitHub(
        clock=time,
        stars={"example/one": 10, "example/two": 20},
        issues={"example/one": (40, 10), "example/two": (80, 60)},
    )
    async with running(made) as served:
        yield served


class Time:
    """A clock that goes on only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = NOW
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def client(github: GitHub, atlas: Atlas, time: Time) -> AsyncIterator[Client]:
    async with Client(github.url, Token(MARKED), atlas, clock=time, sleep=time.sleep) as made:
        yield made
