"""The steps of a pipeline reconsidered: the weights are asked wherever no action told.

What the weights say of the steps of a job is remembered with what the rules say of it.
"""

from collections.abc import Mapping

from ciatlas.analysis.activities.features import JobFeatures, Said
from ciatlas.analysis.activities.guesses import corrected, is_better, is_open
from ciatlas.analysis.activities.ruled import RuledJob
from ciatlas.analysis.activities.rules import RuleSet
from ciatlas.analysis.activities.subject import Subject
from ciatlas.model.label import Label
from ciatlas.model.pipeline import Job, Pipeline, Step


def reconsider(
    pipeline: Pipeline, ruled: Mapping[str, RuledJob], rules: RuleSet, subject: Subject
) -> dict[tuple[str, int], Label]:
    """Return the labels of a pipeline's steps as the words of them and around them correct them.

    Args:
        pipeline: the pipeline.
        ruled: what the rules say of its jobs.
        rules: the rules, with their weights.
        subject: what the pipeline is about.
    """
    found = {(job, index): label for job, of in ruled.items() for index, label in of.steps.items()}
    if not rules.weights:
        return found
    said = Said.of({job: of.steps for job, of in ruled.items()})
    for job in pipeline.jobs:
        better = _corrected(pipeline, job, ruled[job.id], said, rules, subject)
        found.update(((job.id, index), label) for index, label in better.items())
    return found


def _corrected(
    pipeline: Pipeline, job: Job, ruled: RuledJob, said: Said, rules: RuleSet, subject: Subject
) -> Mapping[int, Label]:
    """Return those labels of a job's steps that words correct."""
    beside = (
        (pipeline.path, pipeline.name, said.elsewhere[job.id]),
        subject.needs() if said.tests else None,
    )
    if beside not in ruled.corrected:
        asked = [step for step in job.steps if is_open(ruled.steps[step.index], step, rules.own)]
        features = JobFeatures(pipeline, job, said, subject) if asked else None
        better = {
            step.index: _better(ruled.steps[step.index], features, step, rules)
            for step in asked
            if features is not None
        }
        ruled.corrected[beside] = {
            index: label for index, label in better.items() if label is not None
        }
    return ruled.corrected[beside]


def _better(label: Label, features: JobFeatures, step: Step, rules: RuleSet) -> Label | None:
    """Return the label that the words of a step speak for, `None` where the one it has stands."""
    around, own, shared, but = features.parts(step)
    opinion = rules.weights.opinion(around, own, shared, but=but)
    if not is_better(opinion, label):
        return None
    return corrected(label, opinion, rules.weights.telling(features.of(step), opinion.activity))
