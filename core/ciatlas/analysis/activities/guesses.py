"""Labels that what weighs more may correct: where rules only guess, and where words deny them.

`rules` here are those that ship; what a rule of the user's own said is never corrected.
"""

from collections.abc import Sequence
from functools import lru_cache

from ciatlas.analysis.activities.weights import Opinion
from ciatlas.model.activity import TESTS
from ciatlas.model.label import Label
from ciatlas.model.pipeline import Step

SURE = 0.76
"""From this confidence on a name tells enough."""

LIKELY = 0.3
"""From this probability on the words of other steps are believed more than a guess."""

CLEAR = 0.5
"""From this probability on they are believed more than what a command told."""

STRIKING = 0.8
"""From this probability on they are believed more than a clear name."""

BELIEVED = 0.92
"""A name that tells this surely is not asked again."""

EVIDENT = 0.8
"""From this probability on they even tell another kind of test than commands and names do."""

_GUESSING = ("names:", "targets:", "contexts:", "none")
"""How rules over words are shown; those that ship, that is, not the user's own."""


def is_guess(label: Label) -> bool:
    """Whether neither an action nor a command told what a step is for, nor a user's own rule."""
    return label.confidence < SURE and _guesses(label.rule)


def told_by(label: Label, step: Step) -> str:
    """Return in a word what told what a step is for: its action, a command, the context."""
    return _kind(label.rule) or ("action" if step.uses and not step.commands else "command")


@lru_cache(maxsize=8192)
def _guesses(rule: str) -> bool:
    return all(part.startswith(_GUESSING) for part in rule.split(" + "))


@lru_cache(maxsize=8192)
def _kind(rule: str) -> str | None:
    """Return what kind of words a rule is over, `None` for actions and commands."""
    first, *others = rule.split(" + ")
    if any(other.startswith("contexts:") for other in others):
        return "context"
    kind = first.partition(":")[0]
    return kind.removesuffix("s") if kind in ("names", "targets", "contexts", "none") else None


def is_open(label: Label, step: Step, own: frozenset[str]) -> bool:
    """Whether words may correct a label: actions and rules of the user's `own` are believed."""
    if is_guess(label):
        return True
    told = told_by(label, step)
    if told == "action" or (told == "name" and label.confidence >= BELIEVED):
        return False
    return not own or own.isdisjoint(label.rule.split(" + "))


def corrected(label: Label, opinion: Opinion, words: Sequence[str]) -> Label:
    """Return the label that words speak for instead, the ones that do most first."""
    said = ", ".join(map(repr, words)) or "those around it"
    return Label(
        activity=opinion.activity,
        rule="weights",
        why=f"words like {said} speak for it; rules alone say {label.activity}, as {label.why}",
        confidence=SURE,
        strength=label.strength,
    )


def is_better(opinion: Opinion, label: Label) -> bool:
    """Whether words speak clearly enough for something else.

    Which kind of test one is, people say by what it tests more than by the words around it.
    """
    if opinion.activity is label.activity:
        return False
    if {opinion.activity, label.activity} <= TESTS:
        return opinion.probability >= EVIDENT
    if is_guess(label):
        return opinion.probability >= LIKELY
    return opinion.probability >= (STRIKING if _kind(label.rule) == "name" else CLEAR)
