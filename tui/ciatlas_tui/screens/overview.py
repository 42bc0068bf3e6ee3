"""The overview: every tool in the atlas, and what is known about the study's questions."""

from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from ciatlas.analysis.wording import count
from ciatlas.display import visible
from ciatlas.model.repository import Repository
from ciatlas.model.triage import Subject
from ciatlas.store import read_atlas
from ciatlas_tui import garbage
from ciatlas_tui.glyphs import plain
from ciatlas_tui.keymap import SCREENS, bindings
from ciatlas_tui.screens.addresses import name_of
from ciatlas_tui.screens.change_rows import CHANGES, change_rows, change_subject, open_change
from ciatlas_tui.screens.findings_place import WEIGHING, About, FindingsPlace
from ciatlas_tui.screens.overview_room import share_room
from ciatlas_tui.screens.strip import UNTITLED, strip_rows, verdict_subject
from ciatlas_tui.screens.tool_rows import TOOLS, ToolRow, not_known, origins, read_tools, tool_rows
from ciatlas_tui.widgets.lines import FactLine, KeyLine, Section
from ciatlas_tui.widgets.listing import Listing, Row

if TYPE_CHECKING:
    from ciatlas.model.verdict import Verdict

_NEAR = 200
"""Tools that are shown before the rest of thousands is read: more than anyone goes through soon."""
_UNHURRIED = 4  # times the usual rest, so that the first paint has the processor to itself
_CLAIMS = "  Study claims on {}: {}"
_NO_COHORT = "no cohort"


