"""One hypothesis: the verdict, where each tool stands, and the evidence, down to the step."""

from typing import Any

from textual.app import ComposeResult

from ciatlas.analysis.verdicts.definition import coefficient_text, reading_text
from ciatlas.analysis.verdicts.words import change_in_words, indicator_title, missing_in_words
from ciatlas.display import visible
from ciatlas.model.claim import Evidence
from ciatlas.model.triage import Subject
from ciatlas.model.verdict import Indicator, Reading, Sign, Verdict
from ciatlas_tui.keymap import SCREENS, bindings
from ciatlas_tui.screens.evidence import file_text, go_to
from ciatlas_tui.screens.findings_place import WEIGHING, FindingsPlace
from ciatlas_tui.screens.strip import in_language, score_text, verdict_subject, verdict_text
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.lines import Section
from ciatlas_tui.widgets.listing import Column, Listing, Row
from ciatlas_tui.widgets.pane import Pane

_STANDING = (
    Column("tool", widest=24),
    Column("for", number=True),
    Column("against", number=True),
    Column("unknown", number=True),
    Column("indicators", widest=40),
)
_INDICATORS = (
    Column("says"),
    Column("indicator", widest=60, narrowest=20),
    Column("found", widest=60, narrowest=16, grows=True),
    Column("expected", widest=60, narrowest=12, priority=1),
    Column("weight", number=True, priority=2),
)
_EVIDENCE = (
    Column("says"),
    Column("tool", widest=20, narrowest=8),
    Column("what", widest=60, narrowest=14, cut="middle", grows=True),
    Column("file", widest=60, narrowest=12, cut="start"),
    Column("line", number=True, priority=1),
    Column("job", widest=24, narrowest=8, priority=2, cut="middle"),
)
_BESIDE = (Column("kind"), Column("text", widest=300, narrowest=20, grows=True))
_VERDICT_LINES = 3


