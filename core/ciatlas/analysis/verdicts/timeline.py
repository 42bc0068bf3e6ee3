"""Verdicts over time: on which day one turned, and which commits of that day may have turned it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from ciatlas.analysis.tool import Contents
from ciatlas.analysis.verdicts.hypotheses import Hypothesis
from ciatlas.analysis.verdicts.judging import Court
from ciatlas.model.claim import Evidence
from ciatlas.model.repository import STUDY, Repository
from ciatlas.model.verdict import Outcome, Turn, Verdict
from ciatlas.store import Reader

Progress = Callable[[int, int], None]


def timeline(
    atlas: Reader,
    hypothesis: Hypothesis,
    cohort: str = STUDY,
    last: date | None = None,
    progress: Progress = lambda _done, _total: None,
) -> list[Turn]:
    """Return when the verdict on a hypothesis turned, the oldest turn first.

    The verdict is taken at the end of each month; between two that differ, the day is searched for
    by halves. A verdict that turns and turns back within a month is not seen.

    Args:
        atlas: where the facts are.
        hypothesis: what to hold against them.
        cohort: the tools asked about.
        last: the day to stop at, by default that of the newest commit.
        progress: called with the months done and all of them.

    Raises:
        CiatlasError: no repository belongs to the cohort.
    """
    contents: Contents = {}

    def judged(day: date) -> Verdict:
        court = Court(atlas, cohort, day, contents=contents)
        return court.judge(hypothesis, sensitivity=False)

    repositories = atlas.repositories(cohort)
    days = [*_month_ends(atlas, repositories, last)]
    seen = []
    for number, day in enumerate(days, start=1):
        seen.append((day, judged(day)))
        progress(number, len(days))
    turns = [Turn(seen[0][0], None, seen[0][1].outcome, seen[0][1].summary)] if seen else []
    for (before, old), (after, new) in pairwise(seen):
        while old.outcome is not new.outcome:
            day, verdict = _day_of_turn(judged, before, after, new, old.outcome)
            pointers = tuple(_changes_on(atlas, repositories, day))
            turns.append(Turn(day, old.outcome, verdict.outcome, verdict.summary, pointers))
            before, old = day, verdict
    return turns


def _day_of_turn(
    judged: Callable[[date], Verdict], before: date, after: date, at_end: Verdict, was: Outcome
) -> tuple[date, Verdict]:
    """Return the first day found on which the verdict is no longer what it was."""
    found = at_end
    while (after - before).days > 1:
        middle = before + (after - before) // 2
        verdict = judged(middle)
        if verdict.outcome is was:
            before = middle
        else:
            after, found = middle, verdict
    return after, found


def _month_ends(
    atlas: Reader, repositories: Sequence[Repository], last: date | None
) -> Iterator[date]:
    """Yield the ends of months from the first pipeline on, and the last day."""
    points = [point.time.date() for one in repositories for point in atlas.change_points(one)]
    heads = [datetime.fromtimestamp(one.head_time or 0, UTC).date() for one in repositories]
    if not points:
        return
    end = last or max(heads)
    day = _month_end(min(points))
    while day < end:
        yield day
        day = _month_end(day + timedelta(days=1))
    yield end


def _month_end(day: date) -> date:
    following = day.replace(day=28) + timedelta(days=4)
    return following - timedelta(days=following.day)


def _changes_on(atlas: Reader, repositories: Sequence[Repository], day: date) -> Iterator[Evidence]:
    """Point at what commits of a day did to pipelines."""
    for repository in repositories:
        for version in atlas.history(repository, as_of=day):
            on = version.time.astimezone(UTC).date()
            if on < day - timedelta(days=1):
                break
            if on == day:
                text = f"{version.path.rsplit('/', 1)[-1]} {version.change}"
                yield Evidence(repository.full_name, version.commit, text, version.path)
