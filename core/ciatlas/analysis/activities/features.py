"""The words of a step and around it, each with the place it stands in: `name test`, `job build`.

What the rules make of the step and of those around it counts as words, too: `rules build`, `next
report`, `flow publish`. So do the ML frameworks that the job names and the repository needs: `ml
framework`, `needs torch`. All of them are what weights.json weighs; a change here asks for new
weights (`make weights`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ciatlas.analysis.activities.contents import StepContent
from ciatlas.analysis.activities.guesses import is_guess, told_by
from ciatlas.analysis.activities.spelling import spaced, without_expressions
from ciatlas.analysis.activities.subject import Subject
from ciatlas.model.activity import TESTS, Activity
from ciatlas.model.label import Label
from ciatlas.model.pipeline import Job, Pipeline, Step

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

    `jobs` has their labels by job and number, `elsewhere` by job the activities in all others;
    `tests` is whether any of them tests something.
    """

    jobs: Mapping[str, Mapping[int, Label]] = field(default_factory=dict)
    elsewhere: Mapping[str, frozenset[Activity]] = field(default_factory=dict)
    tests: bool = False

    @classmethod
    def of(cls, jobs: Mapping[str, Mapping[int, Label]]) -> "Said":
        """Read what rules alone say, by job and number."""
        there = {job: {label.activity for label in own.values()} for job, own in jobs.items()}
        many = Counter(activity for activities in there.values() for activity in activities)
        elsewhere = {
            job: frozenset(kind for kind, jobs_with in many.items() if jobs_with > (kind in own))
            for job, own in there.items()
        }
        return cls(jobs, elsewhere, tests=not TESTS.isdisjoint(many))


class Parts(NamedTuple):
    """The words of a step by where they come from.

    `around` are those of the steps next to it and of where it stands, `own` those it says itself,
    `shared` those of all steps of the job, of which it does not have those in `but`.
    """

    around: frozenset[str]
    own: frozenset[str]
    shared: frozenset[str]
    but: frozenset[str]


class JobFeatures:
    """The words of the steps of a job; what its steps share is read once.

    Args:
        pipeline: the pipeline.
        job: a job of it.
        said: what rules alone say of the steps of the pipeline.
        subject: what the pipeline is about.
    """

    def __init__(self, pipeline: Pipeline, job: Job, said: Said, subject: Subject) -> None:
        self._steps = {step.index: step for step in job.steps[:_MOST_LISTED]}
        self._count = len(job.steps)
        self._labels = said.jobs.get(job.id, {})
        self._runs = {index: _run(step) for index, step in self._steps.items()}
        self._beside = Counter(word for runs in self._runs.values() for word in set(runs))
        self._others = Counter(label.activity for label in self._labels.values())
        self._surely = Counter(
            label.activity for label in self._labels.values() if not is_guess(label)
        )
        self._shared = frozenset(
            (
                *(f"job {word}" for word in words(f"{job.id} {job.name or ''}")),
                *_of_workflow(pipeline.name or "", pipeline.path),
                *(f"on {trigger.event}" for trigger in pipeline.triggers),
                *(f"flow {activity}" for activity in said.elsewhere.get(job.id, ())),
                *(("ml framework",) if subject.names_framework(job) else ()),
                *_needed(said, subject),
                *(f"beside {word}" for word in self._beside),
                *(f"others {activity}" for activity in self._others),
                *(f"surely {activity}" for activity in self._surely),
            )
        )

    def of(self, step: Step) -> frozenset[str]:
        """Return the words of a step, of the steps beside it, its job and its workflow."""
        around, own, shared, but = self.parts(step)
        return (around | own | shared) - but

    def parts(self, step: Step) -> Parts:
        """Return the same words in parts, none of them in two."""
        label = self._labels.get(step.index)
        around = (
            *_ruled(step, label),
            *self._next_to(step.index),
            f"part {_PARTS * step.index // max(self._count, 1)}",
        )
        return Parts(
            frozenset(around),
            _own(StepContent.of(step)),
            self._shared,
            frozenset(self._only_of(step.index, label)),
        )

    def _next_to(self, index: int) -> Iterator[str]:
        """Yield what the steps before and after say and run, and what they are for by rules."""
        for place, there in (("before", index - 1), ("after", index + 1)):
            if there in self._steps:
                yield from (f"{place} {word}" for word in _said(self._steps[there]))
                yield from (f"{place} {word}" for word in self._runs[there])
        for place, there in (("previous", index - 1), ("next", index + 1)):
            if there in self._labels:
                yield f"{place} {self._labels[there].activity}"
        if index == self._count - 1:
            yield "last step"

    def _only_of(self, index: int, label: Label | None) -> Iterator[str]:
        """Yield what all steps share but this one, as no other runs it or is for it."""
        own = set(self._runs.get(index, ()))
        yield from (f"beside {word}" for word in own if self._beside[word] == 1)
        if label is not None:
            if self._others[label.activity] == 1:
                yield f"others {label.activity}"
            if self._surely[label.activity] == 1 and not is_guess(label):
                yield f"surely {label.activity}"


