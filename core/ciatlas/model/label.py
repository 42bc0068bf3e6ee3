"""Labels: what steps were taken to be for, by which rule, and how surely."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ciatlas.model.activity import Activity


@dataclass(frozen=True, slots=True)
class Label:
    """A step's activity: the rule that decided, the feature it decided on, and how sure it is.

    `strength` is what decided between the proposals for a step; it tells nothing afterwards, and
    labels that differ in it only are equal.
    """

    activity: Activity
    rule: str
    why: str
    confidence: float
    strength: float = field(default=0.0, compare=False, repr=False)


UNKNOWN = Label(Activity.OTHER, "none", "no rule applies", 0.0)


@dataclass(frozen=True, slots=True)
class PipelineLabels:
    """Labels of a pipeline's steps by (job id, step index), and what follows for the whole.

    `jobs` labels jobs that call a reusable workflow. `ml_specific` is true when anything in the
    pipeline exercises models, data sets, model serving or ML frameworks.
    """

    steps: Mapping[tuple[str, int], Label] = field(default_factory=dict)
    jobs: Mapping[str, Label] = field(default_factory=dict)
    checks: tuple[str, ...] = ()
    ml_specific: bool = False

    def step(self, job: str, index: int) -> Label:
        """Return a step's label."""
        return self.steps.get((job, index), UNKNOWN)
