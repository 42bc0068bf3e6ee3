"""A small language for the shape of YAML files, and the check of a node against it.

A shape says what a place may hold; `check` reports, with line and column, what holds something
else. Places may hold a template expression (`${{ … }}`) instead of what their shape asks for.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ciatlas.parsing import yaml

Report = Callable[[yaml.Node, str, str], None]
"""Takes the node at fault, a code and a message."""

_EXPRESSION = re.compile(r"\s*\$\{\{.*\}\}\s*\Z|\$[a-z]+(-[a-z]+)+\Z", re.DOTALL)
_TEMPLATED_KEY = "${{"


@dataclass(frozen=True, slots=True)
class Anything:
    """Any node."""


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar; `empty` allows the empty string and null, `pattern` says how it is written."""

    empty: bool = False
    pattern: re.Pattern[str] | None = None
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """`true` or `false`."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number, `whole` without fraction, above `above` where given."""

    whole: bool = False
    above: float | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Items:
    """A list of at least `least` items; `or_one` lets a single item stand without the list."""

    of: "Shape"
    least: int = 1
    or_one: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping with free keys; `fold` makes keys that differ in case only the same."""

    of: "Shape"
    least: int = 0
    fold: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A mapping with fixed keys; `empty` lets it be left out after its key."""

    name: str
    keys: Mapping[str, "Shape"]
    required: tuple[str, ...] = ()
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Either:
    """A shape per kind of node; a kind without shape is not allowed."""

    scalar: "Shape | None" = None
    sequence: "Shape | None" = None
    mapping: "Shape | None" = None


Shape: TypeAlias = Anything | Text | Flag | Number | Choice | Items | Table | Section | Either


def check(
    node: yaml.Node, shape: Shape, place: str, report: Report, at: yaml.Node | None = None
) -> None:
    """Report every part of `node` that does not fit `shape`.

    Args:
        node: what to check.
        shape: what it should be.
        place: how messages name it.
        report: takes the findings.
        at: the key the node stands under, where what it lacks is reported.
    """
    if is_expression(node) or (isinstance(node, yaml.Mapping) and node.placeholder):
        return
    _CHECKS[type(shape)](node, shape, place, report, at or node)


def is_expression(node: yaml.Node | None) -> bool:
    """Whether the node is one template expression and nothing else.

    So are the placeholders of GitHub's starter workflows, such as `$default-branch`.
    """
    return isinstance(node, yaml.Scalar) and "$" in node.text and bool(_EXPRESSION.match(node.text))


def kind(node: yaml.Node) -> str:
    """Name a node's kind for people."""
    if isinstance(node, yaml.Mapping):
        return "a mapping"
    if isinstance(node, yaml.Sequence):
        return "a list"
    return "nothing" if node.is_null else "a single value"


def folded_duplicates(mapping: yaml.Mapping) -> Iterable[tuple[yaml.Scalar, yaml.Scalar]]:
    """Yield keys that repeat an earlier one in other case, with that earlier one."""
    first: dict[str, yaml.Scalar] = {}
    for key, _ in mapping:
        earlier = first.setdefault(key.text.casefold(), key)
        if earlier is not key and earlier.text != key.text:
            yield key, earlier


def _check_either(
    node: yaml.Node, shape: Either, place: str, report: Report, at: yaml.Node
) -> None:
    chosen = {
        yaml.Scalar: shape.scalar,
        yaml.Sequence: shape.sequence,
        yaml.Mapping: shape.mapping,
    }[type(node)]
    if chosen is None:
        allowed = [
            words
            for words, other in (
                ("a single value", shape.scalar),
                ("a list", shape.sequence),
                ("a mapping", shape.mapping),
            )
            if other is not None
        ]
        report(node, "wrong-type", f"{place} has to be {' or '.join(allowed)}, not {kind(node)}")
    else:
        check(node, chosen, place, report, at)


def _check_items(node: yaml.Node, shape: Items, place: str, report: Report, _at: yaml.Node) -> None:
    if isinstance(node, yaml.Sequence):
        if len(node) < shape.least:
            report(node, "empty", f"{place} must not be an empty list")
        for item in node:
            check(item, shape.of, f"an item of {place}", report)
    elif shape.or_one and isinstance(node, yaml.Scalar):
        check(node, shape.of, place, report)
    else:
        report(node, "wrong-type", f"{place} has to be a list, not {kind(node)}")


