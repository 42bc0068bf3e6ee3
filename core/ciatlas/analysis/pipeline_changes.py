"""What a new version did to a pipeline: to its jobs, and to what stands around them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from ciatlas.analysis.job_changes import Change, JobChange, job_changes
from ciatlas.analysis.triggers import differing
from ciatlas.model.pipeline import DevContainer, Pipeline, Trigger

_NAMES = {
    "triggers": "starts",
    "permissions": "rights",
    "concurrency": "group",
    "diagnostics": "what is wrong with it",
}
"""How screens call what the model calls otherwise."""
_NOT_SAID = frozenset(("path", "system", "kind", "jobs"))


@dataclass(frozen=True, slots=True)
class PipelineChange:
    """What a version did: came, went or changed; what became of jobs; what else is another now.

    A version that `changed` neither jobs nor parts changed the text only: comments, layout, or
    values that the model does not keep.
    """

    change: Change
    jobs: Mapping[str, JobChange] = field(default_factory=dict)
    parts: tuple[str, ...] = ()

    @property
    def is_text_only(self) -> bool:
        """Whether it changed nothing but the text."""
        return self.change is Change.CHANGED and not self.jobs and not self.parts


def pipeline_change(before: Pipeline | None, after: Pipeline | None) -> PipelineChange:
    """Return what became of a pipeline from one version to the next; `None` where it is not."""
    if after is None:
        went = {job.id: JobChange(Change.WENT) for job in before.jobs} if before else {}
        return PipelineChange(Change.WENT, went)
    if before is None:
        return PipelineChange(Change.CAME, {job.id: JobChange(Change.CAME) for job in after.jobs})
    return PipelineChange(Change.CHANGED, job_changes(before, after), tuple(_parts(before, after)))


def _parts(before: Pipeline, after: Pipeline) -> Iterator[str]:
    for one in fields(Pipeline):
        old, new = getattr(before, one.name), getattr(after, one.name)
        if one.name in _NOT_SAID or old == new:
            continue
        name = _NAMES.get(one.name, one.name.replace("_", " "))
        if one.name == "triggers":
            said = list(_triggers(old, new))
            yield from [f"{name} ({', '.join(said)})"] if said else []
        elif one.name == "devcontainer":
            yield from _container(old or DevContainer(), new or DevContainer())
        elif one.name != "diagnostics" or _messages(before) != _messages(after):
            yield name


def _triggers(old: Sequence[Trigger], new: Sequence[Trigger]) -> Iterator[str]:
    """Say which events came, went, or have other filters."""
    before, after = _by_event(old), _by_event(new)
    for event in dict.fromkeys((*after, *before)):
        if event not in before:
            yield f"{event} came"
        elif event not in after:
            yield f"{event} went"
        elif before[event] != after[event]:
            filters = list(differing(before[event][0], after[event][0]))
            alone = len(before[event]) == len(after[event]) == 1
            yield f"{event}: {', '.join(filters)}" if alone and filters else f"{event} changed"


def _by_event(triggers: Sequence[Trigger]) -> dict[str, list[Trigger]]:
    found: dict[str, list[Trigger]] = {}
    for one in triggers:
        found.setdefault(one.event, []).append(replace(one, line=0))
    return found


def _container(old: DevContainer, new: DevContainer) -> Iterator[str]:
    for one in fields(DevContainer):
        was, now = getattr(old, one.name), getattr(new, one.name)
        if one.name == "lifecycle":
            was, now = _without_lines(old), _without_lines(new)
        if was != now:
            yield one.name.replace("_", " ")


def _without_lines(container: DevContainer) -> list[object]:
    return [
        (hook, [replace(command, line=0) for command in commands])
        for hook, commands in container.lifecycle
    ]


def _messages(pipeline: Pipeline) -> list[str]:
    return sorted(one.message for one in pipeline.diagnostics)
