"""Where else a tool has steps for the same: those that do the very same first."""

from collections.abc import Iterable

from ciatlas.analysis.tool import LabelledStep
from ciatlas.display import visible
from ciatlas.model.pipeline import Step
from ciatlas_tui.describe import step_name
from ciatlas_tui.widgets.row import Column, Row

ELSEWHERE = (
    Column("step", widest=60, narrowest=16, cut="middle", grows=True),
    Column("file", widest=44, narrowest=12, cut="start"),
    Column("job", widest=30, narrowest=8, priority=1, cut="middle"),
    Column("line", number=True, priority=2),
)
_FOLDER = ".github/workflows/"

Place = tuple[str, str, int]
"""Path, job and index of a step."""


def elsewhere(
    steps: Iterable[LabelledStep], activity: str, here: Place, step: Step
) -> list[LabelledStep]:
    """Return the other steps for an activity, those with the same action or commands first."""
    found = [one for one in steps if one.activity == activity and _place(one) != here]
    return sorted(found, key=lambda one: not _does_the_same(one.step, step))


def elsewhere_rows(steps: Iterable[LabelledStep]) -> list[Row]:
    """Write them, each by its number."""
    return [
        Row(
            str(number),
            (
                step_name(one.step),
                visible(one.around.path.removeprefix(_FOLDER)),
                visible(one.job.id),
                str(one.step.line),
            ),
        )
        for number, one in enumerate(steps)
    ]


def _place(one: LabelledStep) -> Place:
    return one.around.path, one.job.id, one.step.index


def _does_the_same(one: Step, other: Step) -> bool:
    if one.uses or other.uses:
        return _action(one) == _action(other)
    return bool(one.commands) and one.commands == other.commands


def _action(step: Step) -> str:
    return (step.uses or "").partition("@")[0]
