"""What a new version of a job did to its steps."""

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from enum import StrEnum

from ciatlas.analysis.wording import count, step_name
from ciatlas.model.pipeline import Step

_SHOWN = 3
"""Steps that are named; of others their number is told."""
_HASH = re.compile(r"(?<=[0-9a-f]{8})[0-9a-f]{32}\Z")
_NAMES = {"uses": "action", "condition": "if", "inputs": "with"}
"""How files call what the model calls otherwise."""


class Change(StrEnum):
    """What became of a part of a pipeline."""

    CAME = "came"
    WENT = "went"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class StepChange:
    """What became of a step.

    Attributes:
        change: came, went or changed.
        name: what the step is called in the newer version, or was in the older one.
        index: where it stands in the newer version, from 0; `None` if it went.
        parts: what about it is another now, in words.
    """

    change: Change
    name: str
    index: int | None = None
    parts: tuple[str, ...] = ()


def step_changes(before: Sequence[Step], after: Sequence[Step]) -> tuple[StepChange, ...]:
    """Return what became of the steps that are not as they were, in the newer order.

    A step that moved and says the same is none of them. Others are the same step as before where
    they have its id or its name, or use its action or begin with its command.
    """
    old, new = _unmatched(before, after)
    pairs = list(_pairs(old, new))
    found = [_changed(one, other) for one, other in pairs]
    found += [StepChange(Change.CAME, step_name(step), step.index) for step in new]
    found.sort(key=lambda one: -1 if one.index is None else one.index)
    return (*found, *(StepChange(Change.WENT, step_name(step)) for step in old))


def steps_said(changes: Sequence[StepChange]) -> Iterator[str]:
    """Say what became of steps: `1 step changed: install (commands)`."""
    for kind in Change:
        of_kind = [one for one in changes if one.change is kind]
        if not of_kind:
            continue
        named = [
            f"{one.name} ({', '.join(one.parts)})" if one.parts else one.name
            for one in of_kind[:_SHOWN]
        ]
        more = [f"{len(of_kind) - _SHOWN} more"] if len(of_kind) > _SHOWN else []
        yield f"{count(len(of_kind), 'step')} {kind}: {', '.join([*named, *more])}"


def said(step: Step) -> Step:
    """Return a step without where it stands."""
    commands = tuple(replace(command, line=0) for command in step.commands)
    return replace(step, index=0, line=0, column=0, commands=commands)


def _unmatched(before: Sequence[Step], after: Sequence[Step]) -> tuple[list[Step], list[Step]]:
    """Return the steps of either version that the other one does not have as they are."""
    one, other = ([said(step) for step in steps] for steps in (before, after))
    old: list[Step] = []
    new: list[Step] = []
    if one == other:
        return old, new
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind != "equal":
            old += before[start:end]
            new += after[other_start:other_end]
    for step in list(old):  # what moved
        twin = next((one for one in new if said(one) == said(step)), None)
        if twin is not None:
            old.remove(step)
            new.remove(twin)
    return old, new


def _pairs(old: list[Step], new: list[Step]) -> Iterator[tuple[Step, Step]]:
    """Take out of both lists, and yield, what is the same step in two versions."""
    for key in _KEYS:
        for step in list(old):
            found = key(step)
            twins = [one for one in new if key(one) == found] if found else []
            for twin in twins[:1]:
                old.remove(step)
                new.remove(twin)
                yield step, twin


def _command(step: Step) -> Hashable:
    first = step.commands[0] if step.commands else None
    return first and (first.program, first.subcommand)


_KEYS: tuple[Callable[[Step], Hashable], ...] = (
    lambda step: replace(said(step), name=None, id=None),
    lambda step: step.id,
    lambda step: step.name,
    lambda step: (step.uses or "").partition("@")[0],
    _command,
)
"""What two versions of a step have in common, the surest first."""


def _changed(old: Step, new: Step) -> StepChange:
    one, other = said(old), said(new)
    parts = [
        part
        for field in fields(Step)
        if getattr(one, field.name) != getattr(other, field.name)
        for part in [_part(field.name, one, other)]
    ]
    return StepChange(Change.CHANGED, step_name(new), new.index, tuple(parts))


def _part(name: str, old: Step, new: Step) -> str:
    if name == "inputs":
        differing = dict.fromkeys(key for key, _ in set(old.inputs) ^ set(new.inputs))
        return f"with {', '.join(sorted(differing))}"
    if name == "uses" and old.uses and new.uses:
        (action, _, was), (same, _, now) = old.uses.partition("@"), new.uses.partition("@")
        if action == same and was and now:
            return f"{_HASH.sub('', was)} to {_HASH.sub('', now)}"
    return _NAMES.get(name, name.replace("_", " "))
