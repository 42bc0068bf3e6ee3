"""Facts that claims are about, by name: figures of a tool, and what its pipelines hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatch

from ciatlas.analysis.metrics import checks, hygiene
from ciatlas.analysis.tool import LabelledPipeline, LabelledStep, Tool
from ciatlas.analysis.wording import trigger_text
from ciatlas.model.claim import Evidence
from ciatlas.model.pipeline import Job, Trigger
from ciatlas.model.summary import RepositorySummary


@dataclass(frozen=True, slots=True)
class Fact:
    """A value and where it stands."""

    value: str
    evidence: Evidence


class ToolFacts:
    """What is known about one tool as of a day; everything is read when first asked for."""

    def __init__(self, tool: Tool) -> None:
        self.tool = tool

    @property
    def summary(self) -> RepositorySummary:
        """The tool's figures."""
        return self.tool.summary

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
        chosen = [read for read in self.tool.pipelines if fnmatch(read.path, path)]
        return [fact for read in chosen for fact in listed(self, read)]

    def whole(self, text: str) -> tuple[Evidence, ...]:
        """Point at the tool's history as a whole."""
        return self.tool.whole(text)

    # What pipelines hold, one function per name

    def paths(self, read: LabelledPipeline) -> Iterator[Fact]:
        """The file itself."""
        yield _at(read, read.path)

    def systems(self, read: LabelledPipeline) -> Iterator[Fact]:
        """Its CI system."""
        yield _at(read, read.pipeline.system.value)

    def triggers(self, read: LabelledPipeline) -> Iterator[Fact]:
        """The events that start it, with branches or cron."""
        return (_starting(read, one, trigger_text(one)) for one in read.pipeline.triggers)

    def path_filters(self, read: LabelledPipeline) -> Iterator[Fact]:
        """The events that start it on changes of certain paths only."""
        filtered = (t for t in read.pipeline.triggers if t.paths or t.paths_ignore)
        return (_starting(read, trigger, trigger.event) for trigger in filtered)

    def jobs(self, read: LabelledPipeline) -> Iterator[Fact]:
        """The ids of its jobs."""
        return (_at(read, job.id, job) for job in read.pipeline.jobs)

    def runners(self, read: LabelledPipeline) -> Iterator[Fact]:
        """The labels its jobs run on, as far as they are known."""
        for job in read.pipeline.jobs:
            yield from (_at(read, label, job) for label in job.runs_on)

    def axes(self, read: LabelledPipeline) -> Iterator[Fact]:
        """The axes of its matrices with their values: `python=3.12`."""
        for job in read.pipeline.jobs:
            for axis, values in job.matrix.axes if job.matrix is not None else ():
                yield from (_at(read, f"{axis}={value}", job) for value in values or ("?",))

    def actions(self, read: LabelledPipeline) -> Iterator[Fact]:
        """The actions its steps use, without their version."""
        for step in read.steps():
            if step.step.uses:
                yield _of(step, step.step.uses.partition("@")[0])

    def commands(self, read: LabelledPipeline) -> Iterator[Fact]:
        """The commands its steps run: program, subcommand, target."""
        for step in read.steps():
            for command in step.step.commands:
                words = (command.program, command.subcommand, command.target)
                yield _of(step, " ".join(word for word in words if word))

    def activities(self, read: LabelledPipeline) -> Iterator[Fact]:
        """What its steps are for."""
        for step in read.steps():
            yield Fact(step.activity, step.evidence(step.said))

    def names(self, read: LabelledPipeline) -> Iterator[Fact]:
        """What its steps are for, and their names: `lint: Check format`."""
        for step in read.steps():
            yield _of(step, f"{step.activity}: {step.step.name or ''}")

    # Figures, one function per name

    def first_day(self) -> float | None:
        """The day of the first commit, counted in days."""
        first = self.summary.first_commit
        return None if first is None else float(first.toordinal())

    def age_days(self) -> float | None:
        """Days from the first commit to the snapshot."""
        at, first = self.summary.snapshot, self.summary.first_commit
        return None if at is None or first is None else float((at.time - first).days)

    def commits_to(self, group: str) -> float:
        """Commits to a path group."""
        return float(self.summary.paths.get(group, 0))


def _at(read: LabelledPipeline, text: str, job: Job | None = None) -> Fact:
    return Fact(text, read.evidence(text, job))


def _starting(read: LabelledPipeline, trigger: Trigger, text: str) -> Fact:
    return Fact(text, replace(read.evidence(text), line=trigger.line))


def _of(step: LabelledStep, text: str) -> Fact:
    return Fact(text, step.evidence(text))


_VALUES: dict[str, Callable[[ToolFacts, LabelledPipeline], Iterator[Fact]]] = {
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
    "share of bug issues": lambda facts: hygiene.bug_share(facts.tool).value,
    "test steps": lambda facts: checks.test_steps(facts.tool).value,
    "ML test steps": lambda facts: checks.ml_test_steps(facts.tool).value,
}
FIGURES = frozenset(_FIGURES)
VALUES = frozenset(_VALUES)
