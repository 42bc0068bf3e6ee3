"""One step among those of its job: what the file says about it, and why it has its activity."""

from typing import Any, Self

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from ciatlas.analysis.wording import percent
from ciatlas.display import visible
from ciatlas.model.pipeline import Job, Step
from ciatlas.model.repository import Snapshot
from ciatlas.model.triage import Subject
from ciatlas_tui.atlas_app import AtlasApp
from ciatlas_tui.describe import command_text, listed, step_title
from ciatlas_tui.keymap import bindings
from ciatlas_tui.screens.pipeline_place import PipelinePlace
from ciatlas_tui.screens.pipeline_view import STEPS, PipelineView
from ciatlas_tui.screens.subjects import step_subject
from ciatlas_tui.screens.where import Lines, facts_of
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.lines import Section
from ciatlas_tui.widgets.listing import Listing


class StepView(PipelinePlace):
    """A step of a job, as of a commit."""

    CSS_PATH = "../styles/workflow.tcss"
    KEYS = ("steps_around", "next_pane", "mark", "date", "copy", "link", "help", "back")
    BINDINGS = bindings(("next_pane", "date"))

    def __init__(self, at: Snapshot, path: str, view: PipelineView, job: Job, step: Step) -> None:
        """Show a step of a job of the pipeline that `view` is of."""
        super().__init__(at, path)
        self._view = view
        self._job = job
        self._step = step

    def compose_content(self) -> ComposeResult:
        """Put the steps of the job above what is to be said of one of them."""
        yield Section(f"Steps of {visible(self._job.id)}", self.glyphs)
        yield Listing(STEPS, self.glyphs, id="around", titles=False)
        yield Section("This step", self.glyphs)
        with VerticalScroll():
            yield Facts(self.glyphs, id="facts")

    def on_mount(self) -> None:
        """Show where we are, the keys going to the steps."""
        rows = [self._view.step_row(self._job, step) for step in self._job.steps]
        listing = self.query_one(Listing)
        listing.show_rows(rows, select=str(self._step.index))
        listing.focus()
        self._show()

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Show the step the selection comes to rest on."""
        self._step = self._job.steps[int(event.key)]
        self.when_resting(self._show)

    def on_listing_opened(self, _event: Listing.Opened) -> None:
        """Give the keys to the page, which may be longer than the screen."""
        self.query_one(VerticalScroll).focus()

    def _show(self) -> None:
        repository = self.atlas.find_repository(self._at.repository)
        trail = [repository.name, self._path.rsplit("/", 1)[-1], self._job.id]
        self.show_top(
            [*trail, f"step {self._step.index + 1} of {len(self._job.steps)}"],
            facts_of(repository, self._at),
        )
        self.query_one(Facts).show(self._facts())
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def _facts(self) -> list[tuple[str, str]]:
        step, unread = self._step, self.glyphs.ellipsis
        label = self._view.labels.step(self._job.id, step.index)
        sure = f"{percent(label.confidence)} sure"
        return [
            ("step", step_title(step)),
            ("activity", f"{label.activity.value}   {label.why} ({sure})"),
            ("uses", step.uses or ""),
            *listed("commands", [command_text(command) for command in step.commands]),
            *listed("inputs", [f"{name}: {value or unread}" for name, value in step.inputs]),
            ("environment", ", ".join(step.env)),
            ("if", step.condition or ""),
            ("shell", step.shell or ""),
            ("folder", step.working_directory or ""),
            ("timeout", f"{step.timeout_minutes:g} minutes" if step.timeout_minutes else ""),
            ("on error", f"continue: {step.continue_on_error}" if step.continue_on_error else ""),
            ("source", f"{self._path}, line {step.line}"),
            ("link", self.link() or ""),
        ]

    def show_at(self, at: Snapshot) -> None:
        """Go to the file as of another commit, to the step in the same place if there is one."""
        there = {"place": "workflow", "commit": at.commit}
        self.explorer.open({**self.address(), **there})

    def subject(self) -> Subject:
        """Return the step."""
        return step_subject(self._at, self._path, self._job, self._step)

    def lines(self) -> Lines:
        """Return the step's line."""
        return Lines(self._at, self._path, self._step.line)

    def address(self) -> dict[str, Any]:
        """Return what leads to this step."""
        return {
            "place": "step",
            "repository": self._at.repository,
            "commit": self._at.commit,
            "path": self._path,
            "job": self._job.id,
            "step": self._step.index,
        }

    @classmethod
    def again(cls, explorer: AtlasApp, **address: Any) -> Self:
        """Make the place anew; `LookupError` when the step is not there any more."""
        at = explorer.atlas.snapshot_of(address["repository"], address["commit"])
        pipeline = None if at is None else explorer.atlas.pipeline(at, address["path"])
        if at is None or pipeline is None:
            raise LookupError
        job = {job.id: job for job in pipeline.jobs}[address["job"]]
        step = job.steps[address["step"]]
        view = PipelineView(pipeline, explorer.label(pipeline, at), explorer.glyphs)
        return cls(at, address["path"], view, job, step)
