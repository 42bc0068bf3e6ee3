"""Facts that claims are about, by name: figures of a tool, and what its pipelines hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatch
from functools import cached_property

from ciatlas.analysis.activities import classify, load_rules
from ciatlas.analysis.wording import trigger_text
from ciatlas.model.activity import CHECKS, Activity, PipelineLabels
from ciatlas.model.claim import Evidence
from ciatlas.model.pipeline import Job, Pipeline, Step
from ciatlas.model.repository import Snapshot
from ciatlas.model.summary import RepositorySummary
from ciatlas.store import Atlas

_TESTS = frozenset(check for check in CHECKS if check.endswith("-test"))


@dataclass(frozen=True, slots=True)
class Fact:
    """A value and where it stands."""

    value: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Read:
    """A pipeline as of the snapshot, with its labels."""

    path: str
    pipeline: Pipeline
    labels: PipelineLabels


class ToolFacts:
    """What is known about one tool as of a day; everything is read when first asked for."""

    def __init__(self, atlas: Atlas, tool: str, as_of: date | None) -> None:
        self._atlas = atlas
        self._repository = atlas.find_repository(tool)
        self._as_of = as_of
        self.tool = tool

    @cached_property
    def summary(self) -> RepositorySummary:
        """The tool's figures."""
        return self._atlas.summary(self._repository, self._as_of)

    @cached_property
    def _pipelines(self) -> list[_Read]:
        at = self.summary.snapshot
        if at is None:
            return []
        rules = load_rules()

        def resolve(uses: str) -> Pipeline | None:
            return self._atlas.local_pipeline(at, uses)

        read = []
        for entry in self._atlas.pipelines(at):
            pipeline = self._atlas.pipeline(at, entry.path)
            if pipeline is not None:
                read.append(_Read(entry.path, pipeline, classify(pipeline, rules, resolve)))
        return read

    def figure(self, name: str) -> float | None:
        """Return a figure, `None` while it is unknown.

        Raises:
            KeyError: there is no such figure.
        """
        return _FIGURES[name](self)

    def values(self, name: str, path: str) -> list[Fact]:
        """Return what the pipelines whose path fits the glob `path` hold.

        Raises:
            KeyError: there is nothing of that name.
        """
        listed = _VALUES[name]
        chosen = [read for read in self._pipelines if fnmatch(read.path, path)]
        return [fact for read in chosen for fact in listed(self, read)]

    def whole(self, text: str) -> Evidence | None:
        """Point at the tool's history as a whole."""
        at = self.summary.snapshot
        return None if at is None else Evidence(at.repository, at.commit, text)

    def _at(self, read: _Read, text: str, job: Job | None = None, step: Step | None = None) -> Fact:
        at = self.summary.snapshot
        assert isinstance(at, Snapshot)  # noqa: S101 - without one there are no pipelines
        line = step.line if step else job.line if job else 0
        pointer = Evidence(
            at.repository,
            at.commit,
            text,
            read.path,
            job.id if job else None,
            step.index if step else None,
            line,
        )
        return Fact(text, pointer)

    def _steps(self, read: _Read) -> Iterator[tuple[Job, Step]]:
        return ((job, step) for job in read.pipeline.jobs for step in job.steps)

    # What pipelines hold, one function per name

    def paths(self, read: _Read) -> Iterator[Fact]:
        """The file itself."""
        yield self._at(read, read.path)

    def systems(self, read: _Read) -> Iterator[Fact]:
        """Its CI system."""
        yield self._at(read, read.pipeline.system.value)

    def triggers(self, read: _Read) -> Iterator[Fact]:
        """The events that start it, with branches or cron."""
        return (self._at(read, trigger_text(trigger)) for trigger in read.pipeline.triggers)

    def path_filters(self, read: _Read) -> Iterator[Fact]:
        """The events that start it on changes of certain paths only."""
        filtered = (t for t in read.pipeline.triggers if t.paths or t.paths_ignore)
        return (self._at(read, trigger.event) for trigger in filtered)

    def jobs(self, read: _Read) -> Iterator[Fact]:
        """The ids of its jobs."""
        return (self._at(read, job.id, job) for job in read.pipeline.jobs)

    def runners(self, read: _Read) -> Iterator[Fact]:
        """The labels its jobs run on, as far as they are known."""
        for job in read.pipeline.jobs:
            yield from (self._at(read, label, job) for label in job.runs_on)

    def axes(self, read: _Read) -> Iterator[Fact]:
        """The axes of its matrices with their values: `python=3.12`."""
        for job in read.pipeline.jobs:
            for axis, values in job.matrix.axes if job.matrix is not None else ():
                yield from (self._at(read, f"{axis}={value}", job) for value in values or ("?",))

    def actions(self, read: _Read) -> Iterator[Fact]:
        """The actions its steps use, without their version."""
        for job, step in self._steps(read):
            if step.uses:
                yield self._at(read, step.uses.partition("@")[0], job, step)

    def commands(self, read: _Read) -> Iterator[Fact]:
        """The commands its steps run: program, subcommand, target."""
        for job, step in self._steps(read):
            for command in step.commands:
                words = (command.program, command.subcommand, command.target)
                yield self._at(read, " ".join(word for word in words if word), job, step)

    def activities(self, read: _Read) -> Iterator[Fact]:
        """What its steps are for."""
        for job, step in self._steps(read):
            label = read.labels.step(job.id, step.index)
            yield self._at(read, label.activity.value, job, step)

    def names(self, read: _Read) -> Iterator[Fact]:
        """What its steps are for, and their names: `lint: Check format`."""
        for job, step in self._steps(read):
            label = read.labels.step(job.id, step.index)
            yield self._at(read, f"{label.activity.value}: {step.name or ''}", job, step)

    # Figures, one function per name

    def ml_tests(self) -> float:
        """Test steps that are specific to machine learning."""
        return sum(fact.value == Activity.ML_TEST for fact in self.values("activities", "*"))

    def tests(self) -> float:
        """Test steps of every type."""
        return sum(fact.value in _TESTS for fact in self.values("activities", "*"))

    def first_day(self) -> float | None:
        """The day of the first commit, counted in days."""
        first = self.summary.first_commit
        return None if first is None else float(first.toordinal())

    def age_days(self) -> float | None:
        """Days from the first commit to the snapshot."""
        at, first = self.summary.snapshot, self.summary.first_commit
        return None if at is None or first is None else float((at.time - first).days)

    def bug_share(self) -> float | None:
        """The share of issues that are bugs."""
        issues, bugs = self.summary.issues, self.summary.bug_issues
        return None if not issues or bugs is None else bugs / issues

    def commits_to(self, group: str) -> float:
        """Commits to a path group."""
        return float(self.summary.paths.get(group, 0))


