"""The steps of a pipeline reconsidered: the weights are asked wherever no action told.

Workflows keep most of their jobs over thousands of versions, so what the weights say of the steps
of a job is remembered by everything it depends on.
"""

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from ciatlas.analysis.activities.features import Content, JobFeatures, Said
from ciatlas.analysis.activities.guesses import is_guess, is_open, reconsidered, told_by
from ciatlas.analysis.activities.rules import RuleSet
from ciatlas.analysis.activities.subject import Subject, matrix_words
from ciatlas.analysis.activities.weights import Opinion, Weights
from ciatlas.model.activity import Activity
from ciatlas.model.label import Label
from ciatlas.model.pipeline import Job, Pipeline, Step

_MOST_REMEMBERED = 4_000
"""Jobs whose opinions are remembered."""

Labels = Mapping[tuple[str, int], Label]


class _Said(NamedTuple):
    """What words speak for, and those that do most."""

    opinion: Opinion
    words: tuple[str, ...]


_remembered: dict[Hashable, dict[int, _Said]] = {}


def reconsider(
    pipeline: Pipeline, labels: Labels, rules: RuleSet, subject: Subject
) -> dict[tuple[str, int], Label]:
    """Return the labels of a pipeline's steps as the words of them and around them correct them.

    Args:
        pipeline: the pipeline.
        labels: what the rules alone say of its steps, by job and number.
        rules: the rules, with their weights.
        subject: what the pipeline is about.
    """
    found = dict(labels)
    if not rules.weights:
        return found
    said = Said.of(labels)
    for job in pipeline.jobs:
        for index, told in _opinions(pipeline, job, said, rules, subject).items():
            label = labels[job.id, index]
            found[job.id, index] = reconsidered(label, told.opinion, told.words)
    return found


def _opinions(
    pipeline: Pipeline, job: Job, said: Said, rules: RuleSet, subject: Subject
) -> dict[int, _Said]:
    """Return what words speak for in the steps of a job that are open."""
    labels = said.jobs.get(job.id, {})
    open_steps = [step for step in job.steps if is_open(labels[step.index], step, rules.own)]
    if not open_steps:
        return {}
    key = (
        (rules.digest, pipeline.path, pipeline.name, job.id, job.name, matrix_words(job)),
        subject.needs() if said.tests else None,
        tuple(trigger.event for trigger in pipeline.triggers),
        said.elsewhere.get(job.id),
        tuple(_signature(step, labels[step.index]) for step in job.steps),
    )
    if key not in _remembered:
        if len(_remembered) >= _MOST_REMEMBERED:
            _remembered.clear()
        features = JobFeatures(pipeline, job, said, subject)
        _remembered[key] = {
            step.index: _asked(step, labels[step.index].activity, features, rules.weights)
            for step in open_steps
        }
    return _remembered[key]


def _signature(step: Step, label: Label) -> Hashable:
    """Return what a step and its label are to the weights."""
    return Content.of(step), label.activity, is_guess(label), told_by(label, step)


def _asked(step: Step, ruled: Activity, features: JobFeatures, weights: Weights) -> _Said:
    opinion = weights.opinion(*features.parts(step))
    if opinion.activity is ruled:
        return _Said(opinion, ())
    return _Said(opinion, weights.telling(features.of(step), opinion.activity))
