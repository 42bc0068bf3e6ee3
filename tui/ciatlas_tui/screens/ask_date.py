"""The question for a day to show everything as of."""

from collections.abc import Callable
from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ciatlas_tui.atlas_app import AtlasApp
from ciatlas_tui.keymap import DIALOGS, bindings


class AskDate(ModalScreen[date | str | None]):
    """Answers with a day, with `newest`, or with nothing when cancelled.

    What was typed when it was cancelled is there again when it is asked the next time.
    """

    CSS_PATH = "../styles/dialogs.tcss"
    BINDINGS = bindings(DIALOGS["ask_date"])

    def __init__(
        self,
        current: date | None,
        suggestion: date,
        question: str = "Show everything as of",
        refuse: Callable[[date | None], str | None] = lambda _day: None,
    ) -> None:
        """Ask; `refuse` says why a day, `None` for the newest known, is no answer, if it is not."""
        super().__init__()
        self._refuse = refuse
        self._question = question
        self._current = current
        self._suggestion = suggestion

    @property
    def _said(self) -> str:
        return f"the day suggested is {self._suggestion}"

    @property
    def _offered(self) -> str:
        return str(self._current or self._suggestion)

    @property
    def _typed(self) -> dict[str, str]:
        return self.app.typed if isinstance(self.app, AtlasApp) else {}

    def compose(self) -> ComposeResult:
        """Ask on one line."""
        with Vertical(id="question"):
            yield Static(
                f"{self._question} (YYYY-MM-DD, empty for the newest known; {self._said})",
                markup=False,
            )
            kept = self._typed.get(self._question)
            yield Input(
                self._offered if kept is None else kept,
                placeholder="newest",
                id="day",
                compact=True,
                select_on_focus=kept is None,
            )
            yield Static("", markup=False, id="complaint")

    def on_mount(self) -> None:
        """Stay quiet while nothing happens."""
        self.query_one(Input).cursor_blink = False

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the answer, or say what is wrong with it."""
        text = event.value.strip()
        try:
            answer = date.fromisoformat(text) if text else "newest"
        except ValueError:
            self._complain("that is no date, write it as 2025-01-25")
            return
        refused = self._refuse(answer if isinstance(answer, date) else None)
        if refused is None:
            self._typed.pop(self._question, None)
            self.dismiss(answer)
        else:
            self._complain(refused)

    def _complain(self, message: str) -> None:
        self.query_one("#complaint", Static).update(message)

    def action_back(self) -> None:
        """Leave everything as it is, and keep what was typed."""
        value = self.query_one(Input).value
        if value != self._offered:
            self._typed[self._question] = value
        self.dismiss(None)