class Overview(FindingsPlace):
    """Tools with their figures; Enter opens one."""

    DEFAULT_CSS = "Overview FactLine { height: 1; color: $text-muted; }"
    KEYS = (
        "open", "filter", "date", "verdicts", "figures", "compare", "quit", "help", "next_cohort",
        "next_pane", "claims", "triage", "mark", "palette",
    )  # fmt: skip
    IN_FULL = False  # what is opened says it all; here every line is taken
    BINDINGS = bindings(SCREENS["overview"])

    def __init__(self) -> None:
        super().__init__()
        self._verdicts: dict[str, Verdict] = {}
        self._wanted: str | None = None

    def compose_content(self) -> ComposeResult:
        """Put tools above what is known of hypotheses and claims."""
        yield Section("Tools", self.glyphs, id="cohort")
        yield Listing(
            TOOLS,
            self.glyphs,
            id="tools",
            empty="the atlas is empty; bring a clone in with 'ciatlas import PATH --as OWNER/NAME'",
        )
        yield FactLine(self.glyphs)
        yield Listing(
            UNTITLED,
            self.glyphs,
            id="hypotheses",
            caption="Hypotheses",
            empty=WEIGHING,
            awaited=True,
        )
        yield Static(" ", markup=False, classes="note", id="claims-line")
        yield Section("Newest changes", self.glyphs, id="changes-title")
        yield Listing(CHANGES, self.glyphs, id="changes", titles=False, empty="none", awaited=True)

    def on_screen_resume(self) -> None:
        """Say what is ahead, and where `q` leads where another place was left for this one."""
        ahead, keys = self.explorer.ahead, self.query_one(KeyLine)
        if left := self.explorer.left_for_overview:
            keys.offer("quit", f"back to {name_of(ahead[-left])}")
            return
        steps = dict.fromkeys(name_of(one) for one in (*ahead[-1:], *ahead[:1]))
        trail = f" {self.glyphs.separator} ".join(steps)
        keys.offer("forward", f"back to {trail}" if ahead else None)

    def applies(self, name: str) -> bool:
        """Tell whether a key has something to work on here, for the help screen."""
        if name == "quit":  # there is a place to go back to
            return not self.explorer.left_for_overview
        return super().applies(name)

    def on_mount(self) -> None:
        """Fill the table before the first paint."""
        self.fill()
        self.query_one("#tools", Listing).focus()
        self.call_after_refresh(garbage.begin)

    def fill(self) -> None:
        """Read the tools of the cohort as of the explorer's date."""
        cohorts = self.atlas.cohorts()
        if cohorts and self.explorer.cohort not in cohorts:
            self.explorer.cohort = cohorts[0]
        repositories = self.atlas.repositories(self.explorer.cohort)
        in_sight = repositories[: self.app.size.height // 2]  # other panes share the screen
        tools = read_tools(self.atlas, in_sight, self.explorer.as_of, self.glyphs)
        self._show_tools(tools, tool_rows(tools))
        self._show_place(cohorts, repositories)
        if self.asks_anew():
            self._take_back_findings()
        self.call_after_refresh(
            self.run_worker,
            partial(self._fill_rest, self.about, repositories, tools),
            thread=True,
            exclusive=True,
            group="rest",
        )
        if self.explorer.rest:
            self.set_timer(_UNHURRIED * self.explorer.rest, self._start_counting)
        else:
            self._start_counting()

    def _take_back_findings(self) -> None:
        """Leave no finding on another cohort or day in sight while the evidence is weighed."""
        hypotheses = self.query_one("#hypotheses", Listing)
        self._wanted = hypotheses.selected or self._wanted
        self._verdicts = {}
        hypotheses.withdraw(WEIGHING)
        self._show_claims(f"  Study claims: {WEIGHING}")

    def _start_counting(self) -> None:
        self.run_worker(self._judge, thread=True, exclusive=True, group="claims")

    def _judge(self) -> None:
        """Say what hypotheses and claims come to, when everything else is painted."""
        from ciatlas_tui.screens.replication import claims_day, tally

        about = self.about
        self.show_about(about, self._show_verdicts, self.explorer.verdicts())

        results = self.explorer.replicate()
        said = tally(results) if results else "the study's tools are not in this atlas"
        claims = _CLAIMS.format(claims_day(self.explorer.as_of), said)
        self.show_about(about, self._show_claims, plain(self.glyphs, claims))

    def _show_verdicts(self, verdicts: "list[Verdict]") -> None:
        self._verdicts = {verdict.id: verdict for verdict in verdicts}
        rows = strip_rows(verdicts, self.glyphs)
        wanted, self._wanted = self._wanted, None
        hypotheses = self.query_one("#hypotheses", Listing)
        hypotheses.show_rows(rows, select=wanted, empty="no tool to judge by")
        self._show_verdict_marks()

    def _show_claims(self, said: str) -> None:
        self.query_one("#claims-line", Static).update(said, layout=False)

    def _fill_rest(
        self, about: About | None, repositories: list[Repository], tools: list[ToolRow]
    ) -> None:
        """Read what the first paint did not need."""
        if about is None:
            return
        with read_atlas(self.atlas.path) as atlas:
            show = partial(self.show_about, about)
            if near := repositories[len(tools) : _NEAR]:
                tools += read_tools(atlas, near, about[1], self.glyphs)
                show(self._show_tools, tools, tool_rows(tools))
            changes = change_rows(atlas, *about)
            far = read_tools(atlas, repositories[len(tools) :], about[1], self.glyphs)
            rows = tool_rows([*tools, *far]) if far else []
            show(self._show_rest, changes, [*tools, *far], rows)

    def _show_rest(
        self, changes: tuple[str, list[Row]], tools: list[ToolRow], rows: list[Row]
    ) -> None:
        """Show all that came last at once: each time the screen is painted, keys have to wait."""
        self._show_changes(*changes)
        if rows:
            self._show_tools(tools, rows)

    def _show_tools(self, tools: list[ToolRow], rows: list[Row]) -> None:
        self.query_one("#tools", Listing).show_rows(rows)
        line = self.query_one(FactLine)
        line.show(not_known(tools, self.explorer.as_of))
        line.display = bool(line.facts)
        self._share()

    def _show_changes(self, title: str, rows: list[Row]) -> None:
        self.query_one("#changes-title", Section).retitle(title)
        self.query_one("#changes", Listing).show_rows(rows)

    def on_resize(self) -> None:
        """Share the new room."""
        self._share()

    def _share(self) -> None:
        """Give the room to tools and hypotheses first; whatever is shown has a line at least."""
        listing = self.query_one("#tools", Listing)
        fact_line = self.query_one(FactLine).display
        room = share_room(self.app.size.height, len(listing.rows), fact_line=fact_line)
        listing.styles.max_height = room.tools
        for name in ("#claims-line", "#changes-title", "#changes"):
            self.query_one(name).display = room.changes

    def _show_place(self, cohorts: list[str], repositories: list[Repository]) -> None:
        as_of = self.explorer.as_of
        sources = origins(repositories)
        offline = ["offline"] if self.explorer.offline else []
        cohort = self.explorer.cohort or _NO_COHORT
        self.show_top(
            [cohort, count(len(repositories), "tool")],
            [f"as of {as_of}" if as_of else "newest known", *sources, *offline],
        )
        others = [one or _NO_COHORT for one in cohorts if one != self.explorer.cohort]
        beside = f"  < > {', '.join(others)}" if others else ""
        self.query_one("#cohort", Section).retitle(f"Tools of {visible(cohort)}{visible(beside)}")

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Open the tool, or the pipeline as the change left it."""
        from ciatlas_tui.screens.hypothesis import HypothesisView
        from ciatlas_tui.screens.tool import Tool

        if self._renew():
            return
        if event.listing.id == "changes":
            open_change(self, event.key)
        else:
            kind = Tool if event.listing.id == "tools" else HypothesisView
            self.app.push_screen(kind(event.key))

    def subject(self) -> Subject | None:
        """Return the tool, verdict or changed pipeline the keys go to."""
        listing = self.focused
        if not isinstance(listing, Listing) or listing.selected is None:
            return None
        key = listing.selected
        if listing.id == "hypotheses":
            verdict = self._verdicts.get(key)
            return verdict_subject(verdict, self.explorer.cohort) if verdict else None
        if listing.id == "changes":
            return change_subject(key)
        at = self.atlas.snapshot(self.atlas.find_repository(key), self.explorer.as_of)
        return Subject("tool", key, key, commit=at.commit if at else None)

    def show_marks(self) -> None:
        """Show which tools and verdicts were decided on."""
        self._renew()
        tools = {tool: mark for (tool, _), mark in self.explorer.marked("tool").items()}
        self.query_one("#tools", Listing).show_marks(tools)
        self._show_verdict_marks()

    def _show_verdict_marks(self) -> None:
        marked = self.explorer.findings_marked("verdict", self.explorer.as_of)
        self.query_one("#hypotheses", Listing).show_marks(marked)

    def _renew(self) -> bool:
        """Show another atlas that took the place of this one; tell whether one did."""
        if not self.explorer.renew():
            return False
        self.fill()
        self.notify("another atlas took the place of the one that was shown", markup=False)
        return True

    def action_verdicts(self) -> None:
        """List the verdicts on the hypotheses."""
        from ciatlas_tui.screens.hypotheses import HypothesesView

        self.app.push_screen(HypothesesView())

    def action_cohort(self, step: int) -> None:
        """Show the tools of another cohort."""
        if self.explorer.next_cohort(step):
            self.fill()

    def action_compare(self) -> None:
        """Show the tools by what their steps are for."""
        from ciatlas_tui.screens.compare import CompareView

        tools = self.query_one("#tools", Listing)
        self.app.push_screen(CompareView(tools.selected if tools.has_focus else None))

    def action_figures(self) -> None:
        """Show the figures of the selected tool."""
        from ciatlas_tui.screens.figures import FiguresView

        tool = self.query_one("#tools", Listing).selected
        if tool is not None:
            self.app.push_screen(FiguresView(tool, self.explorer.as_of))

    def action_claims(self) -> None:
        """List the study's claims."""
        from ciatlas_tui.screens.replication import ReplicationView

        self.app.push_screen(ReplicationView())

    def action_date(self) -> None:
        """Ask for the day to show everything as of."""
        self.explorer.ask_date()

    def action_leave(self) -> None:
        """Go back to the place that was left for this one by its key; else leave the explorer."""
        if self.explorer.left_for_overview:
            self.explorer.go_back_from_overview()
        else:
            self.app.exit()

    def action_back(self) -> None:
        """Close the filter; there is nothing further back."""
        if self.filter_line.is_open:
            super().action_back()
