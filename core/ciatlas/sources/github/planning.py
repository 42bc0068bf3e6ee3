"""What a sync will ask of each repository, what it leaves out and why, and what that costs.

With a token everything is asked, since what did not change then costs nothing (status 304). Without
one every answer counts, so what was told within the last hour is left out: a sync that ran out of
its budget goes on where it ended. Source: GitHub's "Best practices for using the REST API".
"""

from collections.abc import Sequence
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
    """

    repository: str
    asked: tuple[str, ...]
    cost: dict[str, int]
    skipped: dict[str, str]


@dataclass(frozen=True, slots=True)
class Pending:
    """The same to be carried out: whether to survey, and the questions."""

    survey: bool
    questions: tuple[Question, ...]
    skipped: dict[str, str]


def plan(
    atlas: Reader,
    repositories: Sequence[Repository],
    *,
    token: bool,
    now: float,
    clone: bool = False,
) -> list[Plan]:
    """Say what a sync will ask at most; conditional answers may cost less, and clones nothing."""
    return [
        _planned(one, pending(atlas, one, token=token, now=now, clone=clone), clone=clone)
        for one in repositories
    ]


def pending(
    atlas: Reader, repository: Repository, *, token: bool, now: float, clone: bool = False
) -> Pending:
    """Return what is to be asked of a repository now, where it is about to be cloned or not."""
    known = {} if token else atlas.told(repository)
    fresh = {name for name, figure in known.items() if figure.retrieved_at > now - FRESH}
    asked = questions(load_study().bug_labels, token=token)
    skipped = {one.name: "told within the last hour" for one in asked if one.figure in fresh}
    seen = repository.retrieved_at or 0
    survey = is_surveyed(repository) and not clone
    if clone:
        skipped[SURVEY] = "a clone tells more"
    elif not survey:
        skipped[SURVEY] = "known by its whole history, or as of single days"
    elif not token and repository.head is not None and seen > now - FRESH:
        survey, skipped[SURVEY] = False, "told within the last hour"
    return Pending(survey, tuple(one for one in asked if one.name not in skipped), skipped)


def _planned(repository: Repository, due: Pending, *, clone: bool) -> Plan:
    cost = {
        resource: sum(one.cost for one in due.questions if one.resource == resource)
        for resource in ("core", "search")
    }
    names = tuple(one.name for one in due.questions)
    if due.survey:
        cost["core"] += survey_cost()
        names = (SURVEY, *names)
    if clone:
        names = (CLONE, *names)
    return Plan(repository.full_name, names, cost, due.skipped)
