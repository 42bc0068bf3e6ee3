"""What the steps of a pipeline are for, by the rules; the same facts always give the same label."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from threading import local
from typing import NamedTuple

from ciatlas.analysis.activities.contents import JobContent, WorkflowContent
from ciatlas.analysis.activities.contexts import Around
from ciatlas.analysis.activities.folders import folder_of
from ciatlas.analysis.activities.legs import in_legs
from ciatlas.analysis.activities.proposals import proposer, words_of
from ciatlas.analysis.activities.reconsidering import reconsider
from ciatlas.analysis.activities.ruled import Memory, RuledJob
from ciatlas.analysis.activities.rules import RuleSet
from ciatlas.analysis.activities.spelling import spaced
from ciatlas.analysis.activities.subject import ABOUT_PRODUCT, Subject, matrix_words
from ciatlas.analysis.activities.targets import Targets
from ciatlas.model.activity import CHECKS, Activity
from ciatlas.model.label import Label, PipelineLabels
from ciatlas.model.local import Resolve
from ciatlas.model.pipeline import Job, Kind, Pipeline, Step

MAX_DEPTH = 4
"""How far local actions and workflows are followed into one another."""

_WEAK = 0.3
"""Proposals up to this strong tell little of a step that does something unknown as well."""

_PREPARES = 0.57
"""A local action whose own name says this strongly that it prepares does nothing else."""

_SECOND = 0.5
"""Proposals this strong are asked where a stronger one turned out to prepare only."""

_CLOSE = 0.15
"""Proposals of other activities this much weaker cast doubt on the strongest."""

_NOTHING = Label(Activity.SETUP, "none", "nothing in the step tells", 0.3)
_PRODUCT = "./"
"""The action at the root, which is what the repository is there for: using it is trying it."""
_OWN_PROGRAM = Label(Activity.SETUP, "none", "it runs programs that no rule knows", 0.4)


class _Default(local):
    """What is remembered where no memory is given, which is only safe within a thread."""

    def __init__(self) -> None:
        self.memory = Memory()


_default = _Default()


def classify(
    pipeline: Pipeline,
    rules: RuleSet,
    resolve: Resolve | None = None,
    memory: Memory | None = None,
) -> PipelineLabels:
    """Label every step (and every job that calls a reusable workflow) of a pipeline.

    Args:
        pipeline: the pipeline.
        rules: the rules in force.
        resolve: returns the local action or reusable workflow that a `uses: ./…` names, where the
            repository's files are at hand.
        memory: what was labelled before, for labelling many pipelines whose files are the same
            objects where they are the same.
    """
    if memory is None:
        memory = Memory() if resolve else _default.memory
    look_up = cache(resolve or _nowhere)
    subject = Subject(pipeline, rules, look_up)
    steps, jobs = _labels(pipeline, _Means(rules, memory), look_up, subject)
    present = {label.activity for label in (*steps.values(), *jobs.values())}
    return PipelineLabels(
        steps=steps,
        jobs=jobs,
        checks=tuple(activity.value for activity in CHECKS if activity in present),
        ml_specific=Activity.ML_TEST in present or subject.is_ml(steps),
    )


def _nowhere(_uses: str) -> None:
    """Look up a local file where none is at hand."""


class _Means(NamedTuple):
    """What labels are made with; `depth` is how many callers stand above the pipeline."""

    rules: RuleSet
    memory: Memory
    depth: int = 0


def _labels(
    pipeline: Pipeline, means: _Means, resolve: Resolve, subject: Subject
) -> tuple[dict[tuple[str, int], Label], dict[str, Label]]:
    """Label the steps of a pipeline, and the jobs that call workflows."""
    workflow = WorkflowContent.of(pipeline)

    def of(job: Job) -> RuledJob:
        return means.memory.answer(
            (means.rules.digest, means.depth, workflow, JobContent.of(job)),
            resolve,
            lambda look_up: _Classifier(workflow, job, means, look_up).label(),
        )

    ruled = {job.id: of(job) for job in pipeline.jobs}
    calling = {job: of.calling for job, of in ruled.items() if of.calling is not None}
    return reconsider(pipeline, ruled, means.rules, subject), calling


class _Classifier:
    """Labels one job by rules, the files it calls by all there is."""

    def __init__(
        self, workflow: WorkflowContent, job: Job, means: _Means, resolve: Resolve
    ) -> None:
        self._workflow = workflow
        self._job = job
        self._means = means
        self._rules = means.rules
        self._resolve = resolve
        self._propose = proposer(means.rules)
        self._targets = Targets(self._propose, resolve)
        self._around_job = _around(job, workflow)

    def label(self) -> RuledJob:
        """Label each step as what most legs of its matrix make of it, and the job if it calls."""
        steps = {step.index: self._step(step) for step in self._job.steps}
        return RuledJob(steps, self._calling(self._job.uses) if self._job.uses else None)

    def _step(self, step: Step) -> Label:
        labels = [self._in_leg(leg) for leg in in_legs(step, self._job)]
        return labels[0] if len(labels) == 1 else _common(labels)

    def _in_leg(self, step: Step) -> Label:
        """Label a step: the strongest proposal, refined by what stands around it."""
        called = self._called(step.uses) if step.uses else None
        if called is not None:
            proposals = self._from_called(called, step)
        else:
            proposals = self._targets.from_step(step, self._folder(step))
        best = max(proposals, key=_strength, default=None)
        around = self._around(step)
        if best is None or self._runs_unknown(step, best):
            return self._from_surroundings(step, best, around)
        return self._weighed(best, proposals, around)

    def _calling(self, uses: str) -> Label:
        """Label the job, which calls a reusable workflow: by what that does, else by names."""
        called = self._called(uses)
        if called is not None:
            best = self._purpose(called)
            if best is not None:
                return replace(best, why=f"{uses}: {best.why}")
        said = self._propose.from_name(spaced(f"{self._job.name or ''} {self._job.id} {uses}"))
        return max(said, key=_strength, default=_NOTHING)

    def _called(self, uses: str) -> Pipeline | None:
        local = uses.startswith("./") and uses != _PRODUCT
        return self._resolve(uses) if local and self._means.depth < MAX_DEPTH else None

    def _purpose(self, called: Pipeline) -> Label | None:
        """Return the label a local file exists for: that of the activity that counts most."""
        strengths = self._rules.strengths
        return max(
            self._inside(called),
            key=lambda label: (strengths.get(label.activity, 0.5), label.strength),
            default=None,
        )

    def _inside(self, called: Pipeline) -> list[Label]:
        """Label the steps of a local file, and what it calls in turn."""
        deeper = self._means._replace(depth=self._means.depth + 1)
        subject = Subject(called, self._rules, self._resolve)
        steps, jobs = _labels(called, deeper, self._resolve, subject)
        return [*steps.values(), *jobs.values()]

    def _from_called(self, called: Pipeline, step: Step) -> Sequence[Label]:
        """Take over what a local action does: what names say it is for, else its strongest step."""
        uses = step.uses or ""
        named = self._propose.from_name(step.name or "")
        if called.kind is Kind.ACTION and not called.jobs:
            return (*named, *self._propose.from_name(spaced(called.name or uses)))
        inside = sorted(self._inside(called), key=_strength, reverse=True)
        for said in named:
            meant = next((label for label in inside if label.activity is said.activity), None)
            if meant is not None and said.activity in ABOUT_PRODUCT:
                return (self._taken(meant, uses),)
        prepares = self._propose.from_name(spaced(uses.rstrip("/").rsplit("/", 1)[-1]))
        if any(said.activity is Activity.SETUP and said.strength >= _PREPARES for said in prepares):
            return (*named, *prepares)
        best = self._purpose(called)
        return named if best is None else (self._taken(best, uses), *named)

    def _taken(self, label: Label, uses: str) -> Label:
        strength = min(label.strength, self._rules.strengths.get(label.activity, 0.5))
        return replace(label, why=f"{uses}: {label.why}", strength=strength)

    def _folder(self, step: Step) -> str | None:
        return folder_of(step, self._job, self._workflow.defaults)

    def _around(self, step: Step) -> Around:
        commands = [" ".join((*words_of(command), *command.options)) for command in step.commands]
        return self._around_job._replace(
            step=" ".join([step.name or "", (step.uses or "").split("@")[0], *commands]),
            condition=step.condition or "",
        )

    def _runs_unknown(self, step: Step, label: Label) -> bool:
        """Whether beside mere preparing and reporting a step runs programs that no rule knows."""
        return label.strength <= _WEAK and any(
            not self._propose.from_command(command) for command in step.commands
        )

    def _from_surroundings(self, step: Step, best: Label | None, around: Around) -> Label:
        """Label a step that says nothing itself."""
        refined = self._propose.contexts.refined(None, around)
        if refined is not None and (step.commands or best is not None):
            why = f"{_OWN_PROGRAM.why}; {refined.why}"
            return Label(refined.activity, refined.rule, why, 0.6)
        if best is None or best.confidence <= _OWN_PROGRAM.confidence:
            return best or (_OWN_PROGRAM if step.commands else _NOTHING)
        why = f"{best.why} beside programs that no rule knows"
        return replace(_OWN_PROGRAM, activity=best.activity, why=why, strength=best.strength)

    def _weighed(self, best: Label, proposals: Sequence[Label], around: Around) -> Label:
        """Refine the strongest proposal; where it turns out to prepare, the next one is asked."""
        label = self._refined(_weighed(best, proposals), around)
        if label.activity is Activity.SETUP and best.activity is not Activity.SETUP:
            others = [one for one in proposals if one.activity is not best.activity]
            following = max(others, key=_strength, default=None)
            if following is not None and following.strength > _SECOND:
                return self._weighed(following, others, around)
        return label

    def _refined(self, label: Label, around: Around) -> Label:
        refined = self._propose.contexts.refined(label.activity, around)
        if refined is None:
            return label
        return Label(
            activity=refined.activity,
            rule=f"{label.rule} + {refined.rule}",
            why=f"{label.why}; {refined.why}",
            confidence=min(label.confidence, 0.8),
        )


def _around(job: Job, workflow: WorkflowContent) -> Around:
    """Return the words around each step of a job.

    `beside` are all its actions and commands, and whether it has outputs.
    """
    run = [(step.uses or "").split("@")[0] for step in job.steps]
    run += ["outputs"] if job.outputs else []
    run += [
        f"{command.program} {command.subcommand or ''}"
        for step in job.steps
        for command in step.commands
    ]
    return Around(
        job=f"{job.id} {job.name or ''}",
        workflow=workflow.words,
        triggers=" ".join(workflow.events),
        services=" ".join(service.name for service in job.services),
        matrix=matrix_words(job),
        beside=" ".join(dict.fromkeys(run)),
    )


def _common(labels: Sequence[Label]) -> Label:
    """Return the strongest label of the activity that most legs have."""
    counts = Counter(label.activity for label in labels)
    best = max(labels, key=lambda label: (counts[label.activity], label.strength))
    sure = min(best.confidence, 0.5 + 0.5 * counts[best.activity] / len(labels))
    return replace(best, confidence=sure)


def _strength(label: Label) -> float:
    return label.strength


def _weighed(best: Label, proposals: Sequence[Label]) -> Label:
    """Be surer of a label that several things say, less sure of a contested one."""
    if len(proposals) == 1:
        return best
    telling = [one for one in proposals if one is best or one.strength > _WEAK]
    agreeing = [one for one in telling if one.activity is best.activity]
    sure = max(one.confidence for one in agreeing)
    sure += 0.03 * (len({one.rule for one in agreeing}) - 1)
    if any(one.strength >= best.strength - _CLOSE for one in proposals if one not in agreeing):
        sure -= 0.1
    sure = min(sure, 0.99)
    return best if sure == best.confidence else replace(best, confidence=sure)
