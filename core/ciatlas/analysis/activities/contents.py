"""What labels depend on, of a step, a job and the workflow around it.

Workflows keep most of their jobs over thousands of versions; contents are what they are known by.
Lines are left out, and what says nothing of what a step is for: where it runs, how long, what needs
it.
"""

from typing import NamedTuple

from ciatlas.analysis.activities.subject import workflow_words
from ciatlas.model.pipeline import Container, Defaults, Job, Matrix, Pairs, Pipeline, Step


class WorkflowContent(NamedTuple):
    """What a workflow says of all its jobs: the words it is known by, its events, its defaults."""

    words: str
    events: tuple[str, ...]
    defaults: Defaults | None

    @classmethod
    def of(cls, pipeline: Pipeline) -> "WorkflowContent":
        """Read a pipeline."""
        events = tuple([trigger.event for trigger in pipeline.triggers])
        return cls(workflow_words(pipeline), events, pipeline.defaults)


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
    """What a job says itself; `folders` are those its steps run in, as far as they say so."""

    id: str
    name: str | None
    uses: str | None
    matrix: Matrix | None
    services: tuple[Container, ...]
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
            uses=job.uses,
            matrix=job.matrix,
            services=job.services,
            has_outputs=bool(job.outputs),
            defaults=job.defaults,
            folders=tuple([step.working_directory for step in job.steps]),
            steps=tuple([(step.index, StepContent.of(step)) for step in job.steps]),
        )
