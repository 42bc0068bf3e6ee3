"""One tool: its pipelines, and its figures."""

from datetime import date
from typing import Any, Self

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.worker import get_current_worker

from ciatlas.analysis.wording import before_text, checks_covered, events_text, percent
from ciatlas.display import visible
from ciatlas.model.chart import Chart
from ciatlas.model.pipeline import Kind, System
from ciatlas.model.repository import Snapshot
from ciatlas.model.summary import PipelineEntry, RepositorySummary
from ciatlas.model.triage import Subject
from ciatlas.store import read_atlas
from ciatlas_tui.atlas_app import AtlasApp
from ciatlas_tui.keymap import bindings
from ciatlas_tui.screens.place import Place
from ciatlas_tui.screens.subjects import pipeline_subject
from ciatlas_tui.screens.where import ASK, Lines, day_of, facts_of, neighbour, unchanged
from ciatlas_tui.widgets.charts import Charts
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.lines import Section
from ciatlas_tui.widgets.listing import Column, Listing, Row

_COLUMNS = (
    Column("pipeline", widest=44, narrowest=20, cut="middle"),
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
_FOLDER = ".github/workflows/"


class Tool(Place):
    """The pipelines of a tool as of a commit; Enter opens one."""

    CSS_PATH = "../styles/workflow.tcss"
    KEYS = (
        "open", "filter", "figures", "runs", "older", "newer", "date", "mark", "help", "back",
        "link",
    )  # fmt: skip
    BINDINGS = bindings(("runs", "figures", "older", "newer", "date"))

    def __init__(self, full_name: str, at: Snapshot | None = None) -> None:
        """Show the tool at a commit, else as of the explorer's date."""
        super().__init__()
        self._full_name = full_name
        self._at = at
        self._drawn: Snapshot | None = None

    def compose_content(self) -> ComposeResult:
        """Put the pipelines above the figures, and charts where there is room left."""
        yield Section("Pipelines", self.glyphs)
        yield Listing(_COLUMNS, self.glyphs, id="pipelines", empty="no pipeline at that time")
        with Vertical(id="below"):
            yield Section("Figures", self.glyphs)
            yield Facts(self.glyphs, id="figures")
        yield Charts(("Activity", "Jobs"), self.glyphs, id="charts")

    def on_mount(self) -> None:
        """Show the tool."""
        if self._at is None:
            self.fill()
        else:
            self._show(self._at)
        self.query_one(Listing).focus()

    def fill(self) -> None:
        """Read the tool as of the explorer's date."""
        repository = self.atlas.find_repository(self._full_name)
        self._show(self.atlas.snapshot(repository, self.explorer.as_of))

    def _show(self, at: Snapshot | None) -> None:
        self._at = at
        repository = self.atlas.find_repository(self._full_name)
        entries = self.atlas.pipelines(at) if at else []
        self.query_one(Listing).show_rows(
            [self._row(entry, at) for entry in sorted(entries, key=_order)] if at else []
        )
        self.show_top([repository.name], facts_of(repository, at))
        self.query_one(Facts).show(self._figures(entries))
        self._share()

    def on_resize(self) -> None:
        """Share the new room."""
        self._share()

    def _share(self) -> None:
        """Give the room to the pipelines first, then to the figures, then to charts."""
        listing, figures = self.query_one(Listing), self.query_one(Facts)
        lines = self.app.size.height - _AROUND
        rows = len(listing.rows) + _HEADINGS
        taken = figures.get_content_height(self.app.size, self.app.size, self.app.size.width)
        left = lines - rows - taken - _HEADINGS
        self.query_one("#below").display = lines - taken - _HEADINGS >= min(rows, _PIPELINES)
        charts = self.query_one(Charts)
        charts.display = left >= _CHART and self._at is not None
        listing.styles.height = rows - 1 if charts.display else "1fr"
        if charts.display and self._at != self._drawn:
            self._drawn = self._at
            charts.await_content()
            self.when_settled(self._begin_drawing)

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
            charts = (figures.activity(found), figures.pipelines(found))
        if not worker.is_cancelled and at == self._at:
            self.show_from_thread(self._show_charts, charts)

    def _show_charts(self, charts: tuple[Chart, ...]) -> None:
        self.query_one(Charts).show(charts)

    def _row(self, entry: PipelineEntry, at: Snapshot) -> Row:
        none = self.glyphs.none
        last = entry.last_commit
        return Row(
            entry.path,
            (
                visible(entry.path.removeprefix(_FOLDER)),
                visible(events_text(entry.triggers)) if entry.kind is Kind.WORKFLOW else entry.kind,
                str(entry.jobs) if entry.readable else "?",
                str(entry.steps) if entry.readable else "?",
                none if entry.checks is None else ", ".join(entry.checks) or none,
                none if entry.commits is None else str(entry.commits),
                before_text(last.date(), day_of(at)) if last else none,
                visible(entry.name or none),
            ),
            dim=entry.kind is not Kind.WORKFLOW,
        )

    def _figures(self, entries: list[PipelineEntry]) -> list[tuple[str, str]]:
        repository = self.atlas.find_repository(self._full_name)
        if self._at is None:
            return [("history", f"it {repository.absence}")]
        summary = self.atlas.summary(repository, self._at.time.date())
        checks = checks_covered(entries)
        counts = [f"{number:,} to {name}" for name, number in summary.paths.items() if number]
        unknown = [name for name in ("stars", "issues") if getattr(summary, name) is None]
        return [
            ("since", f"{summary.first_commit:%Y-%m-%d}" if summary.first_commit else "unknown"),
            ("people", f"{summary.contributors:,} by .mailmap, {summary.author_emails:,} e-mails"),
            ("commits", f"{summary.commits:,}: {', '.join(counts) or 'none to tracked paths'}"),
            ("checks", ", ".join(checks) if checks else "none found"),
            ("stars", "" if summary.stars is None else f"{summary.stars:,}"),
            ("issues", "" if summary.issues is None else _issues(summary)),
            ("unknown", f"{', '.join(unknown)}; {ASK}" if unknown else ""),
        ]

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Open the pipeline."""
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
        name, path = self._full_name, self.query_one(Listing).selected
        if self._at is None or path is None:
            return Subject("tool", name, name, commit=self._at.commit if self._at else None)
        return pipeline_subject(self._at, path, self.atlas.pipeline(self._at, path))

    def day(self) -> date | None:
        """Return the day of the commit shown."""
        return day_of(self._at) if self._at else super().day()

    def show_marks(self) -> None:
        """Show which pipelines were decided on."""
        marked = self.explorer.marked("workflow")
        self.query_one(Listing).show_marks(
            {key[2]: mark for key, mark in marked.items() if key[1] == self._full_name and key[2]}
        )

    def lines(self) -> Lines | None:
        """Return the selected file at this commit."""
        path = self.query_one(Listing).selected
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


def _issues(summary: RepositorySummary) -> str:
    """Write the number of issues, and the share of bugs among them where that is known."""
    if summary.bug_issues is None or not summary.issues:
        return f"{summary.issues:,}"
    share = summary.bug_issues / summary.issues
    return f"{summary.issues:,}, of them {summary.bug_issues:,} bugs ({percent(share)})"
