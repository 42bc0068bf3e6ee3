"""Taking a place elsewhere: all of it, once it is there, and nothing that was told in passing."""

from collections.abc import Callable

from textual._time import get_time
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets._toast import ToastRack

from ciatlas_tui.widgets.awaiting import all_awaiting


class Export:
    """A place that is to be written to a file; keys wait until that is asked about.

    Attributes:
        asked_at: when that was asked for, 0 when nothing is to be written any more.
    """

    def __init__(self, place: Screen[None], ask: Callable[[], None]) -> None:
        """Call `ask` when all of the place is there."""
        self._place = place
        self._ask = ask
        self.asked_at = get_time()

    def expect_nothing(self) -> None:
        """Write nothing."""
        self.asked_at = 0.0

    @property
    def waits(self) -> bool:
        """Whether something in sight is still being read."""
        return any(one.awaited and _seen(one) for one in all_awaiting(self._place))

    def ask_when_loaded(self) -> None:
        """Ask for the file, unless something in sight is still being read."""
        if not self.waits:
            for rack in self._place.query(ToastRack):
                rack.display = False
            self._place.call_after_refresh(self._ask_now)

    def _ask_now(self) -> None:
        if self.asked_at:
            self.expect_nothing()
            self._ask()


def _seen(widget: Widget) -> bool:
    return all(node.display for node in widget.ancestors_with_self if isinstance(node, Widget))
