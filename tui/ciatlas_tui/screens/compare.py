"""Compare: tools by what their steps are for, and the way to put two of them side by side."""

from collections import Counter
from typing import Any

from textual.app import ComposeResult

from ciatlas.analysis.tool import LabelledStep, Tool
from ciatlas.analysis.wording import count, number_text
from ciatlas.display import visible
from ciatlas.model.activity import Activity
from ciatlas.model.comparison import Aspect
from ciatlas.store import Reader, read_atlas
from ciatlas_tui.keymap import bindings
from ciatlas_tui.screens.evidence import EvidenceView, show_evidence
from ciatlas_tui.screens.place import Place
from ciatlas_tui.screens.side_by_side import Compared, SideBySide
from ciatlas_tui.widgets.cells import Cells
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.lines import Section
from ciatlas_tui.widgets.listing import Column, Listing, Row

_SHORT = {
    Activity.SETUP: "setup", Activity.LINT: "lint", Activity.SECURITY: "secur",
    Activity.UNIT_TEST: "unit", Activity.INTEGRATION_TEST: "integ", Activity.E2E_TEST: "e2e",
    Activity.ML_TEST: "ml", Activity.PERFORMANCE_TEST: "perf", Activity.BUILD: "build",
    Activity.DOCS: "docs", Activity.PUBLISH: "publ", Activity.DEPLOY: "depl",
    Activity.REPORT: "rept", Activity.REPO_AUTOMATION: "repo", Activity.OTHER: "other",
}  # fmt: skip
_ASIDE = {Activity.OTHER: 4, Activity.REPORT: 3, Activity.SETUP: 2, Activity.REPO_AUTOMATION: 1}
"""Activities whose columns go first where room is short."""
_TITLE = "Steps by what they are for"
_FOLDER = ".github/workflows/"
_LINES = 3
_SHADES = "the darker, the more steps beside the tool's other checks and deliveries"


