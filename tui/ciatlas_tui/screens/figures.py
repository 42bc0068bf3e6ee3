"""The figures the study drew of a tool, one at a time."""

from datetime import UTC, date, datetime
from typing import Any, Self

from textual.app import ComposeResult
from textual.worker import get_current_worker

from ciatlas.display import visible
from ciatlas.model.chart import Chart
from ciatlas.model.repository import Snapshot
from ciatlas.model.triage import Subject
from ciatlas.store import read_atlas
from ciatlas_tui.atlas_app import AtlasApp
from ciatlas_tui.keymap import SCREENS, bindings
from ciatlas_tui.screens.change_words import files_said
from ciatlas_tui.screens.journey import file_changes, unchanged
from ciatlas_tui.screens.place import Place
from ciatlas_tui.screens.where import ASK, day_of, facts_of
from ciatlas_tui.widgets.change_line import ChangeLine
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.lines import FactLine, PaneLine, Section
from ciatlas_tui.widgets.plots import Plots

_USELESS = frozenset(("filter", "copy_link", "show_link", "edit", "letters"))
"""Actions of every place that have nothing to work on here."""


class FiguresView(Place):
    """The figures of a tool as of a day; arrows step through them."""

    CSS_PATH = "../styles/figures.tcss"
    KEYS = ("figures_around", "older", "newer", "date", "mark", "triage", "help", "back")
    BINDINGS = bindings(SCREENS["figures"])

    def __init__(self, full_name: str, day: date | None = None) -> None:
        """Show the tool as of a day, `None` for the newest known."""
        super().__init__()
        self._full_name = full_name
        self._day = day
        self._at: Snapshot | None = None
        self._origin: tuple[date | None, Snapshot | None] = day, None
        self._figures: tuple[Chart, ...] = ()
        self._shown = 0

    def compose_content(self) -> ComposeResult:
        """Put one figure between the names of all and the numbers that go with it."""
        yield ChangeLine(self.glyphs)
        yield PaneLine(self.glyphs)
        yield Section("Figures", self.glyphs, id="figure-title")
        yield Plots(self.glyphs)
        yield FactLine(self.glyphs, id="figure-facts")
        yield FactLine(self.glyphs, id="figure-origin")
        yield Facts(self.glyphs, most=2, id="figure-missing")

    def on_mount(self) -> None:
        """Show the tool as of the day asked for."""
        self._begin(self._day)
        self.query_one(Plots).focus()

    def fill(self) -> None:
        """Show the tool as of the explorer's date."""
        self._begin(self.explorer.as_of)

    def _begin(self, day: date | None) -> None:
        """Show the tool as of a day, from which one may walk on."""
        self._read(day)
        self._origin = day, self._at
        self.query_one(ChangeLine).tell("", [])

    def _read(self, day: date | None) -> None:
        """Show where we are, and work the figures out off the screen's own time."""
        self._day = day
        repository = self.atlas.find_repository(self._full_name)
        self._at = self.atlas.snapshot(repository, self._day)
        self.show_top([repository.name, "figures"], facts_of(repository, self._at))
        self.query_one(Plots).await_content()
        self.run_worker(self._work_out, thread=True, exclusive=True)

    def _work_out(self) -> None:
        import ciatlas_tui.widgets.canvas  # noqa: F401 - plotext takes long to load
        from ciatlas.analysis.figures import figures
        from ciatlas.analysis.tool import Tool

        worker, day = get_current_worker(), self._day
        with read_atlas(self.atlas.path) as atlas:
            found = figures(Tool(atlas, atlas.find_repository(self._full_name), day))
        if not worker.is_cancelled:
            self.show_from_thread(self._take, found)

    def _take(self, found: tuple[Chart, ...]) -> None:
        """Keep those there is something to draw of, all if there is none; tell of the others."""
        before = self._figures[self._shown].name if self._figures else ""
        self._figures = tuple(one for one in found if one.plots) or found
        names = [one.name for one in self._figures]
        self._shown = names.index(before) if before in names else 0
        missing = [one for one in found if one not in self._figures]
        unasked = ", ".join(one.name for one in missing if one.unasked)
        self.query_one("#figure-missing", Facts).show(
            [
                *(
                    (one.name, "; ".join((*one.facts, one.missing)))
                    for one in missing
                    if not one.unasked
                ),
                ("unknown", unasked and f"{unasked}; {ASK}"),
            ]
        )
        self._show()

    def _show(self) -> None:
        chart = self._figures[self._shown]
        self.query_one(PaneLine).show([one.name for one in self._figures], self._shown)
        self.query_one("#figure-title", Section).retitle(visible(chart.title))
        self.query_one(Plots).show(chart)
        self.query_one("#figure-facts", FactLine).show(map(visible, chart.facts))
        origin = [f"from {chart.origin[0]}", *chart.origin[1:]] if chart.origin else []
        self.query_one("#figure-origin", FactLine).show(map(visible, origin))

    def action_turn(self, step: int) -> None:
        """Show the figure before or after, round and round."""
        if self._figures:
            self._shown = (self._shown + step) % len(self._figures)
            self._show()

    def action_figures(self) -> None:
        """Show the next figure, as the key that led here is under the finger still."""
        self.action_turn(1)

    def action_travel(self, step: int) -> None:
        """Go to the day of the change to a pipeline before or after the one shown.

        Forward again the way ends at the day one came from, unless something changed later.
        """
        if self._at is None:
            return
        repository = self.atlas.find_repository(self._full_name)
        points = self.atlas.change_points(repository)
        found = _other_day(points, self._at, step)
        day, origin = self._origin
        end = origin.position if origin is not None and step > 0 else 0
        if self._at.position < end and (found is None or found.position >= end):
            self._begin(day)
        elif found is None:
            self.notify(unchanged(repository, step, "a pipeline"), markup=False)
        else:
            self._read(day_of(found))
            self._tell_changes(points)

    def _tell_changes(self, points: list[Snapshot]) -> None:
        """Say what changed on the day shown."""
        if self._at is not None:
            older = _other_day(points, self._at, -1)
            known = self.atlas.pipelines(older) if older else []
            changes = file_changes(known, self.atlas.pipelines(self._at))
            said = files_said(changes, "", self.glyphs)
            self.query_one(ChangeLine).tell(f"changes of {day_of(self._at)}", said)

    def action_date(self) -> None:
        """Ask for the day to show everything as of."""
        self.explorer.ask_date()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what has nothing to work on."""
        return action not in _USELESS and super().check_action(action, parameters)

    def address(self) -> dict[str, Any]:
        """Return what leads to these figures as of this day."""
        day = self._day and self._day.isoformat()
        return {"place": "figures", "repository": self._full_name, "day": day}

    @classmethod
    def again(cls, explorer: AtlasApp, **address: Any) -> Self:
        """Make the place anew."""
        name, day = address["repository"], address["day"]
        explorer.atlas.find_repository(name)
        return cls(name, day and date.fromisoformat(day))

    def subject(self) -> Subject | None:
        """Return the tool."""
        commit = self._at.commit if self._at else None
        return Subject("tool", self._full_name, self._full_name, commit=commit)

    def day(self) -> date | None:
        """Return the day the figures are of."""
        return self._day


def _other_day(points: list[Snapshot], at: Snapshot, step: int) -> Snapshot | None:
    """Return the nearest change in the direction of `step` that is not of the same day.

    Figures are of the end of a day, so that another change of that day would change nothing.
    """
    if step > 0:
        return next((point for point in points if point.position > at.position), None)
    day = _utc_day(at.time)
    return next(
        (
            point
            for point in reversed(points)
            if point.position < at.position and _utc_day(point.time) < day
        ),
        None,
    )


def _utc_day(time: datetime) -> date:
    return time.astimezone(UTC).date()
