"""Marking a subject: what is decided on it, with a note, stored at once."""

import asyncio
import time
from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ciatlas.display import visible
from ciatlas.model.errors import CiatlasError
from ciatlas.model.triage import Decision, Mark, Subject
from ciatlas_tui.atlas_app import AtlasApp
from ciatlas_tui.drafts import Draft
from ciatlas_tui.glyphs import plain
from ciatlas_tui.keymap import DIALOGS, bindings
from ciatlas_tui.screens.mark_words import decision_text, elsewhere, history, what, where
from ciatlas_tui.widgets.choice import Choice
from ciatlas_tui.widgets.facts import Facts

_DECISIONS = list(Decision)
_EARLIER_SHOWN = 3
_KEYS = {
    "choice": "⏎ note · Esc leaves, keeps the note",
    "note": "⏎ store · Esc leaves, keeps the note",
}
"""What the keys do, by what they go to."""
_GLANCE = 2  # seconds that what went well is told


class MarkDialog(ModalScreen[None]):
    """Asks for a decision on a subject, and a note.

    A note that was not stored is kept, and offered when the subject is marked again.
    """

    CSS_PATH = "../styles/dialogs.tcss"
    BINDINGS = bindings(DIALOGS["mark"])

    def __init__(self, explorer: AtlasApp, subject: Subject, as_of: date | None) -> None:
        super().__init__()
        self._explorer = explorer
        self._subject = subject
        self._as_of = as_of
        self._key = subject.key(as_of)
        self._earlier, self._others = explorer.marks_on(subject, as_of)
        self._draft = explorer.drafts.find(self._key)
        before = self._draft or (self._earlier[0] if self._earlier else None)
        self._choice = Choice(
            [f"{decision_text(one, explorer.glyphs):<14}{one[0]}" for one in _DECISIONS],
            explorer.glyphs,
            chosen=_DECISIONS.index(before.decision) if before else 0,
        )
        self._note = self._draft.note if self._draft else ""
        self._storing = False
        self._stored = False

    def compose(self) -> ComposeResult:
        """Put what is marked above the decisions, the note and what was said before."""
        glyphs = self._explorer.glyphs
        with Vertical(id="mark"):
            yield Facts(glyphs, one_line=True, id="marked")
            yield self._choice
            yield Input(
                self._note,
                placeholder="note, may stay empty",
                id="note",
                compact=True,
                select_on_focus=False,
            )
            yield Static(plain(glyphs, _KEYS["choice"]), markup=False, classes="note", id="keys")
            yield Facts(glyphs, one_line=True, id="earlier")
            yield Facts(glyphs, one_line=True, id="others")

    def on_mount(self) -> None:
        """Give the keys to the decisions."""
        glyphs, names = self._explorer.glyphs, self._explorer.atlas.names()
        self.query_one(Input).cursor_blink = False  # a screen at rest sends nothing
        self.query_one("#marked", Facts).show(
            [
                ("mark", what(self._subject, glyphs, names)),
                ("in", where(self._subject, glyphs, names)),
                ("as of", str(self._as_of or "newest known")),
                ("note", "begun before and not stored yet" if self._draft else ""),
            ]
        )
        earlier = self._earlier[:_EARLIER_SHOWN]
        self.query_one("#earlier", Facts).show(history(earlier, glyphs))
        others = self._others[: _EARLIER_SHOWN - len(earlier)]
        self.query_one("#others", Facts).show(elsewhere(others, glyphs))
        self._choice.focus()

    def on_unmount(self) -> None:
        """Keep what was written, however one leaves."""
        if not self._stored:
            self._keep_draft()

    def _keep_draft(self) -> None:
        if self._note.strip():
            draft = Draft(_DECISIONS[self._choice.chosen], self._note)
            self._explorer.drafts.keep(self._key, draft)
        elif self._draft is not None:
            self._explorer.drafts.forget(self._key)

    def on_descendant_focus(self) -> None:
        """Say what the keys do there."""
        keys = _KEYS["choice" if self._choice.has_focus else "note"]
        self.query_one("#keys", Static).update(plain(self._explorer.glyphs, keys))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take the note down as one types."""
        self._note = event.value

    def on_input_submitted(self) -> None:
        """Store it."""
        self._begin_storing()

    def action_move(self, step: int) -> None:
        """Choose the decision above or below."""
        self._choice.choose(self._choice.chosen + step)

    def action_decide(self, decision: str) -> None:
        """Choose a decision and go on to the note."""
        self._choice.choose(_DECISIONS.index(Decision(decision)))
        self.query_one(Input).focus()

    def action_store(self) -> None:
        """Go on from the decisions to the note, from which the mark is stored."""
        self.query_one(Input).focus()

    def _begin_storing(self) -> None:
        """Store the mark, and leave when that is done."""
        if self._storing:
            return
        self._storing = True
        self._keep_draft()
        mark = Mark(
            self._subject,
            _DECISIONS[self._choice.chosen],
            self._note.strip(),
            self._as_of,
            int(time.time()),
        )
        # Of the app, not of this screen: who leaves meanwhile still learns what became of it.
        self._explorer.run_worker(self._store(mark))

    async def _store(self, mark: Mark) -> None:
        try:
            await asyncio.to_thread(self._explorer.add_mark, mark)
        except CiatlasError as error:
            self._storing = False
            lasting = self._explorer.drafts.is_lasting(self._key)
            kept = f" (the note is kept{'' if lasting else ' until you leave'})"
            message = f"{visible(str(error))}{kept if mark.note else ''}"
            self._explorer.notify(message, title="not stored", severity="error", markup=False)
            return
        self._stored = True
        said = decision_text(mark.decision, self._explorer.glyphs)
        self._explorer.notify(f"{said} is stored", markup=False, timeout=_GLANCE)
        if self.is_current:
            self.dismiss()

    def action_back(self) -> None:
        """Leave without a mark."""
        self.dismiss()
