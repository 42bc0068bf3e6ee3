"""The records of the JSON contract that several commands share."""

from dataclasses import asdict
from typing import Any

from ciatlas.model.label import PipelineLabels
from ciatlas.model.pipeline import Job, Step, Trigger


def trigger_record(trigger: Trigger) -> dict[str, Any]:
    """Write a trigger as its event and whatever else it has."""
    record = asdict(trigger)
    event = record.pop("event")
    cron = record.pop("cron")
    filled = {key: value for key, value in record.items() if value not in (None, (), [])}
    return {"event": event, **filled, **({"cron": cron} if cron else {})}


def job_record(job: Job, labels: PipelineLabels) -> dict[str, Any]:
    """Write a job with its steps and their activities."""
    return {
        "id": job.id,
        "name": job.name,
        "workflow": job.workflow,
        "needs": job.needs,
        "runs_on": job.runs_on,
        "matrix": _matrix_record(job),
        "legs": job.legs,
        "uses": job.uses,
        "condition": job.condition,
        "line": job.line,
        "steps": [step_record(step, job, labels) for step in job.steps],
    }


def step_record(step: Step, job: Job, labels: PipelineLabels) -> dict[str, Any]:
    """Write a step with its activity and the reason for it."""
    label = labels.step(job.id, step.index)
    return {
        "index": step.index,
        "name": step.name,
        "uses": step.uses,
        "commands": [
            {
                "program": command.program,
                "subcommand": command.subcommand,
                "target": command.target,
                "line": command.line,
            }
            for command in step.commands
        ],
        "activity": label.activity,
        "why": label.why,
        "line": step.line,
    }


def _matrix_record(job: Job) -> dict[str, Any] | None:
    if job.matrix is None:
        return None
    legs = job.matrix.legs
    return {
        "axes": dict(job.matrix.axes),
        "legs": None if legs is None else [dict(leg) for leg in legs],
        "fail_fast": job.matrix.fail_fast,
        "max_parallel": job.matrix.max_parallel,
    }
