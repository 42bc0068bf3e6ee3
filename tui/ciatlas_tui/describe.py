"""Pipelines, jobs and steps in named facts, as screens show them side by side with a drawing."""

from collections.abc import Sequence

from ciatlas.analysis import wording
from ciatlas.analysis.triggers import are_cut, briefly, in_full
from ciatlas.analysis.wording import count, number_text, step_text
from ciatlas.display import visible
from ciatlas.model.label import PipelineLabels
from ciatlas.model.pipeline import Command, Job, Pipeline, Step
from ciatlas.model.repository import Repository, Snapshot

Facts = list[tuple[str, str]]
"""Names with what is to be said; screens leave out facts without a text."""


def about_pipeline(
    pipeline: Pipeline,
    labels: PipelineLabels,
    at: Snapshot,
    versions: Sequence[Snapshot],
    repository: Repository,
    hint: str | None = None,
) -> Facts:
    """Say what a file says as a whole, and which of its versions it is.

    What starts it is told with all its filters; with a `hint` in few words, and the hint where
    filters are only counted.
    """
    triggers = pipeline.triggers
    starts = [
        f"· {line}" if number else line
        for trigger in triggers
        for number, line in enumerate(in_full(trigger))
    ]
    if hint is not None:
        starts = [", ".join(map(briefly, triggers)) + f" ({hint})" * are_cut(triggers)]
    concurrency = pipeline.concurrency
    holds = f"{count(len(pipeline.jobs), 'job')}, {count(pipeline.step_count, 'step')}"
    return [
        ("version", _version(at, versions, repository)),
        ("name", pipeline.name or ""),
        *listed("starts", starts),
        ("holds", holds if pipeline.jobs else ""),
        ("checks", ", ".join(labels.checks)),
        ("rights", ", ".join(": ".join(pair) for pair in pipeline.permissions or ())),
        ("group", concurrency.group if concurrency is not None else ""),
        *listed("wrong", [f"line {f.line}: {f.message}" for f in pipeline.diagnostics]),
    ]


def _version(at: Snapshot, versions: Sequence[Snapshot], repository: Repository) -> str:
    """Count the versions; of a tool known as of single days nobody knows how many there are."""
    if repository.observed_on:
        return f"one of {number_text(len(repository.observed_on))} known days"
    past = [version for version in versions if version.position <= at.position]
    if not past:
        return ""
    return f"{number_text(len(past))} of {number_text(len(versions))}, of {past[-1].day}"


def about_environment(pipeline: Pipeline) -> Facts:
    """Say what a file without jobs is: a dev container, or an action of one program."""
    found = pipeline.devcontainer
    if found is not None:
        return [
            ("image", found.image or ""),
            ("file", found.dockerfile or ", ".join(found.compose_files)),
            ("service", found.service or ""),
            ("features", ", ".join(found.features)),
            ("add-ons", number_text(len(found.extensions)) if found.extensions else ""),
        ]
    return [("action", f"run by {pipeline.using}")] if pipeline.using else [("jobs", "none")]


def about_job(job: Job, activity: str) -> Facts:
    """Say what a job is and what it waits for."""
    return [
        ("job", job.id),
        ("name", job.name or ""),
        ("is for", activity),
        ("needs", ", ".join(job.needs)),
        ("runs", ", ".join(job.runs_on) or job.runner_group or ""),
        ("calls", job.uses or ""),
        ("legs", legs_text(job)),
        ("if", job.condition or ""),
    ]


def legs_text(job: Job) -> str:
    """Write how many matrix legs a job has, and over what; nothing without a matrix."""
    if job.matrix is None:
        return ""
    number = "unknown" if job.legs is None else number_text(job.legs)
    axes = ", ".join(name for name, _ in job.matrix.axes)
    return f"{number} over {axes}" if axes else number


def step_title(step: Step) -> str:
    """Name a step in a few words: its name, its action, or its first command."""
    return visible(step_text(step))


def step_name(step: Step) -> str:
    """Name a step where room is short: of an action not where it is at home, nor its hash."""
    return visible(wording.step_name(step))


def command_text(command: Command) -> str:
    """Write a command as far as it is known."""
    words = (command.program, command.subcommand, command.target, *command.options)
    return " ".join(word for word in words if word)


def listed(name: str, texts: Sequence[str]) -> Facts:
    """Name the first of several texts only."""
    return [(name if number == 0 else "", text) for number, text in enumerate(texts)]
