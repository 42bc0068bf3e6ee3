"""The hypotheses: every verdict in a line, the selected one with what it rests on."""

from typing import Any

from textual.app import ComposeResult

from ciatlas.model.triage import Subject
from ciatlas.model.verdict import Verdict
from ciatlas_tui.keymap import bindings
from ciatlas_tui.screens.findings_place import WEIGHING, FindingsPlace
from ciatlas_tui.screens.strip import (
    STRIP,
    holding,
    in_language,
    score_text,
    strip_rows,
    verdict_subject,
)
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.lines import Section
from ciatlas_tui.widgets.listing import Listing


class HypothesesView(FindingsPlace):
    """The verdicts on all hypotheses; Enter opens one."""

    CSS_PATH = "../styles/findings.tcss"
    KEYS = ("open", "filter", "date", "mark", "help", "back")
    BINDINGS = bindings(("date",))

    def __init__(self) -> None:
        super().__init__()
        self._verdicts: dict[str, Verdict] = {}
        self._wanted: str | None = None

    def compose_content(self) -> ComposeResult:
        """Put the verdicts above what the selected one rests on."""
        yield Section("Hypotheses", self.glyphs)
        yield Listing(STRIP, self.glyphs, id="verdicts", empty=WEIGHING, awaited=True)
        yield Section("What it rests on", self.glyphs)
        yield Facts(self.glyphs, id="findings")

    def on_mount(self) -> None:
        """Weigh the evidence."""
        self.fill()
        self.query_one(Listing).focus()

    def address(self) -> dict[str, Any]:
        """Return what leads here."""
        return {"place": "hypotheses"}

    def fill(self) -> None:
        """Weigh the evidence as of the explorer's date, off the screen's own time."""
        as_of = self.explorer.as_of
        self.show_top(
            ["hypotheses"],
            [f"as of {as_of}" if as_of else "newest known", f"cohort {self.explorer.cohort}"],
        )
        if self.asks_anew():
            self._wanted = self.query_one(Listing).selected or self._wanted
            self._verdicts = {}
            self.query_one(Listing).withdraw(WEIGHING)
            self.query_one(Facts).show([])
        self.run_worker(self._judge, thread=True, exclusive=True)

    def _judge(self) -> None:
        about = self.about
        self.show_about(about, self._show, self.explorer.verdicts())

    def _show(self, verdicts: list[Verdict]) -> None:
        self._verdicts = {verdict.id: verdict for verdict in verdicts}
        rows = strip_rows(verdicts, self.glyphs)
        wanted, self._wanted = self._wanted, None
        self.query_one(Listing).show_rows(rows, select=wanted, empty="no tool to judge by")
        self.show_marks()

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Show what the verdict rests on."""
        self.when_resting(lambda: self._show_details(event.key))

    def _show_details(self, key: str) -> None:
        verdict = self._verdicts.get(key)
        if verdict is None:  # weighed anew meanwhile
            return
        self.query_one(Facts).show(
            [
                ("hypothesis", in_language(verdict.statements)),
                ("because", verdict.summary),
                ("holds for", ", ".join(holding(verdict))),
                ("score", score_text(verdict)),
                *self.marks_told(self.subject()),
                *(
                    (
                        f"{self.glyphs.signs[one.sign]} {one.sign}",
                        f"{one.id}: {one.expects}",
                    )
                    for one in verdict.indicators
                ),
            ]
        )

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Open the hypothesis."""
        from ciatlas_tui.screens.hypothesis import HypothesisView

        self.app.push_screen(HypothesisView(event.key))

    def subject(self) -> Subject | None:
        """Return the selected verdict."""
        verdict = self._verdicts.get(self.query_one(Listing).selected or "")
        return None if verdict is None else verdict_subject(verdict, self.explorer.cohort)

    def show_marks(self) -> None:
        """Show which verdicts were decided on."""
        marked = self.explorer.findings_marked("verdict", self.day())
        self.query_one(Listing).show_marks(marked)
        if (selected := self.query_one(Listing).selected) is not None:
            self._show_details(selected)

    def action_date(self) -> None:
        """Ask for the day to show everything as of."""
        self.explorer.ask_date()
