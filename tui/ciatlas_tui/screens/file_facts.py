"""What is to be said of a pipeline's file as a whole, briefly or with all its triggers say."""

from collections.abc import Sequence

from ciatlas.model.repository import Repository, Snapshot
from ciatlas_tui.describe import about_pipeline, listed
from ciatlas_tui.glyphs import plain
from ciatlas_tui.screens.change_words import change_facts
from ciatlas_tui.screens.pipeline_view import PipelineView
from ciatlas_tui.widgets.facts import Fact


def file_facts(
    view: PipelineView,
    at: Snapshot,
    versions: Sequence[Snapshot],
    repository: Repository,
    notes: Sequence[str],
    hint: str | None = None,
) -> list[Fact]:
    """Say what a version did, what the file says, and what is noted of its drawing.

    With a `hint` triggers are told briefly, and the hint where that leaves something out.
    """
    glyphs = view.glyphs
    facts = change_facts(view.change, glyphs) if view.change else []
    facts += about_pipeline(view.pipeline, view.labels, at, versions, repository, hint)
    facts += listed("drawing", notes)
    return [(name, plain(glyphs, text)) for name, text in facts]
