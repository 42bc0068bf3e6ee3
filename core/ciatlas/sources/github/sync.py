"""A sync: what it will ask and what that costs, then the asking, repository by repository."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ciatlas.model.repository import Repository
from ciatlas.sources.github.answers import UnavailableError
from ciatlas.sources.github.client import Client
from ciatlas.sources.github.limits import SpentError
from ciatlas.sources.github.questions import questions
from ciatlas.sources.study import load_study
from ciatlas.store import Atlas

SOURCE = "github"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sync will ask: names of the questions, and what they cost by resource."""

    repository: str
    asked: tuple[str, ...]
    cost: dict[str, int]


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


def plan(repositories: Sequence[Repository], *, token: bool = False) -> list[Plan]:
    """Say what a sync will ask at most; conditional answers may cost less."""
    asked = questions(load_study().bug_labels, token=token)
    cost = {
        resource: sum(one.cost for one in asked if one.resource == resource)
        for resource in ("core", "search")
    }
    return [
        Plan(one.full_name, tuple(question.name for question in asked), dict(cost))
        for one in repositories
    ]


async def sync(
    atlas: Atlas,
    repositories: Sequence[Repository],
    client: Client,
    *,
    clock: Callable[[], float] = time.time,
    progress: Progress = lambda _name, _done, _total: None,
) -> list[Synced]:
    """Ask everything about the repositories and store it, each answer at once.

    What cannot be had is told and left as it was. Once the budget of a resource is spent, its
    questions are left for another time; what costs another one is still asked.
    """
    spent: dict[str, float] = {}
    results = []
    for number, repository in enumerate(repositories, start=1):
        results.append(await _one(atlas, repository, client, clock, spent))
        progress(repository.full_name, number, len(repositories))
    return results


async def _one(
    atlas: Atlas,
    repository: Repository,
    client: Client,
    clock: Callable[[], float],
    spent: dict[str, float],
) -> Synced:
    result = Synced(repository.full_name)
    for question in questions(load_study().bug_labels, token=client.has_token):
        if question.resource in spent:
            result.failed[question.name] = _spent(question.resource)
            continue
        try:
            told = await question.ask(client, repository.full_name)
        except SpentError as error:
            spent[question.resource] = error.until
            result.failed[question.name] = _spent(question.resource)
        except UnavailableError as error:
            result.failed[question.name] = str(error)
        else:
            atlas.save_runs(repository, told.runs, told.jobs)
            atlas.save_figures(repository, told.figures, SOURCE, int(clock()))
            result.figures |= {name: value for name, (value, _) in told.figures.items()}
    result.spent_until = max(spent.values(), default=None)
    return result


def _spent(resource: str) -> str:
    return f"the budget for {resource} is spent"
