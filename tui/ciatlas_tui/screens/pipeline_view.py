"""A pipeline in rows, facts and a graph: what its screen shows, apart from how."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ciatlas.analysis.job_changes import JobChange
from ciatlas.analysis.pipeline_changes import PipelineChange
from ciatlas.analysis.step_changes import Change
from ciatlas.analysis.wording import number_text
from ciatlas.display import visible
from ciatlas.model.label import PipelineLabels
from ciatlas.model.pipeline import Job, Pipeline, Step
from ciatlas_tui.describe import about_job, step_name
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.widgets.row import Column, Row

if TYPE_CHECKING:
    from networkx import DiGraph

STEPS = (
    Column("#", number=True),
    Column("activity", widest=18, narrowest=8),
    Column("step", widest=80, narrowest=14, grows=True, cut="middle"),
)
JOBS = (
    Column("job", widest=40, narrowest=12, cut="middle"),
    Column("needs", widest=60, narrowest=8, grows=True),
    Column("steps", number=True),
    Column("runs on", widest=30, narrowest=8, priority=1),
    Column("activity", widest=20, priority=2),
)


@dataclass(frozen=True, slots=True)
class PipelineView:
    """A pipeline, what its steps are for, and what the version did if one looks at that."""

    pipeline: Pipeline
    labels: PipelineLabels
    glyphs: Glyphs
    change: PipelineChange | None = None

    def job(self, job_id: str | None) -> Job | None:
        """Return a job by its id."""
        return next((job for job in self.pipeline.jobs if job.id == job_id), None)

    def graph(self) -> "DiGraph[str]":
        """Return the job graph, every job with the character of its activity."""
        from ciatlas.graph import job_graph

        graph = job_graph(self.pipeline)
        for job in self.pipeline.jobs:
            if job.id in graph:
                graph.nodes[job.id]["glyph"] = self.glyphs.activities[self.main_activity(job)]
        return graph

    def main_activity(self, job: Job) -> str:
        """Name the activity a job exists for: its last step that is more than preparation."""
        if job.id in self.labels.jobs:
            return self.labels.jobs[job.id].activity.value
        found = [self.labels.step(job.id, step.index).activity.value for step in job.steps]
        purposes = [activity for activity in found if activity not in ("setup", "report", "other")]
        return purposes[-1] if purposes else found[-1] if found else "other"

    def job_row(self, job: Job) -> Row:
        """Write a job as a row of `JOBS`."""
        return Row(
            job.id,
            (
                visible(job.id),
                visible(", ".join(job.needs)) or self.glyphs.none,
                number_text(len(job.steps)) if not job.uses else self.glyphs.reusable,
                visible(", ".join(job.runs_on)) or self.glyphs.none,
                self._activity_text(self.main_activity(job)),
            ),
        )

    def step_row(self, job: Job, step: Step) -> Row:
        """Write a step as a row of `STEPS`."""
        activity = self.labels.step(job.id, step.index).activity.value
        name = step_name(step)
        return Row(str(step.index), (str(step.index + 1), self._activity_text(activity), name))

    def job_facts(self, job: Job) -> list[tuple[str, str]]:
        """Say what a job is, and what this version did to it."""
        facts = about_job(job, self._activity_text(self.main_activity(job)))
        change = self._changes.get(job.id)
        if change is not None:
            facts = [("version", f"{self.glyphs.changes[change.change]} {_words(change)}"), *facts]
        return [fact for fact in facts if fact[1]]

    @property
    def _changes(self) -> Mapping[str, JobChange]:
        return {} if self.change is None else self.change.jobs

    def signs(self) -> dict[str, tuple[str, str]]:
        """Return the character and the kind of what became of each job that is there."""
        return {
            job: (self.glyphs.changes[change.change], change.change.value)
            for job, change in self._changes.items()
            if change.change is not Change.WENT
        }

    def step_signs(self, job: Job) -> dict[str, tuple[str, str]]:
        """Return the character and the kind of what became of each step that is there."""
        change = self._changes.get(job.id)
        return {
            str(step.index): (self.glyphs.changes[step.change], step.change.value)
            for step in (change.steps if change else ())
            if step.index is not None
        }

    def _activity_text(self, activity: str) -> str:
        return f"{self.glyphs.activities[activity]} {activity}"


def _words(change: JobChange) -> str:
    if change.change is Change.CAME:
        return "came with this version"
    return f"changed: {', '.join(change.words)}"
