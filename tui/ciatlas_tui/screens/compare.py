"""Compare: tools by what their steps are for, and the way to put two of them side by side."""

from typing import Any

from textual.app import ComposeResult

from ciatlas.analysis.tool import LabelledStep, Tool
from ciatlas.display import visible
from ciatlas.model.activity import Activity
from ciatlas.model.comparison import Aspect
from ciatlas.store import Reader, read_atlas
from ciatlas_tui.keymap import bindings
from ciatlas_tui.screens.evidence import EvidenceView
from ciatlas_tui.screens.place import Place
from ciatlas_tui.screens.side_by_side import Compared, SideBySide
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


class CompareView(Place):
    """Tools by what their steps are for, shaded by share; Enter lists the steps."""

    CSS_PATH = "../styles/findings.tcss"
    KEYS = ("open", "pick", "filter", "next_cohort", "date", "help", "back")
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
        yield Section("Steps by what they are for", self.glyphs, id="of")
        yield Listing(columns, self.glyphs, id="heat", empty="reading the workflows", awaited=True)

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
        return f"{number}{shades[shade]}"

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
        self.query_one("#of", Section).retitle("Steps by what they are for")
        self.app.push_screen(SideBySide((left, right), self._comparing(left, right)))

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

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """List the steps of the tool by what they are for."""
        tool = self._tools[event.key]
        steps = sorted(tool.steps, key=_by_activity)
        pointers = [step.evidence(f"{step.activity}: {_title(step)}") for step in steps]
        if pointers:
            title = f"Steps of {visible(tool.name)} by what they are for"
            trail = ("compare", tool.name)
            self.app.push_screen(EvidenceView(trail, title, pointers, self.explorer.as_of))
        else:
            self.notify("this tool has no steps on that day", markup=False)

    def action_cohort(self, step: int) -> None:
        """Show the tools of another cohort."""
        self._picked = None
        if self.explorer.next_cohort(step):
            self.fill()

    def action_date(self) -> None:
        """Ask for the day to show everything as of."""
        self.explorer.ask_date()


def _by_activity(step: LabelledStep) -> tuple[int, str, int]:
    return [*Activity].index(Activity(step.activity)), step.around.path, step.step.line


def _title(step: LabelledStep) -> str:
    return step.step.name or step.step.uses or step.job.id
