"""What all screens share: the lines around them, going back, help, filter, marks."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Key, Mount
from textual.message import Message
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from ciatlas.display import visible
from ciatlas.model.triage import Subject
from ciatlas_tui.atlas_app import AtlasApp
from ciatlas_tui.keymap import PLACE, bindings
from ciatlas_tui.screens.taking import Taking
from ciatlas_tui.widgets.awaiting import Awaiting, all_awaiting
from ciatlas_tui.widgets.filter_line import FilterLine
from ciatlas_tui.widgets.in_full import InFull
from ciatlas_tui.widgets.lines import KeyLine, TopLine
from ciatlas_tui.widgets.listing import Listing
from ciatlas_tui.widgets.order import Order
from ciatlas_tui.widgets.searchable import Searchable

if TYPE_CHECKING:
    from ciatlas.store import Reader

_LISTS = {"verdicts": "hypotheses", "claims": "replication"}
"""Places with what was found, by the keys that lead there."""
_TRAVEL = "[ and ] work on a tool, its figures and its pipelines"
_ELSEWHERE = {
    "left_square_bracket": _TRAVEL,
    "right_square_bracket": _TRAVEL,
    "equals_sign": "= works on a pipeline",
}
"""What is said of keys where they do nothing, by the key."""
_UNHURRIED = 2  # times the usual rest, so that what matters more is painted first


class Place(Taking):
    """A screen of the explorer: a place one can be in.

    Attributes:
        revisited: whether one went forward to it.
    """

    KEYS: ClassVar[tuple[str, ...]] = ("back", "help")
    """Names of the keys shown at the bottom, most important first."""
    ELSEWHERE: ClassVar[Mapping[str, str]] = _ELSEWHERE
    """What is said of keys that do something in other places only, by the key."""
    IN_FULL: ClassVar[bool] = True
    """Whether a row that is cut is shown in full below; places that tell all of it do without."""

    BINDINGS = bindings(PLACE)

    def __init__(self) -> None:
        super().__init__()
        self.revisited = False
        self._resting: Timer | None = None
        self._settling: Timer | None = None

    def compose(self) -> ComposeResult:
        """Put the lines around the content."""
        yield TopLine(self.glyphs)
        with Container(id="content"):
            yield from self.compose_content()
        if self.IN_FULL:
            yield InFull(self.glyphs, self.explorer.rest)
        yield FilterLine()
        yield KeyLine(self.KEYS, self.glyphs, self.explorer.configuration.keys)

    def compose_content(self) -> ComposeResult:
        """Yield the widgets between the lines."""
        raise NotImplementedError

    @property
    def filter_line(self) -> FilterLine:
        """The line a filter is typed on."""
        return self.query_one(FilterLine)

    @property
    def atlas(self) -> "Reader":
        """The atlas explored."""
        return self.explorer.atlas

    async def _dispatch_message(self, message: Message) -> None:
        """Go on where the atlas could not be read; a screen would hear of nothing any more.

        A place that could not be filled from the start is no place to be.
        """
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            if not self.explorer.complain(error):
                raise
            if isinstance(message, Mount):
                self.app.call_later(self._leave_unread)

    def _leave_unread(self) -> None:
        if self.is_current and len(self.app.screen_stack) > 1:
            self.app.pop_screen()

    def show_top(self, trail: list[str], facts: list[str]) -> None:
        """Show where we are and how old that is."""
        self.query_one(TopLine).show(
            ["ciatlas", *(visible(part) for part in trail)], [visible(fact) for fact in facts]
        )

    def address(self) -> dict[str, Any] | None:
        """Return what leads here again, `None` where nothing does."""
        return None

    @classmethod
    def again(cls, explorer: AtlasApp, **address: Any) -> Self:  # noqa: ARG003 - of others
        """Make the place anew from the rest of its address."""
        return cls(**address)

    def when_resting(self, show: Callable[[], None]) -> None:
        """Show what hangs on a selection once it rests: none of those passed."""

        def rested() -> None:
            self._resting = None
            show()

        if self._resting is not None:
            self._resting.stop()
        if self.explorer.rest:
            self._resting = self.set_timer(self.explorer.rest, rested)
        else:
            rested()

    def show_from_thread(self, show: Callable[..., object], *found: object) -> None:
        """Show what a thread found, unless one has left meanwhile.

        The thread does not wait for it: whoever quits just then would wait for the thread.
        """

        def here() -> None:
            if self.is_attached:
                show(*found)

        self.call_later(here)

    def when_settled(self, work: Callable[[], object]) -> None:
        """Do what takes long once everything else is painted, and only what was last asked for."""
        if self._settling is not None:
            self._settling.stop()
        if self.explorer.rest:
            self._settling = self.set_timer(_UNHURRIED * self.explorer.rest, work)
        else:
            work()

    @property
    def is_complete(self) -> bool:
        """Whether all there is to show here is shown."""
        waits = self._resting is not None or any(one.awaited for one in all_awaiting(self))
        return self.is_mounted and not waits

    def applies(self, name: str) -> bool:
        """Tell whether a key has something to work on here, for the help screen."""
        kind = type(self)
        in_files = kind.lines is not Place.lines
        if name == "filter":
            return isinstance(self.focused, Searchable)
        if name == "next_pane":
            return len(self.focus_chain) > 1
        if name in ("copy", "link"):
            return in_files or kind.link is not Place.link
        if name == "edit":
            return in_files
        if name in _LISTS:
            return not self._is_at(_LISTS[name])
        return name != "forward" or bool(self.explorer.ahead)

    def offers(self, name: str) -> bool:
        """Tell whether a key does now what its command says, for the palette."""
        if name == "cancel":  # without a filter it is another way back
            return self.filter_line.is_open
        return name != "palette" and self.applies(name)

    def subject(self) -> Subject | None:
        """Return what is selected as something to decide on, if it is that."""
        return None

    def day(self) -> date | None:
        """Return the day what is selected is shown as of, `None` for the newest known."""
        return self.explorer.as_of

    def marks_told(self, subject: Subject | None) -> list[tuple[str, str]]:
        """Return as facts the newest mark on a finding, and those for other cohorts and days."""
        from ciatlas_tui.screens.mark_words import elsewhere, history

        if subject is None:
            return []
        here, others = self.explorer.marks_on(subject, self.day())
        return [*history(here[:1], self.glyphs), *elsewhere(others, self.glyphs)]

    def show_marks(self) -> None:
        """Show in the lists what has been decided on; called whenever the screen comes up."""

    def on_mount(self) -> None:
        """Put lists into the orders of the last time; a new way leaves what was ahead behind."""
        if not self.revisited and len(self.app.screen_stack) > 1:
            self.explorer.ahead.clear()
            self.explorer.left_for_overview = 0
        orders = self.explorer.memory.recall("orders") or {}
        for listing in self.query(Listing) if orders else ():
            if listing.id in orders:
                listing.order_by(Order(*orders[listing.id]))

    def on_listing_moved(self, event: Listing.Moved) -> None:  # noqa: ARG002 - of those that need it
        """Show the selected row in full where it is cut."""
        self._show_in_full()

    def on_listing_fitted(self) -> None:
        """Show the selected row in full where it is cut now."""
        self._show_in_full()

    def on_descendant_focus(self) -> None:
        """Show the selected row of the list the keys go to in full where it is cut."""
        self._show_in_full()

    def _show_in_full(self) -> None:
        if self.IN_FULL and not self.filter_line.has_focus_within:
            listing = self.focused if isinstance(self.focused, Listing) else None
            self.query_one(InFull).follow(listing)

    def on_listing_sorted(self, event: Listing.Sorted) -> None:
        """Remember the order."""
        orders = dict(self.explorer.memory.recall("orders") or {})
        orders.pop(event.listing.id, None)
        if event.order is not None and event.listing.id:
            orders[event.listing.id] = [event.order.title, event.order.descending]
        self.explorer.memory.keep("orders", orders)

    def on_key(self, event: Key) -> None:
        """Say of a key that does nothing here where it does something."""
        said = self.ELSEWHERE.get(event.key)
        if said is not None and event.key not in self.active_bindings:
            self.notify(said, markup=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Wait no longer for what could not be read."""
        if event.state is WorkerState.ERROR:
            for one in all_awaiting(self):
                one.give_up()

    def on_screen_resume(self) -> None:
        """Show what was marked meanwhile, when everything else is painted."""
        self.call_after_refresh(self._show_marks)

    def _show_marks(self) -> None:
        if self.is_current:  # one may have gone on already
            self.show_marks()

    def action_mark(self) -> None:
        """Decide on what is selected, or on what will be as soon as it is read."""
        from ciatlas_tui.screens.mark import MarkDialog

        subject = self.subject()
        if subject is None and isinstance(self.focused, Awaiting) and self.focused.awaited:
            self.focused.when_loaded(self.action_mark)
        elif subject is None:
            self.notify("nothing to decide on is selected here", markup=False)
        else:
            self.app.push_screen(MarkDialog(self.explorer, subject, self.day()))

    def action_triage(self) -> None:
        """List what was decided on."""
        self.explorer.open({"place": "triage"})

    def action_verdicts(self) -> None:
        """List the verdicts on the hypotheses."""
        self._open_list("verdicts")

    def action_claims(self) -> None:
        """List the study's claims."""
        self._open_list("claims")

    def _open_list(self, name: str) -> None:
        """Go on to a list of findings; stay where this is it."""
        if not self._is_at(_LISTS[name]):
            self.explorer.open({"place": _LISTS[name]})

    def _is_at(self, place: str) -> bool:
        return (self.address() or {}).get("place") == place

    def action_go(self, place: str) -> None:
        """Go to one of the top-level places."""
        self.explorer.go(place)

    def action_forward(self) -> None:
        """Go forward again to where one came back from."""
        self.explorer.go_ahead()

    def action_theme(self) -> None:
        """Use the next theme."""
        self.app.call_later(self.app.run_action, "app.theme")

    def action_letters(self) -> None:
        """Put letters to all one can go to in sight."""
        from ciatlas_tui.screens.letters import Letters

        self.app.push_screen(Letters(self))

    def action_back(self) -> None:
        """Close the filter, or go back to where one came from."""
        if self.filter_line.is_open:
            self.filter_line.close()
        else:
            address = self.address()
            if address is not None:
                self.explorer.ahead.append(address)
            self.app.pop_screen()

    def action_leave(self) -> None:
        """Go back to where one came from."""
        self.action_back()

    def action_help(self) -> None:
        """Show what the keys do here."""
        from ciatlas_tui.screens.help import Help

        self.app.push_screen(Help(self, self.glyphs, self.explorer.configuration.keys))

    def action_filter(self) -> None:
        """Open the field that filters the list, or finds in the drawing, that has the focus."""
        if isinstance(self.focused, Searchable):
            self.filter_line.open(self.focused)

    def on_searchable_recounted(self) -> None:
        """Say how many the filter leaves of what came meanwhile."""
        self.filter_line.count()
