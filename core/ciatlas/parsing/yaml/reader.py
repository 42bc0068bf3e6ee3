"""Text to YAML nodes, by libyaml's event stream, bounded and forgiving.

Nodes are built from events rather than by PyYAML's composer, so that nesting is bounded before
anything recurses, a broken document still yields what stood before the break, and the YAML 1.1
resolution PyYAML applies (`on` as true, `012` as ten) never happens.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from ciatlas.model.diagnostic import Diagnostic, Severity
from ciatlas.parsing.yaml.nodes import Mapping, Node, Scalar, Sequence

MAX_CHARACTERS = 2 * 1024 * 1024
MAX_DEPTH = 100
MAX_NODES = 200_000
"""Nodes of a document after alias expansion."""

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""Where libyaml, which reads YAML 1.1, ends a line."""
_MERGE_KEY = "<<"
_STRING_TAG = "tag:yaml.org,2002:str"
_COMPLEX_KEY = Scalar("", 0, 0)


@dataclass(slots=True)
class Document:
    """The first document of a text, with what was wrong in it. `root` is `None` when empty."""

    root: Node | None = None
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def report(self, line: int, column: int, code: str, message: str) -> None:
        """Add an error."""
        self.diagnostics.append(Diagnostic(line, column, Severity.ERROR, code, message))


def read(source: bytes | str, *, merge_keys: bool = False) -> Document:
    """Read the first YAML document of `source`; never raises for any content.

    Aliases share their node, so a document is a directed acyclic graph of bounded expanded size.

    Args:
        source: the file's bytes (UTF-8, or UTF-16 with a byte order mark) or its text.
        merge_keys: whether `<<` merges mappings (CircleCI) or is an error (GitHub Actions).
    """
    document = Document()
    try:
        text = source if isinstance(source, str) else _decode(source)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        document.report(line, 1, "yaml-encoding", "the file is not valid UTF-8 text")
        return document
    if len(text) > MAX_CHARACTERS:
        document.report(
            1, 1, "yaml-too-large", f"the file has more than {MAX_CHARACTERS:,} characters"
        )
        return document
    try:
        _Builder(document, merge_keys).build(CParser(text))
    except _BoundReachedError:
        pass
    except yaml.MarkedYAMLError as error:
        line, column = _position(text, error.problem_mark or error.context_mark)
        parts = [part for part in (error.context, error.problem) if part]
        document.report(line, column, "yaml-syntax", ", ".join(parts) or "this is not valid YAML")
    except (yaml.YAMLError, ValueError) as error:
        # libyaml counts in the bytes it was given.
        position = getattr(error, "position", 0) or 0
        line = text.encode(errors="replace").count(b"\n", 0, position) + 1
        reason = str(error).splitlines()[0]
        document.report(line, 1, "yaml-syntax", f"a character that YAML forbids: {reason}")
    return document


def _position(text: str, mark: Any) -> tuple[int, int]:
    """Return line and column of a mark; the end of a text is after its last character."""
    if mark is None:
        return 1, 1
    lines = _BREAK.split(text)
    if mark.line >= len(lines):
        return len(lines), len(lines[-1]) + 1
    return mark.line + 1, mark.column + 1


def _decode(source: bytes) -> str:
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        return source.decode("utf-16")
    return source.decode("utf-8-sig")


class _BoundReachedError(Exception):
    """The document is too deep or too large; what has been built so far stands."""


@dataclass(slots=True)
class _Frame:
    """An open collection: the key awaiting its value, and what its expansion measures so far."""

    node: Mapping | Sequence
    anchor: str | None
    is_key: bool
    nodes_before: int
    key: Scalar | None = None
    height: int = 1
    merges: list[tuple[Scalar, Node]] = field(default_factory=list)


