"""Pipelines: what a workflow, action, CircleCI, dev container or build file says, as plain facts.

One file is one `Pipeline`, whatever its system, so that every later layer (store, drawing,
analysis, screens) handles one noun. A CircleCI job invoked by a workflow is a `Job` whose `needs`
come from `requires`; a composite action is a pipeline with the single job `runs`; a dev container
has no jobs and carries a `DevContainer`; a build file is a pipeline whose jobs are its targets,
a manifest of dependencies one whose jobs are groups of them, each installed by a command.

Facts only: script bodies are reduced to `Command`s, environment variables to their names.
Lines and columns are 1-based. Values that only a run could know (expressions) are `None` where
a number is expected, and kept as written where text is.
"""

from dataclasses import dataclass

from ciatlas.model.diagnostic import Diagnostic
from ciatlas.model.system import Kind as Kind
from ciatlas.model.system import System as System

Pairs = tuple[tuple[str, str], ...]
"""An ordered, hashable text-to-text mapping."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """An input, output or secret that a workflow, action or CircleCI pipeline declares."""

    name: str
    type: str | None = None
    required: bool = False
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """One event that starts a pipeline, with its filters.

    Several crons are several triggers, each with event `schedule`. `expression` holds a condition
    under which the trigger applies where the system has one (CircleCI `when` / `unless`).
    """

    event: str
    branches: tuple[str, ...] = ()
    branches_ignore: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    tags_ignore: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    paths_ignore: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    workflows: tuple[str, ...] = ()
    cron: str | None = None
    timezone: str | None = None
    inputs: tuple[Parameter, ...] = ()
    outputs: tuple[Parameter, ...] = ()
    secrets: tuple[Parameter, ...] = ()
    expression: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Concurrency:
    """A concurrency group; `cancel_in_progress` is kept as written when it is an expression."""

    group: str
    cancel_in_progress: bool | str = False


@dataclass(frozen=True, slots=True)
class Defaults:
    """Default shell and working directory for `run` steps."""

    shell: str | None = None
    working_directory: str | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """A job matrix.

    `axes` maps each axis to its values, `None` when they come from an expression. `legs` are the
    combinations after `exclude` and `include`, each a tuple of (axis, value) pairs; `None` when
    they cannot be known without running.
    """

    axes: tuple[tuple[str, tuple[str, ...] | None], ...] = ()
    legs: tuple[Pairs, ...] | None = None
    fail_fast: bool | str | None = None
    max_parallel: int | str | None = None


@dataclass(frozen=True, slots=True)
class Container:
    """A job's container or a service beside it; `name` is empty for the job's own container."""

    image: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """One command found in a script; a build tool told to make several targets is several.

    Attributes:
        program: the program's name without its directory, wrappers such as `sudo`, `env`, `time`
            or `uv run` taken away (`pytest`, `pip`, `docker`, `./run.sh`).
        subcommand: the word that selects what the program does (`install`, `buildx build`).
        target: the first argument that is neither option nor subcommand.
        options: names of the long options given (`--push`), never their values, in order; the short
            ones that name another build file (`make -C`) under their long names.
        line: line in the pipeline file, 0 when unknown.
    """

    program: str
    subcommand: str | None = None
    target: str | None = None
    options: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a job.

    `inputs` holds the names of `with` (or orb parameters) and the values that are one short line;
    longer values, scripts among them, are left empty. `index` counts from 0 within the job.
    """

    index: int
    name: str | None = None
    id: str | None = None
    uses: str | None = None
    shell: str | None = None
    commands: tuple[Command, ...] = ()
    inputs: Pairs = ()
    env: tuple[str, ...] = ()
    condition: str | None = None
    working_directory: str | None = None
    timeout_minutes: float | None = None
    continue_on_error: bool | str = False
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """One job of a pipeline.

    `uses` names the reusable workflow (or, in CircleCI, the orb job) that takes the place of steps.
    `workflow` is the CircleCI workflow that invokes the job. `legs` is the number of matrix legs: 1
    without a matrix, `None` when unknown.
    """

    id: str
    name: str | None = None
    needs: tuple[str, ...] = ()
    runs_on: tuple[str, ...] = ()
    runner_group: str | None = None
    matrix: Matrix | None = None
    uses: str | None = None
    inputs: Pairs = ()
    secrets: tuple[str, ...] = ()
    condition: str | None = None
    environment: str | None = None
    container: Container | None = None
    services: tuple[Container, ...] = ()
    permissions: Pairs | None = None
    concurrency: Concurrency | None = None
    defaults: Defaults | None = None
    env: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    timeout_minutes: float | None = None
    continue_on_error: bool | str = False
    workflow: str | None = None
    steps: tuple[Step, ...] = ()
    line: int = 0
    column: int = 0

    @property
    def legs(self) -> int | None:
        """Number of runs one trigger causes: matrix legs, 1 without a matrix, `None` if unknown."""
        if self.matrix is None:
            return 1
        return None if self.matrix.legs is None else len(self.matrix.legs)


@dataclass(frozen=True, slots=True)
class DevContainer:
    """What a devcontainer.json defines. `lifecycle` maps hooks to the commands they run."""

    image: str | None = None
    dockerfile: str | None = None
    compose_files: tuple[str, ...] = ()
    service: str | None = None
    features: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()
    lifecycle: tuple[tuple[str, tuple[Command, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Pipeline:
    """One pipeline file, understood as far as it could be; `diagnostics` say what could not.

    Attributes:
        path: path in the repository, with `/`.
        name: the name its author gave it, or `None`.
        using: for actions, what runs them (`composite`, `node20`, `docker`).
        parameters: inputs of an action, parameters of a CircleCI pipeline.
        outputs: outputs of an action.
        orbs: CircleCI orbs as (alias, reference) pairs.
    """

    path: str
    system: System
    kind: Kind
    name: str | None = None
    triggers: tuple[Trigger, ...] = ()
    jobs: tuple[Job, ...] = ()
    permissions: Pairs | None = None
    concurrency: Concurrency | None = None
    defaults: Defaults | None = None
    env: tuple[str, ...] = ()
    using: str | None = None
    parameters: tuple[Parameter, ...] = ()
    outputs: tuple[Parameter, ...] = ()
    orbs: Pairs = ()
    devcontainer: DevContainer | None = None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def step_count(self) -> int:
        """Steps over all jobs, as written (matrix legs not multiplied)."""
        return sum(len(job.steps) for job in self.jobs)
