"""What words weigh: the opinion of labelled steps on a step of which the rules are not sure.

The weights are those of a multinomial logistic regression over the words of steps that people
labelled (tests/bench/labels); `make weights` computes them and says how well they carry over.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from math import exp
from typing import NamedTuple

from ciatlas.model.activity import Activity

Weighed = tuple[tuple[int, int], ...]
"""Weights of a word: the number of an activity, and how much the word speaks for it."""

_UNIT = 100
"""What is written for a weight of one: whole numbers add up to the same in any order."""

_MOST_REMEMBERED = 4_000
"""Parts of steps of which it is remembered what they weigh."""

_ASIDE = (
    *("by ", "rules "),
    *("after ", "before ", "beside ", "last ", "option ", "part "),
    *("flow ", "others ", "surely ", "previous ", "next "),
    *("ml ", "needs "),
)
"""Places whose words explain little."""


class Opinion(NamedTuple):
    """The activity that words speak for, and how likely it is by them."""

    activity: Activity
    probability: float


class Weights:
    """How much each word speaks for each activity, and how frequent activities are anyway."""

    def __init__(
        self,
        activities: Sequence[Activity] = (),
        bias: Sequence[int] = (),
        words: Mapping[str, Weighed] | None = None,
    ) -> None:
        self._activities = activities
        self._bias = bias
        self._words = words or {}
        self._remembered: dict[frozenset[str], Sequence[int]] = {}

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._words)

    def opinion(
        self, words: frozenset[str], *shared: frozenset[str], but: frozenset[str] = frozenset()
    ) -> Opinion:
        """Return what the words of a step speak for.

        Args:
            words: words of the step.
            shared: further words, in parts that other steps have as well: what those weigh is
                remembered. No word may be in two parts.
            but: words of these parts that the step does not have.
        """
        parts = (self._bias, self._scores(words), *map(self._known_scores, shared))
        scores = [sum(column) for column in zip(*parts, strict=True)]
        if but:
            scores = [score - one for score, one in zip(scores, self._scores(but), strict=True)]
        highest = max(scores)
        total = sum(exp((score - highest) / _UNIT) for score in scores)
        return Opinion(self._activities[scores.index(highest)], 1 / total)

    def _known_scores(self, words: frozenset[str]) -> Sequence[int]:
        if words not in self._remembered:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[words] = self._scores(words)
        return self._remembered[words]

    def _scores(self, words: frozenset[str]) -> Sequence[int]:
        """Return how much words speak for each activity."""
        scores = [0] * len(self._activities)
        for word in words:
            for activity, weight in self._words.get(word, ()):
                scores[activity] += weight
        return scores

    def telling(self, words: Iterable[str], activity: Activity, most: int = 3) -> tuple[str, ...]:
        """Return the words that speak most for an activity, without the places they stand in.

        Only those of the step, its job and its workflow: they say more to people than what the
        steps beside it run.
        """
        number = self._activities.index(activity)
        own = [word for word in words if not word.startswith(_ASIDE)]
        weighed = [(dict(self._words.get(word, ())).get(number, 0), word) for word in own]
        said = dict.fromkeys(
            word.rpartition(" ")[2]
            for weight, word in sorted(weighed, key=lambda pair: (-pair[0], pair[1]))
            if weight > 0
        )
        return tuple(said)[:most]


def read_weights(text: str) -> Weights:
    """Read weights as `scripts/weigh.py` writes them."""
    content = json.loads(text)
    return Weights(
        activities=tuple(map(Activity, content["activities"])),
        bias=tuple(content["bias"]),
        words={
            word: tuple(zip(numbers[::2], numbers[1::2], strict=True))
            for word, numbers in content["words"].items()
        },
    )
