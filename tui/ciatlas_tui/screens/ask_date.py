"""The question for a day to show everything as of."""

from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ciatlas_tui.keymap import bindings


class AskDate(ModalScreen[date | str | None]):
    """Answers with a day, with `newest`, or with nothing when cancelled."""

    CSS_PATH = "../styles/dialogs.tcss"
    BINDINGS = bindings(("cancel",))

    def __init__(
        self, current: date | None, suggestion: date, question: str = "Show everything as of"
    ) -> None:
        super().__init__()
        self._question = question
        self._current = current
        self._suggestion = suggestion

    @property
    def _said(self) -> str:
        return f"the day suggested is {self._suggestion}"

    def compose(self) -> ComposeResult:
        """Ask on one line."""
        with Vertical(id="question"):
            yield Static(
                f"{self._question} (YYYY-MM-DD, empty for the newest known; {self._said})",
                markup=False,
            )
            value = str(self._current or self._suggestion)
            yield Input(value=value, placeholder="newest", id="day", compact=True)
            yield Static("", markup=False, id="complaint")

    def on_mount(self) -> None:
        """Stay quiet while nothing happens."""
        self.query_one(Input).cursor_blink = False

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the answer, or say what is wrong with it."""
        text = event.value.strip()
        if not text:
            self.dismiss("newest")
            return
        try:
            self.dismiss(date.fromisoformat(text))
        except ValueError:
            message = "that is no date, write it as 2025-01-25"
            self.query_one("#complaint", Static).update(message)

    def action_back(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)
