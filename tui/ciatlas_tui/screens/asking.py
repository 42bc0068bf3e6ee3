"""A sync under way: it goes on whatever place one is at, until it is done or ended.

Where whole histories are wanted, those are cloned and imported first, by a process beside this one.
"""

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from textual.worker import Worker

from ciatlas.analysis.wording import count, number_text, reasons_text
from ciatlas.display import visible
from ciatlas.model.errors import CiatlasError
from ciatlas.model.repository import Repository
from ciatlas_tui.atlas_app import AtlasApp

if TYPE_CHECKING:
    from ciatlas.sources.github.client import Client
    from ciatlas.sources.github.planning import Others
    from ciatlas.sources.github.sync import Synced
    from ciatlas.store import Atlas

_ENTERPRISE = "CIATLAS_API_URL"
_RAW = "CIATLAS_RAW_URL"
_CIRCLECI = "CIATLAS_CIRCLECI_URL"
_CLONES = "CIATLAS_CLONE_URL"

_MOST_REASONS = 3
"""What is said at the end of why something is missing; the list says it of each."""
_MOST_NAMED = 4
"""Repositories named with it."""


class Asking:
    """Asks about repositories, beside everything else; `clone` brings in their histories first.

    Attributes:
        said: what came of each repository that is done, by full name.
        failed: why something could not be asked of one, by its full name and what it is.
        facts: how it stands, in named facts.
        told: called whenever `facts` are others; a screen that shows them puts itself here.
    """

    def __init__(
        self, explorer: AtlasApp, repositories: Sequence[Repository], *, clone: bool = False
    ) -> None:
        self.said: dict[str, str] = {}
        self.failed: dict[str, Mapping[str, str]] = {}
        self.facts: list[tuple[str, str]] = []
        self.told: Callable[[], None] = lambda: None
        self._explorer = explorer
        self._repositories = list(repositories)
        self._clone = clone
        self._cloning = False
        self._uncloned: dict[str, str] = {}
        self._going = asyncio.Event()
        self._line = asyncio.Lock()
        self._worker: Worker[None] | None = None

    @property
    def under_way(self) -> bool:
        """Whether it is not done yet, paused or not."""
        return self._worker is not None and not self._worker.is_finished

    def begin(self) -> None:
        """Begin to ask."""
        self._going.set()
        self._worker = self._explorer.run_worker(
            self._ask(), group="asking", exclusive=True, exit_on_error=False
        )

    def pause(self) -> None:
        """Pause, or go on."""
        if self._cloning:
            self._explorer.notify("a clone does not pause; x ends it", markup=False)
        elif self._going.is_set():
            self._going.clear()
            self._tell([("paused", "s goes on, x ends; what was learnt is stored")])
        else:
            self._going.set()
            self._tell([("asking", "goes on"), ("keys", "s pauses, x ends")])

    def end(self) -> None:
        """End it; what was learnt is stored."""
        if self._worker is not None and self.under_way:
            self._worker.cancel()
            self._tell([("ended", "what was learnt is stored; s asks for the rest")])

    def _tell(self, facts: list[tuple[str, str]]) -> None:
        self.facts = facts
        self.told()

    async def _go_on(self) -> None:
        """Wait while it is paused, and as long as keys have their answers ahead of them.

        One request or answer goes on at a time, so that a key that comes never finds ten before it.
        """
        async with self._line:
            await self._going.wait()
            await self._explorer.at_rest()
            await asyncio.sleep(0)

    async def _ask(self) -> None:
        from ciatlas.sources.circleci import circleci_address, circleci_questions, circleci_token
        from ciatlas.sources.github.credentials import api_address, find_token
        from ciatlas.sources.github.survey import raw_address
        from ciatlas.store import open_atlas

        try:
            address = api_address(os.environ.get(_ENTERPRISE))
            if self._clone:
                await self._bring_in(address)
            raw = raw_address(address, os.environ.get(_RAW))
            token = await asyncio.to_thread(find_token, address)
            await asyncio.to_thread(__import__, "aiohttp")
            with open_atlas(self._explorer.atlas.path) as atlas:
                from ciatlas.sources.github.client import Client

                circle = circleci_token()
                elsewhere = circleci_address(os.environ.get(_CIRCLECI))
                async with (
                    Client(address, token, atlas, going=self._go_on) as client,
                    Client(elsewhere, circle, atlas, going=self._go_on) as other,
                ):
                    others = circleci_questions(atlas, other) if circle else _nobody
                    how = "with a token" if token else "no token"
                    await self._ask_all(client, atlas, raw, others, how)
        except CiatlasError as error:
            self._tell([("ended", str(error))])
        except Exception as error:
            # Without its traceback, which Textual would show with all that the client holds.
            what = f"something unexpected happened ({type(error).__name__})"
            self._tell([("ended", f"{what}; what was learnt is stored")])

    async def _bring_in(self, api: str) -> None:
        """Clone the histories, and find the repositories as they are known then."""
        from ciatlas.sources.cloning import clone_address
        from ciatlas_tui.screens.bringing import bring_in

        address = clone_address(api, os.environ.get(_CLONES))
        names = [one.full_name for one in self._repositories]
        done, now, failure = 0, "", ""
        self._cloning = True
        try:
            async with aclosing(bring_in(self._explorer.atlas.path, address, names)) as lines:
                self._tell_cloning(done, "begins")
                async for line in lines:
                    if "repository" in line:
                        done += 1
                        self.said[line["repository"]] = visible(line["said"])
                        if line["failed"]:
                            self._uncloned[line["repository"]] = line["said"]
                    elif "phase" in line:
                        now = _so_far(line)
                    else:
                        failure = visible(line["said"])
                    self._tell_cloning(done, now)
        finally:
            self._cloning = False
        if failure:
            raise CiatlasError(failure)
        atlas = self._explorer.atlas
        known = {one.full_name: one for one in [*atlas.repositories(), *atlas.awaited()]}
        self._repositories = [known.get(one.full_name, one) for one in self._repositories]

    def _tell_cloning(self, done: int, now: str) -> None:
        whole = count(len(self._repositories), "history")
        self._tell(
            [
                ("cloning", f"{number_text(done)} of {whole} brought in"),
                ("now", now),
                ("kept", "beside the atlas, without file contents but those of pipelines"),
                ("keys", "x ends; what was brought in is stored, and GitHub is asked afterwards"),
            ]
        )

    async def _ask_all(
        self, client: "Client", atlas: "Atlas", raw: str | None, others: "Others", how: str
    ) -> None:
        from ciatlas.sources.github.sync import sync

        self._tell_progress(client, how, 0, len(self._repositories))

        def note(result: "Synced", done: int, total: int) -> None:
            self.failed[result.repository] = result.failed
            cloned = self.said.get(result.repository)
            asked = reasons_text(result.failed) or "all asked"
            self.said[result.repository] = f"{cloned}; {asked}" if cloned else asked
            self._tell_progress(client, how, done, total)

        results = await sync(
            atlas,
            self._repositories,
            client,
            raw=raw,
            clone=self._clone,
            progress=note,
            going=self._go_on,
            others=others,
        )
        for one in results:
            if one.repository in self._uncloned:
                one.failed["clone"] = self._uncloned[one.repository]
        self._tell_end(client, results)
        if any("pipelines" in one.figures for one in results):
            await asyncio.to_thread(self._label)
        self._explorer.show_as_of(self._explorer.as_of)  # every place, with what was learnt

    def _tell_progress(self, client: "Client", how: str, done: int, total: int) -> None:
        if not self._going.is_set():
            return
        self._tell(
            [
                ("asking", f"{number_text(done)} of {count(total, 'tool')} done"),
                ("so far", _requests(client)),
                ("budget", f"{how}; {_budget(client)}"),
                ("keys", "s pauses, x ends"),
            ]
        )

    def _label(self) -> None:
        """Say what the steps are for of pipelines that came in."""
        from ciatlas.analysis.labelling import label_pipelines
        from ciatlas.store import open_atlas

        with open_atlas(self._explorer.atlas.path) as atlas:
            label_pipelines(atlas)

    def _tell_end(self, client: "Client", results: "list[Synced]") -> None:
        until = max((one.spent_until or 0.0 for one in results), default=0.0)
        full = datetime.fromtimestamp(until, UTC) if until else None
        self._tell(
            [
                ("done", _requests(client)),
                *(("missing", text) for text in _missing(results)),
                ("full again", f"at {full:%H:%M} UTC; s asks for the rest then" if full else ""),
                ("budget", _budget(client)),
            ]
        )


