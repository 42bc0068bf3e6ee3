"""Labels that what weighs more may correct: where rules only guess, and where words deny them.

`rules` here are those that ship; what a rule of the user's own said is never corrected.
"""

from ciatlas.analysis.activities.weights import Opinion, Weights
from ciatlas.model.activity import Activity
from ciatlas.model.label import Label
from ciatlas.model.pipeline import Step

SURE = 0.76
"""From this confidence on a name tells enough."""

LIKELY = 0.5
"""From this probability on the words of other steps are believed more than a guess."""

CLEAR = 0.6
"""From this probability on they are believed more than what a command or a clear name told."""

_GUESSING = ("names:", "targets:", "contexts:", "none")
"""How rules over words are shown; those that ship, that is, not the user's own."""


_PRECISE = frozenset(
    (Activity.INTEGRATION_TEST, Activity.E2E_TEST, Activity.ML_TEST, Activity.PERFORMANCE_TEST)
)


def is_guess(label: Label) -> bool:
    """Whether neither an action nor a command told what a step is for, nor a user's own rule."""
    parts = label.rule.split(" + ")
    return label.confidence < SURE and all(part.startswith(_GUESSING) for part in parts)


def told_by(label: Label, step: Step) -> str:
    """Return in a word what told what a step is for: its action, a command, the context."""
    first, *others = label.rule.split(" + ")
    if any(other.startswith("contexts:") for other in others):
        return "context"
    kind = first.partition(":")[0]
    if kind in ("names", "targets", "contexts", "none"):
        return kind.removesuffix("s")
    return "action" if step.uses and not step.commands else "command"


def is_open(label: Label, step: Step, own: frozenset[str]) -> bool:
    """Whether words may correct a label: actions and rules of the user's `own` are believed."""
    if is_guess(label):
        return True
    return told_by(label, step) != "action" and own.isdisjoint(label.rule.split(" + "))


def reconsidered(label: Label, weights: Weights, words: frozenset[str]) -> Label:
    """Return the label that the words of a step and around it speak for, else the one it has."""
    opinion = weights.opinion(words)
    if opinion is None or not _is_better(opinion, label):
        return label
    said = ", ".join(map(repr, weights.telling(words, opinion.activity))) or "those around it"
    return Label(
        activity=opinion.activity,
        rule="weights",
        why=f"words like {said} speak for it; rules alone say {label.activity}, as {label.why}",
        confidence=SURE,
        strength=label.strength,
    )


def _is_better(opinion: Opinion, label: Label) -> bool:
    """Whether words speak clearly enough for something else.

    Which precise kind of test one is, people say by what it tests, not by the words around it.
    """
    if opinion.activity is label.activity or {opinion.activity, label.activity} <= _PRECISE:
        return False
    return opinion.probability >= (LIKELY if is_guess(label) else CLEAR)
