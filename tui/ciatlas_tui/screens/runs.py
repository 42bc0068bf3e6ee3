"""Runs: how the workflows of a tool fare, the newest runs, and one run's jobs in time."""

from datetime import UTC, date, datetime
from typing import Any

from textual.app import ComposeResult

from ciatlas.analysis.runs import Bar, RunFigures, run_figures, waterfall
from ciatlas.analysis.wording import count, events_text, number_text
from ciatlas.display import visible
from ciatlas.model.repository import Repository
from ciatlas.model.run import Run
from ciatlas.model.summary import PipelineEntry
from ciatlas.model.system import Kind
from ciatlas_tui.keymap import SCREENS, bindings
from ciatlas_tui.screens.place import Place
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.lines import Section
from ciatlas_tui.widgets.listing import Column, Listing, Row

_WORKFLOWS = (
    Column("workflow", widest=44, narrowest=16),
    Column("runs", number=True),
    Column("succeeded", widest=16),
    Column("median", number=True),
    Column("waits", number=True, priority=2),
    Column("started by", widest=40, narrowest=8, priority=1, grows=True),
)
_RUNS = (
    Column("when"),
    Column("how it ended", widest=16),
    Column("took", number=True),
    Column("event", widest=24),
    Column("commit"),
    Column("workflow", widest=44, narrowest=12, grows=True, priority=1),
)
_FOLDER = ".github/workflows/"
_BAR = 30
_JOBS = "Jobs of the selected run: . waits for a runner, # runs"
_UNKNOWN = "no run is known; 7 and then s asks GitHub for the newest"
_NO_JOBS = "its jobs are not known; a sync with a token brings those of each workflow's newest run"


class RunsView(Place):
    """The runs known of a tool, or of one of its workflows."""

    CSS_PATH = "../styles/findings.tcss"
    KEYS = ("next_pane", "filter", "sort", "link", "help", "back")
    BINDINGS = bindings(SCREENS["runs"])

    def __init__(self, repository: str, path: str | None = None) -> None:
        super().__init__()
        self._repository = repository
        self._path = path
        self._runs: dict[str, Run] = {}

    def compose_content(self) -> ComposeResult:
        """Put the workflows above their runs, and those above the jobs of the selected one."""
        yield Section("Workflows", self.glyphs)
        yield Listing(_WORKFLOWS, self.glyphs, id="ran", empty="no workflow on the day shown")
        yield Section("Runs, the newest first", self.glyphs)
        yield Listing(_RUNS, self.glyphs, id="runs", empty=_UNKNOWN)
        yield Section(_JOBS, self.glyphs, id="jobs-title")
        yield Facts(self.glyphs, one_line=True, id="jobs")

    def on_mount(self) -> None:
        """Show the runs."""
        self.fill()
        self.query_one("#ran", Listing).focus()

    def address(self) -> dict[str, Any]:
        """Return what leads here."""
        return {"place": "runs", "repository": self._repository, "path": self._path}

    def fill(self) -> None:
        """Read the runs as of the explorer's date."""
        repository = self.atlas.find_repository(self._repository)
        runs = self.atlas.runs(repository, self._path, self.explorer.as_of)
        jobs = self.atlas.run_jobs(repository)
        self._runs = {str(run.id): run for run in runs}
        trail = [repository.name, *([self._path.rsplit("/", 1)[-1]] if self._path else []), "runs"]
        told = self.atlas.told(repository).get("runs")
        asked = "never asked" if told is None else f"asked {_day(told.retrieved_at)}"
        self.show_top(trail, [count(len(runs), "run"), asked])
        self.set_class(not runs, "-unknown")
        figures = run_figures(runs, jobs)
        ran = {one.path for one in figures}
        silent = [one for one in self._workflows(repository) if one.path not in ran]
        self.query_one("#ran", Listing).show_rows(
            [*map(self._workflow_row, figures), *map(self._silent_row, silent)]
        )
        self.query_one("#runs", Listing).show_rows(self._run_row(run) for run in runs)

    def _workflows(self, repository: Repository) -> list[PipelineEntry]:
        """Return the workflows there are on the day shown."""
        at = self.atlas.snapshot(repository, self.explorer.as_of)
        entries = [] if at is None else self.atlas.pipelines(at)
        wanted = (one for one in entries if one.kind is Kind.WORKFLOW)
        return [one for one in wanted if self._path in (None, one.path)]

    def _silent_row(self, one: PipelineEntry) -> Row:
        """Write a workflow of which no run is known."""
        none, events = self.glyphs.none, visible(events_text(one.triggers))
        path = visible(one.path.removeprefix(_FOLDER))
        return Row(one.path, (path, none, none, none, none, events), dim=True)

    def _workflow_row(self, one: RunFigures) -> Row:
        none = self.glyphs.none
        return Row(
            one.path,
            (
                visible(one.path.removeprefix(_FOLDER)),
                number_text(one.runs),
                _succeeded(one) if one.decided else none,
                none if one.seconds is None else _length(one.seconds),
                none if one.queued is None else _length(one.queued),
                visible(", ".join(event for event, _ in one.events)),
            ),
        )

    def _run_row(self, run: Run) -> Row:
        return Row(
            str(run.id),
            (
                f"{datetime.fromtimestamp(run.created, UTC):%Y-%m-%d %H:%M}",
                visible(run.conclusion),
                _length(run.seconds),
                visible(run.event),
                visible(run.head[:8]),
                visible(run.path.removeprefix(_FOLDER)),
            ),
        )

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Show the jobs of the run the selection rests on."""
        if event.listing.id == "runs":
            self.when_resting(lambda: self._show_jobs(event.key))

    def _show_jobs(self, key: str) -> None:
        run = self._runs.get(key)
        if run is None:  # read anew meanwhile
            return
        repository = self.atlas.find_repository(self._repository)
        bars = waterfall(self.atlas.run_jobs(repository, run.id))
        longest = max((bar.ends for bar in bars), default=1) or 1
        shown = [(visible(bar.name), _drawn(bar, longest)) for bar in bars]
        self.query_one(Facts).show(shown or [("jobs", _NO_JOBS)])

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Show the runs of one workflow alone."""
        if event.listing.id == "ran" and self._path is None:
            self.app.push_screen(RunsView(self._repository, event.key))

    def link(self) -> str | None:
        """Link to the selected run."""
        key = self.query_one("#runs", Listing).selected
        return None if key is None else f"https://github.com/{self._repository}/actions/runs/{key}"

    def day(self) -> date | None:
        """Return the day up to which runs are shown."""
        return self.explorer.as_of


def _drawn(bar: Bar, longest: int) -> str:
    waits, starts, ends = (round(x * _BAR / longest) for x in (bar.waits, bar.starts, bar.ends))
    drawn = " " * waits + "." * (starts - waits) + "#" * max(1, ends - starts)
    return f"{drawn:<{_BAR + 1}} {_length(bar.ends - bar.starts):>8}  {bar.conclusion}"


def _succeeded(one: RunFigures) -> str:
    return f"{number_text(one.succeeded)} of {number_text(one.decided)}"


def _length(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.1f} min"


def _day(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"
