"""Sync: what GitHub told of each tool and when, what asking anew would cost, and the asking."""

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from ciatlas.analysis.wording import age_text, count, number_text, percent
from ciatlas.display import visible
from ciatlas.model.figure import Figure
from ciatlas.model.repository import Repository
from ciatlas_tui.keymap import SCREENS, bindings
from ciatlas_tui.screens.asking import Asking
from ciatlas_tui.screens.place import Place
from ciatlas_tui.screens.plan_rows import (
    FIGURES,
    PLAN,
    figure_rows,
    plan_rows,
    skipped_facts,
    waiting_facts,
)
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.lines import Section
from ciatlas_tui.widgets.listing import Column, Listing, Row

if TYPE_CHECKING:
    from ciatlas.sources.github.planning import Plan

_COLUMNS = (
    Column("tool", widest=20),
    Column("asked"),
    Column("stars", number=True),
    Column("issues", number=True),
    Column("of them bugs", number=True, priority=1),
    Column("releases", number=True, priority=3),
    Column("runs", number=True, priority=2),
    Column("succeeded", number=True, priority=2),
    Column("median run", number=True, priority=4),
    Column("this time", widest=60, narrowest=10, grows=True),
)
_LINES = 6
_HEADINGS = 2
"""Lines of a heading, and of the titles or the blank line below."""
_AROUND = 2
_HIGH = 30
"""Lines of a screen from which on there is room for all there is to say."""
_PLAN_LINES = 4
_AN_HOUR, _A_MINUTE = 60, 10
"""Requests and searches without a token."""
_NEVER = "never asked; s asks"
_REFRESH = 1.0
"""Seconds between two looks at what was learnt meanwhile."""


