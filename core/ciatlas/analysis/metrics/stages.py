"""Which stages of delivery, and of machine learning, the workflows of a tool cover."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ciatlas.analysis.metrics.result import Result, kinds, share
from ciatlas.analysis.tool import LabelledPipeline, LabelledStep, Tool
from ciatlas.model.activity import Activity
from ciatlas.model.claim import Evidence

DELIVERY = frozenset((Activity.BUILD, Activity.PUBLISH, Activity.DEPLOY))
"""What brings software to its users."""
_SUPPORT = frozenset((Activity.SETUP, Activity.REPORT, Activity.REPO_AUTOMATION, Activity.OTHER))
"""What serves other steps, and so is no stage by itself."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: the activities that make it, or the words that name it, on a change or at all."""

    id: str
    activities: frozenset[str]
    words: re.Pattern[str] | None
    on_change: bool
    ml: bool
    automation: bool


@cache
def load_stages() -> tuple[Stage, ...]:
    """Read data/ciatlas_data/stages.yaml."""
    import yaml

    text = resources.files("ciatlas_data").joinpath("stages.yaml").read_text(encoding="utf-8")
    return tuple(
        Stage(
            id=entry["id"],
            activities=frozenset(entry.get("activities", ())),
            words=_pattern(entry["words"]) if "words" in entry else None,
            on_change=bool(entry.get("on_change")),
            ml=bool(entry.get("ml")),
            automation=bool(entry.get("automation", True)),
        )
        for entry in yaml.load(text, Loader=yaml.CSafeLoader)
    )


def _pattern(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def stages_automated(tool: Tool) -> Result:
    """Share of the stages that some workflow covers without being asked."""
    stages = [stage for stage in load_stages() if stage.automation]
    return kinds(_covered(tool, stages, lambda read: read.starts_itself), len(stages))


def stages_covered(tool: Tool) -> Result:
    """Share of the same stages that any workflow covers, also one started by hand."""
    stages = [stage for stage in load_stages() if stage.automation]
    return kinds(_covered(tool, stages, lambda _read: True), len(stages))


def ml_stages(tool: Tool) -> Result:
    """Number of machine learning stages that some workflow covers."""
    return kinds(_covered(tool, [s for s in load_stages() if s.ml], lambda _read: True))


def delivery_share(tool: Tool) -> Result:
    """Share of steps with a purpose of their own that build, publish or deploy."""
    steps = [step for step in tool.steps if step.activity not in _SUPPORT]
    return share([s.evidence() for s in steps if s.activity in DELIVERY], len(steps), "step")


def ml_step_share(tool: Tool) -> Result:
    """Share of steps with a purpose of their own that test models or belong to an ML stage."""
    stages = [stage for stage in load_stages() if stage.ml]
    steps = [step for step in tool.steps if step.activity not in _SUPPORT]
    found = [
        step.evidence()
        for step in steps
        if step.activity == Activity.ML_TEST or any(_stages_of(step, tool, stages))
    ]
    return share(found, len(steps), "step")


def ml_workflow_share(tool: Tool) -> Result:
    """Share of workflows that exercise models, data sets, serving or ML frameworks."""
    found = [read.evidence("ML-specific") for read in tool.workflows if read.labels.ml_specific]
    return share(found, len(tool.workflows), tool.workflow_noun)


def _covered(
    tool: Tool, stages: list[Stage], counts: Callable[[LabelledPipeline], bool]
) -> dict[str, Evidence]:
    """Return a step of each stage that workflows which count cover."""
    found: dict[str, Evidence] = {}
    for step in _candidates(tool, counts):
        for stage in _stages_of(step, tool, stages):
            found.setdefault(stage.id, step.evidence())
    return _ordered(found, stages)


def _ordered(found: Mapping[str, Evidence], stages: list[Stage]) -> dict[str, Evidence]:
    return {stage.id: found[stage.id] for stage in stages if stage.id in found}


def _candidates(tool: Tool, counts: Callable[[LabelledPipeline], bool]) -> Iterator[LabelledStep]:
    return (step for read in tool.workflows if counts(read) for step in read.steps())


def _stages_of(step: LabelledStep, tool: Tool, stages: Sequence[Stage]) -> Iterator[Stage]:
    """Yield the stages that a step belongs to, by what it is for or by the words around it."""
    words = None if step.activity in _SUPPORT else _words(step, tool)
    for stage in stages:
        if stage.on_change and not step.around.on_change:
            continue
        named = stage.words is not None and words is not None and stage.words.search(words)
        if named or step.activity in stage.activities:
            yield stage


def _words(step: LabelledStep, tool: Tool) -> str:
    """Return what names a step: its own words, its commands, its job and its file.

    The tool's own name is left out: a step of a monitoring tool need not monitor anything.
    """
    said = [step.step.name or "", step.step.uses or "", step.job.id, step.job.name or ""]
    for command in step.step.commands:
        said += [command.program, command.subcommand or "", command.target or ""]
    text = " ".join([*said, step.around.path.rsplit("/", 1)[-1]]).casefold()
    for name in (tool.name, tool.repository.full_name.split("/")[1]):
        text = text.replace(name.casefold(), " ")
    return text.replace("_", " ")
