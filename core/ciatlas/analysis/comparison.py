"""Two tools, two pipelines, or one on two days, side by side; and tools by what their steps do."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ciatlas.analysis.metrics import Measuring
from ciatlas.analysis.metrics.catalogue import load_catalogue
from ciatlas.analysis.tool import LabelledPipeline, LabelledStep, Tool
from ciatlas.analysis.verdicts import load_hypotheses
from ciatlas.analysis.verdicts.standing import standing_of
from ciatlas.analysis.wording import count, value_text
from ciatlas.model.activity import CHECKS, Activity
from ciatlas.model.claim import Evidence
from ciatlas.model.comparison import Aspect
from ciatlas.model.pipeline import Command, Job, Trigger


class Saying(NamedTuple):
    """What one side says in a section under a name, and where."""

    section: str
    name: str
    text: str
    evidence: tuple[Evidence, ...] = ()


Said = Iterator[Saying]

_AT_RUN = "known when it runs"

_MEASURED = ("pipelines", "files", "counts", "history")
"""Sources of the metrics that a comparison of tools lists."""


def compare_tools(left: Tool, right: Tool) -> list[Aspect]:
    """Compare two tools: triggers, activities, matrices, actions, metrics, verdicts, pipelines."""
    measuring = Measuring()
    return _beside(_of_tool(left, measuring), _of_tool(right, measuring))


def compare_pipelines(left: LabelledPipeline, right: LabelledPipeline) -> list[Aspect]:
    """Compare two pipelines: triggers, jobs, steps, activities, matrices, actions, limits."""
    return _beside(_of_pipeline(left), _of_pipeline(right))


def activity_counts(tool: Tool) -> dict[Activity, int]:
    """Count the steps of a tool's workflows by what they are for, every activity included."""
    found = Counter(step.activity for step in tool.steps)
    return {activity: found[activity] for activity in Activity}


def _beside(left: Iterable[Saying], right: Iterable[Saying]) -> list[Aspect]:
    """Join what both sides say; of a name said twice by one side, the texts are joined."""
    ours, theirs = _joined(left), _joined(right)
    sections = dict.fromkeys(section for section, _ in (*ours, *theirs))
    return [
        _aspect(key, ours.get(key), theirs.get(key))
        for section in sections
        for key in dict.fromkeys((*ours, *theirs))
        if key[0] == section
    ]


def _aspect(key: tuple[str, str], ours: Saying | None, theirs: Saying | None) -> Aspect:
    return Aspect(
        *key,
        ours.text if ours else None,
        theirs.text if theirs else None,
        ours.evidence if ours else (),
        theirs.evidence if theirs else (),
    )


def _joined(said: Iterable[Saying]) -> dict[tuple[str, str], Saying]:
    found: dict[tuple[str, str], list[Saying]] = {}
    for one in said:
        found.setdefault((one.section, one.name), []).append(one)
    return {
        key: Saying(
            *key,
            ", ".join(dict.fromkeys(one.text for one in sayings)),
            tuple(dict.fromkeys(where for one in sayings for where in one.evidence)),
        )
        for key, sayings in found.items()
    }


def _of_pipeline(read: LabelledPipeline) -> Said:
    for trigger in read.pipeline.triggers:
        yield Saying(
            "triggers", _event(trigger), _filters(trigger), (_started(read, _event(trigger)),)
        )
    for job in read.pipeline.jobs:
        yield Saying("jobs", job.id, _job(job), (read.evidence(job.id, job),))
    yield from _steps(read)
    yield from _activities(read.steps())
    for job in read.pipeline.jobs:
        yield from _matrix(read, job)
    yield from _actions([read])
    for scope, level in read.pipeline.permissions or ():
        yield Saying("permissions", scope, level, (read.evidence(f"{scope}: {level}"),))
    if read.pipeline.concurrency is not None:
        group = read.pipeline.concurrency
        cancel = "; cancels stale runs" if group.cancel_in_progress else ""
        where = (read.evidence("concurrency"),)
        yield Saying("limits", "concurrency", f"{group.group}{cancel}", where)
    for job in read.pipeline.jobs:
        where = (read.evidence(job.id, job),)
        if job.timeout_minutes is not None:
            yield Saying("limits", f"{job.id} minutes", f"{job.timeout_minutes:g}", where)
        if job.environment is not None:
            yield Saying("environments", job.id, job.environment, where)