class _Builder:
    """Builds nodes iteratively; children are attached when they open, so a break loses nothing."""

    def __init__(self, document: Document, merge_keys: bool) -> None:
        self._document = document
        self._merge_keys = merge_keys
        self._stack: list[_Frame] = []
        self._anchors: dict[str, Node] = {}
        self._measures: dict[str, tuple[int, int]] = {}  # anchor: nodes, height; absent while open
        self._nodes = 0

    def build(self, parser: Any) -> None:
        next_event = parser.get_event
        while True:
            event = next_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind is yaml.MappingStartEvent:
                self._open(Mapping(event.start_mark.line + 1, event.start_mark.column + 1), event)
            elif kind is yaml.SequenceStartEvent:
                self._open(Sequence(event.start_mark.line + 1, event.start_mark.column + 1), event)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._close()
            elif kind is yaml.AliasEvent:
                self._alias(event)
            elif kind is yaml.DocumentEndEvent or kind is yaml.StreamEndEvent:
                return

    def _scalar(self, event: Any) -> None:
        mark = event.start_mark
        plain = event.implicit[0] and event.tag != _STRING_TAG
        node = Scalar(event.value, mark.line + 1, mark.column + 1, plain, event.style)
        self._count(1, mark)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
            self._measures[event.anchor] = (1, 0)
        self._attach(node)

    def _open(self, node: Mapping | Sequence, event: Any) -> None:
        self._count(1, event.start_mark)
        if len(self._stack) >= MAX_DEPTH:
            self._too_deep(event.start_mark)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
            self._measures.pop(event.anchor, None)
        parent = self._stack[-1] if self._stack else None
        is_key = parent is not None and isinstance(parent.node, Mapping) and parent.key is None
        if not is_key:
            self._attach(node)
        self._stack.append(_Frame(node, event.anchor, is_key, self._nodes))

    def _close(self) -> None:
        frame = self._stack.pop()
        if isinstance(frame.node, Mapping):
            self._merge(frame.node, frame.merges)
        if frame.anchor is not None and self._anchors.get(frame.anchor) is frame.node:
            self._measures[frame.anchor] = (self._nodes - frame.nodes_before + 1, frame.height)
        if self._stack:
            parent = self._stack[-1]
            parent.height = max(parent.height, frame.height + 1)
            if frame.is_key:
                self._complex_key(parent, frame.node)

    def _alias(self, event: Any) -> None:
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        node = self._anchors.get(event.anchor)
        if node is None:
            self._document.report(
                line, column, "yaml-unknown-alias", f"no anchor is named {event.anchor!r}"
            )
        elif event.anchor not in self._measures:
            message = f"the alias {event.anchor!r} stands inside the node it repeats"
            self._document.report(line, column, "yaml-recursive-alias", message)
        else:
            nodes, height = self._measures[event.anchor]
            self._count(nodes, mark)
            if len(self._stack) + height > MAX_DEPTH:
                self._too_deep(mark)
            self._stack[-1].height = max(self._stack[-1].height, height + 1)
            self._attach(node)
            return
        self._attach(Scalar("", line, column))

    def _attach(self, node: Node) -> None:
        if not self._stack:
            self._document.root = node
            return
        frame = self._stack[-1]
        parent, key = frame.node, frame.key
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif key is None:
            if isinstance(node, Scalar):
                frame.key = node
            else:
                self._complex_key(frame, node)
        else:
            frame.key = None
            if key is _COMPLEX_KEY:
                return
            if key.text == _MERGE_KEY and key.plain:
                self._merge_entry(frame, key, node)
                return
            if key.text in parent.entries:
                message = f"the key {key.text!r} stands twice in this mapping"
                self._document.report(key.line, key.column, "yaml-duplicate-key", message)
            parent.entries[key.text] = node
            parent.pairs.append((key, node))

    def _merge_entry(self, frame: _Frame, key: Scalar, node: Node) -> None:
        """Take a merge key down; what it merges is known only when its mapping closes."""
        if self._merge_keys:
            frame.merges.append((key, node))
        else:
            message = "merge keys (<<) are not supported here, write the entries out"
            self._document.report(key.line, key.column, "yaml-merge-key", message)

    def _merge(self, mapping: Mapping, merges: list[tuple[Scalar, Node]]) -> None:
        """Add what the sources have and `mapping` lacks; earlier sources win."""
        for merge, found in merges:
            for source in found.items if isinstance(found, Sequence) else [found]:
                if not isinstance(source, Mapping):
                    message = "a merge key (<<) takes a mapping or a list of mappings"
                    self._document.report(merge.line, merge.column, "yaml-merge-key", message)
                    continue
                for key, node in source.pairs:
                    if key.text not in mapping.entries:
                        mapping.entries[key.text] = node
                        mapping.pairs.append((key, node))

    def _complex_key(self, frame: _Frame, node: Node) -> None:
        frame.key = _COMPLEX_KEY
        if isinstance(node, Mapping) and isinstance(frame.node, Mapping):
            frame.node.placeholder = True
            severity, code = Severity.WARNING, "yaml-placeholder"
            message = "this looks like a placeholder; put a value in its place"
        else:
            severity, code = Severity.ERROR, "yaml-complex-key"
            message = "a key has to be plain text"
        found = Diagnostic(node.line, node.column, severity, code, message)
        self._document.diagnostics.append(found)

    def _count(self, nodes: int, mark: Any) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            message = f"the document expands to more than {MAX_NODES:,} nodes"
            self._document.report(mark.line + 1, mark.column + 1, "yaml-too-large", message)
            raise _BoundReachedError

    def _too_deep(self, mark: Any) -> None:
        message = f"the document is nested more than {MAX_DEPTH} levels deep"
        self._document.report(mark.line + 1, mark.column + 1, "yaml-too-deep", message)
        raise _BoundReachedError
