"""What the steps of a pipeline are for, by the rules; the same facts always give the same label."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ciatlas.analysis.activities.proposals import Around, proposer, spaced, words_of
from ciatlas.analysis.activities.rules import RuleSet
from ciatlas.analysis.activities.targets import Targets
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

_WEAK = 0.3
"""Proposals up to this strong tell little of a step that does something unknown as well."""

_CLOSE = 0.15
"""Proposals of other activities this much weaker cast doubt on the strongest."""

_NOTHING = Label(Activity.SETUP, "none", "nothing in the step tells", 0.3)
_OWN_PROGRAM = Label(Activity.SETUP, "none", "it runs programs that no rule knows", 0.4)


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
        self._targets = Targets(self._propose, resolve)
        self._beside: dict[str, str] = {}
        named = pipeline.path.removesuffix("/action.yml").removesuffix("/action.yaml")
        self._workflow = f"{pipeline.name or ''} {named.rsplit('/', 1)[-1]}"

    def step(self, step: Step, job: Job) -> Label:
        """Label a step: the strongest proposal, refined by what stands around it."""
        called = self._called(step.uses) if step.uses else None
        if called is not None:
            proposals = [
                *self._from_called(called, step.uses or ""),
                *self._propose.from_name(step.name or ""),
            ]
        else:
            proposals = self._targets.from_step(step, self._folder(step, job))
        best = max(proposals, key=_strength, default=None)
        around = self._around(step, job)
        if best is None or self._runs_unknown(step, best):
            return self._from_surroundings(step, best, around)
        return self._refined(_weighed(best, proposals), around)

    def job(self, job: Job) -> Label:
        """Label a job that calls a reusable workflow: by what that does, else by names."""
        called = self._called(job.uses or "")
        if called is not None:
            best = self._purpose(called)
            if best is not None:
                return replace(best, why=f"{job.uses}: {best.why}")
        said = self._propose.from_name(spaced(f"{job.name or ''} {job.id} {job.uses}"))
        return max(said, key=_strength, default=_NOTHING)

    def _folder(self, step: Step, job: Job) -> str | None:
        """Return where a step runs, `None` for the root of the repository."""
        defaults = [given for given in (job.defaults, self._pipeline.defaults) if given]
        folders = (step.working_directory, *(given.working_directory for given in defaults))
        return next((folder for folder in folders if folder), None)

    def _called(self, uses: str) -> Pipeline | None:
        return self._resolve(uses) if uses.startswith("./") and self._depth < MAX_DEPTH else None

    def _purpose(self, called: Pipeline) -> Label | None:
        """Return the label a local file exists for: that of the activity that counts most."""
        labels = self._inside(called)
        strengths = self._rules.strengths
        return max(
            (*labels.steps.values(), *labels.jobs.values()),
            key=lambda label: (strengths.get(label.activity, 0.5), label.strength),
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
        if best is None:
            return ()
        strength = min(best.strength, self._rules.strengths.get(best.activity, 0.5))
        return (replace(best, why=f"{uses}: {best.why}", strength=strength),)

    def _around(self, step: Step, job: Job) -> Around:
        commands = [
            " ".join((command.program, command.target or "", *command.options))
            for command in step.commands
        ]
        return Around(
            step=" ".join([step.name or "", (step.uses or "").split("@")[0], *commands]),
            job=f"{job.id} {job.name or ''}",
            workflow=self._workflow,
            services=" ".join(service.name for service in job.services),
            matrix=_matrix_words(job),
            condition=step.condition or "",
            beside=self._said_in(job),
        )

    def _said_in(self, job: Job) -> str:
        """Return the actions and commands of all steps of a job."""
        if job.id not in self._beside:
            words = [(step.uses or "").split("@")[0] for step in job.steps]
            words += [
                f"{command.program} {command.subcommand or ''}"
                for step in job.steps
                for command in step.commands
            ]
            self._beside[job.id] = " ".join(dict.fromkeys(words))
        return self._beside[job.id]

    def _runs_unknown(self, step: Step, label: Label) -> bool:
        """Whether beside mere preparing and reporting a step runs programs that no rule knows."""
        return label.strength <= _WEAK and any(
            not self._propose.from_command(command) for command in step.commands
        )

    def _from_surroundings(self, step: Step, best: Label | None, around: Around) -> Label:
        """Label a step that says nothing itself."""
        refined = self._propose.from_context(None, around)
        if refined is not None and (step.commands or best is not None):
            why = f"{_OWN_PROGRAM.why}; {refined.why}"
            return Label(refined.activity, refined.rule, why, 0.6)
        return best or (_OWN_PROGRAM if step.commands else _NOTHING)

    def _refined(self, label: Label, around: Around) -> Label:
        refined = self._propose.from_context(label.activity, around)
        if refined is None:
            return label
        return Label(
            activity=refined.activity,
            rule=f"{label.rule} + {refined.rule}",
            why=f"{label.why}; {refined.why}",
            confidence=min(label.confidence, 0.8),
        )

    def is_about_ml(self, steps: dict[tuple[str, int], Label]) -> bool:
        """Whether anything that checks, builds or ships is about models or data.

        Or whether what is installed for it, or named beside it, are ML frameworks.
        """
        telling = {
            job.id: [
                step for step in job.steps if steps[job.id, step.index].activity in _ABOUT_PRODUCT
            ]
            for job in self._pipeline.jobs
        }
        if not any(telling.values()):
            return False
        for job in self._pipeline.jobs:
            if telling[job.id] and _find(self._rules.subjects, f"{job.id} {job.name or ''}"):
                return True
            if any(_find(self._rules.subjects, _text(step)) for step in telling[job.id]):
                return True
            about = [_matrix_words(job), *map(_text, job.steps)]
            if any(_find(self._rules.frameworks, text) for text in about):
                return True
        return _find(self._rules.subjects, self._workflow)


def _strength(label: Label) -> float:
    return label.strength


def _weighed(best: Label, proposals: Sequence[Label]) -> Label:
    """Be surer of a label that several things say, less sure of a contested one."""
    telling = [one for one in proposals if one is best or one.strength > _WEAK]
    agreeing = [one for one in telling if one.activity is best.activity]
    sure = max(one.confidence for one in agreeing)
    sure += 0.03 * (len({one.rule for one in agreeing}) - 1)
    if any(one.strength >= best.strength - _CLOSE for one in proposals if one not in agreeing):
        sure -= 0.1
    sure = min(sure, 0.99)
    return best if sure == best.confidence else replace(best, confidence=sure)


def _matrix_words(job: Job) -> str:
    axes = job.matrix.axes if job.matrix else ()
    return " ".join(word for axis, values in axes for word in (axis, *(values or ())))


def _text(step: Step) -> str:
    words = [step.name or "", step.uses or ""]
    words += [" ".join((*words_of(command), *command.options)) for command in step.commands]
    words += [value for _, value in step.inputs]
    words += step.env
    return " ".join(words)


def _find(patterns: Iterable[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(spaced(text)) for pattern in patterns)
