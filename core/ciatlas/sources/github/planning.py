"""What a sync will ask of each repository, what it leaves out and why, and what that costs.

With a token everything is asked, since what did not change then costs nothing (status 304). Without
one every answer counts, so what was told within the last hour is left out: a sync that ran out of
its budget goes on where it ended. Source: GitHub's "Best practices for using the REST API".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ciatlas.model.repository import Repository
from ciatlas.sources.github.questions import Question, questions
from ciatlas.sources.github.survey import is_surveyed, survey_cost
from ciatlas.sources.study import load_study
from ciatlas.store import Reader

FRESH = 3600
"""Seconds for which an answer is good enough where another one would cost."""
SURVEY = "survey"
CLONE = "clone"


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be asked of a repository.

    Attributes:
        repository: its full name.
        asked: names of the questions.
        cost: requests at most, by resource.
        skipped: why the other questions are not asked, by name.
        bug_labels: what makes an issue a bug there.
    """

    repository: str
    asked: tuple[str, ...]
    cost: dict[str, int]
    skipped: dict[str, str]
    bug_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to ask of a repository.

    Attributes:
        name: what it is about.
        resource: whose budget it costs.
        cost: requests it takes at most.
        question: what to ask, `None` for a survey.
        queries: requests more in GraphQL.
        searches: searches more where those are not answered.
        rank: the lower, the sooner it is asked.
    """

    name: str
    resource: str
    cost: int
    question: Question | None
    queries: int = 0
    searches: int = 0
    rank: tuple[bool, int] = (False, 0)


@dataclass(frozen=True, slots=True)
class Pending:
    """What is to be asked of a repository, and why the rest is not, by name."""

    steps: tuple[Step, ...]
    skipped: dict[str, str]


Others = Callable[[Repository], Sequence[Question]]
"""What is to be asked of others than GitHub about a repository."""


def _none(_repository: Repository) -> Sequence[Question]:
    return ()


def plan(
    atlas: Reader,
    repositories: Sequence[Repository],
    *,
    token: bool,
    now: float,
    clone: bool = False,
    queries: bool = True,
    others: Others = _none,
) -> list[Plan]:
    """Say what a sync will ask at most; conditional answers may cost less, and clones nothing.

    Where a query is not answered two searches take its place, and both are counted; `queries` says
    whether the server may have GraphQL at all.
    """
    return [
        _planned(
            one,
            pending(atlas, one, token=token, now=now, clone=clone, queries=queries, others=others),
            clone=clone,
            bug_labels=bug_labels_of(atlas, one),
        )
        for one in repositories
    ]


def bug_labels_of(atlas: Reader, repository: Repository) -> tuple[str, ...]:
    """Return the labels that make an issue a bug: the repository's own, else those of most."""
    return atlas.bug_labels(repository) or load_study().bug_labels


def pending(
    atlas: Reader,
    repository: Repository,
    *,
    token: bool,
    now: float,
    clone: bool = False,
    queries: bool = True,
    others: Others = _none,
) -> Pending:
    """Return what is to be asked of a repository now, where it is about to be cloned or not."""
    told = atlas.told(repository)
    known = {} if token else told
    fresh = {name for name, figure in known.items() if figure.retrieved_at > now - FRESH}
    asked = questions(bug_labels_of(atlas, repository), token=token, queries=queries)
    skipped = {one.name: "told within the last hour" for one in asked if one.figure in fresh}
    seen = repository.retrieved_at or 0
    if clone:
        skipped[SURVEY] = "a clone tells more"
    elif not is_surveyed(repository):
        skipped[SURVEY] = "known by its whole history, or as of single days"
    elif not token and repository.head is not None and seen > now - FRESH:
        skipped[SURVEY] = "told within the last hour"
    steps = [
        Step(
            *(SURVEY, "core", survey_cost(), None),
            rank=_rank(repository.head, survey_cost(), token),
        ),
        *(
            Step(
                *(one.name, one.resource, one.cost, one, one.queries, one.searches),
                rank=_rank(known.get(one.figure), one.cost, token),
            )
            for one in asked
        ),
    ]
    for other in others(repository):
        figure = told.get(other.figure)
        if figure is not None and figure.retrieved_at > now - FRESH:
            skipped[other.name] = "told within the last hour"
        steps.append(Step(other.name, other.resource, other.cost, other))
    return Pending(tuple(one for one in steps if one.name not in skipped), skipped)


def _rank(known: object, cost: int, token: bool) -> tuple[bool, int]:
    """Let what nobody knows go before what only grew old, and the cheap before the dear.

    So a budget that runs short tells a little of every repository before much of the first one,
    and what it did not reach is not put off for ever. With a token repositories go one by one.
    """
    return (False, 0) if token else (known is not None, cost)


def _planned(
    repository: Repository, due: Pending, *, clone: bool, bug_labels: tuple[str, ...]
) -> Plan:
    cost = {
        resource: sum(one.cost for one in due.steps if one.resource == resource)
        for resource in ("core", "search", "circleci")
    }
    cost["search"] += sum(one.searches for one in due.steps)
    cost["graphql"] = sum(one.queries for one in due.steps)
    names = tuple(one.name for one in due.steps)
    if clone:
        names = (CLONE, *names)
    return Plan(repository.full_name, names, cost, due.skipped, bug_labels)
