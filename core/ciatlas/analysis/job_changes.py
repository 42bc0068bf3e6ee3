"""What a new version of a pipeline did to its jobs."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from ciatlas.analysis.step_changes import Change as Change
from ciatlas.analysis.step_changes import StepChange, said, step_changes, steps_said
from ciatlas.model.pipeline import Job, Pipeline

_ELSEWHERE = frozenset(("id", "line", "column", "steps"))
"""Fields that are no part of what a job says about itself."""


@dataclass(frozen=True, slots=True)
class JobChange:
    """What became of a job, which of its parts are others now, and what became of its steps."""

    change: Change
    parts: tuple[str, ...] = ()
    steps: tuple[StepChange, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """All that is another now, in words."""
        return (*self.parts, *steps_said(self.steps))


def job_changes(before: Pipeline, after: Pipeline) -> dict[str, JobChange]:
    """Return what became of each job that is not as it was, by its id.

    Where something stands in the file does not matter, only what it says.
    """
    old = {job.id: job for job in before.jobs}
    new = {job.id: job for job in after.jobs}
    changes = {job: JobChange(Change.CAME) for job in new if job not in old}
    changes |= {job: JobChange(Change.WENT) for job in old if job not in new}
    for job in (job for job in new if job in old):
        parts = tuple(_parts(old[job], new[job]))
        steps = step_changes(old[job].steps, new[job].steps)
        if parts or steps:
            changes[job] = JobChange(Change.CHANGED, parts, steps)
    return changes


def _parts(old: Job, new: Job) -> Iterator[str]:
    for field in fields(Job):
        if field.name in _ELSEWHERE:
            continue
        if getattr(old, field.name) != getattr(new, field.name):
            yield "if" if field.name == "condition" else field.name.replace("_", " ")
    before, after = ([said(step) for step in job.steps] for job in (old, new))
    kept = [step for step in before if step in after]
    if kept != [step for step in after if step in before] and len(kept) > 1:
        yield "order of steps"
