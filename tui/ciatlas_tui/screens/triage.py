"""The triage: what was decided on what, by everybody on this atlas, and the way there."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from textual.app import ComposeResult

from ciatlas.analysis.wording import count
from ciatlas.display import visible
from ciatlas.model.errors import CiatlasError
from ciatlas.model.repository import Snapshot
from ciatlas.model.triage import Mark, Subject, histories
from ciatlas_tui.keymap import bindings
from ciatlas_tui.screens.mark import day_text, decision_text, history, what, where
from ciatlas_tui.screens.place import Place
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.lines import Section
from ciatlas_tui.widgets.listing import Column, Listing, Row

_MARKS = (
    Column("decision"),
    Column("subject", widest=80, narrowest=16),
    Column("in", widest=60, narrowest=12, priority=2),
    Column("note", widest=80, narrowest=12, grows=True, priority=1),
    Column("when", priority=3),
    Column("as of", priority=4),
)
_NONE = "nothing is marked yet; m marks what is selected"
_LOOK_SECONDS = 2
_DETAIL_LINES = 4


class TriageView(Place):
    """The subjects that were marked, the newest decision of each; Enter goes to the subject."""

    CSS_PATH = "../styles/findings.tcss"
    KEYS = ("open", "filter", "mark", "minutes", "copy_minutes", "link", "help", "back")
    IN_FULL = False
    BINDINGS = bindings(("minutes", "copy_minutes"))

    def __init__(self) -> None:
        super().__init__()
        self._marks: list[Mark] = []
        self._histories: dict[str, list[Mark]] = {}
        self._state: tuple[object, ...] = ()

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
        self._marks = marks
        newest_first = list(histories(marks).values())
        self._histories = {_key(found[0].subject): found for found in newest_first}
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
        mark = found[0]
        return Row(
            _key(mark.subject),
            (
                decision_text(mark.decision, self.glyphs),
                what(mark.subject),
                where(mark.subject, self.glyphs) or self.glyphs.none,
                visible(mark.note) or self.glyphs.none,
                day_text(mark.made_at),
                str(mark.as_of or "newest"),
            ),
        )

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Show all that was said."""
        self.when_resting(lambda: self._show_details(event.key))

    def _show_details(self, key: str) -> None:
        found = self._histories.get(key)
        if found is None:  # another atlas was put in the place of the one this row is from
            return
        self.query_one(Facts).show(
            [
                ("subject", what(found[0].subject)),
                ("in", where(found[0].subject, self.glyphs)),
                *history(found, self.glyphs),
            ]
        )

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Go to the subject, as of the day it was looked at."""
        mark = self._histories[event.key][0]
        try:
            self._go(mark)
        except CiatlasError as error:
            self.notify(visible(str(error)), markup=False)

    def _go(self, mark: Mark) -> None:
        match mark.subject.kind:
            case "verdict":
                from ciatlas_tui.screens.hypothesis import HypothesisView

                self._show_as_of(self.explorer.as_of, mark.as_of)
                self.app.push_screen(HypothesisView(mark.subject.id))
            case "claim":
                from ciatlas_tui.screens.replication import ReplicationView, claims_day

                self._show_as_of(claims_day(self.explorer.as_of), mark.as_of)
                self.app.push_screen(ReplicationView(mark.subject.id))
            case _:
                self._go_to_pipeline(mark)

    def _show_as_of(self, shown: date | None, wanted: date | None) -> None:
        """Move everything to a day: what is computed anew has no other way to be seen as of it."""
        if shown != wanted:
            self.explorer.show_as_of(wanted)
            day = f"as of {wanted}" if wanted else "as it is known now"
            self.notify(f"everything is shown {day}; @ chooses another day", markup=False)

    def _go_to_pipeline(self, mark: Mark) -> None:
        from ciatlas_tui.screens.tool import Tool
        from ciatlas_tui.screens.workflow import Workflow

        subject = mark.subject
        at = self._snapshot(mark)
        if at is None or subject.path is None or self.atlas.pipeline(at, subject.path) is None:
            self.app.push_screen(Tool(subject.id, at))
        else:
            self.app.push_screen(Workflow(at, subject.path, job=subject.job, step=subject.step))

    def _snapshot(self, mark: Mark) -> Snapshot | None:
        """Find the commit that was looked at; the last one of that day if it is not known."""
        repository = self.atlas.find_repository(mark.subject.id)
        points = self.atlas.change_points(repository, mark.subject.path)
        exact = (point for point in points if point.commit == mark.subject.commit)
        return next(exact, None) or self.atlas.snapshot(repository, mark.as_of)

    def subject(self) -> Subject | None:
        """Return the selected subject, to be decided on anew."""
        mark = self._selected()
        return None if mark is None else mark.subject

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

    def action_minutes(self) -> None:
        """Write the minutes to a file."""
        from ciatlas_tui.screens.save import Form, Save

        name = f"minutes-{datetime.now(UTC):%Y-%m-%d}"
        form = Form("Markdown", ".md", self._minutes)
        self.app.push_screen(Save([form], name, self.glyphs), self._say_where)

    def action_copy_minutes(self) -> None:
        """Copy the minutes by the terminal's clipboard (OSC 52)."""
        self.app.copy_to_clipboard(self._minutes())
        self.notify("the minutes, as Markdown", title="copied", markup=False)

    def _minutes(self) -> str:
        from ciatlas.report.minutes import minutes

        return minutes(self._marks)


def _key(subject: Subject) -> str:
    return "\n".join(map(str, subject.key))


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
