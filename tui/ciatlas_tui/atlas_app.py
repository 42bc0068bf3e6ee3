"""What every screen stands on: an atlas, a date, a set of characters."""

from asyncio import sleep
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from rich.control import Control
from textual._compositor import CompositorUpdate
from textual.actions import SkipAction
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.events import Event, InputEvent, Resize
from textual.events import Key as KeyEvent
from textual.filter import LineFilter
from textual.screen import ModalScreen, Screen
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.widgets import Input

from ciatlas.display import visible
from ciatlas_tui import garbage
from ciatlas_tui.ascii_cells import AsciiCells
from ciatlas_tui.configuration import Configuration
from ciatlas_tui.frugal import Frame
from ciatlas_tui.garbage import Pauses
from ciatlas_tui.glyphs import choose
from ciatlas_tui.hangup import has_shell, leave_on_hangup
from ciatlas_tui.keymap import bindings, shown
from ciatlas_tui.memory import Memory
from ciatlas_tui.opened_atlas import OpenedAtlas
from ciatlas_tui.themes import NAMES, THEMES
from ciatlas_tui.typeahead import Typeahead

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.worker import Worker

    from ciatlas.model.claim import Evidence

_MOMENT = 0.06
"""Seconds without a key after which what was pressed has its answer on the screen."""
_MOST_MOMENTS = 2
_NOTED = 12
"""Seconds for which is told what was found at the start, for each line."""


class _PlainBars(ScrollBarRender):
    """Scroll bars without the block characters that make their ends smooth.

    Those look like strays beside a drawing, and where colours are few.
    """

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


