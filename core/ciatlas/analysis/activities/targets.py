"""What hides behind `make test`: steps are labelled by the commands of the targets they call.

A target is opened level by level: its own commands, then those of what it needs and of the targets
it calls in turn. The nearest level that tells something decides; where none does, the target's name
has to.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ciatlas.analysis.activities.calls import BUILD_TOOLS, Call, called_target, calls
from ciatlas.analysis.activities.folders import is_root, places
from ciatlas.analysis.activities.proposals import Labels, Proposer, words_of
from ciatlas.model.activity import TESTS, Activity
from ciatlas.model.label import Label
from ciatlas.model.local import Resolve
from ciatlas.model.pipeline import Command, Job, Pipeline, Step, System

MAX_LEVELS = 5
MAX_TARGETS = 50
"""How far and how wide targets are followed into one another."""

_DEFAULT = {System.TOX: "testenv", System.TASK: "default"}
"""What is run when no target is named; make and just run the first, the others several."""

_PYTHON_ENVIRONMENT = re.compile(r"(py|pypy|python)[\d.]*(-|\Z)")
_ASIDE = frozenset((Activity.SETUP, Activity.REPORT, Activity.OTHER))
"""Activities which nearly every target has beside what it is there for."""
_VAGUE = frozenset((Activity.UNIT_TEST, Activity.BUILD))
"""Activities whose words, "test" and "build", stand in the names of many a target."""
_SILENT = frozenset("[ cat cd echo exit false printf rm set test touch true".split())
"""Programs that tell nothing of what a target is for."""
_SHIPPING = frozenset((Activity.PUBLISH, Activity.DEPLOY, Activity.DOCS))


class Targets:
    """Opens the targets that the commands of one pipeline call.

    Args:
        propose: tells what commands are for.
        resolve: returns the build file that `./PATH` names, as it stood beside the pipeline.
    """

    def __init__(self, propose: Proposer, resolve: Resolve) -> None:
        self._propose = propose
        self._resolve = resolve
        self._files: dict[tuple[str, ...], Pipeline | None] = {}

    def from_step(self, step: Step, folder: str | None) -> list[Label]:
        """Return every proposal for a step, looking into the targets that its commands call.

        Args:
            step: the step.
            folder: where it runs, `None` for the root of the repository.
        """
        if not any(command.program in BUILD_TOOLS for command in step.commands):
            return self._propose.from_step(step)
        proposed = self._propose.from_step(replace(step, commands=()))
        for command, call in calls(step.commands, at_root=is_root(folder)):
            said = self._propose.from_command(command)
            proposed += said if call is None else self._opened(command, call, said) or said
        return proposed

    def run_by(self, step: Step, folder: str | None) -> Iterator[Command]:
        """Yield what a step runs at the root of the repository.

        Instead of what calls a target stand the target's commands, as far as it is known.
        """
        for command, at_root in places(step.commands, at_root=is_root(folder)):
            call = called_target(command) if at_root else None
            opened = [inner for level in self.levels(call) for inner in level] if call else []
            if opened:
                yield from (inner for inner in opened if inner.program not in BUILD_TOOLS)
            elif at_root:
                yield command

    def _opened(self, command: Command, call: Call, said: Labels) -> list[Label]:
        """Return what a target's commands propose, nothing where its name tells more."""
        seen: list[tuple[Command, Labels]] = []
        for level in self.levels(call):
            told = [(inner, self._propose.from_command(inner)) for inner in level]
            telling = [
                label for _, labels in told for label in labels if label.activity not in _ASIDE
            ]
            if telling:
                return _through(command, _weightier(telling, command, said))
            seen += told
        return _through(command, _aside(seen, command, said)) if call.target else []

    def levels(self, call: Call) -> Iterator[tuple[Command, ...]]:
        """Yield the commands of a target, then those of what it needs and calls, and so on."""
        waiting, seen = [call], {call}
        for _ in range(MAX_LEVELS):
            found: list[Command] = []
            following: list[Call] = []
            for files, target in waiting:
                for job in self._jobs(files, target):
                    commands = [command for step in job.steps for command in step.commands]
                    found += [command for command, inner in calls(commands) if inner is None]
                    following += [inner for _, inner in calls(commands) if inner is not None]
                    following += [Call(files, needed) for needed in job.needs]
            if found:
                yield tuple(found)
            waiting = [call for call in dict.fromkeys(following) if call not in seen][:MAX_TARGETS]
            seen.update(waiting)

    def _jobs(self, files: tuple[str, ...], target: str) -> list[Job]:
        if files not in self._files:
            found = (self._resolve(f"./{name}") for name in files)
            self._files[files] = next((file for file in found if file is not None), None)
        file = self._files[files]
        if file is None or not file.jobs:
            return []
        wanted = _job_names(file, target)
        return [job for job in file.jobs if job.id in wanted]


