"""What is laid over a screen to be read: it scrolls, and every key that leads back closes it."""

from textual.containers import VerticalScroll
from textual.screen import ModalScreen


class Reading(ModalScreen[None]):
    """A text over the screen one is in; it holds one `VerticalScroll`."""

    CSS_PATH = "../styles/dialogs.tcss"

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one(VerticalScroll).focus()

    def action_back(self) -> None:
        """Close."""
        self.dismiss()

    def action_leave(self) -> None:
        """Close."""
        self.dismiss()
