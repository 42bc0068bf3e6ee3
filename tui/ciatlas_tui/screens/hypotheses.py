"""The hypotheses: every verdict in a line, the selected one with what it rests on."""

from typing import Any

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from ciatlas.display import visible
from ciatlas.model.claim import Evidence
from ciatlas.model.triage import Subject
from ciatlas.model.verdict import Verdict
from ciatlas_tui.keymap import SCREENS, bindings
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
from ciatlas_tui.widgets.row import Column, Row

_LIMITS = "Missing, limits"
_BESIDE = "What would change it, what is missing, limits"


class HypothesesView(FindingsPlace):
    """The verdicts on all hypotheses; Enter opens one, an indicator's definition or evidence.

    Beside or below them stands what the selected one rests on: its statement, its indicators tool
    by tool, the first of the evidence and the limits, as far as there is room.
    """

    CSS_PATH = "../styles/findings.tcss"
    KEYS = ("open", "filter", "next_pane", "definition", "date", "mark", "help", "back")
    BINDINGS = bindings(SCREENS["hypotheses"])
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self._verdicts: dict[str, Verdict] = {}
        self._wanted: str | None = None
        self._statements: dict[str, list[tuple[str, str]]] = {}
        self._pointers: list[Evidence] = []

    def compose_content(self) -> ComposeResult:
        """Put the verdicts before what the selected one rests on."""
        with Container(id="halves"):
            with Vertical(id="half"):
                yield Section("Hypotheses", self.glyphs)
                yield Listing(STRIP, self.glyphs, id="verdicts", empty=WEIGHING, awaited=True)
                yield Section("What it rests on", self.glyphs)
                yield Facts(self.glyphs, id="findings")
                with Vertical(id="changes-pane"):
                    yield Section(_BESIDE, self.glyphs)
                    yield Facts(self.glyphs, id="changes")
                with Vertical(id="reasons-pane"):
                    yield Section("What indicators have to show, and why", self.glyphs)
                    yield Facts(self.glyphs, id="reasons")
            with Vertical(id="other-half"):
                yield Section("Indicators by tool", self.glyphs)
                yield Listing((Column(""),), self.glyphs, id="indicators")
                with Vertical(id="pointers-pane"):
                    yield Section("First of the evidence", self.glyphs)
                    yield Listing((Column(""),), self.glyphs, id="pointers", empty="none")
                with Vertical(id="limits-pane"):
                    yield Section(_LIMITS, self.glyphs)
                    yield Facts(self.glyphs, id="limits")

    def on_mount(self) -> None:
        """Weigh the evidence."""
        self.fill()
        self._list.focus()

    @property
    def _list(self) -> Listing:
        return self.query_one("#verdicts", Listing)

    @property
    def _evidence(self) -> Listing:
        return self.query_one("#pointers", Listing)

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
            self._wanted = self._list.selected or self._wanted
            self._verdicts = {}
            self._list.withdraw(WEIGHING)
            for listing in (self.query_one("#indicators", Listing), self._evidence):
                listing.show_rows([], empty="")
            for facts in self.query(Facts):
                facts.show([])
        self.run_worker(self._judge, thread=True, exclusive=True)

    def _judge(self) -> None:
        about = self.about
        verdicts = self.explorer.verdicts(sensitivity=True)
        statements = {verdict.id: _statement(verdict) for verdict in verdicts}
        rows = strip_rows(verdicts, self.glyphs)
        self.show_about(about, self._show, verdicts, statements, rows)

    def _show(
        self, verdicts: list[Verdict], statements: dict[str, list[tuple[str, str]]], rows: list[Row]
    ) -> None:
        self._verdicts = {verdict.id: verdict for verdict in verdicts}
        self._statements = statements
        wanted, self._wanted = self._wanted, None
        self.query_one("#findings", Facts).reserve_for(list(statements.values()))
        self._list.show_rows(rows, select=wanted, empty="no tool to judge by")
        self.show_marks()

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Show what the verdict rests on."""
        if event.listing is self._list:
            self.when_resting(lambda: self._show_details(event.key))

    def _show_details(self, key: str) -> None:
        from ciatlas_tui.screens.indicator_rows import (
            EVIDENCE,
            first_evidence,
            indicator_columns,
            indicator_rows,
        )

        verdict = self._verdicts.get(key)
        if verdict is None:  # weighed anew meanwhile
            return
        self.query_one("#findings", Facts).show(
            [*self._statements[key], *self.marks_told(self.subject())]
        )
        self.query_one("#indicators", Listing).show_table(
            indicator_columns(verdict), indicator_rows(verdict, self.glyphs)
        )
        rows, self._pointers = first_evidence(verdict, self.glyphs)
        self._evidence.show_table(EVIDENCE, rows)
        self.query_one("#reasons", Facts).show(_reasons(verdict))
        self.query_one("#limits", Facts).show(_limits(verdict))
        self.query_one("#changes", Facts).show([*_changes(verdict), *_limits(verdict)])

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Open the hypothesis, the definition of an indicator, or where evidence stands."""
        from ciatlas_tui.screens.evidence import go_to
        from ciatlas_tui.screens.hypothesis import HypothesisView

        if event.listing is self._list:
            self.app.push_screen(HypothesisView(event.key))
        elif event.listing.id == "indicators":
            self.action_definition()
        else:
            go_to(self, self._pointers[int(event.key)], self.explorer.as_of)

    def action_definition(self) -> None:
        """Show what the selected indicator measures, and how."""
        from ciatlas_tui.screens.definition import define

        verdict = self._verdicts.get(self._list.selected or "")
        number = self.query_one("#indicators", Listing).selected
        if verdict is not None and number is not None:
            define(self, verdict, int(number))

    def subject(self) -> Subject | None:
        """Return the selected verdict."""
        verdict = self._verdicts.get(self._list.selected or "")
        return None if verdict is None else verdict_subject(verdict, self.explorer.cohort)

    def show_marks(self) -> None:
        """Show which verdicts were decided on."""
        self._list.show_marks(self.explorer.findings_marked("verdict", self.day()))
        if (selected := self._list.selected) is not None:
            self._show_details(selected)

    def action_date(self) -> None:
        """Ask for the day to show everything as of."""
        self.explorer.ask_date()


def _statement(verdict: Verdict) -> list[tuple[str, str]]:
    names = holding(verdict)
    which = f": {', '.join(names)}" if len(names) > 1 else ""
    return [
        ("hypothesis", in_language(verdict.statements)),
        ("because", f"{verdict.summary}{which}"),
        ("score", score_text(verdict)),
    ]


def _reasons(verdict: Verdict) -> list[tuple[str, str]]:
    from ciatlas.analysis.verdicts.words import indicator_title

    return [(indicator_title(one), f"{one.expects}: {one.reason}") for one in verdict.indicators]


def _changes(verdict: Verdict) -> list[tuple[str, str]]:
    from ciatlas.analysis.verdicts.words import change_in_words

    return [("changes", change_in_words(one)) for one in verdict.sensitivity]


def _limits(verdict: Verdict) -> list[tuple[str, str]]:
    """Say what is missing, and the limits, those of this hypothesis first."""
    from ciatlas.analysis.verdicts.words import missing_in_words

    return [
        *(("missing", visible(text)) for text in missing_in_words(verdict)),
        *(("limit", text) for text in verdict.limits),
    ]
