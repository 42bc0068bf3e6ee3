"""Sync: what GitHub told of each tool and when, what asking anew would cost, and the asking."""

import asyncio
import os
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.worker import Worker

from ciatlas.analysis.wording import age_text, count, percent
from ciatlas.display import visible
from ciatlas.model.errors import CiatlasError
from ciatlas.model.figure import Figure
from ciatlas.model.repository import Repository
from ciatlas_tui.keymap import bindings
from ciatlas_tui.screens.place import Place
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.lines import Section
from ciatlas_tui.widgets.listing import Column, Listing, Row

if TYPE_CHECKING:
    from ciatlas.sources.github.client import Client
    from ciatlas.sources.github.planning import Others
    from ciatlas.sources.github.sync import Synced

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
_ENTERPRISE = "CIATLAS_API_URL"
_RAW = "CIATLAS_RAW_URL"
_CIRCLECI = "CIATLAS_CIRCLECI_URL"
_LINES = 6
_REFRESH = 1.0
"""Seconds between two looks at what was learnt meanwhile."""


class SyncView(Place):
    """The tools of the cohort with what GitHub told; `s` asks anew, and pauses and goes on."""

    CSS_PATH = "../styles/findings.tcss"
    KEYS = ("ask", "cancel_asking", "next_cohort", "open", "help", "back")
    BINDINGS = bindings(("ask", "cancel_asking", "next_cohort", "last_cohort"))

    def __init__(self) -> None:
        super().__init__()
        self._worker: Worker[None] | None = None
        self._going = asyncio.Event()
        self._said: dict[str, str] = {}
        self._raw: str | None = None
        self._others: Others = lambda _repository: ()

    def compose_content(self) -> ComposeResult:
        """Put the tools above what is going on."""
        yield Section("What GitHub told", self.glyphs)
        yield Listing(_COLUMNS, self.glyphs, id="told", empty="no tool belongs to this cohort")
        yield Section("Asking", self.glyphs)
        yield Facts(self.glyphs, id="asking")

    def on_mount(self) -> None:
        """Show what is known, and what asking would cost."""
        self.query_one(Facts).reserve(_LINES)
        self.fill()
        self._show_plan()
        self.query_one(Listing).focus()

    def address(self) -> dict[str, Any]:
        """Return what leads here."""
        return {"place": "sync"}

    def fill(self) -> None:
        """Show what is known of the cohort's tools."""
        repositories = self._repositories()
        state = "offline" if self.explorer.offline else "s asks"
        cohort = self.explorer.cohort or "no cohort"
        self.show_top(["sync", cohort, count(len(repositories), "tool")], [state])
        self.query_one(Listing).show_rows(self._row(one) for one in repositories)

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
        return Row(
            repository.full_name,
            (
                visible(repository.name),
                "never" if day is None else age_text(day, today),
                *(_number(told.get(name), none) for name in ("stars", "issues", "bug_issues")),
                *(_number(told.get(name), none) for name in ("releases", "runs")),
                share or none,
                none if lasted is None else f"{lasted.value / 60:.1f} min",
                visible(self._said.get(repository.full_name, none)),
            ),
        )

    def _show_plan(self) -> None:
        from ciatlas.sources.github.planning import plan

        plans = plan(self.atlas, self._repositories(), token=False, now=time.time())
        asked = [name for one in plans for name in one.asked]
        total = {name: sum(one.cost[name] for one in plans) for name in ("core", "search")}
        labelled = dict.fromkeys(one.bug_labels for one in plans)
        cost = f"{total['core']} requests of 60 an hour, {total['search']} searches of 10 a minute"
        self._tell(
            [
                ("would ask", ", ".join(dict.fromkeys(asked)) or "nothing: all was told just now"),
                ("at most", f"{cost}, without a token; what did not change is not sent again"),
                *[("bugs are", f"issues labelled {', '.join(labels)}") for labels in labelled],
                ("state", "--offline is set: nothing is asked" if self.explorer.offline else ""),
            ]
        )

    def _tell(self, facts: list[tuple[str, str]]) -> None:
        self.query_one(Facts).show(facts)

    def action_ask(self) -> None:
        """Begin to ask, pause, or go on."""
        if self.explorer.offline:
            self.notify("--offline is set; start ciatlas without it to ask GitHub", markup=False)
        elif self._worker is None or self._worker.is_finished:
            self._going.set()
            self._said = {}
            self._worker = self.run_worker(self._ask(), exclusive=True, exit_on_error=False)
        elif self._going.is_set():
            self._going.clear()
            self._tell([("paused", "s goes on, x ends; what was learnt is stored")])
        else:
            self._going.set()
            self._tell([("asking", "goes on"), ("keys", "s pauses, x ends")])

    def action_cancel_asking(self) -> None:
        """End the asking; what was learnt is stored."""
        if self._worker is not None and not self._worker.is_finished:
            self._worker.cancel()
            self._tell([("ended", "what was learnt is stored; s asks for the rest")])

    async def _ask(self) -> None:
        from ciatlas.sources.circleci import circleci_address, circleci_questions, circleci_token
        from ciatlas.sources.github.credentials import api_address, find_token
        from ciatlas.sources.github.survey import raw_address
        from ciatlas.store import open_atlas

        try:
            address = api_address(os.environ.get(_ENTERPRISE))
            self._raw = raw_address(address, os.environ.get(_RAW))
            token = await asyncio.to_thread(find_token, address)
            await asyncio.to_thread(__import__, "aiohttp")
            with open_atlas(self.atlas.path) as atlas:
                from ciatlas.sources.github.client import Client

                circle = circleci_token()
                elsewhere = circleci_address(os.environ.get(_CIRCLECI))
                async with (
                    Client(address, token, atlas) as client,
                    Client(elsewhere, circle, atlas) as other,
                ):
                    if circle:
                        self._others = circleci_questions(atlas, other)
                    await self._ask_all(client, atlas, "with a token" if token else "no token")
        except CiatlasError as error:
            self._tell([("ended", str(error))])

    async def _ask_all(self, client: "Client", atlas: Any, how: str) -> None:
        from ciatlas.sources.github.sync import sync

        repositories = self._repositories()
        self._tell_progress(client, how, 0, len(repositories))
        changed = False

        def note(result: "Synced", done: int, total: int) -> None:
            nonlocal changed
            reasons = "; ".join(f"{what}: {why}" for what, why in result.failed.items())
            self._said[result.repository] = reasons or "all asked"
            self._tell_progress(client, how, done, total)
            changed = True

        def show() -> None:
            nonlocal changed
            if changed:
                changed = False
                self.fill()

        # Hundreds may be done within a second; the list need not follow each of them.
        timer = self.set_interval(_REFRESH, show)
        try:
            results = await sync(
                atlas,
                repositories,
                client,
                raw=self._raw,
                progress=note,
                going=self._going.wait,
                others=self._others,
            )
        finally:
            timer.stop()
        self.fill()
        self._tell_end(client, results)
        if any("pipelines" in one.figures for one in results):
            await asyncio.to_thread(self._label)
        self.explorer.show_as_of(self.explorer.as_of)  # every place, with what was learnt

    def _tell_progress(self, client: "Client", how: str, done: int, total: int) -> None:
        if not self._going.is_set():
            return
        self._tell(
            [
                ("asking", f"{done} of {count(total, 'tool')} done"),
                ("so far", f"{count(client.requests, 'request')}, {client.cached} unchanged"),
                ("budget", f"{how}; {_budget(client)}"),
                ("keys", "s pauses, x ends"),
            ]
        )

    def _label(self) -> None:
        """Say what the steps are for of pipelines that came in."""
        from ciatlas.analysis.labelling import label_pipelines
        from ciatlas.store import open_atlas

        with open_atlas(self.atlas.path) as atlas:
            label_pipelines(atlas)

    def _tell_end(self, client: "Client", results: "list[Synced]") -> None:
        until = max((one.spent_until or 0.0 for one in results), default=0.0)
        missing = [f"{one.repository}: {', '.join(one.failed)}" for one in results if one.failed]
        full = datetime.fromtimestamp(until, UTC) if until else None
        self._tell(
            [
                ("done", f"{count(client.requests, 'request')}, {client.cached} unchanged"),
                ("missing", "; ".join(missing)),
                ("full again", f"at {full:%H:%M} UTC; s asks for the rest then" if full else ""),
                ("budget", _budget(client)),
            ]
        )

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Open the tool."""
        self.explorer.open({"place": "tool", "repository": event.key, "commit": None})

    def action_cohort(self, step: int) -> None:
        """Show the tools of another cohort, while nothing is asked."""
        if self._worker is not None and not self._worker.is_finished:
            self.notify("x ends the asking first", markup=False)
        elif self.explorer.next_cohort(step):
            self.fill()
            self._show_plan()


def _number(figure: Figure | None, none: str) -> str:
    """Write a count; one that was capped says at least."""
    if figure is None:
        return none
    return f"{figure.value:,}{'' if figure.complete else '+'}"


def _share(part: Figure | None, whole: Figure | None) -> str | None:
    return percent(part.value / whole.value) if part and whole and whole.value else None


def _budget(client: "Client") -> str:
    told = [
        f"{name} {bucket.remaining} left"
        + (
            f", full again {datetime.fromtimestamp(bucket.reset, UTC):%H:%M} UTC"
            if bucket.reset
            else ""
        )
        for name, bucket in client.limits.buckets.items()
        if bucket.remaining is not None
    ]
    return "; ".join(told) or "not told yet"
