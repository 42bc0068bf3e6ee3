"""What a pipeline is about: models, data and ML frameworks, or something else.

Its own words tell, or the manifests at the root of the repository: where they name an ML framework,
a test in Python exercises it, even if it only says `pytest`.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ciatlas.analysis.activities.folders import folder_of
from ciatlas.analysis.activities.proposals import proposer, words_of
from ciatlas.analysis.activities.rules import RuleSet
from ciatlas.analysis.activities.spelling import spaced
from ciatlas.analysis.activities.targets import Targets
from ciatlas.model.activity import CHECKS, TESTS, Activity
from ciatlas.model.label import Label
from ciatlas.model.local import Resolve
from ciatlas.model.pipeline import Command, Job, Pipeline, Step
from ciatlas.parsing import MANIFESTS

StepLabels = Mapping[tuple[str, int], Label]

ABOUT_PRODUCT = frozenset(CHECKS) - {Activity.LINT, Activity.SECURITY, Activity.DOCS} | {
    Activity.BUILD,
    Activity.PUBLISH,
    Activity.DEPLOY,
}
"""Activities whose words tell whether models, data or ML frameworks are exercised."""


_PYTHON = frozenset(
    """
    asv coverage hatch inv invoke nose2 nosetests pdm pipenv poetry py.test pytest rye stestr trial
    unittest uv
    """.split()
)
"""Programs that run Python, as far as the interpreter itself does not show."""

_INTERPRETERS = frozenset(("python", "python2", "python3"))
_RUNNERS = frozenset(("make", "just", "task", "go-task", "tox", "nox"))
"""Programs whose targets are opened; one that could not be may well run Python."""

_ASIDE = re.compile(r"\b(docs?|documentation|rtd|sphinx)\b", re.IGNORECASE)
"""Groups of dependencies that are not there for tests."""


class Subject:
    """Tells what one pipeline is about.

    Args:
        pipeline: the pipeline.
        rules: the rules in force.
        resolve: returns the file that `./PATH` names, as it stood beside the pipeline.
    """

    def __init__(
        self, pipeline: Pipeline, rules: RuleSet, resolve: Resolve = lambda _uses: None
    ) -> None:
        self._pipeline = pipeline
        self._rules = rules
        self._targets = Targets(proposer(rules), resolve)
        self._resolve = resolve
        self._needs: frozenset[str] | None = None
        self._names_framework: dict[str, bool] = {}

    def is_ml(self, labels: StepLabels) -> bool:
        """Whether it exercises models, data or ML frameworks."""
        return self._says_so(labels) or self._tests_ml(labels)

    def needs(self) -> frozenset[str]:
        """Return the ML frameworks that manifests name for more than the documentation."""
        if self._needs is None:
            manifests = (self._resolve(f"./{path}") for path in MANIFESTS)
            self._needs = frozenset(
                command.target
                for manifest in manifests
                if manifest is not None
                for command in _installed(manifest)
                if command.target in self._rules.packages
            )
        return self._needs

    def names_framework(self, job: Job) -> bool:
        """Whether a job's matrix or steps name an ML framework."""
        if job.id not in self._names_framework:
            about = [matrix_words(job), *map(_text, job.steps)]
            found = any(_find(self._rules.frameworks, text) for text in about)
            self._names_framework[job.id] = found
        return self._names_framework[job.id]

    def _says_so(self, labels: StepLabels) -> bool:
        """Whether anything that checks, builds or ships is about models or data.

        Or whether what is installed for it, or named beside it, are ML frameworks.
        """
        telling = {
            job.id: [
                step for step in job.steps if labels[job.id, step.index].activity in ABOUT_PRODUCT
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
            if self.names_framework(job):
                return True
        return _find(self._rules.subjects, workflow_words(self._pipeline))

    def _tests_ml(self, labels: StepLabels) -> bool:
        """Whether it tests the Python package at the root, which depends on an ML framework."""
        tests = (
            (step, job)
            for job in self._pipeline.jobs
            for step in job.steps
            if labels[job.id, step.index].activity in TESTS
        )
        return any(self._runs_python(step, job) for step, job in tests) and bool(self.needs())

    def _runs_python(self, step: Step, job: Job) -> bool:
        """Whether a step, or the local action it uses, runs Python at the root."""
        folder = folder_of(step, job, self._pipeline.defaults)
        uses = step.uses or ""
        called = self._resolve(uses) if uses.startswith("./") else None
        inside = [one for job in called.jobs for one in job.steps] if called is not None else []
        return any(
            _is_python(command)
            for one in (step, *inside)
            for command in self._targets.run_by(one, folder)
        )


def _is_python(command: Command) -> bool:
    """Whether a command runs Python for more than a line of it."""
    if command.program in _INTERPRETERS:
        return command.target is not None
    return command.program in _PYTHON or command.program in _RUNNERS


def workflow_words(pipeline: Pipeline) -> str:
    """Return the words a pipeline as a whole is known by: its name and its file's."""
    named = pipeline.path.removesuffix("/action.yml").removesuffix("/action.yaml")
    return f"{pipeline.name or ''} {named.rsplit('/', 1)[-1]}"


def matrix_words(job: Job) -> str:
    """Return the axes of a job's matrix and their values."""
    axes = job.matrix.axes if job.matrix else ()
    return " ".join(word for axis, values in axes for word in (axis, *(values or ())))


def _installed(manifest: Pipeline) -> Iterator[Command]:
    for group in manifest.jobs:
        if not _ASIDE.search(spaced(group.id)):
            for step in group.steps:
                yield from step.commands


def _text(step: Step) -> str:
    words = [step.name or "", step.uses or ""]
    words += [" ".join((*words_of(command), *command.options)) for command in step.commands]
    words += [value for _, value in step.inputs]
    words += step.env
    return " ".join(words)


@lru_cache(maxsize=16384)  # versions of a workflow say much the same
def _find(patterns: tuple[re.Pattern[str], ...], text: str) -> bool:
    said = spaced(text)
    return any(pattern.search(said) for pattern in patterns)
