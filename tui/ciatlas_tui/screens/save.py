"""The question for the file a text is written to."""

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ciatlas.display import visible
from ciatlas_tui.keymap import bindings


class Save(ModalScreen[Path | None]):
    """Writes a text to a file and answers with its path, or with nothing when cancelled."""

    CSS_PATH = "../styles/dialogs.tcss"
    BINDINGS = bindings(("cancel",))

    def __init__(self, text: str, name: str) -> None:
        super().__init__()
        self._text = text
        self._name = name
        self._replaced: Path | None = None

    def compose(self) -> ComposeResult:
        """Ask on one line."""
        with Vertical(id="question"):
            yield Static(f"Write to which file? (in {visible(str(Path.cwd()))})", markup=False)
            yield Input(self._name, id="file", compact=True)
            yield Static("", markup=False, id="complaint")

    def on_mount(self) -> None:
        """Stay quiet while nothing happens."""
        self.query_one(Input).cursor_blink = False

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write the file; one that is there only when asked a second time."""
        try:
            path = Path(event.value.strip()).expanduser()
            with path.open("w" if path == self._replaced else "x", encoding="utf-8") as file:
                file.write(self._text)
        except FileExistsError:
            self._replaced = path
            self._complain("it is there already; Enter again replaces it")
        except (OSError, ValueError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self._complain(f"it cannot be written: {reason.lower()}")
        else:
            self.dismiss(path.absolute())

    def _complain(self, message: str) -> None:
        self.query_one("#complaint", Static).update(visible(message))

    def action_back(self) -> None:
        """Write nothing."""
        self.dismiss(None)
