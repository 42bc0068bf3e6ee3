"""One step among those of its job: what the file says about it, and why it has its activity."""

from typing import Any, Self

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from ciatlas.analysis.tool import LabelledStep, Tool
from ciatlas.analysis.wording import count, percent
from ciatlas.display import visible
from ciatlas.model.pipeline import Job, Step
from ciatlas.model.repository import Snapshot
from ciatlas.model.triage import Subject
from ciatlas.store import read_atlas
from ciatlas_tui.atlas_app import AtlasApp
from ciatlas_tui.describe import command_text, listed, step_title
from ciatlas_tui.keymap import SCREENS, bindings
from ciatlas_tui.screens.elsewhere import ELSEWHERE, elsewhere, elsewhere_rows
from ciatlas_tui.screens.pipeline_place import PipelinePlace
from ciatlas_tui.screens.pipeline_view import STEPS, PipelineView
from ciatlas_tui.screens.subjects import step_subject
from ciatlas_tui.screens.where import Lines, day_of, facts_of
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.lines import Section
from ciatlas_tui.widgets.listing import Listing

_AROUND = 4
"""Lines that tell where one is, what the keys do, and what stands below."""
_HIGH = 20
"""Lines of a terminal with room for steps elsewhere."""
_ELSEWHERE = 5
"""Lines of steps elsewhere, their heading and a blank line among them, without which none are."""


class StepView(PipelinePlace):
    """A step of a job, as of a commit."""

    CSS_PATH = "../styles/workflow.tcss"
    KEYS = ("steps_around", "next_pane", "mark", "date", "copy", "link", "help", "back")
    ELSEWHERE = dict.fromkeys(
        ("left_square_bracket", "right_square_bracket"),
        "[ and ] work on a pipeline; q leads there",
    ) | {"equals_sign": "= works on a pipeline; q leads there"}
    BINDINGS = bindings(SCREENS["step"])

    def __init__(self, at: Snapshot, path: str, view: PipelineView, job: Job, step: Step) -> None:
        """Show a step of a job of the pipeline that `view` is of."""
        super().__init__(at, path)
        self._view = view
        self._job = job
        self._step = step
        self._steps: tuple[LabelledStep, ...] | None = None  # of the tool, once they are read
        self._begun = False
        self._others: list[LabelledStep] = []

    def compose_content(self) -> ComposeResult:
        """Put the steps of the job above what is to be said of one, and those elsewhere below."""
        yield Section(f"Steps of {visible(self._job.id)}", self.glyphs)
        yield Listing(STEPS, self.glyphs, id="around", titles=False)
        yield Section("This step", self.glyphs, id="facts-title")
        with VerticalScroll():
            yield Facts(self.glyphs, id="facts")
        with Vertical(id="elsewhere"):
            yield Section("Elsewhere", self.glyphs, id="elsewhere-title")
            yield Listing(ELSEWHERE, self.glyphs, id="others", titles=False, empty="reading")

    def on_mount(self) -> None:
        """Show where we are, the keys going to the steps."""
        rows = [self._view.step_row(self._job, step) for step in self._job.steps]
        listing = self.query_one("#around", Listing)
        listing.show_rows(rows, select=str(self._step.index))
        listing.focus()
        self._show()

    def _begin_reading(self) -> None:
        self.run_worker(self._read, thread=True, exclusive=True, group="elsewhere")

    def _read(self) -> None:
        """Read the tool's other steps, off the screen's own time."""
        with read_atlas(self.atlas.path) as atlas:
            repository = atlas.find_repository(self._at.repository)
            steps = Tool(atlas, repository, day_of(self._at)).steps
        self.show_from_thread(self._take, steps)

    def _take(self, steps: tuple[LabelledStep, ...]) -> None:
        self._steps = steps
        self._show_others()

    def _show_others(self) -> None:
        """List the other steps for the same activity, once those of the tool are read."""
        activity = self._view.labels.step(self._job.id, self._step.index).activity.value
        here = (self._path, self._job.id, self._step.index)
        self._others = elsewhere(self._steps or (), activity, here, self._step)
        name = visible(self.atlas.find_repository(self._at.repository).name)
        counted = count(len(self._others), "other step") if self._others else "no other step"
        self.query_one("#elsewhere-title", Section).retitle(f"{name} has {counted} for {activity}")
        rows = elsewhere_rows(self._others)
        others = self.query_one("#others", Listing)
        others.show_rows(rows, empty="none")
        others.can_focus = bool(rows)  # else the keys would go where no cursor is
        if others.has_focus and not rows:
            self.query_one("#around").focus()

    def on_resize(self) -> None:
        """Share the new room."""
        self._share()

    def _share(self) -> None:
        """Give the room to the step, and what it leaves to those elsewhere."""
        facts = self.query_one(Facts)
        lines = self.app.size.height - _AROUND
        taken = facts.get_content_height(self.app.size, self.app.size, self.app.size.width)
        steps = min(len(self._job.steps), self.app.size.height * 2 // 5)
        room = self.app.size.height >= _HIGH and lines - steps - taken >= _ELSEWHERE
        self.query_one("#elsewhere").display = room
        self.query_one(VerticalScroll).styles.height = taken + 1 if room else "1fr"
        if room and not self._begun:
            self._begun = True
            self.query_one("#others", Listing).await_content()
            self.when_settled(self._begin_reading)

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Show the step the selection comes to rest on."""
        if event.listing.id == "around":
            self._step = self._job.steps[int(event.key)]
            self.when_resting(self._show)

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Go to a step elsewhere, or to the action of this repository that the step uses."""
        if event.listing.id == "around":
            if (used := self._used()) is not None:
                self.explorer.open({**self.address(), **used})
            return
        other = self._others[int(event.key)]
        where = {"path": other.around.path, "job": other.job.id, "step": other.step.index}
        self.explorer.open({**self.address(), **where})

    def _used(self) -> dict[str, Any] | None:
        """Return where the action stands that the step uses, if it is of this repository."""
        called = self.atlas.local_pipeline(self._at, self._step.uses) if self._step.uses else None
        if called is None:
            return None
        return {"place": "workflow", "path": called.path, "job": None, "step": None}

    def applies(self, name: str) -> bool:
        """Tell whether a key has something to work on here, for the help screen."""
        if name == "open" and self.focused is self.query_one("#around"):
            return self._used() is not None
        return super().applies(name)

    def on_descendant_focus(self) -> None:
        """Show where the keys go where that has no cursor of its own."""
        page = self.query_one(VerticalScroll)
        self.query_one("#facts-title", Section).point(self.focused is page)

    def _show(self) -> None:
        repository = self.atlas.find_repository(self._at.repository)
        trail = [repository.name, self._path.rsplit("/", 1)[-1], self._job.id]
        self.show_top(
            [*trail, f"step {self._step.index + 1} of {len(self._job.steps)}"],
            facts_of(repository, self._at),
        )
        self.query_one(Facts).show(self._facts())
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self._share()
        if self._steps is not None:
            self._show_others()

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
