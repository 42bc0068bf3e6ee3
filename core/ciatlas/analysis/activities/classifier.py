"""What the steps of a pipeline are for, by the rules; the same facts always give the same label."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from ciatlas.analysis.activities.proposals import Around, proposer, spaced, words_of
from ciatlas.analysis.activities.rules import RuleSet
from ciatlas.model.activity import CHECKS, Activity, Label, PipelineLabels
from ciatlas.model.pipeline import Job, Kind, Pipeline, Step

Resolve = Callable[[str], Pipeline | None]
Memo = dict[int, PipelineLabels]
"""Labels of local files by the identity of their pipeline, which whoever resolves keeps alive."""

MAX_DEPTH = 4
"""How far local actions and workflows are followed into one another."""

_ABOUT_PRODUCT = frozenset(CHECKS) - {Activity.LINT, Activity.SECURITY, Activity.DOCS} | {
    Activity.BUILD,
    Activity.PUBLISH,
    Activity.DEPLOY,
}
"""Activities whose words tell whether models, data or ML frameworks are exercised."""

_NOTHING = Label(Activity.OTHER, "none", "nothing in the step tells", 0.1)
_SCRIPT = Label(Activity.SETUP, "script", "it only runs small commands", 0.3)


def classify(
    pipeline: Pipeline,
    rules: RuleSet,
    resolve: Resolve | None = None,
    memo: Memo | None = None,
    depth: int = 0,
) -> PipelineLabels:
    """Label every step (and every job that calls a reusable workflow) of a pipeline.

    Args:
        pipeline: the pipeline.
        rules: the rules in force.
        resolve: returns the local action or reusable workflow that a `uses: ./…` names, where the
            repository's files are at hand.
        memo: labels of local files found before, filled on the way; for labelling many pipelines.
        depth: how many callers stand above this pipeline.
    """
    classifier = _Classifier(pipeline, rules, resolve or (lambda _uses: None), memo, depth)
    steps: dict[tuple[str, int], Label] = {}
    jobs: dict[str, Label] = {}
    for job in pipeline.jobs:
        if job.uses:
            jobs[job.id] = classifier.job(job)
        for step in job.steps:
            steps[job.id, step.index] = classifier.step(step, job)
    present = {label.activity for label in (*steps.values(), *jobs.values())}
    return PipelineLabels(
        steps=steps,
        jobs=jobs,
        checks=tuple(activity.value for activity in CHECKS if activity in present),
        ml_specific=Activity.ML_TEST in present or classifier.is_about_ml(steps),
    )


class _Classifier:
    """Labels the steps of one pipeline."""

    def __init__(
        self,
        pipeline: Pipeline,
        rules: RuleSet,
        resolve: Resolve,
        memo: Memo | None,
        depth: int,
    ) -> None:
        self._memo = memo
        self._pipeline = pipeline
        self._rules = rules
        self._resolve = resolve
        self._depth = depth
        self._propose = proposer(rules)
        self._workflow = f"{pipeline.name or ''} {pipeline.path.rsplit('/', 1)[-1]}"

    def step(self, step: Step, job: Job) -> Label:
        """Label a step: the strongest proposal, refined by what stands around it."""
        called = self._called(step.uses) if step.uses else None
        if called is not None:
            proposals = self._from_called(called, step.uses or "")
        else:
            proposals = self._propose.from_step(step)
        best = max(proposals, key=lambda label: label.confidence, default=None)
        if best is None:
            best = _SCRIPT if step.commands else _NOTHING
        return self._refined(best, step, job)

    def job(self, job: Job) -> Label:
        """Label a job that calls a reusable workflow: by what that does, else by names."""
        called = self._called(job.uses or "")
        if called is not None:
            best = self._purpose(called)
            if best is not None:
                return replace(best, why=f"{job.uses}: {best.why}")
        said = self._propose.from_name(spaced(f"{job.name or ''} {job.id} {job.uses}"))
        return max(said, key=lambda label: label.confidence, default=_NOTHING)

    def _called(self, uses: str) -> Pipeline | None:
        return self._resolve(uses) if uses.startswith("./") and self._depth < MAX_DEPTH else None

    def _purpose(self, called: Pipeline) -> Label | None:
        """Return the label a local file exists for: that of the activity that counts most."""
        labels = self._inside(called)
        strengths = self._rules.strengths
        return max(
            (*labels.steps.values(), *labels.jobs.values()),
            key=lambda label: (strengths.get(label.activity, 0.5), label.confidence),
            default=None,
        )

    def _inside(self, called: Pipeline) -> PipelineLabels:
        """Label a local file, or remember its labels."""
        if self._memo is not None and id(called) in self._memo:
            return self._memo[id(called)]
        labels = classify(called, self._rules, self._resolve, self._memo, self._depth + 1)
        if self._memo is not None:
            self._memo[id(called)] = labels
        return labels

    def _from_called(self, called: Pipeline, uses: str) -> Sequence[Label]:
        """Take over what a local action does: its strongest step; by name where it has none."""
        if called.kind is Kind.ACTION and not called.jobs:
            return self._propose.from_name(spaced(called.name or uses))
        best = self._purpose(called)
        return () if best is None else (replace(best, why=f"{uses}: {best.why}"),)

    def _refined(self, label: Label, step: Step, job: Job) -> Label:
        targets = [command.target for command in step.commands if command.target]
        around = Around(
            step=" ".join([step.name or "", *targets]),
            job=f"{job.id} {job.name or ''}",
            workflow=self._workflow,
            services=" ".join(service.name for service in job.services),
        )
        refined = self._propose.from_context(label.activity, around)
        if refined is None:
            return label
        to, says = refined
        return Label(to, f"{label.rule} + context", f"{label.why}; {says}", label.confidence)

    def is_about_ml(self, steps: dict[tuple[str, int], Label]) -> bool:
        """Whether anything that checks, builds or ships is about models, data or frameworks."""
        for job in self._pipeline.jobs:
            around = f"{job.id} {job.name or ''} {self._workflow}"
            for step in job.steps:
                if steps[job.id, step.index].activity not in _ABOUT_PRODUCT:
                    continue
                words = [step.name or "", around]
                words += [" ".join(words_of(command)) for command in step.commands]
                words += [value for _, value in step.inputs]
                if self._propose.is_about_ml(" ".join(words)):
                    return True
        return False
