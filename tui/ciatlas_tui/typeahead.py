"""Keys one by one: each is done with before the next is looked at, however fast they come.

Textual hands keys on as they come. One that opens a place is still on its way then when the next
comes, which goes to the place before, or to one that is not there yet. Here a key waits until the
one before has gone up from the focus to the app, with all it set off, until the place it belongs
to is there, and until a row that was to be opened or marked while its list was read has been.
"""

from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Protocol

from textual.app import App, ScreenStackError
from textual.dom import DOMNode
from textual.events import Key
from textual.message_pump import MessagePump
from textual.screen import Screen

_AT_ONCE = "ctrl+q"
_PATIENCE = 5.0
"""Seconds after which a key is not waited for any more: what it was for has failed."""
_LOST = 1.0
"""Seconds after which what a key set off is taken to have got lost with a place that was left."""
_LOOK_AGAIN = 0.01
"""Seconds until one looks again whether a screen is there; at once would leave it no time."""
_BACK = ("back", "leave")


class Expected(Protocol):
    """What is to be opened as soon as it is read.

    Attributes:
        asked_at: when that was asked for, in seconds on the clock of Textual's events.
    """

    asked_at: float

    def expect_nothing(self) -> None:
        """Do not open it after all."""


class Typeahead:
    """Keys that were typed and have not been handed on.

    Args:
        app: whose keys they are.
        hand_on: what gives a key to the focus.
    """

    def __init__(self, app: App[None], hand_on: Callable[[Key], Awaitable[None]]) -> None:
        self._app = app
        self._hand_on = hand_on
        self._typed: deque[Key] = deque()
        self._under_way: Key | None = None

    @property
    def waits(self) -> bool:
        """Whether a key is not done with."""
        return bool(self._typed or self._under_way)

    async def take(self, key: Key) -> None:
        """Take a key, and hand on what can be."""
        if key.key == _AT_ONCE:
            self._typed.clear()
            await self._hand_on(key)
            return
        self._typed.append(key)
        if self._under_way is not None and key.time - self._under_way.time > _PATIENCE:
            self._under_way = None
        await self.go_on()

    async def go_on(self) -> None:
        """Hand the next key on, if there is one and what is on screen is ready for it."""
        if not self._typed or self._under_way is not None:
            return
        if not self._app.is_running:
            self._typed.clear()
            return
        try:
            screen = self._app.screen
        except ScreenStackError:  # it is starting, or over
            return
        if not screen.is_mounted:
            self._app.set_timer(_LOOK_AGAIN, self.go_on)
            return
        expected: Expected | None = getattr(screen, "expected", None)
        if expected is not None:
            self._wait_for(expected, screen)
            return
        key = self._under_way = self._typed.popleft()
        target = self._app.focused or screen
        # Who leaves takes along what was to be said there; the next key does not wait for it long.
        self._app.set_timer(_LOST, lambda: self._done(key))
        await self._hand_on(key)
        self._follow(key, target, lambda: self._follow(key, target, lambda: self._done(key)))

    def takes_back(self, key: Key) -> bool:
        """Take a key back that has come to a place still being made; tell whether it has.

        That is so where what opened the place took so long that it was not waited for any more.
        """
        if self._app.screen_stack and self._app.screen.is_mounted:
            return False
        if self._under_way is key:
            self._under_way = None
        self._typed.appendleft(Key(key.key, key.character))
        self._app.call_later(self.go_on)
        return True

    def _wait_for(self, expected: Expected, screen: Screen[object]) -> None:
        """Let keys wait for what is to be opened; going back is not to open it at all."""
        active = screen.active_bindings.get(self._typed[0].key)
        if active is not None and active.binding.action in _BACK:
            self._typed.popleft()
            expected.expect_nothing()
        elif monotonic() - expected.asked_at > _PATIENCE:
            expected.expect_nothing()
        else:
            self._app.set_timer(_LOST, self.go_on)
            return
        self._app.call_later(self.go_on)

    def _follow(self, key: Key, node: DOMNode, then: Callable[[], None]) -> None:
        """Call `then` when all messages sent from a node upwards until now have reached the app."""
        if self._under_way is not key:
            return
        above = node.parent
        if isinstance(node, App) or above is None:
            self._app.call_later(then)
        elif not _later(node, lambda: self._follow(key, above, then)):
            self._follow(key, above, then)

    def _done(self, key: Key) -> None:
        if self._under_way is key:
            self._under_way = None
            self._app.call_later(self.go_on)


def _later(pump: MessagePump, call: Callable[[], None]) -> bool:
    """Call something when the messages of a pump are handled; tell whether that will happen."""
    return pump.is_running and pump.call_later(call)
