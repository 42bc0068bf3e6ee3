"""What is on a screen as something to decide on."""

from ciatlas.model.pipeline import Job, Pipeline, Step
from ciatlas.model.repository import Snapshot
from ciatlas.model.triage import Subject
from ciatlas_tui.describe import step_title


def pipeline_subject(at: Snapshot, path: str, pipeline: Pipeline | None) -> Subject:
    """Return a file as something to decide on."""
    title = pipeline.name if pipeline is not None and pipeline.name else path
    return Subject("workflow", at.repository, title, path, commit=at.commit)


def step_subject(at: Snapshot, path: str, job: Job, step: Step) -> Subject:
    """Return a step as something to decide on."""
    title = step_title(step)
    return Subject(
        "step", at.repository, title, path, job.id, step.index, commit=at.commit, line=step.line
    )