def _check_table(node: yaml.Node, shape: Table, place: str, report: Report, _at: yaml.Node) -> None:
    if not isinstance(node, yaml.Mapping):
        if not (shape.least == 0 and isinstance(node, yaml.Scalar) and node.is_null):
            report(node, "wrong-type", f"{place} has to be a mapping, not {kind(node)}")
        return
    if len(node) < shape.least:
        report(node, "empty", f"{place} must not be empty")
    if shape.fold:
        _report_folded(node, report)
    for key, value in node:
        check(value, shape.of, f"{key.text!r} in {place}", report, key)


def _check_section(
    node: yaml.Node, shape: Section, place: str, report: Report, at: yaml.Node
) -> None:
    if not isinstance(node, yaml.Mapping):
        if not (shape.empty and isinstance(node, yaml.Scalar) and node.is_null):
            report(node, "wrong-type", f"{place} has to be a mapping, not {kind(node)}")
        return
    for key, value in node:
        wanted = shape.keys.get(key.text)
        if wanted is not None:
            check(value, wanted, repr(key.text), report, key)
        elif not key.text.lstrip().startswith(_TEMPLATED_KEY):
            report(key, "unknown-key", _unknown_key(key.text, shape))
    for name in shape.required:
        if name not in node:
            report(at, "missing-key", f"{place} lacks the key {name!r}")


def _unknown_key(key: str, shape: Section) -> str:
    close = next((known for known in shape.keys if known.casefold() == key.casefold()), None)
    if close:
        return f"the key {key!r} is written {close!r}"
    known = ", ".join(sorted(shape.keys))
    return f"{shape.name} has no key {key!r}; known are {known}"


def _report_folded(node: yaml.Mapping, report: Report) -> None:
    for key, earlier in folded_duplicates(node):
        message = f"the key {key.text!r} is the same as {earlier.text!r} on line {earlier.line}"
        report(key, "duplicate-key", message)


def _check_text(node: yaml.Node, shape: Text, place: str, report: Report, _at: yaml.Node) -> None:
    if not isinstance(node, yaml.Scalar):
        report(node, "wrong-type", f"{place} has to be text, not {kind(node)}")
    elif not shape.empty and (node.is_null or not node.text):
        report(node, "empty", f"{place} must not be empty")
    elif shape.pattern and node.text and not shape.pattern.match(node.text):
        report(node, "wrong-value", f"{place} has to be {shape.expected}, not {node.text!r}")


def _check_flag(node: yaml.Node, _shape: Flag, place: str, report: Report, _at: yaml.Node) -> None:
    if not isinstance(node, yaml.Scalar) or node.text.lower() not in ("true", "false"):
        report(node, "wrong-type", f"{place} has to be true or false, not {_shown(node)}")


def _check_choice(
    node: yaml.Node, shape: Choice, place: str, report: Report, _at: yaml.Node
) -> None:
    if not isinstance(node, yaml.Scalar) or node.text not in shape.words:
        words = ", ".join(sorted(shape.words))
        report(node, "wrong-value", f"{place} has to be one of {words}, not {_shown(node)}")


def _check_number(
    node: yaml.Node, shape: Number, place: str, report: Report, _at: yaml.Node
) -> None:
    value = None
    if isinstance(node, yaml.Scalar):
        # GitHub takes a quoted number as well.
        value = yaml.Scalar(node.text, node.line, node.column).value
    if isinstance(value, bool) or not isinstance(value, int | float):
        report(node, "wrong-type", f"{place} has to be a number, not {_shown(node)}")
    elif shape.whole and not isinstance(value, int):
        report(node, "wrong-type", f"{place} has to be a whole number, not {_shown(node)}")
    elif shape.above is not None and not value > shape.above:
        report(node, "wrong-value", f"{place} has to be above {shape.above:g}, not {_shown(node)}")


def _shown(node: yaml.Node) -> str:
    return repr(node.text) if isinstance(node, yaml.Scalar) and node.text else kind(node)


def _accept(
    _node: yaml.Node, _shape: Anything, _place: str, _report: Report, _at: yaml.Node
) -> None:
    """Find nothing wrong."""


_CHECKS: dict[type, Callable[[yaml.Node, Any, str, Report, yaml.Node], None]] = {
    Anything: _accept,
    Text: _check_text,
    Flag: _check_flag,
    Number: _check_number,
    Choice: _check_choice,
    Items: _check_items,
    Table: _check_table,
    Section: _check_section,
    Either: _check_either,
}
