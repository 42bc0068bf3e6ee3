"""A place on a pipeline through whose versions one can walk, and that lists the newest of them."""

from textual.worker import get_current_worker

from ciatlas.analysis.pipeline_changes import PipelineChange
from ciatlas.model.repository import Repository, Snapshot
from ciatlas.store import read_atlas
from ciatlas_tui.keymap import SCREENS, bindings
from ciatlas_tui.screens.change_words import changes_said
from ciatlas_tui.screens.journey import Stop, next_stop, ordinal, unchanged, version_change
from ciatlas_tui.screens.pipeline_place import PipelinePlace
from ciatlas_tui.screens.versions import newest_versions
from ciatlas_tui.screens.workflow_panes import WorkflowPanes
from ciatlas_tui.widgets.change_line import ChangeLine
from ciatlas_tui.widgets.facts import Facts


class VersionedPlace(PipelinePlace):
    """A pipeline as of a commit, or for what that commit changed."""

    BINDINGS = bindings(SCREENS["versions"])

    def __init__(self, at: Snapshot, path: str, *, changed: bool) -> None:
        super().__init__(at, path)
        self._origin = None if changed else at
        self._changed = changed
        self._versions_of: tuple[Snapshot, int] | None = None

    def show_version(self, at: Snapshot, *, changed: bool) -> None:
        """Show the file as of a commit, or for what that commit changed."""
        raise NotImplementedError

    def show_at(self, at: Snapshot) -> None:
        """Show the file as of another commit, from which one may walk on."""
        self._origin = at
        self.show_version(at, changed=False)

    def action_travel(self, step: int) -> None:
        """Go to the change to this file before or after, or back to where one came from."""
        repository = self.atlas.find_repository(self._at.repository)
        points = self.atlas.change_points(repository, self._path)
        found = next_stop(points, self._origin, Stop(self._at, self._changed), step)
        if found is None:
            self.notify(unchanged(repository, step, "this file"), markup=False)
        else:
            self.show_version(found.at, changed=found.changed)

    def tell_change(
        self, repository: Repository, versions: list[Snapshot]
    ) -> PipelineChange | None:
        """Say which version it is and what it did, where one looks at that; return it."""
        line = self.query_one(ChangeLine)
        if not self._changed:
            line.tell("", [])
            return None
        change = version_change(self.atlas, versions, self._at, self._path)
        version = ordinal(repository, versions, self._at, "version")
        line.tell(version, changes_said(change, self.glyphs))
        return change

    def on_workflow_panes_roomy(self, event: WorkflowPanes.Roomy) -> None:
        """Read as many versions as there is room for, once that and the commit are others."""
        wanted = (self._at, event.versions)
        if wanted != self._versions_of:
            self._versions_of = wanted
            self.query_one("#version-facts", Facts).await_content()
            self.when_settled(self._begin_reading)

    def _begin_reading(self) -> None:
        self.run_worker(self._read_versions, thread=True, exclusive=True, group="versions")

    def _read_versions(self) -> None:
        worker, (at, most) = get_current_worker(), self._versions_of or (self._at, 1)
        with read_atlas(self.atlas.path) as atlas:
            points = atlas.change_points(atlas.find_repository(at.repository), self._path)
            past = [point for point in points if point.position <= at.position]
            found = newest_versions(atlas, past, self._path, self.glyphs, most)
        if not worker.is_cancelled:
            self.show_from_thread(self._show_versions, found)

    def _show_versions(self, found: list[tuple[str, str]]) -> None:
        self.query_one("#version-facts", Facts).show(found)
