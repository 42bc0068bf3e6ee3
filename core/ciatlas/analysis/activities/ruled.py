"""What rules say of a job, and where it is remembered."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from ciatlas.analysis.activities.recall import Recall
from ciatlas.model.label import Label


@dataclass(slots=True, eq=False)
class RuledJob:
    """What rules say of a job.

    Attributes:
        steps: the labels of its steps, by number.
        calling: its own label where it calls a reusable workflow.
        corrected: those labels of its steps that words correct, by what else that depends on.
    """

    steps: Mapping[int, Label]
    calling: Label | None = None
    corrected: dict[Hashable, Mapping[int, Label]] = field(default_factory=dict)


Memory = Recall[RuledJob]
"""Jobs that were labelled before, for labelling many pipelines in one thread."""
