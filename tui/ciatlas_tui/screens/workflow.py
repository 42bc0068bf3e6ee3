"""One pipeline: its job graph (or outline), and the selected job with its steps."""

from typing import Any, Self

from textual.app import ComposeResult

from ciatlas.analysis.pipeline_changes import PipelineChange
from ciatlas.analysis.triggers import briefly
from ciatlas.display import visible
from ciatlas.model.pipeline import Job, Step
from ciatlas.model.repository import Snapshot
from ciatlas.model.triage import Subject
from ciatlas_tui.atlas_app import AtlasApp
from ciatlas_tui.describe import about_environment
from ciatlas_tui.glyphs import plain
from ciatlas_tui.keymap import SCREENS, bindings, shown
from ciatlas_tui.screens.change_words import change_facts
from ciatlas_tui.screens.file_facts import file_facts
from ciatlas_tui.screens.pipeline_view import PipelineView
from ciatlas_tui.screens.save import Form
from ciatlas_tui.screens.subjects import pipeline_subject, step_subject
from ciatlas_tui.screens.versioned_place import VersionedPlace
from ciatlas_tui.screens.where import Lines, facts_of
from ciatlas_tui.screens.workflow_panes import WorkflowPanes
from ciatlas_tui.widgets.change_line import ChangeLine
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.file_page import FilePage
from ciatlas_tui.widgets.graph_view import GraphView
from ciatlas_tui.widgets.listing import Listing


