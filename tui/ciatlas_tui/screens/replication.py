"""The study's claims: what became of each, why, and the way to where that stands."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from textual.app import ComposeResult

from ciatlas.display import visible
from ciatlas.model.claim import Replication, Status
from ciatlas.model.triage import Subject
from ciatlas_tui.glyphs import plain
from ciatlas_tui.keymap import SCREENS, bindings
from ciatlas_tui.screens.evidence import EvidenceView
from ciatlas_tui.screens.findings_place import WEIGHING, FindingsPlace
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.lines import Section
from ciatlas_tui.widgets.listing import Column, Listing, Row

_CLAIMS = (
    Column("claim"),
    Column("status", widest=16),
    Column("statement", widest=160, narrowest=10, grows=True),
)


class ReplicationView(FindingsPlace):
    """Every claim with its status; the selected one with what was expected and found."""

    CSS_PATH = "../styles/findings.tcss"
    KEYS = ("evidence", "filter", "date", "mark", "help", "back")
    IN_FULL = False
    BINDINGS = bindings(SCREENS["replication"])

    def __init__(self, claim: str | None = None) -> None:
        """Show the claims; `claim` is selected if given."""
        super().__init__()
        self._wanted = claim
        self._results: dict[str, Replication] = {}

    def compose_content(self) -> ComposeResult:
        """Put the claims above what was found."""
        yield Section("Claims of the study", self.glyphs)
        yield Listing(_CLAIMS, self.glyphs, id="claims", empty=WEIGHING, awaited=True)
        yield Section("What the data say", self.glyphs)
        yield Facts(self.glyphs, id="findings")

    def on_mount(self) -> None:
        """Hold the claims against the atlas."""
        self.fill()
        self.query_one(Listing).focus()

    def address(self) -> dict[str, Any]:
        """Return what leads here."""
        return {"place": "replication", "claim": self.query_one(Listing).selected}

    def fill(self) -> None:
        """Hold the claims against the atlas as of the day, off the screen's own time."""
        self.show_top(["claims"], [f"as of {claims_day(self.explorer.as_of)}"])
        if self.asks_anew():
            self._wanted = self.query_one(Listing).selected or self._wanted
            self._results = {}
            self.query_one(Listing).withdraw(WEIGHING)
            self.query_one(Facts).show([])
        self.run_worker(self._replicate, thread=True, exclusive=True)

    def _replicate(self) -> None:
        about = self.about
        self.show_about(about, self._show, self.explorer.replicate())

    def _show(self, results: list[Replication]) -> None:
        self._results = {result.id: result for result in results}
        counts = [plain(self.glyphs, tally(results))] if results else []
        self.show_top(["claims"], [f"as of {claims_day(self.explorer.as_of)}", *counts])
        wanted, self._wanted = self._wanted, None
        self.query_one(Listing).show_rows(
            (
                Row(result.id, (result.id, self._status(result), visible(result.statement)))
                for result in results
            ),
            select=wanted,
            empty="the study's tools are not in this atlas",
        )
        self.show_marks()

    def _status(self, result: Replication) -> str:
        return f"{self.glyphs.statuses[result.status]} {result.status.replace('-', ' ')}"

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Show what was expected and found."""
        self.when_resting(lambda: self._show_details(event.key))

    def _show_details(self, key: str) -> None:
        result = self._results.get(key)
        if result is None:  # held against another day or atlas meanwhile
            return
        facts = []
        for finding in result.findings:
            mark = {True: "as said", False: "not so", None: "unknown"}[finding.holds]
            facts += [("claimed", finding.expected), (mark, finding.computed)]
        marks = self.marks_told(self.subject())
        self.query_one(Facts).show([("claim", result.statement), *marks, *facts])

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """List the evidence."""
        result = self._results[event.key]
        pointers = [pointer for finding in result.findings for pointer in finding.evidence]
        if pointers:
            day = claims_day(self.explorer.as_of)
            title = f"Evidence for or against {result.id}"
            self.app.push_screen(EvidenceView(("claims", result.id), title, pointers, day))
        else:
            self.notify("there is no evidence yet: data are missing", markup=False)

    def subject(self) -> Subject | None:
        """Return the selected claim, with what became of it."""
        result = self._results.get(self.query_one(Listing).selected or "")
        if result is None:
            return None
        return Subject("claim", result.id, result.statement, finding=result.status.value)

    def day(self) -> date:
        """Return the day the claims are held against."""
        return claims_day(self.explorer.as_of)

    def show_marks(self) -> None:
        """Show which claims were decided on."""
        marked = self.explorer.findings_marked("claim", self.day())
        self.query_one(Listing).show_marks(marked)
        if (selected := self.query_one(Listing).selected) is not None:
            self._show_details(selected)

    def action_date(self) -> None:
        """Ask for the day to show everything as of."""
        self.explorer.ask_date()


def claims_day(chosen: date | None) -> date:
    """Return the day claims are held against: the one chosen, else that of the study."""
    from ciatlas.analysis.replication import load_claims

    return chosen or load_claims().as_of


def tally(results: Sequence[Replication]) -> str:
    """Count the claims by what became of them."""
    counts = {status: sum(result.status is status for result in results) for status in Status}
    return " · ".join(f"{number} {status.replace('-', ' ')}" for status, number in counts.items())
