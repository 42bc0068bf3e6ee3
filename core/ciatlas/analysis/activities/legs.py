"""What a step runs in each leg of a matrix: `make ${{ matrix.target }}` is several things."""

import re
from collections.abc import Callable
from dataclasses import replace

from ciatlas.model.pipeline import Command, Job, Step
from ciatlas.parsing.shell import commands

MOST_LEGS = 12
"""Legs that are looked at; more tell nothing new of what a step is for."""

_PUNCTUATION = " ()-:/"
_VALUE = re.compile(r"\$\{\{\s*matrix\.([\w.-]+)\s*\}\}")


def in_legs(step: Step, job: Job) -> tuple[Step, ...]:
    """Return a step as it is in each leg, without repetitions; as it stands where no leg differs.

    A name is only read with its values where it consists of them: what else it says holds for
    every leg.
    """
    legs = job.matrix.legs if job.matrix else None
    if not legs or not _depends(step):
        return (step,)
    return tuple(dict.fromkeys(_in_leg(step, dict(leg)) for leg in legs[:MOST_LEGS]))


def _depends(step: Step) -> bool:
    return (
        _names_value(step.uses)
        or _names_value(step.name)
        or any(_names_value(part) for command in step.commands for part in _parts(command))
    )


def _names_value(text: str | None) -> bool:
    return text is not None and "matrix." in text


def _parts(command: Command) -> tuple[str | None, ...]:
    return command.program, command.subcommand, command.target


def _in_leg(step: Step, values: dict[str, str]) -> Step:
    def filled(text: str) -> str:
        return _VALUE.sub(lambda found: values.get(found[1], found[0]), text)

    name = step.name
    if name and not _VALUE.sub("", name).strip(_PUNCTUATION):
        name = filled(name)
    return replace(
        step,
        name=name,
        uses=filled(step.uses) if step.uses else step.uses,
        commands=tuple(found for command in step.commands for found in _run(command, filled)),
    )


def _run(command: Command, filled: Callable[[str], str]) -> tuple[Command, ...]:
    """Return what a command is with its values; one that is a value is read anew."""
    program, subcommand, target = (part and filled(part) for part in _parts(command))
    if _VALUE.fullmatch(command.program):
        script = " ".join(filter(None, (program, subcommand, target, *command.options)))
        return tuple(replace(found, line=command.line) for found in commands(script))
    return (replace(command, program=program or "", subcommand=subcommand, target=target),)