class Workflow(VersionedPlace):
    """A pipeline as of a commit: drawing or outline left, the selected job right."""

    CSS_PATH = "../styles/workflow.tcss"
    KEYS = (
        "open", "edges", "column", "outline", "older", "newer", "date", "help", "back", "mark",
        "file", "find", "fold", "direction", "copy", "link",
    )  # fmt: skip
    IN_FULL = False
    BINDINGS = bindings(SCREENS["workflow"])

    def __init__(
        self,
        at: Snapshot,
        path: str,
        *,
        job: str | None = None,
        step: int | None = None,
        changed: bool = False,
    ) -> None:
        """Show the pipeline at `path`; `job` and `step` are selected if given.

        It is shown as of a commit, or for what that commit `changed`.
        """
        super().__init__(at, path, changed=changed)
        self._wanted = (job, step)
        self._view: PipelineView | None = None
        self._unpictured = False

    def compose_content(self) -> ComposeResult:
        """Put drawing or outline and the selected job beside each other."""
        yield ChangeLine(self.glyphs)
        yield WorkflowPanes(self.glyphs, ascii_only=self.explorer.ascii_only)

    def on_mount(self) -> None:
        """Show the pipeline, the keys going to the drawing."""
        self.show_version(self._at, changed=self._changed)
        self.query_one(GraphView).focus()
        job, step = self._wanted
        if job is not None:
            self.query_one(GraphView).select(job)
        if job is not None and step is not None:
            self._into(job)
            self.query_one("#steps", Listing).select(str(step))

    def show_version(self, at: Snapshot, *, changed: bool) -> None:
        """Show the file as of a commit, or for what that commit changed."""
        self._at, self._changed = at, changed
        repository = self.atlas.find_repository(at.repository)
        versions = self.atlas.change_points(repository, self._path)
        change = self.tell_change(repository, versions)
        pipeline = self.atlas.pipeline(at, self._path)
        trail = [repository.name, self._path.rsplit("/", 1)[-1]]
        if pipeline is None:
            self._show_absence(trail, facts_of(repository, at), change)
            return
        labels = self.explorer.label(pipeline, at)
        view = self._view = PipelineView(pipeline, labels, self.glyphs, change)
        triggers = plain(self.glyphs, ", ".join(map(briefly, pipeline.triggers[:3])))
        told = [*facts_of(repository, at), f"on {triggers}" if triggers else ""]
        self.show_top(trail, [fact for fact in told if fact])
        self._show_jobs(view)
        drawing = self.query_one(GraphView).drawing
        notes = drawing.notes if drawing is not None and pipeline.jobs else ()
        hint = f"{shown('file', self.explorer.configuration.keys)} tells all"
        about = view, at, versions, repository, notes
        self._panes.show_file(self._path, file_facts(*about, hint), file_facts(*about))

    def _show_absence(
        self, trail: list[str], facts: list[str], change: PipelineChange | None
    ) -> None:
        """Show nothing of the file where it is not there, or was not read, but what it was."""
        self._view = None
        self.show_top([*trail, "not there"], facts)
        outline = self.query_one("#outline", Listing)
        outline.show_rows([], empty="the file is not there, or was not read; [ ] and @ lead on")
        self.query_one("#job", Facts).show([])
        self.query_one("#steps", Listing).show_rows([], empty="no steps")
        self._picture(there=False)
        told = change_facts(change, self.glyphs) if change else []
        self._panes.show_file(self._path, told, told)

    def _show_jobs(self, view: PipelineView) -> None:
        jobs = view.pipeline.jobs
        outline = self.query_one("#outline", Listing)
        outline.show_rows(map(view.job_row, jobs), empty="no jobs")
        outline.show_signs(view.signs())
        if not jobs:
            self.query_one("#job", Facts).show(about_environment(view.pipeline))
            self.query_one("#steps", Listing).show_rows([])
            self._picture(there=False)
            return
        self.query_one("#job", Facts).reserve_for([view.job_facts(job) for job in jobs])
        graph = self.query_one(GraphView)
        graph.show_signs(view.signs())
        graph.show_graph(view.graph())
        self._picture(there=True)

    def _picture(self, *, there: bool) -> None:
        """Show an outline where there is nothing to draw, and the drawing once there is again."""
        if there is not self._unpictured:
            return
        self._unpictured = not there
        self._panes.picture = "graph" if there else "outline"
        self.query_one("#graph" if there else "#outline").focus()

    def _job(self, job_id: str | None) -> Job | None:
        return None if self._view is None else self._view.job(job_id)

    def _inspect(self, job_id: str) -> None:
        view, job = self._view, self._job(job_id)
        if view is None or job is None:
            return
        self.query_one("#job", Facts).show(view.job_facts(job))
        self.query_one("#steps", Listing).show_rows(
            empty="Enter opens what it calls" if job.uses else "no steps",
            rows=(view.step_row(job, step) for step in job.steps),
        )
        self.query_one("#steps", Listing).show_signs(view.step_signs(job))

    def on_graph_view_moved(self, event: GraphView.Moved) -> None:
        """Show the job the selection comes to rest on; slow lines have no time for those passed."""
        if event.job != self.query_one(GraphView).selected:
            return
        self.when_resting(lambda: self._inspect(event.job))

    def on_graph_view_opened(self, event: GraphView.Opened) -> None:
        """Step into the job."""
        self._into(event.job)

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Follow the outline with the drawing's selection, while it is the one in sight."""
        if event.listing.id == "outline" and self._outlined:
            self._inspect(event.key)
            self.query_one(GraphView).select(event.key)

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Step into a job from the outline, or open a step."""
        if event.listing.id == "outline":
            self._into(event.key)
            return
        job = self._job(self._selected())
        if self._view is not None and job is not None:
            from ciatlas_tui.screens.step import StepView

            step = job.steps[int(event.key)]
            self.app.push_screen(StepView(self._at, self._path, self._view, job, step))

    def _into(self, job_id: str) -> None:
        """Give the keys to the job's steps, or follow a local reusable workflow."""
        job = self._job(job_id)
        if job is None:
            return
        if job.steps:
            self._inspect(job_id)
            self.query_one("#steps", Listing).focus()
        elif job.uses and (called := self.atlas.local_pipeline(self._at, job.uses)):
            self.app.push_screen(Workflow(self._at, called.path))
        elif job.uses:
            self.notify(f"{visible(job.uses)} is in another repository", markup=False)

    @property
    def _outlined(self) -> bool:
        """Whether the outline is in sight, not the drawing."""
        return self._panes.picture == "outline"

    @property
    def _panes(self) -> WorkflowPanes:
        return self.query_one(WorkflowPanes)

    def _selected(self) -> str | None:
        if self._outlined:
            return self.query_one("#outline", Listing).selected
        return self.query_one(GraphView).selected

    def action_outline(self) -> None:
        """Switch between drawing and outline, and on to the job where it is not in sight."""
        steps = self.query_one("#steps", Listing)
        if self._panes.alone and self._outlined and self.focused is not steps:
            steps.focus()
        elif self._outlined:
            self._panes.picture = "graph"
            self.query_one(GraphView).focus()
        else:
            self._outline()

    def _outline(self) -> None:
        selected = self._selected()
        self._panes.picture = "outline"
        listing = self.query_one("#outline", Listing)
        if selected is not None:
            listing.select(selected)
        listing.focus()

    def action_file(self) -> None:
        """Tell all about the file in the place of the job, or go back to the job."""
        self._panes.reads_file = not self._panes.reads_file
        if self._panes.reads_file:
            self.query_one(FilePage).focus()
        else:
            self._focus_picture()

    def _focus_picture(self) -> None:
        self.query_one("#outline" if self._outlined else "#graph").focus()

    def action_back(self) -> None:
        """Leave what is told of the file, then the steps for the drawing, then the screen."""
        if self._panes.reads_file:
            self.action_file()
        elif self.focused is self.query_one("#steps", Listing):
            self._focus_picture()
        else:
            super().action_back()

    def subject(self) -> Subject | None:
        """Return the step the keys go to, else the whole file."""
        job, step = self._job(self._selected()), self._selected_step()
        if job is not None and step is not None:
            return step_subject(self._at, self._path, job, step)
        pipeline = None if self._view is None else self._view.pipeline
        return pipeline_subject(self._at, self._path, pipeline)

    def _selected_step(self) -> Step | None:
        """Return the step the keys go to."""
        job = self._job(self._selected())
        steps = self.query_one("#steps", Listing)
        if job is None or self.focused is not steps or steps.selected is None:
            return None
        return job.steps[int(steps.selected)]

    def lines(self) -> Lines:
        """Return where the selected step or job stands."""
        selected = self._selected_step() or self._job(self._selected())
        return Lines(self._at, self._path, selected.line if selected else 0)

    def forms(self) -> list[Form]:
        """Return the graph in the forms it can be exported to."""
        from ciatlas.graph import export, job_graph

        drawing = self.query_one(GraphView).drawing
        if self._view is None or not self._view.pipeline.jobs or drawing is None:
            return []
        graph = job_graph(self._view.pipeline)
        return [
            Form("the graph as Mermaid", ".mmd", lambda: export(graph, drawing, "mermaid")),
            Form("the graph as Graphviz dot", ".dot", lambda: export(graph, drawing, "dot")),
            Form("the graph as JSON", ".json", lambda: export(graph, drawing, "json")),
        ]

    def address(self) -> dict[str, Any]:
        """Return what leads to this file at this commit, and to what is selected in it."""
        step = self._selected_step()
        return {
            "place": "workflow",
            "repository": self._at.repository,
            "commit": self._at.commit,
            "path": self._path,
            "job": self._selected(),
            "step": None if step is None else step.index,
            "changed": self._changed,
        }

    @classmethod
    def again(cls, explorer: AtlasApp, **address: Any) -> Self:
        """Make the place anew; `LookupError` when the commit is not there any more."""
        at = explorer.atlas.snapshot_of(address["repository"], address["commit"])
        if at is None:
            raise LookupError
        selected = {"job": address["job"], "step": address["step"]}
        return cls(at, address["path"], **selected, changed=address.get("changed", False))
