"""Tools by what their steps are for, in a row each, shaded by share."""

from ciatlas.analysis.tool import Tool
from ciatlas.analysis.wording import number_text
from ciatlas.display import visible
from ciatlas.model.activity import CHECKS, Activity
from ciatlas.model.system import System
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.widgets.row import Column, Row

_SHORT = {
    Activity.SETUP: "setup", Activity.LINT: "lint", Activity.SECURITY: "secur",
    Activity.UNIT_TEST: "unit", Activity.INTEGRATION_TEST: "integ", Activity.E2E_TEST: "e2e",
    Activity.ML_TEST: "ml", Activity.PERFORMANCE_TEST: "perf", Activity.BUILD: "build",
    Activity.DOCS: "docs", Activity.PUBLISH: "publ", Activity.DEPLOY: "depl",
    Activity.REPORT: "rept", Activity.REPO_AUTOMATION: "repo", Activity.OTHER: "other",
}  # fmt: skip
_ASIDE = {Activity.OTHER: 4, Activity.REPORT: 3, Activity.SETUP: 2, Activity.REPO_AUTOMATION: 1}
"""Activities whose columns go first where room is short."""
_FIGURES = (
    Column("checks", number=True, priority=5),
    Column("flows", number=True, priority=6),
    Column("jobs", number=True, priority=7),
)
CELLS = range(len(Activity) + 1)
"""The columns one can go to: the tool, then the activities in their order."""
IN_WORDS = 176
"""Cells from which on there is room for the names of activities in full."""


def heat_columns(width: int) -> list[Column]:
    """Return the columns, with names as long as a width allows."""
    return [
        Column("tool", widest=18, narrowest=8),
        *(
            Column(
                one.value if width >= IN_WORDS else _SHORT[one],
                number=True,
                priority=_ASIDE.get(one, 0),
            )
            for one in Activity
        ),
        *_FIGURES,
    ]


def heat_row(tool: Tool, glyphs: Glyphs) -> Row:
    """Write a tool; activities that say little of it are without a shade."""
    from ciatlas.analysis.comparison import activity_counts

    key, name = tool.repository.full_name, visible(tool.name)
    if tool.at is None:
        return Row(key, (name, *[glyphs.none] * (len(Activity) + len(_FIGURES))), dim=True)
    counts = activity_counts(tool)
    most = max(number for activity, number in counts.items() if activity not in _ASIDE)
    flows = [one.entry for one in tool.workflows if one.entry.system is System.GITHUB_ACTIONS]
    checks = sum(bool(counts[check]) for check in CHECKS)
    return Row(
        key,
        (
            name,
            *(
                _cell(number, 0 if activity in _ASIDE else most, glyphs)
                for activity, number in counts.items()
            ),
            f"{checks} of {len(CHECKS)}",
            str(len(flows)),
            str(sum(one.jobs for one in flows)),
        ),
    )


def _cell(number: int, most: int, glyphs: Glyphs) -> str:
    """Write a number with a shade that grows with its share of `most`, 0 for no shade."""
    shades = glyphs.shades
    if not number:
        return f"{glyphs.none}{shades[0]}"
    shade = number * (len(shades) - 1) // most if most else 0
    return f"{number_text(number)}{shades[shade]}"
