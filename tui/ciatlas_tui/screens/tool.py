"""One tool: its pipelines, and its figures."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, Self

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.worker import get_current_worker

from ciatlas.analysis.step_changes import Change
from ciatlas.display import visible
from ciatlas.model.chart import Chart
from ciatlas.model.errors import CiatlasError
from ciatlas.model.repository import Snapshot
from ciatlas.model.summary import PipelineEntry
from ciatlas.model.triage import Subject
from ciatlas.store import read_atlas
from ciatlas_tui.atlas_app import AtlasApp
from ciatlas_tui.keymap import SCREENS, bindings
from ciatlas_tui.screens.change_rows import (
    TOOL_CHANGES,
    change_subject,
    open_change,
    tool_change_rows,
)
from ciatlas_tui.screens.journey import Stop, next_stop, unchanged
from ciatlas_tui.screens.pipeline_rows import (
    PIPELINES,
    ToolChange,
    natural_order,
    pipeline_row,
    tool_change,
)
from ciatlas_tui.screens.place import Place
from ciatlas_tui.screens.subjects import pipeline_subject
from ciatlas_tui.screens.tool_facts import about_tool
from ciatlas_tui.screens.where import Lines, day_of, facts_of
from ciatlas_tui.widgets.change_line import ChangeLine
from ciatlas_tui.widgets.charts import Charts
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.lines import Section
from ciatlas_tui.widgets.listing import Listing

_NO_PIPELINE = "no pipeline at that time"
_NOTHING_KNOWN = "nothing is known of that day; the figures say why"
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


class Tool(Place):
    """The pipelines of a tool as of a commit; Enter opens one."""

    CSS_PATH = "../styles/workflow.tcss"
    KEYS = (
        "open", "filter", "figures", "runs", "older", "newer", "date", "mark", "help", "back",
        "link", "next_pane",
    )  # fmt: skip
    BINDINGS = bindings(SCREENS["tool"])

    def __init__(
        self, full_name: str, at: Snapshot | None = None, *, changed: bool = False
    ) -> None:
        """Show the tool at a commit, or for what it `changed`, else as of the explorer's date."""
        super().__init__()
        self._full_name = full_name
        self._at = at
        self._origin: Snapshot | None = None
        self._changed = changed
        self._changes: dict[str, Change] = {}
        self._points: list[Snapshot] = []
        self._drawn: Snapshot | None = None
        self._read: Snapshot | None = None

    def compose_content(self) -> ComposeResult:
        """Put the pipelines above the figures, charts or changes where there is room left."""
        yield ChangeLine(self.glyphs)
        yield Section("Pipelines", self.glyphs)
        yield Listing(PIPELINES, self.glyphs, id="pipelines", empty=_NO_PIPELINE)
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
            self._origin = None if self._changed else self._at
            self._show(self._at, changed=self._changed)
        self._pipelines.focus()

    def fill(self) -> None:
        """Read the tool as of the explorer's date."""
        self._points = []
        repository = self.atlas.find_repository(self._full_name)
        self._origin = self.atlas.snapshot(repository, self.explorer.as_of)
        self._show(self._origin, changed=False)

    def _show(self, at: Snapshot | None, *, changed: bool) -> None:
        """Show the tool as of a commit, or for what that commit changed."""
        self._at, self._changed = at, changed
        repository = self.atlas.find_repository(self._full_name)
        entries = self.atlas.pipelines(at) if at else []
        change = None
        if at and changed:
            change = tool_change(self.atlas, self._known_points(), at, entries, self.glyphs)
        self._tell_change(change)
        listed = [*entries, *(change.gone if change else ())]
        listed.sort(key=lambda one: (one.path not in self._changes, *natural_order(one)))
        rows = [pipeline_row(one, at, self.glyphs) for one in listed] if at else []
        stays = self._pipelines.selected in self._changes or not self._changes
        empty = _NO_PIPELINE if at else _NOTHING_KNOWN
        self._pipelines.show_rows(rows, select=None if stays else rows[0].key, empty=empty)
        self.show_top([repository.name], facts_of(repository, at))
        self.query_one(Facts).show(self._figures(entries))
        self._share()

    def _known_points(self) -> list[Snapshot]:
        """Return the commits that changed a pipeline; there may be thousands."""
        if not self._points:
            self._points = self.atlas.change_points(self.atlas.find_repository(self._full_name))
        return self._points

    def _tell_change(self, change: ToolChange | None) -> None:
        """Say which change is looked at and what it did, before the rows as well."""
        self._changes = change.files if change else {}
        self._pipelines.show_signs(
            {path: (self.glyphs.changes[one], one.value) for path, one in self._changes.items()}
        )
        told = (change.number, change.said) if change else ("", [])
        self.query_one(ChangeLine).tell(*told)

    def on_resize(self) -> None:
        """Share the new room."""
        self._share()

    def _share(self) -> None:
        """Give the room to the pipelines first, then to the figures, then to charts or changes."""
        listing, figures = self._pipelines, self.query_one(Facts)
        lines = self.app.size.height - _AROUND - self.query_one(ChangeLine).display
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
            self._begin(self._read_changes, "changes")
        if charts.display and self._at != self._drawn:
            self._drawn = self._at
            charts.await_content()
            self._begin(self._work_out, "charts")

    def _begin(self, work: Callable[[], None], group: str) -> None:
        run = partial(self.run_worker, work, thread=True, exclusive=True, group=group)
        self.when_settled(run)

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

    def _figures(self, entries: list[PipelineEntry]) -> list[tuple[str, str]]:
        repository = self.atlas.find_repository(self._full_name)
        if self._at is None:
            return [("history", f"it {repository.absence}")]
        return about_tool(self.atlas.summary(repository, self._at.day), entries)

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Open the pipeline, or what a change left of it."""
        if event.listing is self._recent:
            open_change(self, event.key)
            return
        if self._at is None:
            return
        changed = event.key in self._changes
        if not changed and self.atlas.pipeline(self._at, event.key) is None:
            self.notify("the clone did not hold this file's content", markup=False)
            return
        from ciatlas_tui.screens.workflow import Workflow

        self.app.push_screen(Workflow(self._at, event.key, changed=changed))

    def action_travel(self, step: int) -> None:
        """Go to the change to a pipeline before or after, or back to where one came from."""
        repository = self.atlas.find_repository(self._full_name)
        if self._at is None:
            self.notify(f"{visible(repository.name)} {repository.absence}", markup=False)
            return
        found = next_stop(self._known_points(), self._origin, Stop(self._at, self._changed), step)
        if found is None:
            self.notify(unchanged(repository, step, "a pipeline"), markup=False)
        else:
            self._show(found.at, changed=found.changed)

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
        marked = self.explorer.marked("workflow").items()
        own = {path: mark for (tool, path), mark in marked if tool == self._full_name and path}
        self._pipelines.show_marks(own)

    def lines(self) -> Lines | None:
        """Return the selected file at this commit."""
        path = self._pipelines.selected
        return Lines(self._at, path) if self._at and path else None

    def address(self) -> dict[str, Any]:
        """Return what leads to this tool at this commit."""
        commit = self._at.commit if self._at else None
        where = {"place": "tool", "repository": self._full_name, "commit": commit}
        return {**where, "changed": self._changed}

    @classmethod
    def again(cls, explorer: AtlasApp, **address: Any) -> Self:
        """Make the place anew, as of the explorer's date where the commit is not there."""
        name, commit = address["repository"], address["commit"]
        explorer.atlas.find_repository(name)
        at = commit and explorer.atlas.snapshot_of(name, commit)
        return cls(name, at, changed=bool(at) and address.get("changed", False))
