"""One tool: its pipelines, and its figures."""

from datetime import date
from functools import partial
from typing import Any, Self

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.worker import get_current_worker

from ciatlas.analysis.wording import before_text, events_text, number_text
from ciatlas.display import visible
from ciatlas.model.chart import Chart
from ciatlas.model.errors import CiatlasError
from ciatlas.model.pipeline import Kind, System
from ciatlas.model.repository import Snapshot
from ciatlas.model.summary import PipelineEntry
from ciatlas.model.triage import Subject
from ciatlas.store import read_atlas
from ciatlas_tui.atlas_app import AtlasApp
from ciatlas_tui.keymap import bindings
from ciatlas_tui.screens.change_rows import (
    TOOL_CHANGES,
    change_subject,
    open_change,
    tool_change_rows,
)
from ciatlas_tui.screens.place import Place
from ciatlas_tui.screens.subjects import pipeline_subject
from ciatlas_tui.screens.tool_facts import about_tool
from ciatlas_tui.screens.where import Lines, day_of, facts_of, neighbour, unchanged
from ciatlas_tui.widgets.charts import Charts
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.lines import Section
from ciatlas_tui.widgets.listing import Column, Listing, Row

_COLUMNS = (
    Column("pipeline", widest=44, narrowest=24, cut="folders"),
    Column("starts on", widest=40, narrowest=12, priority=2),
    Column("jobs", number=True),
    Column("steps", number=True),
    Column("checks", widest=60, narrowest=10, priority=1, grows=True),
    Column("commits", number=True, priority=3),
    Column("changed", priority=4),
    Column("name", widest=40, narrowest=10, priority=5),
)
_AROUND = 2
"""Lines of the screen that tell where one is and what the keys do."""
_HEADINGS = 2
"""Lines of a heading and the titles below it, or of a heading and the blank after the facts."""
_PIPELINES = 7
"""Lines of pipelines, headings among them, without which there is nothing beside them."""
_CHART = 9
"""Lines a chart needs."""
_RECENT = 3
"""Lines of changes, their heading among them, without which there are none."""
_FOLDER = ".github/workflows/"