def _needed(said: Said, subject: Subject) -> Iterator[str]:
    """Yield the ML frameworks a repository needs, which tell what kind of test its tests are."""
    packages = subject.needs() if said.tests else ()
    yield from (f"needs {package}" for package in packages)
    if packages:
        yield "needs ml"


@lru_cache(maxsize=4096)
def _own(content: StepContent) -> frozenset[str]:
    return frozenset(_of_content(content))


def _of_content(content: StepContent) -> Iterator[str]:
    name = words(content.name or "")
    yield from (f"name {word}" for word in name)
    yield from (f"name {one} {two}" for one, two in pairwise(name))
    yield f"starts {name[0]}" if name else "unnamed"
    yield from (f"id {word}" for word in words(content.id or ""))
    yield from (f"if {word}" for word in words(content.condition or ""))
    yield from (f"env {word}" for entry in content.env[:_MOST_LISTED] for word in words(entry))
    if content.uses:
        action = content.uses.partition("@")[0]
        yield f"action {action}"
        yield from (f"uses {word}" for word in words(action))
    for key, value in content.inputs[:_MOST_LISTED]:
        yield f"with {key}"
        yield from (f"value {word}" for word in words(value)[:8])
    for command in content.commands[:_MOST_LISTED]:
        yield from _of_command(*command)
    if content.commands:
        yield f"last {content.commands[-1][0]}"


def _of_command(
    program: str, subcommand: str | None, target: str | None, options: Sequence[str]
) -> Iterator[str]:
    yield f"program {program}"
    if subcommand:
        yield f"command {program} {subcommand}"
    yield from (f"run {word}" for word in words(f"{program} {subcommand or ''}"))
    yield from (f"target {word}" for word in words(target or "")[:8])
    yield from (f"option {option}" for option in options[:8])


@lru_cache(maxsize=1024)
def _of_workflow(name: str, path: str) -> tuple[str, ...]:
    file = path.rpartition("/")[2].rpartition(".")[0]
    return tuple(f"workflow {word}" for word in words(f"{name} {file}"))


def _ruled(step: Step, label: Label | None) -> Iterator[str]:
    """Yield what the rules make of the step itself, and what told them."""
    if label is not None:
        told = told_by(label, step)
        yield f"rules {label.activity}"
        yield f"by {told}"
        yield f"by {told} {label.activity}"


def _said(step: Step) -> tuple[str, ...]:
    return words(f"{step.name or ''} {(step.uses or '').partition('@')[0]}")


def _run(step: Step) -> tuple[str, ...]:
    """Return the action and the programs of a step."""
    action = (step.uses.partition("@")[0],) if step.uses else ()
    return (*action, *(command.program for command in step.commands[:_MOST_LISTED]))


@lru_cache(maxsize=16384)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, those of identifiers and paths apart, expressions left out."""
    plain = _HUMP.sub(" ", without_expressions(text[:_MOST_READ]))
    return tuple(word.lower() for word in _WORD.findall(spaced(plain)))