def _job_names(file: Pipeline, target: str) -> set[str]:
    """Return the ids of the jobs that stand for a target, more than one for a list of them."""
    ids = {job.id for job in file.jobs}
    if not target:
        first = file.jobs[0].id if file.system in (System.MAKE, System.JUST) else ""
        return {_DEFAULT.get(file.system, first)}
    if file.system is System.TOX:
        return {_environment(name.strip(), ids) for name in target.split(",")}
    if file.system is System.NOX:
        return {_session(name.strip(), ids) for name in target.split(",")}
    return {target}


def _environment(name: str, ids: set[str]) -> str:
    known = name in ids or not _PYTHON_ENVIRONMENT.match(name)
    return name if known else _DEFAULT[System.TOX]


def _session(name: str, ids: set[str]) -> str:
    """Return a session's name without the Python and the parameters it is run with."""
    plain = name.partition("(")[0]
    return plain if plain in ids else plain.rpartition("-")[0]


def _is_generic(command: Command, said: Sequence[Label]) -> bool:
    """Whether the tool alone, not the target's name, made a label."""
    return all(label.rule == command.program for label in said)


def _weightier(telling: Sequence[Label], command: Command, said: Sequence[Label]) -> list[Label]:
    """Return what commands tell that the name of their target does not deny.

    A name that only the tool speaks for denies nothing; what is built is signed on the way. "Test"
    and "check" are said of many things but not of building alone; "build" may go on to ship. More
    precise words are believed.
    """
    if _is_generic(command, said):
        builds = any(label.activity is Activity.BUILD for label in telling)
        return [one for one in telling if not (builds and one.activity is Activity.SECURITY)]
    named = {label.activity for label in said}
    alike = named if named.isdisjoint(TESTS) else named | TESTS
    if any(label.activity in alike for label in telling):
        least = max(label.strength for label in said)
        return [label for label in telling if label.activity in alike and label.strength >= least]
    if Activity.UNIT_TEST in named:
        return [label for label in telling if label.activity is not Activity.BUILD]
    if Activity.BUILD in named:
        return [label for label in telling if label.activity in _SHIPPING]
    return []


def _aside(
    seen: Iterable[tuple[Command, Labels]], command: Command, said: Sequence[Label]
) -> list[Label]:
    """Return what a target's commands tell that only prepare or report something.

    That is believed where nothing unknown is among them: for a target that only its tool speaks
    for, no script of the repository's own; for one with a vague name, nothing at all.
    """
    audible = [(inner.program, labels) for inner, labels in seen if inner.program not in _SILENT]
    unknown = [program for program, labels in audible if not labels]
    if _is_generic(command, said):
        believed = not any("/" in program or "$" in program for program in unknown)
    else:
        believed = not unknown and all(label.activity in _VAGUE for label in said)
    return [label for _, labels in audible for label in labels] if believed else []


def _through(command: Command, labels: Iterable[Label]) -> list[Label]:
    """Say on the way to which labels the target was."""
    called = " ".join(words_of(command))
    return [
        replace(label, why=f"it runs {called} → {label.why.removeprefix('it runs ')}")
        for label in labels
    ]