def _missing(results: "Sequence[Synced]") -> list[str]:
    """Say why something is missing, each reason once, and of which repositories."""
    tools: dict[str, list[str]] = {}
    for one in results:
        if one.failed:
            tools.setdefault(reasons_text(one.failed), []).append(one.repository)
    ranked = sorted(tools.items(), key=lambda item: -len(item[1]))
    said = [f"{why} ({_named(names)})" for why, names in ranked[:_MOST_REASONS]]
    more = sum(len(names) for _, names in ranked[_MOST_REASONS:])
    return [*said, *([f"something else of {count(more, 'more tool')}"] if more else [])]


def _named(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    shown = ", ".join(names[:_MOST_NAMED])
    return f"{shown} and {number_text(more)} more" if more > 0 else shown


def _so_far(line: Mapping[str, Any]) -> str:
    """Write how far a phase is."""
    done, total = line["done"], line["total"]
    number = f" {number_text(done)}" if done or total else ""
    number += f" of {number_text(total)}" if total else ""
    return visible(f"{line['phase']}{number}")


def _requests(client: "Client") -> str:
    return f"{count(client.requests, 'request')}, {number_text(client.cached)} unchanged"


def _nobody(_repository: Repository) -> tuple[()]:
    """Ask nobody else."""
    return ()


def _budget(client: "Client") -> str:
    told = [
        f"{name} {number_text(bucket.remaining)} left"
        + (
            f", full again {datetime.fromtimestamp(bucket.reset, UTC):%H:%M} UTC"
            if bucket.reset
            else ""
        )
        for name, bucket in client.limits.buckets.items()
        if bucket.remaining is not None
    ]
    return "; ".join(told) or "not told yet"
