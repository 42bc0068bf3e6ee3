"""Steps in a row each: what they are for, what they run, where they stand, and why it is so."""

from collections.abc import Sequence

from ciatlas.analysis.tool import LabelledStep
from ciatlas.display import visible
from ciatlas_tui.describe import command_text, step_name
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.widgets.row import Column, Row

FOLDER = ".github/workflows/"
STEPS = (
    Column("tool", widest=18, narrowest=8, varies=True),
    Column("is for", widest=18, varies=True),
    Column("step", widest=60, narrowest=18, grows=True),
    Column("runs", widest=70, narrowest=16, priority=3),
    Column("file", widest=50, narrowest=12, cut="start"),
    Column("job", widest=30, narrowest=8, priority=1, cut="middle"),
    Column("line", number=True, priority=2),
    Column("because", widest=50, narrowest=14, priority=4),
)


def step_rows(steps: Sequence[LabelledStep], names: dict[str, str], glyphs: Glyphs) -> list[Row]:
    """Write steps of tools called by `names`; the key of each is its number."""
    return [
        Row(str(number), _cells(one, names.get(one.around.at.repository, ""), glyphs))
        for number, one in enumerate(steps)
    ]


def _cells(one: LabelledStep, tool: str, glyphs: Glyphs) -> tuple[str, ...]:
    label = one.around.labels.step(one.job.id, one.step.index)
    return (
        visible(tool),
        one.activity,
        visible(step_name(one.step)),
        visible(_runs(one) or glyphs.none),
        visible(one.around.path.removeprefix(FOLDER)),
        visible(one.job.id),
        str(one.step.line or glyphs.none),
        visible(label.why),
    )


def _runs(one: LabelledStep) -> str:
    """Write the action a step uses, or its commands."""
    return one.step.uses or "; ".join(map(command_text, one.step.commands))
