"""What a new version of a pipeline did to its jobs."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from ciatlas.model.pipeline import Job, Pipeline, Step


class Change(StrEnum):
    """What became of a job."""

    CAME = "came"
    WENT = "went"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class JobChange:
    """What became of a job, and which of its parts are others now, in words."""

    change: Change
    parts: tuple[str, ...] = ()


def job_changes(before: Pipeline, after: Pipeline) -> dict[str, JobChange]:
    """Return what became of each job that is not as it was, by its id.

    Where something stands in the file does not matter, only what it says.
    """
    old = {job.id: job for job in before.jobs}
    new = {job.id: job for job in after.jobs}
    changes = {job: JobChange(Change.CAME) for job in new if job not in old}
    changes |= {job: JobChange(Change.WENT) for job in old if job not in new}
    for job in old.keys() & new.keys():
        parts = tuple(_parts(old[job], new[job]))
        if parts:
            changes[job] = JobChange(Change.CHANGED, parts)
    return changes


def _parts(old: Job, new: Job) -> Iterator[str]:
    for field in fields(Job):
        if field.name in ("id", "line", "column", "steps"):
            continue
        if getattr(old, field.name) != getattr(new, field.name):
            yield field.name.replace("_", " ")
    before, after = ([_said(step) for step in job.steps] for job in (old, new))
    came = [str(step.index + 1) for step in new.steps if _said(step) not in before]
    if came:
        yield f"step{'s' if len(came) > 1 else ''} {', '.join(came)}"
    elif before != after:
        yield "fewer steps" if len(after) < len(before) else "order of steps"


def _said(step: Step) -> Step:
    """Return a step without where it stands."""
    commands = tuple(replace(command, line=0) for command in step.commands)
    return replace(step, index=0, line=0, column=0, commands=commands)