class Tool(Place):
    """The pipelines of a tool as of a commit; Enter opens one."""

    CSS_PATH = "../styles/workflow.tcss"
    KEYS = (
        "open", "filter", "figures", "runs", "older", "newer", "date", "mark", "help", "back",
        "link", "next_pane",
    )  # fmt: skip
    BINDINGS = bindings(("runs", "figures", "next_pane", "older", "newer", "date"))

    def __init__(self, full_name: str, at: Snapshot | None = None) -> None:
        """Show the tool at a commit, else as of the explorer's date."""
        super().__init__()
        self._full_name = full_name
        self._at = at
        self._drawn: Snapshot | None = None
        self._read: Snapshot | None = None

    def compose_content(self) -> ComposeResult:
        """Put the pipelines above the figures, charts or changes where there is room left."""
        yield Section("Pipelines", self.glyphs)
        yield Listing(_COLUMNS, self.glyphs, id="pipelines", empty="no pipeline at that time")
        with Vertical(id="below"):
            yield Section("Figures", self.glyphs)
            yield Facts(self.glyphs, id="figures")
        with Vertical(id="recent"):
            yield Section("Newest changes", self.glyphs)
            yield Listing(
                TOOL_CHANGES, self.glyphs, id="recent-changes", titles=False, empty="none"
            )
        yield Charts(("Activity", "Jobs"), self.glyphs, id="charts")

    @property
    def _pipelines(self) -> Listing:
        return self.query_one("#pipelines", Listing)

    @property
    def _recent(self) -> Listing:
        return self.query_one("#recent-changes", Listing)

    def on_mount(self) -> None:
        """Show the tool."""
        if self._at is None:
            self.fill()
        else:
            self._show(self._at)
        self._pipelines.focus()

    def fill(self) -> None:
        """Read the tool as of the explorer's date."""
        repository = self.atlas.find_repository(self._full_name)
        self._show(self.atlas.snapshot(repository, self.explorer.as_of))

    def _show(self, at: Snapshot | None) -> None:
        self._at = at
        repository = self.atlas.find_repository(self._full_name)
        entries = self.atlas.pipelines(at) if at else []
        self._pipelines.show_rows(
            [self._row(entry, at) for entry in sorted(entries, key=_order)] if at else []
        )
        self.show_top([repository.name], facts_of(repository, at))
        self.query_one(Facts).show(self._figures(entries))
        self._share()

    def on_resize(self) -> None:
        """Share the new room."""
        self._share()

    def _share(self) -> None:
        """Give the room to the pipelines first, then to the figures, then to charts or changes."""
        listing, figures = self._pipelines, self.query_one(Facts)
        lines = self.app.size.height - _AROUND
        rows = len(listing.rows) + _HEADINGS
        taken = figures.get_content_height(self.app.size, self.app.size, self.app.size.width)
        left = lines - rows - taken - _HEADINGS
        self.query_one("#below").display = lines - taken - _HEADINGS >= min(rows, _PIPELINES)
        charts = self.query_one(Charts)
        charts.display = left >= _CHART and self._at is not None
        recent = self.query_one("#recent")
        recent.display = _RECENT <= left < _CHART and self._at is not None
        listing.styles.height = rows - 1 if charts.display or recent.display else "1fr"
        if recent.display and self._at != self._read:
            self._read = self._at
            self._recent.await_content()
            self.when_settled(self._begin_reading)
        if charts.display and self._at != self._drawn:
            self._drawn = self._at
            charts.await_content()
            self.when_settled(self._begin_drawing)

    def _begin_reading(self) -> None:
        self.run_worker(self._read_changes, thread=True, exclusive=True, group="changes")

    def _read_changes(self) -> None:
        worker, at = get_current_worker(), self._at
        if at is None:
            return
        rows, said = [], "none"
        with read_atlas(self.atlas.path) as atlas:
            try:
                rows = tool_change_rows(atlas, atlas.find_repository(self._full_name), at)
            except CiatlasError as error:
                said = visible(str(error))
        if not worker.is_cancelled and at == self._at:
            self.show_from_thread(partial(self._recent.show_rows, rows, empty=said))

    def _begin_drawing(self) -> None:
        self.run_worker(self._work_out, thread=True, exclusive=True, group="charts")

    def _work_out(self) -> None:
        """Work out what to draw, off the screen's own time; plotext takes long to load."""
        import ciatlas_tui.widgets.canvas  # noqa: F401
        from ciatlas.analysis import figures, tool

        worker, at = get_current_worker(), self._at
        with read_atlas(self.atlas.path) as atlas:
            day = day_of(at) if at is not None else None
            found = tool.Tool(atlas, atlas.find_repository(self._full_name), day)
            charts = [figures.activity(found), figures.pipelines(found)]
            charts.sort(key=lambda one: not one.plots)  # there may be room for one only
        if not worker.is_cancelled and at == self._at:
            self.show_from_thread(self._show_charts, charts)

    def _show_charts(self, charts: list[Chart]) -> None:
        self.query_one(Charts).show(charts)

    def _row(self, entry: PipelineEntry, at: Snapshot) -> Row:
        none = self.glyphs.none
        last = entry.last_commit
        return Row(
            entry.path,
            (
                visible(entry.path.removeprefix(_FOLDER)),
                visible(events_text(entry.triggers)) if entry.kind is Kind.WORKFLOW else entry.kind,
                number_text(entry.jobs) if entry.readable else "?",
                number_text(entry.steps) if entry.readable else "?",
                none if entry.checks is None else ", ".join(entry.checks) or none,
                none if entry.commits is None else number_text(entry.commits),
                before_text(last.date(), day_of(at)) if last else none,
                visible(entry.name or none),
            ),
            dim=entry.kind is not Kind.WORKFLOW,
        )

    def _figures(self, entries: list[PipelineEntry]) -> list[tuple[str, str]]:
        repository = self.atlas.find_repository(self._full_name)
        if self._at is None:
            return [("history", f"it {repository.absence}")]
        return about_tool(self.atlas.summary(repository, self._at.time.date()), entries)

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Open the pipeline, or what a change left of it."""
        if event.listing is self._recent:
            open_change(self, event.key)
            return
        if self._at is None:
            return
        if self.atlas.pipeline(self._at, event.key) is None:
            self.notify("the clone did not hold this file's content", markup=False)
            return
        from ciatlas_tui.screens.workflow import Workflow

        self.app.push_screen(Workflow(self._at, event.key))

    def action_travel(self, step: int) -> None:
        """Go to the mainline commit before or after that changed a pipeline."""
        if self._at is None:
            return
        repository = self.atlas.find_repository(self._full_name)
        found = neighbour(self.atlas.change_points(repository), self._at, step)
        if found is None:
            way = "older" if step < 0 else "newer"
            self.notify(unchanged(repository, way, "a pipeline"), markup=False)
        else:
            self._show(found)

    def action_figures(self) -> None:
        """Show the tool's figures as of the same day."""
        from ciatlas_tui.screens.figures import FiguresView

        day = self.explorer.as_of
        repository = self.atlas.find_repository(self._full_name)
        if self._at is not None and self._at != self.atlas.snapshot(repository, day):
            day = day_of(self._at)
        self.app.push_screen(FiguresView(self._full_name, day))

    def action_date(self) -> None:
        """Ask for the day to show everything as of."""
        self.explorer.ask_date()

    def action_runs(self) -> None:
        """Show how its workflows ran."""
        self.explorer.open({"place": "runs", "repository": self._full_name})

    def subject(self) -> Subject | None:
        """Return the selected pipeline, or the tool if there is none."""
        if self.focused is self._recent and self._recent.selected is not None:
            return change_subject(self._recent.selected)
        name, path = self._full_name, self._pipelines.selected
        if self._at is None or path is None:
            return Subject("tool", name, name, commit=self._at.commit if self._at else None)
        return pipeline_subject(self._at, path, self.atlas.pipeline(self._at, path))

    def day(self) -> date | None:
        """Return the day of the commit shown."""
        return day_of(self._at) if self._at else super().day()

    def show_marks(self) -> None:
        """Show which pipelines were decided on."""
        marked = self.explorer.marked("workflow")
        self._pipelines.show_marks(
            {key[2]: mark for key, mark in marked.items() if key[1] == self._full_name and key[2]}
        )

    def lines(self) -> Lines | None:
        """Return the selected file at this commit."""
        path = self._pipelines.selected
        return Lines(self._at, path) if self._at and path else None

    def address(self) -> dict[str, Any]:
        """Return what leads to this tool at this commit."""
        commit = self._at.commit if self._at else None
        return {"place": "tool", "repository": self._full_name, "commit": commit}

    @classmethod
    def again(cls, explorer: AtlasApp, **address: Any) -> Self:
        """Make the place anew, as of the explorer's date where the commit is not there."""
        name, commit = address["repository"], address["commit"]
        explorer.atlas.find_repository(name)
        return cls(name, commit and explorer.atlas.snapshot_of(name, commit))


def _order(entry: PipelineEntry) -> tuple[int, int, str]:
    systems = list(System)
    return (entry.kind is not Kind.WORKFLOW, systems.index(entry.system), entry.path)
