"""All of a step or a job that its label comes from: everything but where it stands.

Workflows keep most of their jobs over thousands of versions; contents are what they are known by.
"""

from typing import NamedTuple

from ciatlas.model.pipeline import Defaults, Job, Matrix, Pairs, Step


class StepContent(NamedTuple):
    """What a step says itself."""

    name: str | None
    id: str | None
    condition: str | None
    env: tuple[str, ...]
    uses: str | None
    inputs: Pairs
    commands: tuple[tuple[str, str | None, str | None, tuple[str, ...]], ...]

    @classmethod
    def of(cls, step: Step) -> "StepContent":
        """Read a step."""
        run = [(one.program, one.subcommand, one.target, one.options) for one in step.commands]
        return cls(step.name, step.id, step.condition, step.env, step.uses, step.inputs, tuple(run))


class JobContent(NamedTuple):
    """What a job says itself; `folders` are where its steps run, as far as they say so."""

    id: str
    name: str | None
    matrix: Matrix | None
    services: tuple[str, ...]
    has_outputs: bool
    defaults: Defaults | None
    folders: tuple[str | None, ...]
    steps: tuple[tuple[int, StepContent], ...]

    @classmethod
    def of(cls, job: Job) -> "JobContent":
        """Read a job."""
        return cls(
            id=job.id,
            name=job.name,
            matrix=job.matrix,
            services=tuple([service.name for service in job.services]),
            has_outputs=bool(job.outputs),
            defaults=job.defaults,
            folders=tuple([step.working_directory for step in job.steps]),
            steps=tuple([(step.index, StepContent.of(step)) for step in job.steps]),
        )
