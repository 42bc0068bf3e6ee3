"""Nodes to plain values, forgivingly: what has the wrong type is left out, `check` reports it."""

import re
from collections.abc import Iterator

from ciatlas.model.pipeline import Pairs
from ciatlas.parsing import yaml
from ciatlas.parsing.schema import is_expression

MAX_VALUE = 80
"""Longest input value that is kept, in characters; longer ones may be scripts."""

_MAX_NUMBER = 1e15
"""No limit, timeout or count is as large; beyond it a number is a mistake or a trap."""
_TEMPLATE = re.compile(r"\$\{\{.*?\}\}|<<.*?>>")
_OPTION = re.compile(r"--?[A-Za-z]")


def child(node: yaml.Node | None, *keys: str) -> yaml.Node | None:
    """Return the node under a path of keys, or `None`."""
    for key in keys:
        if not isinstance(node, yaml.Mapping):
            return None
        node = node.get(key)
    return node


def text(node: yaml.Node | None) -> str | None:
    """Return a scalar's text as written, `None` for anything else and for null."""
    return node.text if isinstance(node, yaml.Scalar) and not node.is_null else None


def texts(node: yaml.Node | None) -> tuple[str, ...]:
    """Return the texts of a list, or of a single scalar as a list of one."""
    if isinstance(node, yaml.Sequence):
        return tuple(item.text for item in node if isinstance(item, yaml.Scalar))
    single = text(node)
    return () if single is None else (single,)


def entries(node: yaml.Node | None) -> Iterator[tuple[yaml.Scalar, yaml.Node]]:
    """Yield a mapping's entries, each key once with the value that counts."""
    if not isinstance(node, yaml.Mapping):
        return
    if len(node.pairs) == len(node.entries):
        yield from node.pairs
        return
    last = {key.text: number for number, (key, _) in enumerate(node.pairs)}
    for number in sorted(last.values()):
        yield node.pairs[number]


def names(node: yaml.Node | None) -> tuple[str, ...]:
    """Return a mapping's keys."""
    return tuple(key.text for key, _ in entries(node))


def pairs(node: yaml.Node | None) -> Pairs:
    """Return a mapping's entries; values that are texts rather than settings are left empty."""
    return tuple((key.text, short(value)) for key, value in entries(node))


def short(node: yaml.Node) -> str:
    """Return a scalar's text when it is a setting: one word, or arguments with options.

    Sentences and scripts are texts and give nothing, as does what is longer than `MAX_VALUE`.
    """
    value = (text(node) or "").strip()
    if len(value) > MAX_VALUE or "\n" in value:
        return ""
    words = _TEMPLATE.sub("x", value).split()
    return value if len(words) < 2 or any(_OPTION.match(word) for word in words) else ""


def flag(node: yaml.Node | None) -> bool | str | None:
    """Return true, false, the expression as written, or `None`."""
    if not isinstance(node, yaml.Scalar):
        return None
    if is_expression(node):
        return node.text.strip()
    return {"true": True, "false": False}.get(node.text.lower())


def number(node: yaml.Node | None) -> float | None:
    """Return a number, `None` for expressions and anything else."""
    value = _plain(node)
    if not isinstance(value, int | float) or abs(value) > _MAX_NUMBER or value != value:
        return None
    return float(value)


def whole(node: yaml.Node | None) -> int | str | None:
    """Return a whole number, the expression as written, or `None`."""
    if isinstance(node, yaml.Scalar) and is_expression(node):
        return node.text.strip()
    value = _plain(node)
    return value if isinstance(value, int) else None


def written(node: yaml.Node) -> str:
    """Write any node on one line, the same way every time, as for a matrix value."""
    if isinstance(node, yaml.Scalar):
        return "null" if node.is_null else node.text
    if isinstance(node, yaml.Sequence):
        return "[" + ", ".join(written(item) for item in node) + "]"
    return "{" + ", ".join(f"{key.text}: {written(value)}" for key, value in node) + "}"


def _plain(node: yaml.Node | None) -> bool | int | float | str | None:
    if not isinstance(node, yaml.Scalar):
        return None
    value = yaml.Scalar(node.text, node.line, node.column).value
    return None if isinstance(value, bool) else value
