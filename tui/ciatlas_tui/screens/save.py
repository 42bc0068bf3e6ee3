"""The question for the form and the file in which something is taken elsewhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ciatlas.display import visible
from ciatlas_tui.atlas_app import AtlasApp
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.keymap import DIALOGS, bindings
from ciatlas_tui.widgets.choice import Choice

_KINDS = {
    ".md": "Markdown",
    ".csv": "CSV",
    ".svg": "a picture",
    ".mmd": "Mermaid",
    ".dot": "Graphviz dot",
    ".json": "JSON",
}
"""What places can be written as, by the suffix that promises it; not every place can be all."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form something can be written in: what it is called, its suffix, and what makes it."""

    name: str
    suffix: str
    make: Callable[[], str]


class Save(ModalScreen[Path | None]):
    """Writes one of several forms to a file and answers with its path, or nothing when cancelled.

    A suffix that is typed chooses its form: a file holds what its name promises, or is not written.
    The texts are made before the question is asked, of what was in sight then. A name that was
    typed when it was cancelled is there again the next time the same is to be written.
    """

    CSS_PATH = "../styles/dialogs.tcss"
    BINDINGS = bindings(DIALOGS["save"])

    def __init__(self, forms: Sequence[Form], name: str, glyphs: Glyphs) -> None:
        """Ask for one of the forms; the file is called `name` and a suffix at first."""
        super().__init__()
        self._forms = forms
        self._texts = [form.make() for form in forms]
        self._name = name
        self._glyphs = glyphs
        self._replaced: Path | None = None

    def compose(self) -> ComposeResult:
        """Ask for both."""
        with Vertical(id="question"):
            if len(self._forms) > 1:
                name = self._typed.get(self._about, "")
                yield Choice(
                    [f"{form.name} ({form.suffix})" for form in self._forms],
                    self._glyphs,
                    chosen=self._promised(name) or 0,
                )
            yield Static(f"Write to which file? (in {visible(str(Path.cwd()))})", markup=False)
            kept = self._typed.get(self._about)
            yield Input(
                self._offered if kept is None else kept,
                id="file",
                compact=True,
                select_on_focus=kept is None,
            )
            yield Static("", markup=False, id="complaint")

    def on_mount(self) -> None:
        """Stay quiet while nothing happens; the arrow keys choose while one types."""
        for choice in self.query(Choice):
            choice.can_focus = False
        field = self.query_one(Input)
        field.cursor_blink = False
        field.focus()

    @property
    def _about(self) -> str:
        return f"file {self._name}"

    @property
    def _offered(self) -> str:
        return f"{self._name}{self._forms[self._chosen].suffix}"

    @property
    def _typed(self) -> dict[str, str]:
        return self.app.typed if isinstance(self.app, AtlasApp) else {}

    @property
    def _chosen(self) -> int:
        return next((choice.chosen for choice in self.query(Choice)), 0)

    def action_form(self, step: int) -> None:
        """Choose the form before or after, and change the suffix with it."""
        before = self._forms[self._chosen].suffix
        for choice in self.query(Choice):
            choice.choose(choice.chosen + step)
        field = self.query_one(Input)
        stem = field.value.strip()
        if _suffix(stem) == before:
            stem = stem[: -len(before)]
        field.value = stem + self._forms[self._chosen].suffix

    def _promised(self, name: str) -> int | None:
        """Return the number of the form a name's suffix promises, `None` where it is of none."""
        suffix = _suffix(name)
        return next((n for n, form in enumerate(self._forms) if form.suffix == suffix), None)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Choose the form whose suffix was typed."""
        promised = self._promised(event.value)
        for choice in self.query(Choice) if promised is not None else ():
            choice.choose(promised or 0)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write the file; one that is there only when asked a second time."""
        kind = _KINDS.get(_suffix(event.value))
        if kind is not None and self._promised(event.value) is None:
            offered = ", ".join(form.suffix for form in self._forms)
            self._complain(f"this cannot be written as {kind}, only as {offered}")
            return
        try:
            path = Path(event.value.strip()).expanduser()
            with path.open("w" if path == self._replaced else "x", encoding="utf-8") as file:
                file.write(self._texts[self._chosen])
        except FileExistsError:
            self._replaced = path
            self._complain("it is there already; Enter again replaces it")
        except (OSError, ValueError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self._complain(f"it cannot be written: {reason.lower()}")
        else:
            self._typed.pop(self._about, None)
            self.dismiss(path.absolute())

    def _complain(self, message: str) -> None:
        self.query_one("#complaint", Static).update(visible(message))

    def action_back(self) -> None:
        """Write nothing, and keep the name that was typed."""
        value = self.query_one(Input).value
        if value != self._offered:
            self._typed[self._about] = value
        self.dismiss(None)


def _suffix(name: str) -> str:
    return PurePath(name.strip()).suffix.casefold()
