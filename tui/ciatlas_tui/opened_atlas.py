"""An app with an atlas open: what it is asked for beside what places read themselves."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from textual.worker import WorkerFailed

from ciatlas.display import visible
from ciatlas.model.errors import CiatlasError
from ciatlas.model.repository import STUDY, Snapshot
from ciatlas.model.triage import Mark, Subject, histories
from ciatlas.store import read_atlas
from ciatlas.store.opening import sentence
from ciatlas_tui.drafts import Drafts
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.notices import NoticeApp

if TYPE_CHECKING:
    from ciatlas.analysis.activities import RuleSet
    from ciatlas.model.claim import Replication
    from ciatlas.model.label import PipelineLabels
    from ciatlas.model.pipeline import Pipeline
    from ciatlas.model.verdict import Verdict

_PATIENCE = 0.2
"""Seconds to wait for a locked atlas where keys wait as well."""


class OpenedAtlas(NoticeApp):
    """An app on an atlas.

    Attributes:
        atlas: the atlas, which is only read.
        as_of: the day everything is shown as of, `None` for the newest known.
        cohort: the tools that are looked at.
        drafts: notes that were begun and not stored.
        glyphs: the characters in use.
    """

    def __init__(self, atlas_path: Path, as_of: date | None, glyphs: Glyphs) -> None:
        super().__init__()
        self.glyphs = glyphs
        self.atlas = read_atlas(atlas_path, patience=_PATIENCE)
        self._file = _file_at(atlas_path)
        self.as_of = as_of
        self.cohort = STUDY
        self.drafts = Drafts(atlas_path)
        self._rules: RuleSet | None = None

    def renew(self) -> bool:
        """Open the atlas anew if another file took its place; tell whether one did.

        One that was deleted stays open, and can be read as long as that.

        Raises:
            CiatlasError: what is there now cannot be used; the one before stays open.
        """
        found = _file_at(self.atlas.path)
        if found in (None, self._file):
            return False
        self._file = found
        before, self.atlas = self.atlas, read_atlas(self.atlas.path, patience=_PATIENCE)
        before.close()
        return True

    def complain(self, error: Exception) -> bool:
        """Say what an atlas that cannot be read is about; tell whether `error` is of that kind."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(cause, sqlite3.Error):
            said = sentence(self.atlas.path, cause)
        elif isinstance(cause, CiatlasError):
            said = str(cause)
        else:
            return False
        self.notify(visible(said), title="not to be had", severity="error", markup=False)
        return True

    def label(self, pipeline: "Pipeline", at: Snapshot) -> "PipelineLabels":
        """Say what a pipeline's steps are for, by the rules in force."""
        from ciatlas.analysis.activities import classify, load_rules

        if self._rules is None:
            self._rules = load_rules()
        return classify(pipeline, self._rules, lambda uses: self.atlas.local_pipeline(at, uses))

    def replicate(self) -> "list[Replication]":
        """Hold the study's claims against the atlas; by a connection of its own, for any thread.

        An atlas without the study's tools has nothing to say to its claims.
        """
        from ciatlas.analysis.replication import replicate

        with read_atlas(self.atlas.path) as atlas:
            try:
                return replicate(atlas, self.as_of)
            except CiatlasError:
                return []

    def verdicts(self, ids: Sequence[str] = (), *, sensitivity: bool = False) -> "list[Verdict]":
        """Hold hypotheses against the atlas; by a connection of its own, for any thread.

        A cohort without tools has nothing to say to them.
        """
        from ciatlas.analysis.verdicts import Court, chosen

        with read_atlas(self.atlas.path) as atlas:
            try:
                court = Court(atlas, self.cohort, self.as_of)
                return [court.judge(one, sensitivity=sensitivity) for one in chosen(ids)]
            except CiatlasError:
                return []

    def marks(self) -> list[Mark]:
        """Return the marks of the triage, the oldest first, read anew from the file at the path.

        Another file may have taken the place of the one that is open; marks go into that one.
        """
        try:
            with read_atlas(self.atlas.path, patience=_PATIENCE) as atlas:
                return atlas.marks()
        except CiatlasError:
            return self.atlas.marks()

    def marked(self, kind: str) -> dict[tuple[str, str | None], str]:
        """Return a character for the newest decision on each subject of a kind, by id and path."""
        return {
            (mark.subject.id, mark.subject.path): self.glyphs.decisions[mark.decision]
            for mark in self.marks()
            if mark.subject.kind == kind
        }

    def findings_marked(self, kind: str, day: date | None) -> dict[str, str]:
        """Return a character for the newest decision on each finding of the cohort, by its id.

        What was decided on another cohort's, or as of another day, is not about these.
        """
        return {
            mark.subject.id: self.glyphs.decisions[mark.decision]
            for mark in self.marks()
            if mark.subject.kind == kind and mark.is_about(self.cohort, day)
        }

    def marks_on(self, subject: Subject, day: date | None) -> tuple[list[Mark], list[Mark]]:
        """Return the marks on a subject, the newest first, and the newest on others of its name.

        These are about the same hypothesis or claim for another cohort, or as of another day.
        """
        found = [mark for mark in self.marks() if mark.subject.place == subject.place]
        by_key = histories(found)
        here = by_key.pop(subject.key(day), [])
        return here, [marks[0] for marks in by_key.values()]

    def add_mark(self, mark: Mark) -> None:
        """Store a mark, by a connection of its own, for any thread; there is no draft of it then.

        Raises:
            CiatlasError: the atlas is locked or cannot be written to.
        """
        from ciatlas.store import open_atlas

        with open_atlas(self.atlas.path) as atlas:
            atlas.add_mark(mark)
        self.drafts.forget(mark.key)

    def show_as_of(self, day: date | None) -> None:
        """Show every place as of a day, `None` for the newest known."""
        self.as_of = day
        for screen in self.screen_stack:
            fill = getattr(screen, "fill", None)
            if fill is not None:
                fill()

    def next_cohort(self, step: int) -> bool:
        """Look at the tools of another cohort; tell whether there is one."""
        cohorts = self.atlas.cohorts()
        if len(cohorts) < 2:
            return False
        self.cohort = cohorts[(cohorts.index(self.cohort) + step) % len(cohorts)]
        return True


def _file_at(path: Path) -> tuple[int, int] | None:
    """Return what tells the file at a path from any other one, `None` if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
