"""Rule files: one YAML file as checked sections, every complaint with its line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from ciatlas.model.activity import Activity
from ciatlas.model.errors import CiatlasError

if TYPE_CHECKING:
    from yaml.nodes import Node

SECTIONS = (
    "strengths",
    "actions",
    "conditional_actions",
    "commands",
    "runners",
    "targets",
    "names",
    "contexts",
    "ml",
)

_DISTRIBUTION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


class RuleError(CiatlasError):
    """A rule file says something that cannot be understood."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a rule file, which knows its place for complaints."""

    file: str
    line: int
    content: "str | list[Value] | dict[str, Value]"

    def wrong(self, complaint: str) -> NoReturn:
        """Raise a `RuleError` about this value."""
        raise RuleError(f"{self.file}, line {self.line}: {complaint}")

    def text(self) -> str:
        """Return the value as text."""
        if not isinstance(self.content, str):
            self.wrong(f"expected text, found {self._kind()}")
        if not self.content:
            self.wrong("expected text, found nothing")
        return self.content

    def items(self) -> "list[Value]":
        """Return the entries of a list."""
        if not isinstance(self.content, list):
            self.wrong(f"expected a list, found {self._kind()}")
        return self.content

    def mapping(self) -> "dict[str, Value]":
        """Return the entries of a mapping."""
        if not isinstance(self.content, dict):
            self.wrong(f"expected a mapping, found {self._kind()}")
        return self.content

    def fields(self, required: str, optional: str = "") -> "dict[str, Value]":
        """Return a mapping's entries once it has all the keys it needs and none unknown."""
        entries, needed = self.mapping(), required.split()
        known = needed + optional.split()
        for key, value in entries.items():
            if key not in known:
                value.wrong(f"{key!r} is not known here; known are {', '.join(known)}")
        for key in needed:
            if key not in entries:
                self.wrong(f"{key!r} is missing; expected are {', '.join(needed)}")
        return entries

    def number(self) -> float:
        """Return a strength: a number from 0 to 1."""
        try:
            number = float(self.text())
        except ValueError:
            number = -1.0
        if not 0 <= number <= 1:
            self.wrong(f"expected a number from 0 to 1, found {self.content!r}")
        return number

    def pattern(self) -> re.Pattern[str]:
        """Return a regular expression that does not mind case, nor lines broken after a `|`."""
        text = self.text()
        try:
            return re.compile(re.sub(r"\|\s+", "|", text), re.IGNORECASE)
        except (re.error, OverflowError, RecursionError) as error:
            self.wrong(f"{text!r} is no regular expression: {error}")

    def distribution(self) -> str:
        """Return the name of a Python distribution, normalised as PEP 503 has it."""
        text = self.text()
        if not _DISTRIBUTION.fullmatch(text):
            self.wrong(f"{text!r} is no name of a Python distribution")
        return re.sub(r"[-_.]+", "-", text).lower()

    def activity(self) -> Activity:
        """Return an activity."""
        return activity_of(self.text(), self)

    def by_activity(self) -> "Iterator[tuple[Activity, Value]]":
        """Yield the entries of a mapping from activities."""
        for key, value in self.mapping().items():
            yield activity_of(key, value), value

    def _kind(self) -> str:
        kinds = {str: repr(self.content), list: "a list", dict: "a mapping"}
        return kinds[type(self.content)]


def activity_of(name: str, place: Value) -> Activity:
    """Return the activity of that name, or complain at the place it is written."""
    try:
        return Activity(name)
    except ValueError:
        known = ", ".join(activity.value for activity in Activity)
        place.wrong(f"{name!r} is no activity; known are {known}")


def sections(name: str, text: str) -> Mapping[str, Value]:
    """Read a rule file; sections it does not have are absent.

    Raises:
        RuleError: it is no YAML, no mapping, or has an unknown section.
    """
    import yaml

    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        read = None if node is None else _value(name, node, set())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise RuleError(f"{name}{where}: this is no valid YAML") from error
    except RecursionError as error:
        raise RuleError(f"{name}: this is nested too deeply") from error
    if read is None:
        return {}
    if not isinstance(read.content, dict):
        read.wrong("a rule file has to be a mapping of sections")
    for key, value in read.content.items():
        if key not in SECTIONS:
            value.wrong(f"there is no section {key!r}; known are {', '.join(SECTIONS)}")
    return read.content


def read_text(path: Path) -> str:
    """Return a rule file's text.

    Raises:
        RuleError: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RuleError(f"the rule file {path} cannot be read: {reason}") from error
    except UnicodeDecodeError as error:
        raise RuleError(f"the rule file {path} cannot be read: it is not UTF-8") from error


def _value(name: str, node: "Node", seen: set[int]) -> Value:
    """Turn a node into a value; lists and mappings may not be repeated by aliases."""
    line, content = node.start_mark.line + 1, node.value
    if isinstance(content, str):
        return Value(name, line, content)
    if id(node) in seen:
        Value(name, line, "").wrong("write this out where an alias repeats it")
    seen.add(id(node))
    if not content or not isinstance(content[0], tuple):
        entries = [_value(name, item, seen) for item in content]
        return Value(name, line, entries if entries or node.tag.endswith(":seq") else {})
    return Value(name, line, _mapping(name, content, seen))


def _mapping(name: str, pairs: "list[tuple[Node, Node]]", seen: set[int]) -> dict[str, Value]:
    entries: dict[str, Value] = {}
    for key, value in pairs:
        word = _value(name, key, seen)
        if word.text() in entries:
            word.wrong(f"{word.content!r} is there twice")
        entries[word.text()] = _value(name, value, seen)
    return entries