class AtlasApp(OpenedAtlas):
    """An app on an atlas, without any screens of its own.

    Attributes:
        picked: what was picked to put something beside it, `None` if nothing.
        asking: the sync under way, or the last one, `None` if there was none.
        typed: what was typed into fields and not used yet, by what the field is for.
        configuration: what the user set.
        offline: whether no network may be used.
        memory: what is remembered from one time to the next.
        ahead: addresses of the places one came back from, the next one last.
        left_for_overview: how many of the next ones were left for the overview by its key.
        ascii_only: whether they are all ASCII.
        rest: seconds a selection stays somewhere before what hangs on it is shown.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(("suspend", "redraw")),
        # Before all others, or fields would take it to copy with, and questions hide it.
        Binding("ctrl+c", "help_quit", show=False, priority=True),
    ]

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
        notes: Sequence[str] = (),
    ) -> None:
        self.configuration = configuration or Configuration()
        super().__init__(atlas_path, as_of, choose(ascii_only or self.configuration.ascii))
        self.memory = memory or Memory()
        self.offline = offline
        self._notes = notes
        self._pauses = Pauses()
        self._typeahead = Typeahead(self, super().on_event)
        self.ahead: list[dict[str, Any]] = self.memory.recall(f"last in {atlas_path}") or []
        self.left_for_overview = 0
        for theme in THEMES:
            self.register_theme(theme)
        self.use_theme(self.configuration.theme or self.memory.recall("theme"))
        self.picked: object = None
        self.asking: object = None
        self.typed: dict[str, str] = {}
        self.ascii_only = self.glyphs.cursor.isascii()
        self.rest = rest
        self.animation_level = "none"
        self.set_class(self.ascii_only, "-ascii")
        self._frame = Frame()
        self._gates = [AsciiCells()] if self.ascii_only else []
        ScrollBar.renderer = _PlainBars

    def on_mount(self) -> None:
        """Be ready for the terminal to go away."""
        leave_on_hangup(self)
        self.set_interval(garbage.EVERY, self._pauses.collect)
        self.app_resume_signal.subscribe(self, self._paint_anew)
        self.set_keymap(dict(self.configuration.keys))
        self._tell_at_start([*self._notes, *self.configuration.complaint])

    def _tell_at_start(self, notes: Sequence[str]) -> None:
        """Tell all that was found at once, a line each: another notice would take its place."""
        if notes:
            said, timeout = "\n".join(map(visible, notes)), _NOTED * len(notes)
            self.notify(said, severity="warning", markup=False, timeout=timeout)

    async def on_event(self, event: Event) -> None:
        """Take note of what people do; whoever has left does nothing any more."""
        if isinstance(event, Resize):
            self._frame.forget()
        if not isinstance(event, InputEvent):
            await super().on_event(event)
        elif not self._exit:
            self._pauses.touch()
            if isinstance(event, KeyEvent) and not event.is_forwarded:
                self.hush()
                await self._typeahead.take(event)
            elif not (isinstance(event, KeyEvent) and self._typeahead.takes_back(event)):
                await super().on_event(event)

    async def at_rest(self) -> None:
        """Wait until nobody pressed a key for a moment; who presses on and on waits no longer."""
        for _ in range(_MOST_MOMENTS):
            left = _MOMENT - self._pauses.seconds
            if left <= 0:
                return
            await sleep(left)

    def is_at_work(self, *, beside: "Worker[Any] | None" = None) -> bool:
        """Tell whether what was asked for is not shown yet, a worker `beside` all that left out."""
        works = any(not one.is_finished for one in self.workers if one is not beside)
        complete = getattr(self.screen, "is_complete", self.screen.is_mounted)
        return works or self._typeahead.waits or not complete

    async def on_awaiting_loaded(self) -> None:
        """Hand on the keys that waited for what a list holds."""
        await self.go_on()

    async def go_on(self) -> None:
        """Hand on the keys that waited for something."""
        await self._typeahead.go_on()

    def push_screen(self, *arguments: Any, **options: Any) -> Any:
        """Go to a screen; nobody who has left goes anywhere.

        What was told before a question stands not over it.
        """
        if self._exit:
            return AwaitComplete()
        if arguments and isinstance(arguments[0], ModalScreen):
            self.hush()
        return super().push_screen(*arguments, **options)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what every line painted goes through: where it has to be ASCII, the gate last."""
        return [*super().get_line_filters(), *self._gates]

    def _paint_anew(self, _app: App[None]) -> None:
        """Paint everything: the terminal showed something else meanwhile."""
        self.action_redraw()

    def action_redraw(self) -> None:
        """Send everything there is to see, whatever was sent before."""
        self._frame.forget()
        self.screen.refresh(layout=True)

    def on_unmount(self) -> None:
        """Close the atlas, and remember how it was left."""
        self.memory.save()
        self.atlas.close()

    def use_theme(self, name: object) -> None:
        """Use one of the themes; any other name means the first."""
        self.theme = str(name) if name in NAMES else NAMES[0]

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

    def action_help_quit(self) -> None:
        """Say how to leave: who presses what interrupts a program elsewhere wants to.

        What is selected is copied as well.
        """
        field = self.focused if isinstance(self.focused, Input) else None
        ways = {one.binding.id for one in self.screen.active_bindings.values()}
        if "quit" in getattr(self.screen, "KEYS", ()) and field is None:
            how = f"{self._first_key('quit')} leaves ciatlas, ctrl+q does so from anywhere"
        else:
            back = "back" if "back" in ways and field is None else "cancel"
            how = f"ctrl+q leaves ciatlas, {self._first_key(back)} goes back"
        self.notify(how, markup=False)
        if self.screen.get_selected_text() or (field is not None and field.selected_text):
            raise SkipAction

    def _first_key(self, name: str) -> str:
        return shown(name, self.configuration.keys).split(" ")[0]

    def action_suspend_process(self) -> None:
        """Go to the shell this was started from; without one, nobody could wake this up again."""
        if has_shell():
            super().action_suspend_process()
        else:
            self.notify("there is no shell to go to; ctrl+q quits", markup=False)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Send no more of an update than what changed."""
        sent = self._running and not self._closed and not self._batch_count
        if sent and isinstance(renderable, CompositorUpdate):
            renderable = self._frame.frugal(renderable)
            if renderable is None and self.cursor_position != self._previous_cursor_position:
                renderable = Control.move_to(*self.cursor_position)
        super()._display(screen, renderable)

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

    def go_back_from_overview(self) -> None:
        """Go back to the place that was left for the overview by its key."""
        raise NotImplementedError

    def go_ahead(self) -> None:
        """Go forward again to where one came back from."""
        raise NotImplementedError

    def ask_date(self) -> None:
        """Ask for a day and show every place as of it."""
        raise NotImplementedError
