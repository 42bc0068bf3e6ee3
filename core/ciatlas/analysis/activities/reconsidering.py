"""The steps of a pipeline reconsidered: the weights are asked wherever no action told.

Workflows keep most of their jobs over thousands of versions, so what the weights say of the steps
of a job is remembered by everything it depends on.
"""

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from ciatlas.analysis.activities.features import JobFeatures, Said
from ciatlas.analysis.activities.guesses import is_open, reconsidered
from ciatlas.analysis.activities.rules import RuleSet
from ciatlas.analysis.activities.subject import Subject
from ciatlas.analysis.activities.weights import Opinion, Weights
from ciatlas.model.activity import Activity
from ciatlas.model.label import Label
from ciatlas.model.pipeline import Job, Pipeline, Step

_MOST_REMEMBERED = 6_000
"""Jobs whose opinions are remembered."""

Alone = Mapping[str, Mapping[int, Label]]
"""What rules alone say of steps, by job and number; the same object for jobs that say the same."""


class _Said(NamedTuple):
    """What words speak for, and those that do most."""

    opinion: Opinion
    words: tuple[str, ...]


class _Known(NamedTuple):
    """What is known of a job, and the labels it is known by, which are kept for that."""

    alone: Mapping[int, Label]
    said: Mapping[int, _Said]


_remembered: dict[Hashable, _Known] = {}


def reconsider(
    pipeline: Pipeline, alone: Alone, rules: RuleSet, subject: Subject
) -> dict[tuple[str, int], Label]:
    """Return the labels of a pipeline's steps as the words of them and around them correct them.

    Args:
        pipeline: the pipeline.
        alone: what the rules alone say.
        rules: the rules, with their weights.
        subject: what the pipeline is about.
    """
    found = {(job, index): label for job, of in alone.items() for index, label in of.items()}
    if not rules.weights:
        return found
    said = Said.of(alone)
    for job in pipeline.jobs:
        for index, told in _opinions(pipeline, job, said, rules, subject).items():
            label = found[job.id, index]
            found[job.id, index] = reconsidered(label, told.opinion, told.words)
    return found


def _opinions(
    pipeline: Pipeline, job: Job, said: Said, rules: RuleSet, subject: Subject
) -> Mapping[int, _Said]:
    """Return what words speak for in the steps of a job that are open."""
    alone = said.jobs[job.id]
    key = (
        (id(alone), pipeline.path, pipeline.name, said.elsewhere[job.id]),
        subject.needs() if said.tests else None,
    )
    if key not in _remembered:
        if len(_remembered) >= _MOST_REMEMBERED:
            _remembered.clear()
        is_asked = any(is_open(alone[step.index], step, rules.own) for step in job.steps)
        features = JobFeatures(pipeline, job, said, subject) if is_asked else None
        _remembered[key] = _Known(alone, _asked(job, alone, features, rules) if features else {})
    return _remembered[key].said


def _asked(
    job: Job, alone: Mapping[int, Label], features: JobFeatures, rules: RuleSet
) -> dict[int, _Said]:
    return {
        step.index: _said(step, alone[step.index].activity, features, rules.weights)
        for step in job.steps
        if is_open(alone[step.index], step, rules.own)
    }


def _said(step: Step, ruled: Activity, features: JobFeatures, weights: Weights) -> _Said:
    opinion = weights.opinion(*features.parts(step))
    if opinion.activity is ruled:
        return _Said(opinion, ())
    return _Said(opinion, weights.telling(features.of(step), opinion.activity))
