"""The help screen: what the keys do where one is, and what the signs mean."""

from collections.abc import Iterator, Mapping

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from ciatlas.model.verdict import Outcome
from ciatlas_tui.glyphs import Glyphs, plain
from ciatlas_tui.keymap import ANYWHERE, DIALOGS, KEYS, bindings, shown
from ciatlas_tui.screens.reading import Reading

_INTRODUCTION = (
    "ciatlas shows the CI/CD pipelines of the tools in your atlas, as of any day."
    " Enter goes down: tool, pipeline, job, step. q goes back, after 1 as well; on an overview"
    " from which there is no way back it leaves ciatlas."
)
_QUIT = "leave ciatlas, wherever one is"
"""What Textual's own key does, on which nothing else is put."""


class Help(Reading):
    """The keys of the screen and of what has the focus on it, and the signs of all screens."""

    BINDINGS = bindings(DIALOGS["help"])

    def __init__(self, origin: Screen[None], glyphs: Glyphs, rebound: Mapping[str, str]) -> None:
        super().__init__()
        self._origin = origin
        self._glyphs = glyphs
        self._rebound = rebound

    def compose(self) -> ComposeResult:
        """List the keys in force, in the keymap's order."""
        with VerticalScroll(id="help"):
            yield Static(self._text(self._glyphs), markup=False)

    def _text(self, glyphs: Glyphs) -> str:
        here, anywhere = self._rows(glyphs)
        parts = [_INTRODUCTION, "", "Keys here (q closes this)", *here, "", "Anywhere", *anywhere]
        parts += ["", "Signs", *(_row(sign, about) for sign, about in _signs(glyphs))]
        return "\n".join(parts)

    def _rows(self, glyphs: Glyphs) -> tuple[list[str], list[str]]:
        """Return the keys of this screen, and those that are the same on all."""
        actions = {binding.binding.action for binding in self._origin.active_bindings.values()}
        named = getattr(self._origin, "KEYS", ())
        applies = getattr(self._origin, "applies", lambda _name: True)
        told: dict[str, str] = {}
        for name, key in KEYS.items():  # of two names of an action, this screen's own is told
            if key.action not in actions or not applies(name):
                continue
            if key.action not in told or name in named:
                told[key.action] = name
        rows: dict[str, tuple[str, bool]] = {}
        for name in told.values():
            written = plain(glyphs, shown(name, self._rebound))
            if written not in rows or name in named:
                rows[written] = (KEYS[name].about, name in ANYWHERE)
        rows["^q"] = _QUIT, True
        lines = [(_row(key, about), common) for key, (about, common) in rows.items()]
        return [line for line, common in lines if not common], [
            line for line, common in lines if common
        ]

    def action_help(self) -> None:
        """Close."""
        self.dismiss()


def _row(what: str, about: str) -> str:
    return f"  {what:<8}  {about}"


def _signs(glyphs: Glyphs) -> Iterator[tuple[str, str]]:
    """Yield signs of the lists, each kind with the words it stands beside there."""
    yield glyphs.ellipsis, "something was cut, or left out"
    yield glyphs.none, "none, or not known"
    outcomes = {Outcome(name).word: sign for name, sign in glyphs.verdicts.items()}
    for kind in (glyphs.changes, glyphs.differences, outcomes, glyphs.signs):
        yield " ".join(kind.values()), ", ".join(kind)