class CompareView(Place):
    """Tools by what their steps are for, shaded by share; Enter leads to the steps of a cell."""

    CSS_PATH = "../styles/findings.tcss"
    KEYS = ("open", "cells", "pick", "filter", "next_cohort", "date", "help", "back")
    BINDINGS = bindings(("pick", "next_cohort", "last_cohort", "date"))

    def __init__(self, picked: str | None = None) -> None:
        """Show the tools; `picked`, by its full name, is the first of two side by side."""
        super().__init__()
        self._tools: dict[str, Tool] = {}
        self._picked = picked

    def compose_content(self) -> ComposeResult:
        """Put the tools above the legend."""
        columns = [Column("tool", widest=18, narrowest=8)]
        columns += [
            Column(_SHORT[one], number=True, priority=_ASIDE.get(one, 0)) for one in Activity
        ]
        yield Section(_TITLE, self.glyphs, id="of")
        yield Cells(
            columns,
            self.glyphs,
            range(len(columns)),
            id="heat",
            empty="reading the workflows",
            awaited=True,
        )
        yield Section("What is selected", self.glyphs)
        yield Facts(self.glyphs, most=_LINES, id="cell")

    def address(self) -> dict[str, Any]:
        """Return what leads here."""
        return {"place": "compare"}

    def on_mount(self) -> None:
        """Count the steps."""
        self.fill()
        self.query_one(Listing).focus()

    def fill(self) -> None:
        """Count the steps as of the explorer's date, off the screen's own time."""
        as_of = self.explorer.as_of
        self.show_top(
            ["compare", self.explorer.cohort],
            [f"as of {as_of}" if as_of else "newest known"],
        )
        self.run_worker(self._count, thread=True, exclusive=True)

    def _count(self) -> None:
        with read_atlas(self.atlas.path) as atlas:
            found = atlas.repositories(self.explorer.cohort)
            tools = {one.full_name: Tool(atlas, one, self.explorer.as_of) for one in found}
            rows = [self._row(tool) for tool in tools.values()]
        self.show_from_thread(self._show, tools, rows)

    def _show(self, tools: dict[str, Tool], rows: list[Row]) -> None:
        self._tools = tools
        self.query_one(Listing).show_rows(rows, self._picked, empty="no tool is here")
        if self._picked in tools:
            self._say_picked()
        else:
            self._picked = None

    def _row(self, tool: Tool) -> Row:
        from ciatlas.analysis.comparison import activity_counts

        none = self.glyphs.none
        if tool.at is None:
            return Row(tool.repository.full_name, (visible(tool.name), *[none] * 15), dim=True)
        counts = activity_counts(tool)
        most = max(number for activity, number in counts.items() if activity not in _ASIDE)
        cells = [
            self._cell(number, 0 if activity in _ASIDE else most)
            for activity, number in counts.items()
        ]
        return Row(tool.repository.full_name, (visible(tool.name), *cells))

    def _cell(self, number: int, most: int) -> str:
        """Write a number with a shade that grows with its share of `most`, 0 for no shade."""
        shades = self.glyphs.shades
        if not number:
            return f"{self.glyphs.none}{shades[0]}"
        shade = number * (len(shades) - 1) // most if most else 0
        return f"{number_text(number)}{shades[shade]}"

    def action_pick(self) -> None:
        """Pick a tool, then another one to put beside it."""
        chosen = self.query_one(Listing).selected
        if chosen is None:
            return
        if self._picked in (None, chosen):
            self._picked = chosen
            self._say_picked()
            return
        left, right = str(self._picked), chosen
        self._picked = None
        self.query_one("#of", Section).retitle(_TITLE)
        day = self.explorer.as_of
        names = self._tools[left].name, self._tools[right].name
        self.app.push_screen(SideBySide(names, self._comparing(left, right), (day, day)))

    def _say_picked(self) -> None:
        name = visible(self._tools[str(self._picked)].name)
        self.query_one("#of", Section).retitle(
            f"{name} is picked; p picks another to put beside it"
        )

    def _comparing(self, left: str, right: str) -> Compared:
        as_of = self.explorer.as_of

        def compare(atlas: Reader) -> list[Aspect]:
            from ciatlas.analysis.comparison import compare_tools

            one, other = (Tool(atlas, atlas.find_repository(n), as_of) for n in (left, right))
            return compare_tools(one, other)

        return compare

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Say what the number under the cursor counts."""
        self.when_resting(lambda: self._show_cell(event.key))

    def _show_cell(self, key: str) -> None:
        tool = self._tools.get(key)
        if tool is None:  # counted anew meanwhile
            return
        activity, steps = self._selected(tool)
        files = Counter(step.around.path.removeprefix(_FOLDER) for step in steps)
        counted = count(len(steps), "step") if steps else "no step"
        self.query_one("#cell", Facts).show(
            [
                (activity or "all", f"{counted} of {visible(tool.name)} on the day shown"),
                ("files", ", ".join(f"{path} {number}" for path, number in files.most_common())),
                ("shades", _SHADES),
            ]
        )

    def _selected(self, tool: Tool) -> tuple[Activity | None, list[LabelledStep]]:
        """Return what the cell under the cursor is about, `None` for everything, and its steps."""
        cell = self.query_one(Cells).cell
        activity = [*Activity][cell - 1] if cell else None
        return activity, [one for one in tool.steps if activity in (None, one.activity)]

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Go to the steps the number counts; from the name of a tool to all its steps."""
        tool = self._tools[event.key]
        activity, steps = self._selected(tool)
        pointers = [
            step.evidence(f"{step.activity}: {_title(step)}")
            for step in sorted(steps, key=_by_activity)
        ]
        name, trail = visible(tool.name), ["compare", tool.name]
        if not pointers:
            what = f"step for {activity}" if activity else "steps"
            self.notify(f"{name} has no {what} on the day shown", markup=False)
        elif activity is None:
            title = f"Steps of {name} by what they are for"
            self.app.push_screen(EvidenceView(trail, title, pointers, self.explorer.as_of))
        else:
            title = f"Steps of {name} for {activity}"
            show_evidence(self, [*trail, activity], title, pointers, self.explorer.as_of)

    def action_cohort(self, step: int) -> None:
        """Show the tools of another cohort."""
        if self.explorer.next_cohort(step):
            self._picked = None
            self.query_one("#of", Section).retitle(_TITLE)
            self.fill()

    def action_date(self) -> None:
        """Ask for the day to show everything as of."""
        self.explorer.ask_date()


def _by_activity(step: LabelledStep) -> tuple[int, str, int]:
    return [*Activity].index(Activity(step.activity)), step.around.path, step.step.line


def _title(step: LabelledStep) -> str:
    return step.step.name or step.step.uses or step.job.id
