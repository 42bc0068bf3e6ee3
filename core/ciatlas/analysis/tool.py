"""A tool as of a day: its figures and its pipelines with their labels, read when asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ciatlas.model.claim import Evidence
from ciatlas.model.errors import CiatlasError
from ciatlas.model.label import PipelineLabels
from ciatlas.model.pipeline import Job, Kind, Pipeline, Step, System
from ciatlas.model.repository import Repository, Snapshot
from ciatlas.model.run import Run
from ciatlas.model.summary import PipelineEntry, RepositorySummary
from ciatlas.store import Reader

ON_CALL = frozenset(("workflow_dispatch", "workflow_call", "repository_dispatch"))
"""Events that somebody, or another workflow, has to cause on purpose."""
ON_CHANGE = frozenset(("push", "pull_request", "pull_request_target", "merge_group"))
"""Events that a change of the code causes."""
ON_REVIEW = ON_CHANGE - {"push"}
"""Events that a change causes before it lands."""

Contents = dict[tuple[str, str, str], tuple[Pipeline, PipelineLabels]]
"""Pipelines with their labels by repository, path and blob."""


@dataclass(frozen=True, slots=True)
class LabelledStep:
    """A step with the job and pipeline around it, and what it is for (`activity`)."""

    around: "LabelledPipeline"
    job: Job
    step: Step
    activity: str

    @property
    def title(self) -> str:
        """Its name or its action, that of the job where it has neither."""
        return self.step.name or self.step.uses or self.job.id

    @property
    def said(self) -> str:
        """What it is for, and its title: `lint: Check format`."""
        return f"{self.activity}: {self.title}"

    def evidence(self, text: str | None = None) -> Evidence:
        """Point at the step."""
        at, job, step = self.around.at, self.job, self.step
        said = text or step.name or step.uses or self.activity
        return Evidence(
            at.repository, at.commit, said, self.around.path, job.id, step.index, step.line
        )


@dataclass(frozen=True, slots=True)
class LabelledPipeline:
    """A pipeline file with its labels, and the events that start it.

    `events` are those of the workflows that call it as well, `own_events` those it names itself.
    """

    at: Snapshot
    entry: PipelineEntry
    pipeline: Pipeline
    labels: PipelineLabels
    events: frozenset[str]

    @property
    def path(self) -> str:
        """Where the file stands in its repository."""
        return self.entry.path

    @property
    def own_events(self) -> frozenset[str]:
        """The events its file names, whatever else starts workflows that call it."""
        return frozenset(trigger.event for trigger in self.pipeline.triggers)

    @property
    def starts_itself(self) -> bool:
        """Whether it runs without anybody asking for it."""
        return bool(self.events - ON_CALL)

    @property
    def on_change(self) -> bool:
        """Whether a change of the code starts it."""
        return bool(self.events & ON_CHANGE)

    @property
    def on_review(self) -> bool:
        """Whether a proposed change starts it."""
        return bool(self.events & ON_REVIEW)

    def steps(self) -> Iterator[LabelledStep]:
        """Yield its steps."""
        for job in self.pipeline.jobs:
            for step in job.steps:
                label = self.labels.step(job.id, step.index)
                yield LabelledStep(self, job, step, label.activity.value)

    def evidence(self, text: str, job: Job | None = None) -> Evidence:
        """Point at the file, or at one of its jobs."""
        at = self.at
        if job is None:
            return Evidence(at.repository, at.commit, text, self.path)
        return Evidence(at.repository, at.commit, text, self.path, job.id, None, job.line)


class Tool:
    """One tool as of a day, the head by default.

    Args:
        atlas: where the facts are.
        repository: the tool's repository.
        as_of: the day.
        contents: what was read before; the same tool on another day has much in common.
    """

    def __init__(
        self,
        atlas: Reader,
        repository: Repository,
        as_of: date | None = None,
        contents: Contents | None = None,
    ) -> None:
        self.atlas = atlas
        self.repository = repository
        self.as_of = as_of
        self._contents: Contents = {} if contents is None else contents

    @property
    def name(self) -> str:
        """What people call it."""
        return self.repository.name

    @cached_property
    def at(self) -> Snapshot | None:
        """The commit that stood on that day, `None` before its history began."""
        return self.atlas.snapshot(self.repository, self.as_of)

    @property
    def snapshot(self) -> Snapshot:
        """The same where there has to be one.

        Raises:
            CiatlasError: the tool has no history that early.
        """
        if self.at is None:
            raise CiatlasError(f"{self.repository.full_name} {self.repository.absence}")
        return self.at

    @property
    def seconds(self) -> int:
        """The snapshot's moment, in seconds since 1970 UTC."""
        return int(self.snapshot.time.timestamp())

    @cached_property
    def summary(self) -> RepositorySummary:
        """Its figures."""
        return self.atlas.summary(self.repository, self.as_of)

    @cached_property
    def pipelines(self) -> tuple[LabelledPipeline, ...]:
        """Its pipeline files, local actions included."""
        return () if self.at is None else _read(self.atlas, self.at, self._contents)

    @cached_property
    def workflows(self) -> tuple[LabelledPipeline, ...]:
        """Its workflows, whatever their system."""
        return tuple(read for read in self.pipelines if read.entry.kind is Kind.WORKFLOW)

    @property
    def workflow_noun(self) -> str:
        """What to call them when they are counted.

        A table counts workflows of GitHub Actions; where files of another system are among them,
        the number is another one, and so is the word.
        """
        foreign = any(read.entry.system is not System.GITHUB_ACTIONS for read in self.workflows)
        return "pipeline" if foreign else "workflow"

    @cached_property
    def steps(self) -> tuple[LabelledStep, ...]:
        """The steps of its workflows."""
        return tuple(step for read in self.workflows for step in read.steps())

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Its completed runs as far as they were told, on whatever system, the newest first."""
        return tuple(self.atlas.runs(self.repository))

    @cached_property
    def files(self) -> tuple[Evidence, ...]:
        """Its files that tell something by being there; the text is their kind (study.yaml)."""
        at = self.at
        if at is None:
            return ()
        return tuple(
            Evidence(at.repository, at.commit, file.kind, file.path)
            for file in self.atlas.repository_files(at)
        )

    def find_pipeline(self, path: str) -> LabelledPipeline:
        """Return the pipeline at a path, or the one whose path ends in it.

        Raises:
            CiatlasError: there is none, or there are several.
        """
        matching = [read for read in self.pipelines if read.path == path] or [
            read for read in self.pipelines if read.path.endswith(f"/{path}")
        ]
        if len(matching) == 1:
            return matching[0]
        name = self.repository.full_name
        if matching:
            paths = ", ".join(read.path for read in matching)
            raise CiatlasError(f"{path!r} may be any of {paths}; write the whole path")
        when = f" as of {self.as_of}" if self.as_of else ""
        raise CiatlasError(
            f"{name} has no pipeline {path!r}{when}; 'ciatlas workflows {name}' lists them"
        )

    def whole(self, text: str) -> tuple[Evidence, ...]:
        """Point at it as a whole: its history, or all that is known of a day."""
        return () if self.at is None else (Evidence(self.at.repository, self.at.commit, text),)


def _read(atlas: Reader, at: Snapshot, contents: Contents) -> tuple[LabelledPipeline, ...]:
    read = []
    for entry in atlas.pipelines(at):
        key = at.repository, entry.path, entry.blob
        if key not in contents and entry.row is not None:
            pipeline = atlas.pipeline_at(entry.row, entry.path)
            contents[key] = pipeline, atlas.labels_at(entry.row) or PipelineLabels()
        if key in contents:
            read.append((entry, *contents[key]))
    events = _events({entry.path: pipeline for entry, pipeline, _ in read})
    return tuple(
        LabelledPipeline(at, entry, pipeline, labels, events[entry.path])
        for entry, pipeline, labels in read
    )


def _events(pipelines: dict[str, Pipeline]) -> dict[str, frozenset[str]]:
    """Return what starts each pipeline, through the local workflows that call it as well."""
    callers: dict[str, set[str]] = {path: set() for path in pipelines}
    for path, pipeline in pipelines.items():
        for job in pipeline.jobs:
            called = (job.uses or "").removeprefix("./")
            if called in callers:
                callers[called].add(path)
    found = {}
    for path in pipelines:
        above, waiting = {path}, [path]
        while waiting:
            new = callers[waiting.pop()] - above
            above |= new
            waiting += new
        found[path] = frozenset(
            trigger.event for caller in above for trigger in pipelines[caller].triggers
        )
    return found
