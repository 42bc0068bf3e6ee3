"""A sync: several repositories asked at once, each answer stored as soon as it is there.

All of it happens in one event loop, and so in one thread, as the atlas demands.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ciatlas.model.errors import CiatlasError
from ciatlas.model.repository import Repository
from ciatlas.sources.github.answers import UnavailableError
from ciatlas.sources.github.asking import Asking
from ciatlas.sources.github.client import Client
from ciatlas.sources.github.limits import SpentError
from ciatlas.sources.github.planning import Others, Step, pending
from ciatlas.sources.github.questions import Question
from ciatlas.sources.github.room import Room
from ciatlas.store import Atlas

ASKERS = {"core": 8, "search": 1, "circleci": 1}
"""Steps under way at once, by resource; searches keep their distance, and wait by themselves."""


@dataclass(slots=True)
class Synced:
    """What came of a repository.

    Attributes:
        repository: its full name.
        figures: what was learnt, by name.
        failed: by question, the sentence that says why there is no answer.
        spent_until: when the budget is full again, where it ran out on the way.
    """

    repository: str
    figures: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    spent_until: float | None = None


Progress = Callable[[Synced, int, int], None]
"""Told of each repository that is done, how many are by now, and how many there are."""


@dataclass(slots=True)
class _Errand:
    """What is asked of one repository, and what was learnt by each step so far, or why not."""

    repository: Repository
    steps: tuple[Step, ...]
    learnt: dict[str, dict[str, int] | CiatlasError] = field(default_factory=dict)

    def result(self) -> Synced:
        """Return what came of it, in the order of the steps."""
        result = Synced(self.repository.full_name)
        for step in self.steps:
            learnt = self.learnt[step.name]
            if isinstance(learnt, SpentError):
                result.spent_until = max(learnt.until, result.spent_until or 0.0)
            if isinstance(learnt, CiatlasError):
                result.failed[step.name] = str(learnt)
            else:
                result.figures |= learnt
        return result


async def _at_once() -> None:
    """Wait for nothing."""


def _none(_repository: Repository) -> Sequence[Question]:
    """Ask nobody else."""
    return ()


async def sync(
    atlas: Atlas,
    repositories: Sequence[Repository],
    client: Client,
    *,
    clock: Callable[[], float] = time.time,
    progress: Progress = lambda _result, _done, _total: None,
    raw: str | None = None,
    clone: bool = False,
    going: Callable[[], Awaitable[object]] = _at_once,
    others: Others = _none,
) -> list[Synced]:
    """Ask everything about the repositories and store it, each answer at once.

    Of those that nobody has cloned the pipelines come too, from the server of files at `raw`,
    unless this is what clones are for this time. `others` says what others are asked. `going` is
    awaited before each step.

    What cannot be had is told and left as it was. Once the budget of a resource is spent, its
    questions are left for another time; what costs another one is still asked. Answers come in any
    order, the results in that of the repositories.
    """
    asking = Asking(atlas, client, clock, raw)
    ways = {"token": client.has_token, "clone": clone, "queries": client.has_queries}
    due = (pending(atlas, one, now=clock(), others=others, **ways) for one in repositories)
    errands = [_Errand(one, of.steps) for one, of in zip(repositories, due, strict=True)]
    done = 0

    def tell(errand: _Errand) -> None:
        nonlocal done
        if len(errand.learnt) == len(errand.steps):
            done += 1
            progress(errand.result(), done, len(errands))

    async def work(queue: Iterator[tuple[Step, _Errand]], room: Room) -> None:
        for step, errand in queue:
            await going()
            async with room.take(step.cost):
                errand.learnt[step.name] = await _taken(asking, step, errand.repository)
            tell(errand)

    for errand in errands:
        tell(errand)
    try:
        async with asyncio.TaskGroup() as group:
            for resource, number in ASKERS.items():
                queue, room = iter(_queue(errands, resource)), Room(client.limits, resource)
                for _ in range(number):
                    group.create_task(work(queue, room))
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None
    return [errand.result() for errand in errands]


def _queue(errands: Sequence[_Errand], resource: str) -> list[tuple[Step, _Errand]]:
    """Return what costs a resource, the most urgent first."""
    mine = [
        (step, errand) for errand in errands for step in errand.steps if step.resource == resource
    ]
    return sorted(mine, key=lambda one: one[0].rank)


async def _taken(
    asking: Asking, step: Step, repository: Repository
) -> dict[str, int] | CiatlasError:
    """Take a step; return what was learnt, or why it cannot be."""
    try:
        return await asking.take(step, repository)
    except (SpentError, UnavailableError) as error:
        return error
