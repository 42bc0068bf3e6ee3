"""Compare: tools by what their steps are for, and the way to put two of them side by side."""

from collections import Counter
from itertools import islice
from typing import Any

from textual.app import ComposeResult

from ciatlas.analysis.tool import LabelledStep, Tool
from ciatlas.analysis.wording import count
from ciatlas.display import visible
from ciatlas.model.activity import Activity
from ciatlas.model.comparison import Aspect
from ciatlas.store import Reader, read_atlas
from ciatlas_tui.keymap import SCREENS, bindings
from ciatlas_tui.screens.evidence import EvidenceView, go_to, show_evidence
from ciatlas_tui.screens.heat import CELLS, heat_columns, heat_row
from ciatlas_tui.screens.place import Place
from ciatlas_tui.screens.side_by_side import Compared, SideBySide
from ciatlas_tui.screens.step_rows import FOLDER, STEPS, step_rows
from ciatlas_tui.widgets.cells import Cells
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.lines import Section
from ciatlas_tui.widgets.listing import Listing, Row

_TITLE = "Steps by what they are for"
_MOST_OTHERS = 100
"""Steps of other tools told of where a tool has none."""
_MOST_FILES = 8
"""Files named, those with most steps first."""
_SHADES = "the darker, the more steps beside the tool's other checks and deliveries"


class CompareView(Place):
    """Tools by what their steps are for, shaded by share; Enter leads to the steps of a cell."""

    CSS_PATH = "../styles/findings.tcss"
    KEYS = ("open", "cells", "pick", "filter", "next_pane", "next_cohort", "date", "help", "back")
    BINDINGS = bindings(SCREENS["compare"])

    def __init__(self, picked: str | None = None) -> None:
        """Show the tools; `picked`, by its full name, is the first of two side by side."""
        super().__init__()
        self._tools: dict[str, Tool] = {}
        self._picked = picked
        self._steps: list[LabelledStep] = []

    def compose_content(self) -> ComposeResult:
        """Put the tools above the steps the selected number counts."""
        yield Section(_TITLE, self.glyphs, id="of")
        yield Cells(
            heat_columns(self.app.size.width),
            self.glyphs,
            CELLS,
            id="heat",
            empty="reading the workflows",
            awaited=True,
        )
        yield Section("What is selected", self.glyphs)
        yield Facts(self.glyphs, id="cell")
        yield Section("Its steps", self.glyphs, id="steps-title")
        yield Listing(STEPS, self.glyphs, id="cell-steps", empty="none")

    @property
    def _heat(self) -> Cells:
        return self.query_one("#heat", Cells)

    def address(self) -> dict[str, Any]:
        """Return what leads here."""
        return {"place": "compare"}

    def on_mount(self) -> None:
        """Count the steps."""
        self.fill()
        self._heat.focus()

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
            rows = [heat_row(tool, self.glyphs) for tool in tools.values()]
        self.show_from_thread(self._show, tools, rows)

    def _show(self, tools: dict[str, Tool], rows: list[Row]) -> None:
        self._tools = tools
        self._heat.show_rows(rows, self._picked, empty="no tool is here")
        if self._picked in tools:
            self._say_picked()
        else:
            self._picked = None

    def on_resize(self) -> None:
        """Name the activities as there is room."""
        self._heat.rename(heat_columns(self.app.size.width))

    def action_pick(self) -> None:
        """Pick a tool, then another one to put beside it."""
        chosen = self._heat.selected
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
        if event.listing is self._heat:
            self.when_resting(lambda: self._show_cell(event.key))

    def _show_cell(self, key: str) -> None:
        tool = self._tools.get(key)
        if tool is None:  # counted anew meanwhile
            return
        activity, steps = self._selected(tool)
        files = Counter(step.around.path.removeprefix(FOLDER) for step in steps)
        name = visible(tool.name)
        if tool.at is None:
            said = f"{name} {tool.repository.absence}"
        else:
            counted = count(len(steps), "step") if steps else "no step"
            said = f"{counted} of {name} on the day shown"
        self.query_one("#cell", Facts).show(
            [
                (activity or "all", said),
                ("files", _named(files)),
                ("shades", _SHADES),
            ]
        )
        self._show_steps(activity, steps)

    def _show_steps(self, activity: Activity | None, steps: list[LabelledStep]) -> None:
        """List the steps; where there are none, those of the other tools for the same."""
        title = "Its steps" if steps else "Steps of other tools for the same"
        self._steps = sorted(steps, key=_by_activity) if steps else self._others(activity)
        self.query_one("#steps-title", Section).retitle(title)
        names = {name: one.name for name, one in self._tools.items()}
        rows = step_rows(self._steps, names, self.glyphs)
        self.query_one("#cell-steps", Listing).show_rows(rows)

    def _others(self, activity: Activity | None) -> list[LabelledStep]:
        every = (step for tool in self._tools.values() for step in tool.steps)
        return list(islice((one for one in every if one.activity == activity), _MOST_OTHERS))

    def _selected(self, tool: Tool) -> tuple[Activity | None, list[LabelledStep]]:
        """Return what the cell under the cursor is about, `None` for everything, and its steps."""
        cell = self._heat.cell
        activity = [*Activity][cell - 1] if cell else None
        return activity, [one for one in tool.steps if activity in (None, one.activity)]

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Go to the steps the number counts, from a tool's name to all; from a step to itself."""
        if event.listing is not self._heat:
            go_to(self, self._steps[int(event.key)].evidence(), self.explorer.as_of)
            return
        tool = self._tools[event.key]
        activity, steps = self._selected(tool)
        pointers = [step.evidence(step.said) for step in sorted(steps, key=_by_activity)]
        name, trail = visible(tool.name), ["compare", tool.name]
        if tool.at is None:
            self.notify(f"{name} {tool.repository.absence}", markup=False)
        elif not pointers:
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


def _named(files: Counter[str]) -> str:
    """Name files with their steps; of many, the first, and how many more there are."""
    told = [f"{path} {number}" for path, number in files.most_common(_MOST_FILES)]
    more = len(files) - len(told)
    steps = files.total() - sum(number for _, number in files.most_common(_MOST_FILES))
    rest = [f"{count(more, 'more file')} with {count(steps, 'step')}"] if more else []
    return ", ".join([*told, *rest])
