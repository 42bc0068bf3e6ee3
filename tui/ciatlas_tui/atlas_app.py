"""What every screen stands on: an atlas, a date, a set of characters."""

import sqlite3
from asyncio import sleep
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from textual._compositor import ChopsUpdate
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.dom import DOMNode
from textual.events import Event, InputEvent
from textual.events import Key as KeyEvent
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.worker import WorkerFailed

from ciatlas.display import visible
from ciatlas.model.errors import CiatlasError
from ciatlas.model.repository import STUDY, Snapshot
from ciatlas.model.triage import Key, Mark, histories
from ciatlas.store import read_atlas
from ciatlas.store.opening import sentence
from ciatlas_tui import garbage
from ciatlas_tui.configuration import Configuration
from ciatlas_tui.drafts import Drafts
from ciatlas_tui.frugal import CroppedUpdate
from ciatlas_tui.garbage import Pauses
from ciatlas_tui.glyphs import choose
from ciatlas_tui.hangup import has_shell, leave_on_hangup
from ciatlas_tui.keymap import bindings
from ciatlas_tui.memory import Memory
from ciatlas_tui.notices import NoticeApp
from ciatlas_tui.themes import NAMES, THEMES
from ciatlas_tui.typeahead import Typeahead

if TYPE_CHECKING:
    from textual.actions import ActionParseResult

    from ciatlas.analysis.activities import RuleSet
    from ciatlas.model.activity import PipelineLabels
    from ciatlas.model.claim import Evidence, Replication
    from ciatlas.model.pipeline import Pipeline
    from ciatlas.model.verdict import Verdict

_PATIENCE = 0.2
"""Seconds to wait for a locked atlas where keys wait as well."""

_MOMENT = 0.06
"""Seconds without a key after which what was pressed has its answer on the screen."""
_MOST_MOMENTS = 2


