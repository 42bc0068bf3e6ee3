"""The triage: what was decided on what, by everybody on this atlas, and the way there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from textual.app import ComposeResult

from ciatlas.analysis.wording import count
from ciatlas.display import visible
from ciatlas.model.errors import CiatlasError
from ciatlas.model.triage import Key, Mark, Subject, histories
from ciatlas.store import read_atlas
from ciatlas_tui.keymap import SCREENS, bindings
from ciatlas_tui.screens.mark_ways import go_to
from ciatlas_tui.screens.mark_words import (
    about,
    day_text,
    decision_text,
    finding_text,
    history,
    what,
    where,
)
from ciatlas_tui.screens.place import Place
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.lines import Section
from ciatlas_tui.widgets.listing import Column, Listing, Row

_MARKS = (
    Column("decision"),
    Column("subject", widest=80, narrowest=28),
    Column("in", widest=60, narrowest=12, priority=2),
    Column("note", widest=80, narrowest=12, grows=True, priority=1),
    Column("when", priority=3),
    Column("as of", priority=4),
)
_NONE = "nothing is marked yet; m marks what is selected"
_LOOK_SECONDS = 2
_DETAIL_LINES = 5


class TriageView(Place):
    """The subjects that were marked, the newest decision of each; Enter goes to the subject."""

    CSS_PATH = "../styles/findings.tcss"
    KEYS = ("open", "filter", "mark", "minutes", "copy_minutes", "link", "help", "back")
    IN_FULL = False
    BINDINGS = bindings(SCREENS["triage"])

    def __init__(self) -> None:
        super().__init__()
        self._marks: list[Mark] = []
        self._histories: dict[str, list[Mark]] = {}
        self._state: tuple[object, ...] = ()
        self._names: dict[str, str] = {}
        self._now: dict[Key, str] | None = None
        self._when_asked: Callable[[], None] | None = None

    def compose_content(self) -> ComposeResult:
        """Put the subjects above all that was said of the selected one."""
        yield Section("Triage", self.glyphs)
        yield Listing(
            _MARKS,
            self.glyphs,
            id="triage",
            empty="reading the marks",
            awaited=True,
        )
        yield Section("What was said", self.glyphs)
        yield Facts(self.glyphs, id="findings")

    def on_mount(self) -> None:
        """Show the marks, and from now on those of other explorers as well."""
        self.query_one(Facts).reserve(_DETAIL_LINES)
        self.query_one(Listing).focus()
        self.set_interval(_LOOK_SECONDS, self.look)

    def show_marks(self) -> None:
        """Show what was marked on the way."""
        self.fill()

    def look(self) -> None:
        """Show what others marked, if anything was written since."""
        if self.is_current and _state(self.atlas.path) != self._state:
            self.fill()

    def address(self) -> dict[str, Any]:
        """Return what leads here."""
        return {"place": "triage"}

    def fill(self) -> None:
        """Show the marks."""
        state = _state(self.atlas.path)
        marks = self.explorer.marks()
        self._state = state  # what could not be read is looked at again
        if marks == self._marks and marks:
            return
        self._marks, self._names = marks, self.atlas.names()
        if any(mark.subject.is_finding for mark in marks):
            self._now = None
            self.when_settled(self._begin_asking)
        else:
            self._now = {}
        self._show()

    def _begin_asking(self) -> None:
        self.run_worker(self._ask, thread=True, exclusive=True, group="now")

    def _ask(self) -> None:
        """Ask anew what was found, off the screen's own time."""
        from ciatlas.analysis.standing import findings_now

        marks = self._marks
        with read_atlas(self.atlas.path) as atlas:
            found = findings_now(atlas, marks)
        self.show_from_thread(self._take, marks, found)

    def _take(self, marks: list[Mark], found: dict[Key, str]) -> None:
        if marks is not self._marks:  # somebody marked something meanwhile
            return
        self._now = found
        self._show()
        if (then := self._when_asked) is not None:
            self._when_asked = None
            then()

    def _show(self) -> None:
        marks = self._marks
        newest_first = list(histories(marks).values())
        self._histories = {_row_key(found[0]): found for found in newest_first}
        decisions = [found[0].decision for found in newest_first]
        self.show_top(
            ["triage", count(len(newest_first), "subject")],
            [
                f"{decisions.count(one)} {decision_text(one, self.glyphs)[2:]}"
                for one in dict.fromkeys(decisions)
            ],
        )
        self.query_one(Listing).show_rows(map(self._row, newest_first), empty=_NONE)

    def _row(self, found: list[Mark]) -> Row:
        mark, none = found[0], self.glyphs.none
        place = where(mark.subject, self.glyphs, self._names)
        if mark.subject.is_finding:  # its day is a part of what it is about
            place = ", ".join(filter(None, (place, str(mark.as_of or "newest"))))
        return Row(
            _row_key(mark),
            (
                f"{decision_text(mark.decision, self.glyphs)}",
                what(mark.subject, self.glyphs, self._names, self._changed(mark)),
                place or none,
                visible(mark.note) or none,
                day_text(mark.made_at),
                str(mark.as_of or "newest"),
            ),
        )

    def _changed(self, mark: Mark) -> str:
        """Say what a finding comes to now if that is another; nothing while nobody knows."""
        now = (self._now or {}).get(mark.key)
        if now is None or now == mark.subject.finding:
            return ""
        return finding_text(mark.subject.kind, now, self.glyphs)

    def _since(self, mark: Mark) -> str:
        """Say whether a finding is still what it was."""
        if self._now is None:
            return f"weighing the evidence {self.glyphs.ellipsis}"
        if mark.key not in self._now:
            return "it cannot be asked again: the tools are not here, or the cohort was not noted"
        return f"now {changed}" if (changed := self._changed(mark)) else "unchanged since"

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Show all that was said."""
        self.when_resting(lambda: self._show_details(event.key))

    def _show_details(self, key: str) -> None:
        found = self._histories.get(key)
        if found is None:  # another atlas was put in the place of the one this row is from
            return
        mark = found[0]
        place = ("in", where(mark.subject, self.glyphs, self._names))
        if mark.subject.is_finding:
            place = ("found", f"{about(mark, self.glyphs)}; {self._since(mark)}")
        subject = what(mark.subject, self.glyphs, self._names)
        self.query_one(Facts).show([("subject", subject), place, *history(found, self.glyphs)])

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Go to the subject, as of the day it was looked at."""
        mark = self._histories[event.key][0]
        try:
            go_to(self, mark)
        except CiatlasError as error:
            self.notify(visible(str(error)), markup=False)

    def subject(self) -> Subject | None:
        """Return the selected subject, to be decided on anew: a finding as it is now."""
        mark = self._selected()
        if mark is None:
            return None
        return replace(mark.subject, finding=(self._now or {}).get(mark.key, mark.subject.finding))

    def day(self) -> date | None:
        """Return the day it was looked at."""
        mark = self._selected()
        return None if mark is None else mark.as_of

    def link(self) -> str | None:
        """Link to the selected subject at the commit that was looked at."""
        from ciatlas.report.minutes import permalink

        mark = self._selected()
        return None if mark is None else permalink(mark.subject)

    def _selected(self) -> Mark | None:
        key = self.query_one(Listing).selected
        return None if key is None else self._histories[key][0]

    def action_triage(self) -> None:
        """Stay: this is it."""

    def _with_findings(self, then: Callable[[], None]) -> None:
        """Do something as soon as it is known what was marked comes to now."""
        if self._now is None:
            self._when_asked = then
            self.notify("as soon as the evidence is weighed", markup=False)
        else:
            then()

    def action_minutes(self) -> None:
        """Write the minutes to a file."""
        self._with_findings(self._save_minutes)

    def _save_minutes(self) -> None:
        from ciatlas_tui.screens.save import Form, Save

        name = f"minutes-{datetime.now(UTC):%Y-%m-%d}"
        form = Form("Markdown", ".md", self._minutes)
        self.app.push_screen(Save([form], name, self.glyphs), self._say_where)

    def action_copy_minutes(self) -> None:
        """Copy the minutes by the terminal's clipboard (OSC 52)."""
        self._with_findings(self._copy_minutes)

    def _copy_minutes(self) -> None:
        self.app.copy_to_clipboard(self._minutes())
        self.notify("the minutes, as Markdown", title="copied", markup=False)

    def _minutes(self) -> str:
        from ciatlas.report.minutes import minutes

        return minutes(self._marks, self._names, self._now)


def _row_key(mark: Mark) -> str:
    return "\n".join(map(str, mark.key))


def _state(path: Path) -> tuple[object, ...]:
    """Return what is another after any write to the atlas, or when another file takes its place."""
    state: list[object] = []
    for part in (path, path.with_name(f"{path.name}-wal")):
        try:
            found = part.stat()
        except OSError:
            continue
        state += [found.st_ino, found.st_size, found.st_mtime_ns]
    return tuple(state)