def _of_tool(tool: Tool, measuring: Measuring) -> Said:
    for event in sorted({event for read in tool.workflows for event in read.own_events}):
        started = [read for read in tool.workflows if event in read.own_events]
        where = tuple(_started(read, event) for read in started)
        yield Saying("triggers", event, count(len(started), "workflow"), where)
    yield from _activities(tool.steps)
    yield from _axes(tool)
    yield from _actions(tool.workflows)
    for entry in load_catalogue().values():
        if entry.metric.source in _MEASURED:
            measured = measuring.measure(entry.metric.id, tool)
            if measured.value is not None:
                said = value_text(measured.value, entry.metric.unit)
                where = measured.evidence or tool.whole(measured.note)
                yield Saying("metrics", entry.metric.title, said, where)
    yield from _standings(tool, measuring)
    for read in tool.pipelines:
        jobs, steps = count(read.entry.jobs, "job"), count(read.entry.steps, "step")
        yield Saying("pipelines", read.path, f"{jobs}, {steps}", (read.evidence(read.path),))


def _standings(tool: Tool, measuring: Measuring) -> Said:
    """Say where a tool stands on each hypothesis, and by how many indicators."""
    for hypothesis in load_hypotheses():
        standing = standing_of(tool, hypothesis, measuring)
        if standing is not None:
            where = tuple(at for reading in standing.readings for at in reading.evidence)
            name = f"{hypothesis.id} {hypothesis.title['en']}"
            yield Saying("hypotheses", name, str(standing), where)


def _axes(tool: Tool) -> Said:
    """Say over what a tool's matrices run, whatever the job."""
    axes: dict[str, dict[str, None]] = {}
    where: dict[str, list[Evidence]] = {}
    for read in tool.workflows:
        for job in read.pipeline.jobs:
            for axis, values in job.matrix.axes if job.matrix else ():
                axes.setdefault(axis, {}).update(dict.fromkeys(values or ("?",)))
                said = ", ".join(values) if values else _AT_RUN
                where.setdefault(axis, []).append(read.evidence(f"{axis}: {said}", job))
    for axis, found in sorted(axes.items()):
        yield Saying("matrix", axis, ", ".join(found), tuple(where[axis]))


def _started(read: LabelledPipeline, event: str) -> Evidence:
    """Point to the line of a pipeline that names an event."""
    at, said = read.at, read.pipeline.triggers
    line = next(one.line for one in said if event in (one.event, _event(one)))
    return Evidence(at.repository, at.commit, f"on {event}", read.path, line=line)


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


def _steps(read: LabelledPipeline) -> Said:
    """Name the steps of each job, whatever their order, with what they run."""
    for one in read.steps():
        uses, _, version = (one.step.uses or "").partition("@")
        commands = [_command(command) for command in one.step.commands]
        title = one.step.name or uses or next(iter(commands), "run")
        said = [
            (one.step.uses if one.step.name else version)
            or ("of this repository" if uses else "; ".join(commands) or "a script"),
            *(f"with {name}: {value}" for name, value in one.step.inputs if value),
            *([f"if {one.step.condition}"] if one.step.condition else []),
        ]
        yield Saying("steps", f"{one.job.id}: {title}", ", ".join(said), (one.evidence(),))


def _command(command: Command) -> str:
    words = (command.program, command.subcommand, command.target, *command.options)
    return " ".join(word for word in words if word)


def _activities(steps: Iterable[LabelledStep]) -> Said:
    found: dict[str, list[LabelledStep]] = {}
    for step in steps:
        found.setdefault(step.activity, []).append(step)
    checks = {check.value for check in CHECKS}
    for section, wanted in (("checks", True), ("other activities", False)):
        for activity in Activity:
            those = found.get(activity, [])
            if those and (activity in checks) is wanted:
                where = tuple(step.evidence() for step in those)
                yield Saying(section, activity.value, count(len(those), "step"), where)


def _matrix(read: LabelledPipeline, job: Job) -> Said:
    if job.matrix is None:
        return
    where = (read.evidence(job.id, job),)
    for axis, values in job.matrix.axes:
        said = _AT_RUN if values is None else ", ".join(values)
        yield Saying("matrix", f"{job.id} {axis}", said, where)
    legs = _AT_RUN if job.legs is None else str(job.legs)
    yield Saying("matrix", f"{job.id} legs", legs, where)


def _actions(reads: Sequence[LabelledPipeline]) -> Said:
    used: dict[str, list[LabelledStep]] = {}
    for read in reads:
        for step in read.steps():
            if step.step.uses:
                used.setdefault(step.step.uses, []).append(step)
    for uses, steps in sorted(used.items()):
        action, _, version = uses.partition("@")
        where = tuple(step.evidence() for step in steps)
        yield Saying("actions", action, version or "of this repository", where)