class HypothesisView(FindingsPlace):
    """A hypothesis as of the explorer's date; Enter on evidence leads to the step."""

    CSS_PATH = "../styles/findings.tcss"
    KEYS = ("open", "next_pane", "definition", "filter", "date", "mark", "help", "back")
    BINDINGS = bindings(SCREENS["hypothesis"])
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-high"), (34, "-roomy")]  # noqa: RUF012

    def __init__(self, hypothesis: str) -> None:
        super().__init__()
        self._hypothesis = hypothesis
        self._verdict: Verdict | None = None
        self._pointers: list[Evidence] = []
        self._wanted: str | None = None

    def compose_content(self) -> ComposeResult:
        """Put the verdict above the tools, the indicators, the evidence, and what is beside it."""
        yield Facts(self.glyphs, most=_VERDICT_LINES, id="verdict")
        with Pane(id="standing-pane"):
            yield Section("Tools", self.glyphs)
            yield Listing(
                _STANDING,
                self.glyphs,
                id="standing",
                titles=False,
                empty=WEIGHING,
                awaited=True,
            )
        with Pane(id="indicators-pane"):
            yield Section("Indicators", self.glyphs)
            yield Listing(_INDICATORS, self.glyphs, id="indicators", titles=False, awaited=True)
        with Pane():
            yield Section("Evidence of the indicator", self.glyphs, id="of")
            yield Listing(_EVIDENCE, self.glyphs, id="pointers", titles=False, empty="none")
        with Pane(id="beside-pane"):
            yield Section("What would change it, what is missing, limits", self.glyphs)
            yield Listing(_BESIDE, self.glyphs, id="beside", titles=False, empty="none")

    def on_mount(self) -> None:
        """Weigh the evidence."""
        self.query_one("#verdict", Facts).reserve(_VERDICT_LINES)
        self.fill()
        self.query_one("#indicators", Listing).focus()

    def address(self) -> dict[str, Any]:
        """Return what leads here."""
        return {"place": "hypothesis", "hypothesis": self._hypothesis}

    def fill(self) -> None:
        """Weigh the evidence as of the explorer's date, off the screen's own time."""
        as_of = self.explorer.as_of
        self.show_top(
            ["hypotheses", self._hypothesis],
            [f"as of {as_of}" if as_of else "newest known", f"cohort {self.explorer.cohort}"],
        )
        if self.asks_anew():
            self._withdraw()
        self.run_worker(self._judge, thread=True, exclusive=True)

    def _withdraw(self) -> None:
        """Leave nothing of another day in sight."""
        indicators = self.query_one("#indicators", Listing)
        self._wanted = indicators.selected or self._wanted
        self._verdict, self._pointers = None, []
        self.query_one("#verdict", Facts).show([("verdict", WEIGHING)])
        self.query_one("#of", Section).retitle("Evidence of the indicator")
        self.query_one("#standing", Listing).withdraw(WEIGHING)
        indicators.withdraw(WEIGHING)
        for name in ("#pointers", "#beside"):
            self.query_one(name, Listing).show_rows([])

    def _judge(self) -> None:
        about = self.about
        found = self.explorer.verdicts([self._hypothesis], sensitivity=True)
        if found:
            self.show_about(about, self._show, found[0])
        else:
            self.show_about(about, self._show_nothing)

    def _show_nothing(self) -> None:
        self.query_one("#verdict", Facts).show([])
        for name in ("#standing", "#indicators"):
            self.query_one(name, Listing).show_rows([], empty="no tool to judge by")

    def _show(self, verdict: Verdict) -> None:
        self._verdict = verdict
        self.show_marks()
        self.query_one("#standing", Listing).show_rows(self._tools(verdict))
        wanted, self._wanted = self._wanted, None
        rows = [self._indicator(str(at), one) for at, one in enumerate(verdict.indicators)]
        self.query_one("#indicators", Listing).show_rows(rows, select=wanted)
        self.query_one("#beside", Listing).show_rows(_beside(verdict))

    def show_marks(self) -> None:
        """Show the verdict, and what was decided on it."""
        verdict = self._verdict
        if verdict is None:
            return
        self.query_one("#verdict", Facts).show(
            [
                (verdict_text(verdict, self.glyphs), in_language(verdict.statements)),
                ("because", verdict.summary),
                ("score", score_text(verdict)),
                *self.marks_told(self.subject()),
            ]
        )

    def _tools(self, verdict: Verdict) -> list[Row]:
        """Write a row per tool, a glyph for each of its indicators."""
        said: dict[tuple[str, str], list[Sign]] = {}
        for one in verdict.indicators:
            for reading in one.readings if one.kind == "level" else ():
                said.setdefault((reading.repository, reading.tool), []).append(reading.sign)
        rows = []
        for (repository, tool), signs in said.items():
            counts = [f"{signs.count(s)} {s}" for s in (Sign.FOR, Sign.AGAINST, Sign.UNKNOWN)]
            glyphs = " ".join(self.glyphs.signs[sign] for sign in signs)
            rows.append(Row(repository, (visible(tool), *counts, glyphs)))
        return rows

    def _indicator(self, key: str, one: Indicator) -> Row:
        return Row(
            key,
            (
                f"{self.glyphs.signs[one.sign]} {one.sign}",
                visible(indicator_title(one)),
                visible(_found(one)),
                visible(one.expects),
                f"{one.weight:g}",
            ),
        )

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Show the evidence of the indicator selected."""
        if event.listing.id == "indicators":
            self.when_resting(lambda: self._show_evidence(int(event.key)))

    def _show_evidence(self, number: int) -> None:
        if self._verdict is None:
            return
        one = self._verdict.indicators[number]
        pairs = [(reading, at) for reading in one.readings for at in reading.evidence]
        unknown = [reading for reading in one.readings if reading.sign is Sign.UNKNOWN]
        self._pointers = [at for _, at in pairs]
        self.query_one("#of", Section).retitle(f"Evidence: {one.reason}")
        self.query_one("#pointers", Listing).show_rows(
            [
                *(self._pointer(str(number), *pair) for number, pair in enumerate(pairs)),
                *(self._gap(f"unknown {number}", gap) for number, gap in enumerate(unknown)),
            ]
        )

    def _pointer(self, key: str, reading: Reading, at: Evidence) -> Row:
        none = self.glyphs.none
        return Row(
            key,
            (
                f"{self.glyphs.signs[reading.sign]} {reading.sign}",
                visible(reading.tool),
                visible(at.text if at.path else reading.note),
                visible(file_text(at)),
                str(at.line or none),
                visible(at.job or none),
            ),
        )

    def _gap(self, key: str, reading: Reading) -> Row:
        none, sign = self.glyphs.none, f"{self.glyphs.signs[reading.sign]} {reading.sign}"
        cells = (sign, visible(reading.tool), visible(reading.note), none, none, none)
        return Row(key, cells, dim=True)

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Go to the evidence, from an indicator to its evidence, from a tool to the tool."""
        if event.listing.id == "indicators":
            self.query_one("#pointers", Listing).focus()
        elif event.listing.id == "pointers" and event.key.isdigit():
            go_to(self, self._pointers[int(event.key)], self.explorer.as_of)
        elif event.listing.id == "standing":
            from ciatlas_tui.screens.tool import Tool

            self.app.push_screen(Tool(event.key))

    def action_definition(self) -> None:
        """Show what the selected indicator measures, and how."""
        from ciatlas_tui.screens.definition import define

        key = self.query_one("#indicators", Listing).selected
        if self._verdict is not None and key is not None:
            define(self, self._verdict, int(key))

    def subject(self) -> Subject | None:
        """Return the verdict."""
        verdict = self._verdict
        return None if verdict is None else verdict_subject(verdict, self.explorer.cohort)

    def action_date(self) -> None:
        """Ask for the day to show everything as of."""
        self.explorer.ask_date()


def _found(one: Indicator) -> str:
    """Write what an indicator found: a coefficient, or each tool's value."""
    if one.kind != "level":
        return coefficient_text(one)
    return ", ".join(f"{reading.tool} {reading_text(reading)}" for reading in one.readings)


def _beside(verdict: Verdict) -> list[Row]:
    rows = [("changes", change_in_words(one)) for one in verdict.sensitivity]
    rows += [("missing", text) for text in missing_in_words(verdict)]
    rows += [("limit", text) for text in verdict.limits]
    return [Row(str(number), (kind, visible(text))) for number, (kind, text) in enumerate(rows)]
