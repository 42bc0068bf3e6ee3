"""Targets as build files name them, and the jobs they become."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ciatlas.model.pipeline import Command, Job, Step
from ciatlas.parsing.shell import commands

MAX_TARGETS = 1000
MAX_NEEDS = 100
MAX_NAME = 200


class BuildFileError(Exception):
    """A build file cannot be read; `line` says where that shows."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Target:
    """What a build file can be asked for.

    Attributes:
        name: its name.
        script: what it runs, in the language of `shell`.
        needs: names of what runs before; those that are no targets are left out later.
        line: its line in the file, 0 when unknown.
        script_line: the line on which `script` starts, 0 when unknown.
        shell: as for `commands`.
        runs: the commands it runs, for files that are no scripts; `script` is empty then.
    """

    name: str
    script: str = ""
    needs: tuple[str, ...] = ()
    line: int = 0
    script_line: int = 0
    shell: str | None = None
    runs: tuple[Command, ...] = ()


def jobs(targets: Iterable[Target]) -> tuple[Job, ...]:
    """Make a job of each target; what is said of one in several places is put together."""
    known: dict[str, Target] = {}
    for target in targets:
        if not 0 < len(target.name) <= MAX_NAME:
            continue
        if target.name in known:
            known[target.name] = _together(known[target.name], target)
        elif len(known) < MAX_TARGETS:
            known[target.name] = target
    return tuple(_job(target, known.keys()) for target in known.values())


def _together(first: Target, second: Target) -> Target:
    """Join two rules for one target: all it needs, and the recipe of the later that has one."""
    base = second if second.script.strip() or second.runs else first
    needs = (first.needs + second.needs)[: 10 * MAX_NEEDS]
    return replace(base, needs=needs, line=first.line)


def _job(target: Target, known: Iterable[str]) -> Job:
    names = set(known) - {target.name}
    needs = [name for name in dict.fromkeys(target.needs) if name in names][:MAX_NEEDS]
    found = target.runs
    if target.script:
        found = commands(target.script, target.shell, target.script_line)
    column = int(target.line > 0)
    step = Step(index=0, commands=found, line=target.line, column=column)
    return Job(
        id=target.name,
        needs=tuple(needs),
        steps=(step,) if found else (),
        line=target.line,
        column=column,
    )


def script_of(lines: Iterable[tuple[int, str]]) -> str:
    """Put numbered lines together, blank where others stand between, so that numbers hold."""
    first, script = 0, list[str]()
    for number, text in lines:
        first = first or number
        script += [""] * (number - first - len(script))
        script += text.split("\n")
    return "\n".join(script)


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield lines together with those that continue them, numbered by the first."""
    first, parts = 0, list[str]()
    for number, line in enumerate(text.split("\n"), start=1):
        if not parts:
            first = number
        parts.append(line)
        if not line.endswith("\\"):
            yield first, "\n".join(parts)
            parts = []
    if parts:
        yield first, "\n".join(parts)
