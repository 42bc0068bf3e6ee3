"""What starts a pipeline, in words: briefly with its filters counted, or with all they say."""

from collections.abc import Iterable, Iterator, Sequence

from ciatlas.analysis.wording import count
from ciatlas.model.pipeline import Trigger

_FEW = 2
"""Values that are told briefly too; of more their number is."""
_TOLD = frozenset(("branches", "types", "workflows"))
"""Filters whose few values are told briefly, after the event."""
_FILTERS = (
    ("branches", "branches", "branch"),
    ("branches_ignore", "branches ignored", "ignored branch"),
    ("tags", "tags", "tag"),
    ("tags_ignore", "tags ignored", "ignored tag"),
    ("paths", "paths", "path"),
    ("paths_ignore", "paths ignored", "ignored path"),
    ("types", "types", "type"),
    ("workflows", "workflows", "workflow"),
)
"""Filters as the model calls them, and in words for all and for one of their values."""


def briefly(trigger: Trigger) -> str:
    """Write a trigger in few words, filters by their number: `push main · 3 paths`."""
    told, counted = [trigger.event, *_when(trigger)], []
    for name, _, one in _FILTERS:
        values = getattr(trigger, name)
        if _is_told(name, values):
            told += [", ".join(values)] if values else []
        else:
            counted.append(count(len(values), one))
    return " · ".join([" ".join(told), *counted])


def in_full(trigger: Trigger) -> list[str]:
    """Write a trigger, then what each of its filters says: `push`, `paths src/**, tests/**`."""
    told = [" ".join([trigger.event, *_when(trigger)])]
    told += [f"{words} {', '.join(values)}" for _, words, _, values in _filled(trigger)]
    inputs = ", ".join(one.name for one in trigger.inputs)
    told += [f"inputs {inputs}"] if inputs else []
    told += [f"if {trigger.expression}"] if trigger.expression else []
    return told


def are_cut(triggers: Iterable[Trigger]) -> bool:
    """Tell whether filters of triggers are only counted where these are told briefly."""
    return any(
        not _is_told(name, values) for one in triggers for name, _, _, values in _filled(one)
    )


def differing(one: Trigger, other: Trigger) -> Iterator[str]:
    """Yield in words which filters, or declared inputs and the like, are not the same."""
    named = [(name, words) for name, words, _ in _FILTERS]
    named += [(name, name) for name in ("inputs", "outputs", "secrets")]
    for name, words in named:
        if getattr(one, name) != getattr(other, name):
            yield words


def _filled(trigger: Trigger) -> Iterator[tuple[str, str, str, Sequence[str]]]:
    for name, words, one in _FILTERS:
        if values := getattr(trigger, name):
            yield name, words, one, values


def _is_told(name: str, values: Sequence[str]) -> bool:
    """Tell whether the values of a filter are told even briefly, or there are none."""
    return not values or (name in _TOLD and len(values) <= _FEW)


def _when(trigger: Trigger) -> Iterator[str]:
    """Yield the cron of a schedule, and the time zone it is in."""
    if trigger.cron:
        yield trigger.cron
    if trigger.timezone:
        yield trigger.timezone
