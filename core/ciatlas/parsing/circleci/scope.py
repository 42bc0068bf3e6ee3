"""Parameters: what `<< parameters.x >>` stands for where a command, executor or job is used.

Source: CircleCI documentation, "Reusable configuration reference". Values are nodes, since a
parameter may hold steps; `<< pipeline.x >>` and `<< matrix.x >>` outside a matrix stay as written.
"""

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from ciatlas.parsing import yaml
from ciatlas.parsing.values import child, entries, text

_REFERENCE = re.compile(r"<<\s*(?P<kind>parameters|matrix)\.(?P<name>[\w.-]+)\s*>>")

MAX_TEXT = 64 * 1024
"""Characters of a text with values put in."""


class Scope:
    """The values of parameters in one place.

    A value that is a list or a mapping, such as steps, keeps the scope it was written in.
    """

    def __init__(self, values: Mapping[str, "Bound"] | None = None) -> None:
        self._values = dict(values or {})

    def bound(self, node: yaml.Node | None) -> "Bound":
        """Return what a node stands for, and the scope in which what it holds is to be read."""
        if isinstance(node, yaml.Scalar) and "<<" in node.text:
            match = _REFERENCE.fullmatch(node.text.strip())
            if match and match["name"] in self._values:
                return self._values[match["name"]]
            filled = self.fill(node.text)
            return yaml.Scalar(filled, node.line, node.column, style=node.style), self
        return node, self

    def node(self, node: yaml.Node | None) -> yaml.Node | None:
        """Return what a node stands for: the parameter's value when it is one reference."""
        return self.bound(node)[0]

    def fill(self, content: str) -> str:
        """Put values into a text; references to what is unknown stay as written.

        So does the whole text where the values would blow it up beyond `MAX_TEXT`.
        """
        if "<<" not in content:
            return content
        parts: list[str] = []
        at = size = 0
        for match in _REFERENCE.finditer(content):
            parts += [content[at : match.start()], self._value(match)]
            at = match.end()
            size += len(parts[-2]) + len(parts[-1])
            if size > MAX_TEXT:
                return content
        return "".join([*parts, content[at:]])

    def text(self, node: yaml.Node | None) -> str | None:
        """Return a scalar's text with values put in."""
        return text(self.node(node))

    def _value(self, match: re.Match[str]) -> str:
        value, _ = self._values.get(match["name"], (None, self))
        return value.text if isinstance(value, yaml.Scalar) else match[0]

    def inner(
        self,
        declared: yaml.Node | None,
        given: yaml.Node | None,
        varying: Iterable[str] = (),
    ) -> "Scope":
        """Return the scope inside something with `declared` parameters, called with `given`.

        Parameters that are `varying` over a matrix have no value that holds for all legs.
        """
        values: dict[str, Bound] = {}
        for key, declaration in entries(declared):
            default = child(declaration, "default")
            if default is not None:
                values[key.text] = default, Scope()
        for key, value in entries(given):
            values[key.text] = self.bound(value)
        for name in varying:
            values[name] = yaml.Scalar(f"<< matrix.{name} >>", 0, 0), Scope()
        return Scope(values)


Bound: TypeAlias = tuple[yaml.Node | None, Scope]


def truth(node: yaml.Node | None, scope: Scope) -> bool | None:
    """Decide a `when` condition from what is known; `None` when only a run could know.

    Source: CircleCI documentation, "Configuration reference", logic statements.
    """
    if isinstance(node, yaml.Mapping):
        return _logic(node, scope)
    value = scope.node(node)
    if not isinstance(value, yaml.Scalar) or "<<" in value.text:
        return None
    plain = yaml.Scalar(value.text, value.line, value.column).value
    return not (plain is None or plain is False or plain in (0, ""))


def _logic(node: yaml.Mapping, scope: Scope) -> bool | None:
    for key, value in node:
        parts = value.items if isinstance(value, yaml.Sequence) else [value]
        known = [truth(part, scope) for part in parts]
        if key.text == "not":
            return None if not known or known[0] is None else not known[0]
        if key.text == "and":
            return False if False in known else None if None in known else True
        if key.text == "or":
            return True if True in known else None if None in known else False
        if key.text == "equal":
            texts = [scope.text(part) for part in parts]
            unknown = any(part is None or "<<" in part for part in texts)
            return None if unknown else len(set(texts)) <= 1
    return None
