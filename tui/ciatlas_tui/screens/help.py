"""The help screen: what the keys do where one is."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from ciatlas_tui.glyphs import Glyphs, plain
from ciatlas_tui.keymap import KEYS, bindings

_INTRODUCTION = (
    "ciatlas shows the CI/CD pipelines of the tools in your atlas, as of any day."
    " Enter goes down: tool, pipeline, job, step. q goes back."
)


class Help(ModalScreen[None]):
    """The keys of the screen and of what has the focus on it."""

    CSS_PATH = "../styles/dialogs.tcss"
    BINDINGS = bindings(("cancel", "back", "help"))

    def __init__(self, origin: Screen[None], glyphs: Glyphs) -> None:
        super().__init__()
        self._origin = origin
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """List the keys in force, in the keymap's order."""
        with VerticalScroll(id="help"):
            yield Static(self._text(self._glyphs), markup=False)

    def _text(self, glyphs: Glyphs) -> str:
        actions = {binding.binding.action for binding in self._origin.active_bindings.values()}
        named = getattr(self._origin, "KEYS", ())
        rows: dict[str, str] = {}
        for name, key in KEYS.items():
            shown = plain(glyphs, key.shown)
            if key.action in actions and (shown not in rows or name in named):
                rows[shown] = key.about
        lines = [f"  {shown:<8}  {about}" for shown, about in rows.items()]
        return "\n".join([_INTRODUCTION, "", "Keys here (q closes this)", *lines])

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one(VerticalScroll).focus()

    def action_back(self) -> None:
        """Close."""
        self.dismiss()

    def action_leave(self) -> None:
        """Close."""
        self.dismiss()

    def action_help(self) -> None:
        """Close."""
        self.dismiss()
