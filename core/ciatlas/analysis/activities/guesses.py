"""Labels that only names gave, reconsidered by the words of steps that people labelled."""

from ciatlas.analysis.activities.weights import Opinion, Weights
from ciatlas.model.activity import CHECKS, Activity
from ciatlas.model.label import Label

SURE = 0.76
"""From this confidence on a name tells enough."""

CLEAR = 0.7
"""From this probability on the words of other steps are believed more than a guess."""

_GUESSING = ("names:", "targets:", "contexts:", "none")
"""How rules over words are shown; those that ship, that is, not the user's own."""

_TESTS = frozenset(check for check in CHECKS if check.endswith("-test"))


def is_guess(label: Label) -> bool:
    """Whether neither an action nor a command told what a step is for, nor a user's own rule."""
    parts = label.rule.split(" + ")
    return label.confidence < SURE and all(part.startswith(_GUESSING) for part in parts)


def reconsidered(guess: Label, weights: Weights, words: frozenset[str]) -> Label:
    """Return the label that the words of a step and around it speak for clearly, else the guess."""
    opinion = weights.opinion(words)
    if opinion is None or not _is_better(opinion, guess):
        return guess
    said = ", ".join(map(repr, weights.telling(words, opinion.activity))) or "those around it"
    return Label(
        activity=opinion.activity,
        rule="weights",
        why=f"words like {said} speak for it; rules alone say {guess.activity}, as {guess.why}",
        confidence=SURE,
        strength=guess.strength,
    )


def _is_better(opinion: Opinion, guess: Label) -> bool:
    """Whether words speak clearly for something else; a precise kind of test is no plain one."""
    if opinion.activity is guess.activity or opinion.probability < CLEAR:
        return False
    return opinion.activity is not Activity.UNIT_TEST or guess.activity not in _TESTS
