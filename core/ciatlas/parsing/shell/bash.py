"""The commands of a bash or POSIX shell script, by tree-sitter-bash.

The grammar decides what is a command and what is a string, comment or here-document. Templates
are masked before parsing, and words are cut from the unmasked text, so that `${{ matrix.x }}`
stays readable and cannot break the parse.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from ciatlas.model.pipeline import Command
from ciatlas.parsing.shell.command_line import read_command
from ciatlas.parsing.shell.templates import mask
from ciatlas.parsing.shell.unwrap import unwrap
from ciatlas.parsing.shell.words import is_parameters, word

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

MAX_NESTED_SCRIPTS = 3
MAX_PIPES = 1000
"""The grammar needs memory in the square of a pipeline's length; more is cut off at a line."""

_RESERVED = frozenset("then fi do done else elif esac in if while until for case function".split())
_BUILTIN_NODES = frozenset(("declaration_command", "unset_command", "test_command"))
_WANTED = _BUILTIN_NODES | {"command", "function_definition"}


def read_bash(script: str, depth: int = 0) -> list[Command]:
    """Return the commands in written order; `line` counts from 1 within the script."""
    source = script.encode("utf-8", "replace")
    masked = _bounded(mask(source))
    nodes = list(_nodes(masked))
    functions = _functions(source, nodes)
    line_starts = [0, *(at + 1 for at, byte in enumerate(source) if byte == 10)]
    found: list[Command] = []
    read_until = 0
    for node in nodes:
        if node.start_byte < read_until or node.type == "function_definition":
            continue
        line = bisect_right(line_starts, node.start_byte)
        if node.type in _BUILTIN_NODES:
            found.append(_builtin(source, node, line))
            continue
        words, inner = unwrap(_words(source, node), functions)
        if inner is not None:
            # The inner script holds the substitutions of its own words.
            read_until = node.end_byte
            if depth < MAX_NESTED_SCRIPTS:
                found += [replace(each, line=line) for each in read_bash(inner, depth + 1)]
        elif words and words[0] not in _RESERVED:
            found += read_command(words, line)
    return found


def _bounded(source: bytes) -> bytes:
    if source.count(b"|") <= MAX_PIPES:
        return source
    kept = b"|".join(source.split(b"|", MAX_PIPES)[:MAX_PIPES])
    return kept[: kept.rfind(b"\n") + 1]


@cache
def _parser() -> "Parser":
    # Deferred: not every use of the library reads scripts.
    import tree_sitter_bash
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_bash.language()))


def _nodes(source: bytes) -> "Iterator[Node]":
    """Yield commands and function definitions in written order, at any depth."""
    cursor = _parser().parse(source).walk()
    while True:
        node = cursor.node
        if node is not None and node.is_named and node.type in _WANTED:
            yield node
        if cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return


def _functions(source: bytes, nodes: "list[Node]") -> dict[str, bool]:
    """Map the script's functions to whether they run their arguments (`"$@"`), as `retry` does."""
    functions: dict[str, bool] = {}
    definitions = [node for node in nodes if node.type == "function_definition"]
    runners = [node.start_byte for node in nodes if is_parameters(_name(source, node))]
    for node in definitions:
        if name := node.child_by_field_name("name"):
            inside = bisect_left(runners, node.end_byte) > bisect_left(runners, node.start_byte)
            functions[word(source, name)] = inside
    return functions


def _name(source: bytes, node: "Node") -> str:
    name = node.child_by_field_name("name") if node.type == "command" else None
    return word(source, name) if name else ""


def _words(source: bytes, command: "Node") -> list[str]:
    cursor = command.walk()
    words: list[str] = []
    more = cursor.goto_first_child()
    while more:
        if cursor.field_name in ("name", "argument") and cursor.node is not None:
            words.append(word(source, cursor.node))
        more = cursor.goto_next_sibling()
    return words


def _builtin(source: bytes, node: "Node", line: int) -> Command:
    """Read `export`, `local`, `unset` and friends, and `[`; values of variables are left out."""
    first = node.child(0)
    if node.type == "test_command" or first is None:
        return Command("test", line=line)
    return Command(word(source, first), line=line)
