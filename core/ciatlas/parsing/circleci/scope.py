"""Parameters: what `<< parameters.x >>` stands for where a command, executor or job is used.

Source: CircleCI documentation, "Reusable configuration reference". Values are nodes, since a
parameter may hold steps; `<< pipeline.x >>` and `<< matrix.x >>` outside a matrix stay as written.
"""

import re
from collections.abc import Mapping

from ciatlas.parsing import yaml
from ciatlas.parsing.values import child, entries, text

_REFERENCE = re.compile(r"<<\s*(?P<kind>parameters|matrix)\.(?P<name>[\w.-]+)\s*>>")


class Scope:
    """The values of parameters in one place."""

    def __init__(self, values: Mapping[str, yaml.Node] | None = None) -> None:
        self._values = dict(values or {})

    def node(self, node: yaml.Node | None) -> yaml.Node | None:
        """Return what a node stands for: the parameter's value when it is one reference."""
        if isinstance(node, yaml.Scalar) and "<<" in node.text:
            match = _REFERENCE.fullmatch(node.text.strip())
            if match and match["name"] in self._values:
                return self._values[match["name"]]
            return yaml.Scalar(self.fill(node.text), node.line, node.column, block=node.block)
        return node

    def fill(self, content: str) -> str:
        """Put values into a text; references to what is unknown stay as written."""
        if "<<" not in content:
            return content
        return _REFERENCE.sub(self._value, content)

    def text(self, node: yaml.Node | None) -> str | None:
        """Return a scalar's text with values put in."""
        return text(self.node(node))

    def _value(self, match: re.Match[str]) -> str:
        value = self._values.get(match["name"])
        return value.text if isinstance(value, yaml.Scalar) else match[0]

    def inner(self, declared: yaml.Node | None, given: yaml.Node | None) -> "Scope":
        """Return the scope inside something with `declared` parameters, called with `given`."""
        values: dict[str, yaml.Node] = {}
        for key, declaration in entries(declared):
            default = child(declaration, "default")
            if default is not None:
                values[key.text] = default
        for key, value in entries(given):
            known = self.node(value)
            if known is not None:
                values[key.text] = known
        return Scope(values)


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
            return None if known[0] is None else not known[0]
        if key.text == "and":
            return False if False in known else None if None in known else True
        if key.text == "or":
            return True if True in known else None if None in known else False
        if key.text == "equal":
            texts = [scope.text(part) for part in parts]
            unknown = any(part is None or "<<" in part for part in texts)
            return None if unknown else len(set(texts)) <= 1
    return None
