"""YAML nodes: what a document says and where, before anyone asks what it means.

Nodes keep scalars as written; the YAML 1.2 core schema is applied on request (`Scalar.value`),
because most readers only want the text. Lines and columns are 1-based.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_TRUE = frozenset(("true", "True", "TRUE"))
_FALSE = frozenset(("false", "False", "FALSE"))
_INTEGER = re.compile(r"[-+]?[0-9]+\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")
_MAX_DIGITS = 300

Plain: TypeAlias = bool | int | float | str | None
"""A scalar's value in the YAML 1.2 core schema."""


class Scalar:
    """One scalar; `plain` is true when it was written without quotes or block indicator.

    `style` is the character that began it: a quote, `|` or `>`; empty for plain ones.
    """

    __slots__ = ("column", "line", "plain", "style", "text")

    def __init__(
        self, text: str, line: int, column: int, plain: bool = True, style: str = ""
    ) -> None:
        self.text = text
        self.line = line
        self.column = column
        self.plain = plain
        self.style = style

    @property
    def value(self) -> Plain:
        """The value in the YAML 1.2 core schema (section 10.3.2 of the specification).

        `yes`, `on` and `1:30` are strings, `012` is twelve.
        """
        text = self.text
        if not self.plain:
            return text
        if text in _NULL:
            return None
        if text in _TRUE:
            return True
        if text in _FALSE:
            return False
        return _number(text)

    @property
    def is_null(self) -> bool:
        """Whether the scalar is null, as an empty value is."""
        return self.plain and self.text in _NULL


class Sequence:
    """A sequence of nodes."""

    __slots__ = ("column", "items", "line")

    def __init__(self, line: int, column: int) -> None:
        self.items: list[Node] = []
        self.line = line
        self.column = column

    def __iter__(self) -> Iterator["Node"]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


class Mapping:
    """A mapping in written order. Where a key stands twice, the last one counts.

    `placeholder` is true for `{{ name }}`, which YAML reads as a mapping inside a mapping and
    people write for a value to be filled in.
    """

    __slots__ = ("column", "entries", "line", "pairs", "placeholder")

    def __init__(self, line: int, column: int) -> None:
        self.entries: dict[str, Node] = {}
        self.pairs: list[tuple[Scalar, Node]] = []
        self.placeholder = False
        self.line = line
        self.column = column

    def get(self, key: str) -> "Node | None":
        """The value at `key`, or `None`."""
        return self.entries.get(key)

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def __iter__(self) -> Iterator[tuple[Scalar, "Node"]]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)


Node: TypeAlias = Scalar | Sequence | Mapping


def _number(text: str) -> int | float | str:
    if not (text[0].isdigit() or text[0] in "+-."):
        return text
    if _INTEGER.match(text) and len(text) <= _MAX_DIGITS:
        return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
    if _FLOAT.match(text):
        return float(text)
    if _SPECIAL.match(text):
        return float(text.lower().replace(".", "", 1))
    return text
