"""The words of a step and around it, each with the place it stands in: `name test`, `job build`.

What the rules make of the steps around it counts as words, too: `next report`, `flow publish`.
They are what weights.json weighs; a change here asks for new weights (`make weights`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from ciatlas.analysis.activities.guesses import is_guess
from ciatlas.analysis.activities.proposals import spaced
from ciatlas.model.activity import Activity
from ciatlas.model.label import Label
from ciatlas.model.pipeline import Command, Job, Pipeline, Step

_EXPRESSION = re.compile(r"\$\{\{.*?\}\}")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[A-Za-z]{2,}")

_MOST_READ = 300
"""Characters of a text that are read, and commands, inputs or steps of a list."""
_MOST_LISTED = 40
_PARTS = 5
"""Parts of a job by which it is said where a step stands."""


@dataclass(frozen=True, slots=True)
class Said:
    """What rules alone say of the steps of a pipeline.

    `jobs` has their labels by job and number, `elsewhere` by job the activities in all others.
    """

    jobs: Mapping[str, Mapping[int, Label]] = field(default_factory=dict)
    elsewhere: Mapping[str, frozenset[Activity]] = field(default_factory=dict)

    @classmethod
    def of(cls, labels: Mapping[tuple[str, int], Label]) -> "Said":
        """Arrange labels by job."""
        jobs: dict[str, dict[int, Label]] = {}
        for (job, index), label in labels.items():
            jobs.setdefault(job, {})[index] = label
        there = {job: {label.activity for label in own.values()} for job, own in jobs.items()}
        many = Counter(activity for activities in there.values() for activity in activities)
        elsewhere = {
            job: frozenset(kind for kind, jobs_with in many.items() if jobs_with > (kind in own))
            for job, own in there.items()
        }
        return cls(jobs, elsewhere)


def features(pipeline: Pipeline, job: Job, step: Step, said: Said) -> frozenset[str]:
    """Return the words of a step, of the steps beside it, its job and its workflow."""
    return frozenset(
        (
            *_own(step),
            *(f"job {word}" for word in words(f"{job.id} {job.name or ''}")),
            *_of_workflow(pipeline.name or "", pipeline.path),
            *(f"on {trigger.event}" for trigger in pipeline.triggers),
            *_beside(job, step),
            *_activities(job, step, said),
        )
    )


def _own(step: Step) -> Iterator[str]:
    name = words(step.name or "")
    yield from (f"name {word}" for word in name)
    yield from (f"name {one} {two}" for one, two in pairwise(name))
    yield f"starts {name[0]}" if name else "unnamed"
    yield from (f"if {word}" for word in words(step.condition or ""))
    yield from (f"env {word}" for entry in step.env[:_MOST_LISTED] for word in words(entry))
    if step.uses:
        action = step.uses.partition("@")[0]
        yield f"action {action}"
        yield from (f"uses {word}" for word in words(action))
    yield from _inputs(step)
    for command in step.commands[:_MOST_LISTED]:
        yield from _command(command)
    if step.commands:
        yield f"last {step.commands[-1].program}"


def _inputs(step: Step) -> Iterator[str]:
    for key, value in step.inputs[:_MOST_LISTED]:
        yield f"with {key}"
        yield from (f"value {word}" for word in words(value)[:8])


def _command(command: Command) -> Iterator[str]:
    yield f"program {command.program}"
    if command.subcommand:
        yield f"command {command.program} {command.subcommand}"
    yield from (f"run {word}" for word in words(f"{command.program} {command.subcommand or ''}"))
    yield from (f"target {word}" for word in words(command.target or "")[:8])
    yield from (f"option {option}" for option in command.options[:8])


@lru_cache(maxsize=1024)
def _of_workflow(name: str, path: str) -> tuple[str, ...]:
    file = path.rpartition("/")[2].rpartition(".")[0]
    return tuple(f"workflow {word}" for word in words(f"{name} {file}"))


def _beside(job: Job, step: Step) -> Iterator[str]:
    """Yield what the steps before and after say, and what all others run."""
    for other in job.steps[:_MOST_LISTED]:
        if other.index == step.index:
            continue
        yield from (f"beside {word}" for word in _run(other))
        if abs(other.index - step.index) == 1:
            place = "before" if other.index < step.index else "after"
            said = words(f"{other.name or ''} {(other.uses or '').partition('@')[0]}")
            yield from (f"{place} {word}" for word in (*said, *_run(other)))
    if step.index == len(job.steps) - 1:
        yield "last step"


def _activities(job: Job, step: Step, said: Said) -> Iterator[str]:
    """Yield what the other steps are for, as far as rules alone tell, and where the step stands."""
    yield from (f"flow {activity}" for activity in said.elsewhere.get(job.id, ()))
    for index, label in said.jobs.get(job.id, {}).items():
        if index != step.index:
            yield f"others {label.activity}"
            if not is_guess(label):
                yield f"surely {label.activity}"
            if abs(index - step.index) == 1:
                yield f"{'previous' if index < step.index else 'next'} {label.activity}"
    yield f"part {_PARTS * step.index // max(len(job.steps), 1)}"


def _run(step: Step) -> Iterator[str]:
    if step.uses:
        yield step.uses.partition("@")[0]
    yield from (command.program for command in step.commands[:_MOST_LISTED])


@lru_cache(maxsize=16384)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, those of identifiers and paths apart, expressions left out."""
    plain = _HUMP.sub(" ", _EXPRESSION.sub("", text[:_MOST_READ]))
    return tuple(word.lower() for word in _WORD.findall(spaced(plain)))
