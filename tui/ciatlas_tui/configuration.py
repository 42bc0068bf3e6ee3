"""The user's own settings: config.yaml, its schema, and what is wrong in it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ciatlas.analysis.wording import count
from ciatlas_tui.clashes import clashes
from ciatlas_tui.keymap import KEYS
from ciatlas_tui.themes import NAMES

if TYPE_CHECKING:
    from ciatlas.parsing.yaml import Node

STARTS = ("overview", "last")
RESERVED = {
    "ctrl+a": "GNU screen's prefix",
    "ctrl+b": "tmux's prefix",
    "ctrl+c": "how a terminal interrupts",
    "ctrl+q": "how a terminal goes on",
    "ctrl+s": "how a terminal stops",
    "ctrl+z": "how a terminal suspends",
    "escape": "always the way back",
}
"""Keys that cannot be given a meaning, and whose they are."""


_MOST_TOLD = 8
"""Problems for which there is room on the smallest of screens."""
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Configuration(NamedTuple):
    """What was set, and what could not be understood, a sentence each."""

    theme: str | None = None
    ascii: bool = False
    start: str = "overview"
    keys: Mapping[str, str] = _NOTHING
    clones: Mapping[str, Path] = _NOTHING
    problems: tuple[str, ...] = ()

    @property
    def complaint(self) -> list[str]:
        """What is told of the problems at the start, in lines, and where all of them are told."""
        if not self.problems:
            return []
        head = (
            f"{count(len(self.problems), 'mistake')} in the settings ('ciatlas doctor' tells all)"
        )
        return [head, *self.problems[:_MOST_TOLD]]


class Setting(NamedTuple):
    """A setting: its name, what it may be, in words, and what it is for."""

    name: str
    may_be: str
    about: str


SETTINGS = (
    Setting("theme", ", ".join(NAMES), "the colours; without it, those chosen last"),
    Setting("ascii", "true, false", "draw with ASCII characters only"),
    Setting("start", ", ".join(STARTS), "where to begin: the overview, or where one left"),
    Setting("keys", "a key, or a list of keys, by name", "what starts what; the names are below"),
    Setting("clones", "a folder by OWNER/NAME", "git clones whose lines `E` opens in the editor"),
)


def configuration_path() -> Path:
    """Return where the user's settings are."""
    import platformdirs

    return platformdirs.user_config_path("ciatlas", appauthor=False) / "config.yaml"


def read_configuration(path: Path) -> Configuration:
    """Read a file of settings; one that is not there sets nothing.

    What cannot be understood is left as it was, and said in `problems`: a slip of the pen must not
    keep anyone out.
    """
    try:
        source = path.read_bytes()
    except FileNotFoundError:
        return Configuration()
    except OSError as error:
        return Configuration(problems=(f"{path} cannot be read: {error.strerror}",))
    return _Reader(path.name).read(source)


class _Reader:
    """Reads settings, collecting what is wrong."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._problems: list[tuple[int, int, str]] = []

    def read(self, source: bytes) -> Configuration:
        from ciatlas.parsing.yaml import Mapping as Branch
        from ciatlas.parsing.yaml import read

        document = read(source)
        for found in document.diagnostics:
            self._problems.append((found.line, found.column, found.message))
        values: dict[str, Any] = {}
        known = {setting.name for setting in SETTINGS}
        if isinstance(document.root, Branch):
            for key, node in document.root:
                if key.text in known:
                    values[key.text] = getattr(self, f"_{key.text}")(node)
                else:
                    self._wrong(key, f"{key.text!r} is no setting{_nearest(key.text, known)}")
        elif document.root is not None:
            self._wrong(document.root, "settings are written as 'name: value'")
        taken = {name: value for name, value in values.items() if value is not None}
        problems = (f"{self._name}:{y}:{x}: {said}" for y, x, said in sorted(self._problems))
        return Configuration(**taken, problems=tuple(problems))

    def _wrong(self, node: "Node", sentence: str) -> None:
        self._problems.append((node.line, node.column, sentence))

    def _word(self, node: "Node", words: tuple[str, ...]) -> str | None:
        text = getattr(node, "text", None)
        if text in words:
            return str(text)
        said = "this" if text is None else repr(text)
        self._wrong(node, f"{said} is none of {', '.join(words)}{_nearest(str(text), words)}")
        return None

    def _theme(self, node: "Node") -> str | None:
        return self._word(node, NAMES)

    def _start(self, node: "Node") -> str | None:
        return self._word(node, STARTS)

    def _ascii(self, node: "Node") -> bool | None:
        word = self._word(node, ("true", "false"))
        return None if word is None else word == "true"

    def _clones(self, node: "Node") -> dict[str, Path]:
        return self._entries(node, lambda _, value: Path(value.text).expanduser())

    def _keys(self, node: Any) -> dict[str, str]:
        rebound = self._entries(node, self._key)
        # What is given up takes its own key back, which may be another's by then: hence one by one.
        while clash := next(clashes(rebound), None):
            self._wrong(
                next(key for key, _ in node if key.text == clash.name),
                f"the key {clash.key!r} of {clash.name!r} is that of {clash.other!r} already;"
                " choose another, or give that one a new key too",
            )
            del rebound[clash.name]
        return rebound

    def _entries(self, node: "Node", value: Callable[[Any, Any], Any]) -> dict[str, Any]:
        from ciatlas.parsing.yaml import Mapping as Branch

        if not isinstance(node, Branch):
            self._wrong(node, "this is written as 'name: value' lines")
            return {}
        read = {key.text: value(key, entry) for key, entry in node}
        return {name: found for name, found in read.items() if found is not None}

    def _key(self, name: Any, node: "Node") -> str | None:
        nodes = list(getattr(node, "items", [node]))
        keys = [str(getattr(one, "text", "")) for one in nodes]
        if name.text not in KEYS or not KEYS[name.text].keys:
            self._wrong(name, f"no key is called {name.text!r}{_nearest(name.text, KEYS)}")
            return None
        for one, key in zip(nodes, keys, strict=True):
            if key in RESERVED:
                self._wrong(one, f"{key!r} is {RESERVED[key]}; choose another key")
                return None
            if not _is_key(key):
                self._wrong(one, f"{key!r} is no key; write it as 'x', 'X', 'ctrl+x' or 'f5'")
                return None
        return ",".join(keys)


def _is_key(key: str) -> bool:
    from textual.keys import Keys

    *modifiers, last = key.split("+")
    ours = {last for one in KEYS.values() for last in one.keys.split(",")}
    named = last in ours or last in {one.value for one in Keys}
    return set(modifiers) <= {"ctrl", "alt", "shift"} and (len(last) == 1 or named)


def _nearest(word: str, known: Any) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