class _PlainBars(ScrollBarRender):
    """Scroll bars without the block characters that make their ends smooth."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


class AtlasApp(NoticeApp):
    """An app on an atlas, without any screens of its own.

    Attributes:
        atlas: the atlas, which is only read.
        as_of: the day everything is shown as of, `None` for the newest known.
        cohort: the tools that are looked at.
        picked: what was picked to put something beside it, `None` if nothing.
        asking: the sync under way, or the last one, `None` if there was none.
        drafts: notes that were begun and not stored.
        typed: what was typed into fields and not used yet, by what the field is for.
        configuration: what the user set.
        offline: whether no network may be used.
        memory: what is remembered from one time to the next.
        ahead: addresses of the places one came back from, the next one last.
        glyphs: the characters in use.
        ascii_only: whether they are all ASCII.
        rest: seconds a selection stays somewhere before what hangs on it is shown.
    """

    BINDINGS = bindings(("suspend",))

    def __init__(
        self,
        atlas_path: Path,
        as_of: date | None = None,
        *,
        ascii_only: bool = False,
        rest: float = 0.12,
        configuration: Configuration | None = None,
        memory: Memory | None = None,
        offline: bool = False,
    ) -> None:
        super().__init__()
        self.configuration = configuration or Configuration()
        self.memory = memory or Memory()
        self.offline = offline
        self._pauses = Pauses()
        self._typeahead = Typeahead(self, super().on_event)
        self.ahead: list[dict[str, Any]] = self.memory.recall(f"last in {atlas_path}") or []
        for theme in THEMES:
            self.register_theme(theme)
        self.use_theme(self.configuration.theme or self.memory.recall("theme"))
        self.atlas = read_atlas(atlas_path, patience=_PATIENCE)
        self._file = _file_at(atlas_path)
        self.as_of = as_of
        self.cohort = STUDY
        self.picked: object = None
        self.asking: object = None
        self.drafts = Drafts(atlas_path)
        self.typed: dict[str, str] = {}
        self.glyphs = choose(ascii_only or self.configuration.ascii)
        self.ascii_only = self.glyphs.cursor.isascii()
        self.rest = rest
        self.animation_level = "none"
        self.set_class(self.ascii_only, "-ascii")
        ScrollBar.renderer = _PlainBars if self.ascii_only else ScrollBarRender
        self._rules: RuleSet | None = None

    def on_mount(self) -> None:
        """Be ready for the terminal to go away."""
        leave_on_hangup(self)
        self.set_interval(garbage.EVERY, self._pauses.collect)
        self.app_resume_signal.subscribe(self, self._paint_anew)
        self.set_keymap(dict(self.configuration.keys))
        for problem in self.configuration.problems:
            self.notify(visible(problem), title="settings", severity="warning", markup=False)

    async def on_event(self, event: Event) -> None:
        """Take note of what people do; whoever has left does nothing any more."""
        if not isinstance(event, InputEvent):
            await super().on_event(event)
        elif not self._exit:
            self._pauses.touch()
            if isinstance(event, KeyEvent) and not event.is_forwarded:
                self.hush()
                await self._typeahead.take(event)
            else:
                await super().on_event(event)

    async def at_rest(self) -> None:
        """Wait until nobody pressed a key for a moment; who presses on and on waits no longer."""
        for _ in range(_MOST_MOMENTS):
            left = _MOMENT - self._pauses.seconds
            if left <= 0:
                return
            await sleep(left)

    async def on_awaiting_loaded(self) -> None:
        """Hand on the keys that waited for what a list holds."""
        await self.go_on()

    async def go_on(self) -> None:
        """Hand on the keys that waited for something."""
        await self._typeahead.go_on()

    def push_screen(self, *arguments: Any, **options: Any) -> Any:
        """Go to a screen; nobody who has left goes anywhere."""
        if self._exit:
            return AwaitComplete()
        return super().push_screen(*arguments, **options)

    def _paint_anew(self, _app: App[None]) -> None:
        """Paint everything: the terminal showed something else meanwhile."""
        self.screen.refresh(layout=True)

    def on_unmount(self) -> None:
        """Close the atlas, and remember how it was left."""
        self.memory.save()
        self.atlas.close()

    def use_theme(self, name: object) -> None:
        """Use one of the themes; any other name means the first."""
        self.theme = str(name) if name in NAMES else NAMES[0]

    def renew(self) -> bool:
        """Open the atlas anew if another file took its place; tell whether one did.

        One that was deleted stays open, and can be read as long as that.

        Raises:
            CiatlasError: what is there now cannot be used; the one before stays open.
        """
        found = _file_at(self.atlas.path)
        if found in (None, self._file):
            return False
        self._file = found
        before, self.atlas = self.atlas, read_atlas(self.atlas.path, patience=_PATIENCE)
        before.close()
        return True

    def complain(self, error: Exception) -> bool:
        """Say what an atlas that cannot be read is about; tell whether `error` is of that kind."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(cause, sqlite3.Error):
            said = sentence(self.atlas.path, cause)
        elif isinstance(cause, CiatlasError):
            said = str(cause)
        else:
            return False
        self.notify(visible(said), title="not to be had", severity="error", markup=False)
        return True

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action; what keeps the atlas from being read is said, and nothing ends by it."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except Exception as error:
            if not self.complain(error):
                raise
            return True

    def _handle_exception(self, error: Exception) -> None:
        """Go on where the atlas could not be read by a worker, a timer or after a repaint."""
        if not self.complain(error):
            super()._handle_exception(error)

    def action_suspend_process(self) -> None:
        """Go to the shell this was started from; without one, nobody could wake this up again."""
        if has_shell():
            super().action_suspend_process()
        else:
            self.notify("there is no shell to go to; ctrl+q quits", markup=False)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Send no more of an update than what changed."""
        if type(renderable) is ChopsUpdate:
            renderable = CroppedUpdate.of(renderable)
        super()._display(screen, renderable)

    def label(self, pipeline: "Pipeline", at: Snapshot) -> "PipelineLabels":
        """Say what a pipeline's steps are for, by the rules in force."""
        from ciatlas.analysis.activities import classify, load_rules

        if self._rules is None:
            self._rules = load_rules()
        return classify(pipeline, self._rules, lambda uses: self.atlas.local_pipeline(at, uses))

    def replicate(self) -> "list[Replication]":
        """Hold the study's claims against the atlas; by a connection of its own, for any thread.

        An atlas without the study's tools has nothing to say to its claims.
        """
        from ciatlas.analysis.replication import replicate

        with read_atlas(self.atlas.path) as atlas:
            try:
                return replicate(atlas, self.as_of)
            except CiatlasError:
                return []

    def verdicts(self, ids: Sequence[str] = (), *, sensitivity: bool = False) -> "list[Verdict]":
        """Hold hypotheses against the atlas; by a connection of its own, for any thread.

        A cohort without tools has nothing to say to them.
        """
        from ciatlas.analysis.verdicts import Court, chosen

        with read_atlas(self.atlas.path) as atlas:
            try:
                court = Court(atlas, self.cohort, self.as_of)
                return [court.judge(one, sensitivity=sensitivity) for one in chosen(ids)]
            except CiatlasError:
                return []

    def marks(self) -> list[Mark]:
        """Return the marks of the triage, the oldest first, read anew from the file at the path.

        Another file may have taken the place of the one that is open; marks go into that one.
        """
        try:
            with read_atlas(self.atlas.path, patience=_PATIENCE) as atlas:
                return atlas.marks()
        except CiatlasError:
            return self.atlas.marks()

    def marked(self, kind: str) -> dict[Key, str]:
        """Return a character for the newest decision on each subject of a kind."""
        return {
            key: self.glyphs.decisions[found[0].decision]
            for key, found in histories(self.marks()).items()
            if key[0] == kind
        }

    def add_mark(self, mark: Mark) -> None:
        """Store a mark, by a connection of its own, for any thread; there is no draft of it then.

        Raises:
            CiatlasError: the atlas is locked or cannot be written to.
        """
        from ciatlas.store import open_atlas

        with open_atlas(self.atlas.path) as atlas:
            atlas.add_mark(mark)
        self.drafts.forget(mark.subject)

    def open(self, address: dict[str, Any]) -> None:
        """Go on to the place at an address."""
        raise NotImplementedError

    def show_evidence(
        self, trail: Sequence[str], title: str, pointers: "Sequence[Evidence]", day: date | None
    ) -> None:
        """Go where something stands as of a day if that is one place, else list the places."""
        raise NotImplementedError

    def go(self, place: str) -> None:
        """Go to one of the places that need no more than a name, from wherever one is."""
        raise NotImplementedError

    def go_ahead(self) -> None:
        """Go forward again to where one came back from."""
        raise NotImplementedError

    def show_as_of(self, day: date | None) -> None:
        """Show every place as of a day, `None` for the newest known."""
        self.as_of = day
        for screen in self.screen_stack:
            fill = getattr(screen, "fill", None)
            if fill is not None:
                fill()

    def next_cohort(self, step: int) -> bool:
        """Look at the tools of another cohort; tell whether there is one."""
        cohorts = self.atlas.cohorts()
        if len(cohorts) < 2:
            return False
        self.cohort = cohorts[(cohorts.index(self.cohort) + step) % len(cohorts)]
        return True

    def ask_date(self) -> None:
        """Ask for a day and show every place as of it."""
        raise NotImplementedError


def _file_at(path: Path) -> tuple[int, int] | None:
    """Return what tells the file at a path from any other one, `None` if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
