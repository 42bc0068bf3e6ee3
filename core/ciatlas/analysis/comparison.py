"""Two tools, two pipelines, or one on two days, side by side; and tools by what their steps do."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ciatlas.analysis.metrics import Measuring
from ciatlas.analysis.metrics.catalogue import load_catalogue
from ciatlas.analysis.tool import LabelledPipeline, Tool
from ciatlas.analysis.wording import count, value_text
from ciatlas.model.activity import CHECKS, Activity
from ciatlas.model.comparison import Aspect
from ciatlas.model.pipeline import Job, Trigger

Said = Iterator[tuple[str, str, str]]
"""What one side says: section, name, text."""

_AT_RUN = "known when it runs"

_MEASURED = ("pipelines", "files", "counts", "history")
"""Sources of the metrics that a comparison of tools lists."""


def compare_tools(left: Tool, right: Tool) -> list[Aspect]:
    """Compare two tools: workflows, triggers, activities, matrices, actions, metrics."""
    measuring = Measuring()
    return _beside(_of_tool(left, measuring), _of_tool(right, measuring))


def compare_pipelines(left: LabelledPipeline, right: LabelledPipeline) -> list[Aspect]:
    """Compare two pipelines: triggers, jobs, activities, matrices, actions, permissions, limits."""
    return _beside(_of_pipeline(left), _of_pipeline(right))


def activity_counts(tool: Tool) -> dict[Activity, int]:
    """Count the steps of a tool's workflows by what they are for, every activity included."""
    found = Counter(step.activity for step in tool.steps)
    return {activity: found[activity] for activity in Activity}


def _beside(
    left: Iterable[tuple[str, str, str]], right: Iterable[tuple[str, str, str]]
) -> list[Aspect]:
    """Join what both sides say; of a name said twice by one side, the texts are joined."""
    ours, theirs = _joined(left), _joined(right)
    sections = dict.fromkeys(section for section, _ in (*ours, *theirs))
    return [
        Aspect(*key, ours.get(key), theirs.get(key))
        for section in sections
        for key in dict.fromkeys((*ours, *theirs))
        if key[0] == section
    ]


def _joined(said: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], list[str]] = {}
    for section, name, text in said:
        texts = found.setdefault((section, name), [])
        if text not in texts:
            texts.append(text)
    return {key: ", ".join(texts) for key, texts in found.items()}


def _of_pipeline(read: LabelledPipeline) -> Said:
    for trigger in read.pipeline.triggers:
        yield "triggers", _event(trigger), _filters(trigger)
    for job in read.pipeline.jobs:
        yield "jobs", job.id, _job(job)
    yield from _activities(Counter(step.activity for step in read.steps()))
    for job in read.pipeline.jobs:
        yield from _matrix(f"{job.id} ", job)
    yield from _actions([read])
    for scope, level in read.pipeline.permissions or ():
        yield "permissions", scope, level
    if read.pipeline.concurrency is not None:
        group = read.pipeline.concurrency
        cancel = "; cancels stale runs" if group.cancel_in_progress else ""
        yield "limits", "concurrency", f"{group.group}{cancel}"
    for job in read.pipeline.jobs:
        if job.timeout_minutes is not None:
            yield "limits", f"{job.id} minutes", f"{job.timeout_minutes:g}"
        if job.environment is not None:
            yield "environments", job.id, job.environment


def _of_tool(tool: Tool, measuring: Measuring) -> Said:
    events = Counter(event for read in tool.workflows for event in sorted(read.events))
    for event, number in sorted(events.items()):
        yield "triggers", event, count(number, "workflow")
    yield from _activities(Counter(step.activity for step in tool.steps))
    axes: dict[str, dict[str, None]] = {}
    for read in tool.workflows:
        for job in read.pipeline.jobs:
            for axis, values in job.matrix.axes if job.matrix else ():
                axes.setdefault(axis, {}).update(dict.fromkeys(values or ("?",)))
    for axis, found in sorted(axes.items()):
        yield "matrix", axis, ", ".join(found)
    yield from _actions(tool.workflows)
    for entry in load_catalogue().values():
        if entry.metric.source in _MEASURED:
            measured = measuring.measure(entry.metric.id, tool)
            if measured.value is not None:
                yield "metrics", entry.metric.title, value_text(measured.value, entry.metric.unit)
    for read in tool.pipelines:
        jobs, steps = count(read.entry.jobs, "job"), count(read.entry.steps, "step")
        yield "pipelines", read.path, f"{jobs}, {steps}"


def _event(trigger: Trigger) -> str:
    return f"{trigger.event} {trigger.cron}" if trigger.cron else trigger.event


def _filters(trigger: Trigger) -> str:
    filters = {
        "branches": trigger.branches,
        "not branches": trigger.branches_ignore,
        "tags": trigger.tags,
        "not tags": trigger.tags_ignore,
        "paths": trigger.paths,
        "not paths": trigger.paths_ignore,
        "types": trigger.types,
        "workflows": trigger.workflows,
        "inputs": tuple(one.name for one in trigger.inputs),
    }
    said = [f"{name} {', '.join(values)}" for name, values in filters.items() if values]
    return "; ".join(said) or "always"


def _job(job: Job) -> str:
    parts = [f"uses {job.uses}" if job.uses else count(len(job.steps), "step")]
    if job.needs:
        parts.append(f"needs {', '.join(job.needs)}")
    if job.runs_on:
        parts.append(f"on {', '.join(job.runs_on)}")
    if job.condition:
        parts.append(f"if {job.condition}")
    return "; ".join(parts)


def _activities(found: Counter[str]) -> Said:
    checks = {check.value for check in CHECKS}
    for section, wanted in (("checks", True), ("other activities", False)):
        for activity in Activity:
            if found[activity] and (activity in checks) is wanted:
                yield section, activity.value, count(found[activity], "step")


def _matrix(prefix: str, job: Job) -> Said:
    if job.matrix is None:
        return
    for axis, values in job.matrix.axes:
        yield (
            "matrix",
            f"{prefix}{axis}",
            "known when it runs" if values is None else ", ".join(values),
        )
    yield "matrix", f"{prefix}legs", "known when it runs" if job.legs is None else str(job.legs)


def _actions(reads: Sequence[LabelledPipeline]) -> Said:
    used = {step.step.uses for read in reads for step in read.steps() if step.step.uses}
    for uses in sorted(used):
        action, _, version = uses.partition("@")
        yield "actions", action, version or "of this repository"
