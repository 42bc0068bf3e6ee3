"""Letters over the screen: the next key goes where its letter stands."""

from collections.abc import Iterable
from string import ascii_letters, digits

from textual.events import Key
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from ciatlas_tui.widgets.lettered import Lettered

_HANDY = "asdfghjkl"
LETTERS = _HANDY + "".join(c for c in ascii_letters + digits if c not in _HANDY)
"""The home row first."""


class Letters(ModalScreen[None]):
    """Waits for one key; any that is no letter shown changes nothing."""

    def __init__(self, origin: Screen[None]) -> None:
        super().__init__()
        # A query by type sees the first of several bases only.
        lettered = [widget for widget in origin.query(Widget) if isinstance(widget, Lettered)]
        shown = [widget for widget in lettered if widget.is_on_screen]
        keys = ((widget, key) for widget in shown for key in widget.targets())
        self._ways = dict(zip(LETTERS, keys, strict=False))
        for widget in shown:
            widget.show_letters(_letters_of(widget, self._ways.items()))
        self._shown = shown

    def on_key(self, event: Key) -> None:
        """Go there."""
        event.stop()
        for widget in self._shown:
            widget.show_letters({})
        self.dismiss()
        if event.character in self._ways:
            widget, key = self._ways[event.character]
            widget.focus()
            widget.select(key)


def _letters_of(
    widget: Lettered, ways: Iterable[tuple[str, tuple[Lettered, str]]]
) -> dict[str, str]:
    return {key: letter for letter, (owner, key) in ways if owner is widget}