class SyncView(Place):
    """The tools of the cohort with what GitHub told; `s` asks anew, and pauses and goes on.

    `c` brings in whole histories by git first.

    What is being asked goes on when one leaves, and is found here again.
    """

    CSS_PATH = "../styles/findings.tcss"
    KEYS = ("ask", "clone", "cancel_asking", "next_cohort", "open", "next_pane", "help", "back")
    BINDINGS = bindings(SCREENS["sync"])

    def __init__(self) -> None:
        super().__init__()
        self._changed = False
        self._skipped: list[tuple[str, str]] = []
        self._known: dict[str, Repository] = {}

    def compose_content(self) -> ComposeResult:
        """Put the tools above what is going on."""
        yield Section("What GitHub told", self.glyphs)
        yield Listing(_COLUMNS, self.glyphs, id="told", empty="no tool belongs to this cohort")
        with Container(id="sync-halves"):
            with Vertical(id="plan-pane"):
                yield Section("What s would ask of each", self.glyphs)
                yield Listing(PLAN, self.glyphs, id="plan", empty="nothing")
                with Vertical(id="waiting-pane"):
                    yield Section("What verdicts wait for", self.glyphs)
                    yield Facts(self.glyphs, id="waiting")
            with Vertical(id="figures-pane"):
                yield Section("Figures", self.glyphs, id="figures-title")
                yield Listing(FIGURES, self.glyphs, id="figures", empty="no tool is selected")
        yield Section("Asking", self.glyphs)
        yield Facts(self.glyphs, id="asking")

    def on_mount(self) -> None:
        """Show what is known, and what asking would cost."""
        self.query_one("#asking", Facts).reserve(_LINES)
        self.fill()
        if self._asking is not None and self._asking.under_way:
            self._watch(self._asking)
        else:
            self._show_plan()
        self._told.focus()
        self.when_settled(self._show_waiting)
        # Hundreds may be done within a second; the list need not follow each of them.
        self.set_interval(_REFRESH, self._follow)

    @property
    def _told(self) -> Listing:
        return self.query_one("#told", Listing)

    @property
    def _asking(self) -> Asking | None:
        found = self.explorer.asking
        return found if isinstance(found, Asking) else None

    def _watch(self, asking: Asking) -> None:
        """Show how it stands, now and whenever that changes."""
        asking.told = self._show_asking
        self._show_asking()

    def _show_asking(self) -> None:
        if self._asking is not None and self.is_attached:
            self._changed = True
            self._tell(self._asking.facts)

    def _follow(self) -> None:
        """Show what was learnt since the last look."""
        if self._changed:
            self._changed = False
            self.fill()
            if self._asking is not None and not self._asking.under_way:
                self._show_plans()
                self._tell(self._asking.facts)

    def address(self) -> dict[str, Any]:
        """Return what leads here."""
        return {"place": "sync"}

    def fill(self) -> None:
        """Show what is known of the cohort's tools."""
        repositories = self._repositories()
        state = "offline" if self.explorer.offline else "s asks"
        cohort = self.explorer.cohort or "no cohort"
        self.show_top(["sync", cohort, count(len(repositories), "tool")], [state])
        self._known = {one.full_name: one for one in repositories}
        self._told.show_rows(self._row(one) for one in repositories)
        self._share()

    def _show_waiting(self) -> None:
        self.query_one("#waiting", Facts).show(waiting_facts())

    def on_resize(self) -> None:
        """Share the new room."""
        self._share()

    def _share(self) -> None:
        """Give the room to the tools first, then to what would be asked of each."""
        size = self.app.size
        height, tools = size.height, len(self._told.rows) + _HEADINGS
        asking = self.query_one("#asking", Facts)
        facts = asking.get_content_height(size, size, size.width) + _HEADINGS
        below = self.query_one("#sync-halves")
        below.display = height >= _HIGH or height - tools - facts - _AROUND >= _PLAN_LINES
        self.query_one("#figures-pane").display = height >= _HIGH
        self._told.styles.height = "auto" if below.display else "1fr"
        self._told.styles.max_height = "50%" if below.display else "100%"

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Show every figure of the tool selected."""
        if event.listing is self._told and self.query_one("#figures-pane").display:
            self.when_resting(lambda: self._show_figures(event.key))

    def _show_figures(self, key: str) -> None:
        repository = self._known.get(key)
        if repository is None:  # another cohort is shown meanwhile
            return
        said = {} if self._asking is None else self._asking.said
        failed = {} if self._asking is None else self._asking.failed.get(key, {})
        missing = said.get(key, "not asked: --offline is set" if self.explorer.offline else _NEVER)
        self.query_one("#figures-title", Section).retitle(f"Figures of {visible(repository.name)}")
        today = datetime.now(UTC).date()
        rows = figure_rows(self.atlas.told(repository), failed, missing, today, self.glyphs)
        self.query_one("#figures", Listing).show_rows(rows)

    def _repositories(self) -> list[Repository]:
        cohort = self.explorer.cohort
        awaited = [one for one in self.atlas.awaited() if one.cohort == cohort]
        return [*self.atlas.repositories(cohort), *awaited]

    def _row(self, repository: Repository) -> Row:
        told = self.atlas.told(repository)
        none = self.glyphs.none
        asked = max((figure.retrieved_at for figure in told.values()), default=None)
        today = datetime.now(UTC).date()
        day = None if asked is None else datetime.fromtimestamp(asked, UTC).date()
        share = _share(told.get("runs_succeeded"), told.get("runs"))
        lasted = told.get("run_seconds")
        said = {} if self._asking is None else self._asking.said
        return Row(
            repository.full_name,
            (
                visible(repository.name),
                "never" if day is None else age_text(day, today),
                *(_number(told.get(name), none) for name in ("stars", "issues", "bug_issues")),
                *(_number(told.get(name), none) for name in ("releases", "runs")),
                share or none,
                none if lasted is None else f"{lasted.value / 60:.1f} min",
                visible(said.get(repository.full_name, none)),
            ),
        )

    def _show_plans(self) -> "list[Plan]":
        """Show what would be asked of each tool, and return it."""
        from ciatlas.sources.github.planning import plan

        repositories = self._repositories()
        plans = plan(self.atlas, repositories, token=False, now=time.time())
        names = {one.full_name: one.name for one in repositories}
        self._skipped = skipped_facts(plans)
        self.query_one("#plan", Listing).show_rows(plan_rows(plans, names, self.glyphs))
        return plans

    def _show_plan(self) -> None:
        plans = self._show_plans()
        asked = [name for one in plans for name in one.asked]
        total = {name: sum(one.cost[name] for one in plans) for name in ("core", "search")}
        labelled = dict.fromkeys(one.bug_labels for one in plans)
        core, search = (number_text(total[name]) for name in ("core", "search"))
        cost = f"{core} requests of 60 an hour, {search} searches of 10 a minute"
        self._tell(
            [
                ("would ask", ", ".join(dict.fromkeys(asked)) or "nothing: all was told just now"),
                ("at most", f"{cost}, without a token; what did not change is not sent again"),
                *(self._limits(total) if self.app.size.height >= _HIGH else ()),
                ("histories", "c clones them whole by git, which costs no request, and then asks"),
                *[("bugs are", f"issues labelled {', '.join(labels)}") for labels in labelled],
                ("state", "--offline is set: nothing is asked" if self.explorer.offline else ""),
            ]
        )

    def _limits(self, total: dict[str, int]) -> list[tuple[str, str]]:
        """Say how long it takes without a token, and what one changes."""
        hours = -(-total["core"] // _AN_HOUR)
        minutes = -(-total["search"] // _A_MINUTE)
        takes = f"{count(minutes, 'minute')} for the searches" if minutes > 1 else "a minute"
        if hours > 1:
            takes = f"{count(hours, 'hour')}, pausing whenever the budget is spent"
        return [
            ("takes", f"about {takes}; what was learnt by then is kept"),
            ("with token", "5,000 requests an hour, 30 searches a minute (GH_TOKEN, or gh)"),
        ]

    def _tell(self, facts: list[tuple[str, str]]) -> None:
        """Say how it stands, and why something is not asked, with all the lines that takes."""
        self.query_one("#asking", Facts).show([*facts, *self._skipped])
        self._share()

    def action_ask(self) -> None:
        """Begin to ask, pause, or go on."""
        if self.explorer.offline:
            self.notify("--offline is set; start ciatlas without it to ask GitHub", markup=False)
        elif self._asking is not None and self._asking.under_way:
            self._asking.pause()
        else:
            self._begin(clone=False)

    def action_clone(self) -> None:
        """Bring in whole histories by git, then ask."""
        if self.explorer.offline:
            self.notify("--offline is set; start ciatlas without it to clone", markup=False)
        elif self._asking is not None and self._asking.under_way:
            self.notify("x ends the asking first", markup=False)
        else:
            self._begin(clone=True)

    def _begin(self, *, clone: bool) -> None:
        asking = self.explorer.asking = Asking(self.explorer, self._repositories(), clone=clone)
        self._watch(asking)
        asking.begin()

    def action_cancel_asking(self) -> None:
        """End the asking; what was learnt is stored."""
        if self._asking is not None:
            self._asking.end()

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Open the tool."""
        if event.listing.id == "figures":
            return
        self.explorer.open({"place": "tool", "repository": event.key, "commit": None})

    def action_cohort(self, step: int) -> None:
        """Show the tools of another cohort, while nothing is asked."""
        if self._asking is not None and self._asking.under_way:
            self.notify("x ends the asking first", markup=False)
        elif self.explorer.next_cohort(step):
            self.fill()
            self._show_plan()


def _number(figure: Figure | None, none: str) -> str:
    """Write a count; one that was capped says at least."""
    if figure is None:
        return none
    return f"{number_text(figure.value)}{'' if figure.complete else '+'}"


def _share(part: Figure | None, whole: Figure | None) -> str | None:
    return percent(part.value / whole.value) if part and whole and whole.value else None
