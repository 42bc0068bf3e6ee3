"""Widgets whose content comes later than they do."""

from collections.abc import Callable, Iterator

from textual._time import get_time
from textual.dom import DOMNode
from textual.message import Message
from textual.widget import Widget


class Awaiting(Widget):
    """A widget that may wait for its content, and for which something may wait in turn.

    Attributes:
        awaited: whether content is still to come.
        asked_at: when something was to be done with what is selected before that, as to open it,
            on Textual's clock; 0 if nothing was.
    """

    awaited = False
    asked_at = 0.0
    _asked: Callable[[], None] | None = None

    class Loaded(Message):
        """The content came, or will not come any more."""

    def open_when_loaded(self) -> None:
        """Open what is selected as soon as there is something."""
        self.when_loaded(self.action_open)

    def when_loaded(self, do: Callable[[], None]) -> None:
        """Do something with what is selected as soon as there is something."""
        self.asked_at = get_time()
        self._asked = do

    def expect_nothing(self) -> None:
        """Do nothing when content comes."""
        self.asked_at = 0.0
        self._asked = None

    def await_content(self) -> None:
        """Wait for content from now on."""
        self.awaited = True

    def arrive(self) -> None:
        """Take note that content is there."""
        if self.awaited:
            self.awaited = False
            if (asked := self._asked) is not None:
                self.expect_nothing()
                asked()
            self.post_message(self.Loaded())

    def give_up(self) -> None:
        """Wait no longer: the content could not be read."""
        if self.awaited:
            self.awaited = False
            self.expect_nothing()
            self.post_message(self.Loaded())

    def action_open(self) -> None:
        """Open what is selected, if that can be done."""


def all_awaiting(place: DOMNode) -> Iterator[Awaiting]:
    """Yield those of a place; Textual's queries know of a class's first ancestors only."""
    return (node for node in place.walk_children() if isinstance(node, Awaiting))
