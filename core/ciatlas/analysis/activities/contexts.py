"""What the words around a step make of what it says itself."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from ciatlas.analysis.activities.rules import UNKNOWN, ContextRule, RuleSet
from ciatlas.analysis.activities.spelling import MOST_READ, spaced
from ciatlas.model.activity import Activity

_MOST_REMEMBERED = 50_000


class Around(NamedTuple):
    """The words around a step, by the names that context rules have for their places."""

    step: str = ""
    job: str = ""
    workflow: str = ""
    triggers: str = ""
    services: str = ""
    matrix: str = ""
    condition: str = ""
    beside: str = ""


class Refined(NamedTuple):
    """Another activity for a step, the rule that made it that, and the words it found."""

    activity: Activity
    rule: str
    why: str


class _Possible(NamedTuple):
    """What may refine the steps of a job.

    `rules` come with what they find where they ask no step; `places` are the words around a step.
    """

    rules: tuple[tuple[ContextRule, Refined | None], ...]
    places: Mapping[str, str]


class Contexts:
    """Asks the context rules; answers are remembered, as workflows repeat the same steps."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = {
            activity: tuple(
                (rule, rule.asks_step) for rule in rules.contexts if activity in rule.of
            )
            for activity in {activity for rule in rules.contexts for activity in rule.of}
        }
        self._refine = lru_cache(_MOST_REMEMBERED)(self._first_that_finds)
        self._beside = lru_cache(_MOST_REMEMBERED)(self._possible)

    def refined(self, activity: Activity | None, around: Around) -> Refined | None:
        """Return what the words around a step make of its activity, `None` if they change nothing.

        The first rule that finds its words decides; `None` is the activity of unknown programs.
        """
        return self._refine(activity or UNKNOWN, around)

    def _first_that_finds(self, activity: str, around: Around) -> Refined | None:
        rules, beside = self._beside(activity, around._replace(step="", condition=""))
        own = {"step": around.step, "condition": around.condition}
        places = {**beside, **{place: spaced(text[:MOST_READ]) for place, text in own.items()}}
        for rule, already in rules:
            if not rule.step or rule.step.search(places["step"]):
                refined = already or _found(rule, places)
                if refined is not None:
                    return refined
        return None

    def _possible(self, activity: str, surroundings: Around) -> _Possible:
        """Return the rules that may find their words around a step, and the places they look at."""
        places = {at: spaced(text[:MOST_READ]) for at, text in surroundings._asdict().items()}
        rules = self._rules.get(activity, ())
        found = ((rule, None if asks else _found(rule, places), asks) for rule, asks in rules)
        return _Possible(
            tuple((rule, already) for rule, already, asks in found if asks or already is not None),
            places,
        )


def _found(rule: ContextRule, places: Mapping[str, str]) -> Refined | None:
    """Return what a rule finds in the first of its places that has its words."""
    for place in rule.where:
        found = rule.pattern.search(places[place])
        if found:
            return Refined(rule.to, rule.shown, f"its {place} says {found[0]!r}")
    return None