_VALUES: dict[str, Callable[[ToolFacts, _Read], Iterator[Fact]]] = {
    "paths": ToolFacts.paths,
    "systems": ToolFacts.systems,
    "triggers": ToolFacts.triggers,
    "path filters": ToolFacts.path_filters,
    "jobs": ToolFacts.jobs,
    "runners": ToolFacts.runners,
    "axes": ToolFacts.axes,
    "actions": ToolFacts.actions,
    "commands": ToolFacts.commands,
    "activities": ToolFacts.activities,
    "names": ToolFacts.names,
}
_FIGURES: dict[str, Callable[[ToolFacts], float | None]] = {
    "workflows": lambda facts: float(facts.summary.workflows),
    "contributors": lambda facts: float(facts.summary.contributors),
    "commits": lambda facts: float(facts.summary.commits),
    "commits to workflows": lambda facts: facts.commits_to("workflows"),
    "commits to tests": lambda facts: facts.commits_to("tests"),
    "commits to workflows and tests": lambda facts: (
        facts.commits_to("workflows") + facts.commits_to("tests")
    ),
    "first commit": ToolFacts.first_day,
    "age in days": ToolFacts.age_days,
    "stars": lambda facts: facts.summary.stars,
    "share of bug issues": ToolFacts.bug_share,
    "test steps": ToolFacts.tests,
    "ML test steps": ToolFacts.ml_tests,
}
FIGURES = frozenset(_FIGURES)
VALUES = frozenset(_VALUES)
