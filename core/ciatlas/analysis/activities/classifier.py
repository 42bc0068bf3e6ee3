"""What the steps of a pipeline are for, by the rules; the same facts always give the same label."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatch

from ciatlas.analysis.activities.rules import ActionRule, CommandRule, RuleSet
from ciatlas.model.activity import CHECKS, Activity, Label, PipelineLabels
from ciatlas.model.pipeline import Command, Job, Kind, Pipeline, Step

Resolve = Callable[[str], Pipeline | None]

MAX_DEPTH = 4
"""How far local actions and workflows are followed into one another."""

_ABOUT_PRODUCT = frozenset(CHECKS) | {Activity.BUILD, Activity.PUBLISH, Activity.DEPLOY}
_NOTHING = Label(Activity.OTHER, "none", "nothing in the step tells", 0.1)
_SCRIPT = Label(Activity.SETUP, "script", "it only runs small commands", 0.3)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """The words around a step, by the places rules may look at."""

    job: str
    workflow: str
    services: str


def classify(
    pipeline: Pipeline, rules: RuleSet, resolve: Resolve | None = None, depth: int = 0
) -> PipelineLabels:
    """Label every step (and every job that calls a reusable workflow) of a pipeline.

    Args:
        pipeline: the pipeline.
        rules: the rules in force.
        resolve: returns the local action or reusable workflow that a `uses: ./…` names, where the
            repository's files are at hand.
        depth: how many callers stand above this pipeline.
    """
    classifier = _Classifier(pipeline, rules, resolve or (lambda _uses: None), depth)
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

    def __init__(self, pipeline: Pipeline, rules: RuleSet, resolve: Resolve, depth: int) -> None:
        self._pipeline = pipeline
        self._rules = rules
        self._resolve = resolve
        self._depth = depth
        self._workflow = _spaced(f"{pipeline.name or ''} {pipeline.path.rsplit('/', 1)[-1]}")

    def step(self, step: Step, job: Job) -> Label:
        """Label a step: the strongest proposal, refined by what stands around it."""
        proposals = [*self._from_action(step), *self._from_commands(step), *self._from_name(step)]
        best = max(proposals, key=lambda label: label.confidence, default=None)
        if best is None:
            best = _SCRIPT if step.commands else _NOTHING
        return self._refined(best, step, job)

    def job(self, job: Job) -> Label:
        """Label a job that calls a reusable workflow: by what that does, else by names."""
        called = self._called(job.uses or "")
        if called is not None:
            labels = classify(called, self._rules, self._resolve, self._depth + 1)
            best = max(labels.steps.values(), key=lambda label: label.confidence, default=None)
            if best is not None:
                return replace(best, why=f"{job.uses}: {best.why}")
        step = Step(0, name=_spaced(f"{job.name or ''} {job.id} {job.uses}"))
        return max(self._from_name(step), key=lambda label: label.confidence, default=_NOTHING)

    def _called(self, uses: str) -> Pipeline | None:
        return self._resolve(uses) if uses.startswith("./") and self._depth < MAX_DEPTH else None

    def _from_action(self, step: Step) -> Iterator[Label]:
        if not step.uses:
            return
        called = self._called(step.uses)
        if called is not None:
            yield from self._from_called(called, step.uses)
            return
        name = step.uses.split("@")[0]
        for rule in self._rules.actions:
            if rule.pattern.match(name) and _inputs_fit(rule, step):
                yield Label(rule.activity, rule.shown, f"it uses {name}", _certainty(rule))
                return
        if name.startswith("./"):
            words = Step(0, name=_spaced(name.rsplit("/", 1)[-1]))
            yield from self._from_name(words)

    def _from_called(self, called: Pipeline, uses: str) -> Iterator[Label]:
        """Take over what a local action does: its strongest step."""
        if called.kind is Kind.ACTION and not called.jobs:
            yield from self._from_name(Step(0, name=_spaced(called.name or uses)))
            return
        labels = classify(called, self._rules, self._resolve, self._depth + 1)
        best = max(labels.steps.values(), key=lambda label: label.confidence, default=None)
        if best is not None:
            yield replace(best, why=f"{uses}: {best.why}")

    def _from_commands(self, step: Step) -> Iterator[Label]:
        for command in step.commands:
            rule = self._command_rule(command)
            if rule is not None:
                text = " ".join(_words(command))
                strength = self._rules.strengths.get(rule.activity, 0.5)
                yield Label(rule.activity, rule.shown, f"it runs {text}", strength)

    def _command_rule(self, command: Command) -> CommandRule | None:
        words = _words(command)
        rest = " ".join((*words[1:], *command.options))
        for rule in self._rules.commands.get(command.program, ()):
            if rule.rest is None or rule.rest.match(rest):
                return rule
        for program, rule in self._rules.globs:
            if program.match(command.program):
                return rule
        return None

    def _from_name(self, step: Step) -> Iterator[Label]:
        if step.name:
            for rule in self._rules.names:
                found = rule.pattern.search(step.name)
                if found:
                    why = f"its name says {found[0].strip()!r}"
                    yield Label(rule.activity, f"name {rule.activity}", why, rule.strength)

    def _refined(self, label: Label, step: Step, job: Job) -> Label:
        places = {
            "step": _spaced(
                " ".join([step.name or "", *(command.target or "" for command in step.commands)])
            ),
            "job": _spaced(f"{job.id} {job.name or ''}"),
            "workflow": self._workflow,
            "services": " ".join(service.name for service in job.services),
        }
        for rule in self._rules.contexts:
            if label.activity not in rule.of:
                continue
            for place in rule.where:
                found = rule.pattern.search(places[place])
                if found:
                    why = f"{label.why}; its {place} says {found[0]!r}"
                    return Label(rule.to, f"{label.rule} + context", why, label.confidence)
        return label

    def is_about_ml(self, steps: dict[tuple[str, int], Label]) -> bool:
        """Whether anything that checks, builds or ships is about models, data or frameworks."""
        for job in self._pipeline.jobs:
            around = _spaced(f"{job.id} {job.name or ''} {self._workflow}")
            for step in job.steps:
                if steps[job.id, step.index].activity not in _ABOUT_PRODUCT - {
                    Activity.LINT,
                    Activity.SECURITY,
                    Activity.DOCS,
                }:
                    continue
                words = [step.name or "", around]
                words += [" ".join(_words(command)) for command in step.commands]
                words += [value for _, value in step.inputs]
                text = _spaced(" ".join(words))
                if any(pattern.search(text) for pattern in self._rules.ml):
                    return True
        return False


def _inputs_fit(rule: ActionRule, step: Step) -> bool:
    if rule.input is None:
        return True
    inputs = dict(step.inputs)
    if rule.absent:
        return rule.input not in inputs
    value = inputs.get(rule.input)
    if value is None:
        return False
    if rule.contains is not None:
        return rule.contains in value
    return rule.value is not None and fnmatch(value.lower(), rule.value.lower())


def _certainty(rule: ActionRule) -> float:
    """A glob that names no owner guesses from a word in the action's name."""
    return 0.7 if rule.shown.startswith("*") else 0.95


def _words(command: Command) -> tuple[str, ...]:
    parts = (command.program, command.subcommand, command.target)
    return tuple(part for part in parts if part)


def _spaced(text: str) -> str:
    """Write identifiers as words."""
    return text.replace("_", " ").replace("-", " ").replace("/", " ").replace(".", " ")
