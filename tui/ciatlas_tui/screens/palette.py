"""The commands by name, under a line to find them on."""

from textual.command import CommandPalette, SearchIcon
from textual.widgets import Input

from ciatlas_tui.keymap import KEYS

_HINT = "find a command by its name"


class Palette(CommandPalette):
    """Textual's palette in our own words, on one calm surface like every other question.

    Its picture of a magnifying glass takes two cells on some terminals and one on others; a line
    that does not know where it stands is no line to type on.
    """

    def __init__(self) -> None:
        super().__init__(placeholder=_HINT)

    def on_mount(self) -> None:
        """Show the sign other lines have to search on; stay quiet while nothing happens."""
        self.query_one(SearchIcon).icon = KEYS["filter"].shown
        self.query_one(Input).cursor_blink = False
