"""The commands of a bash or POSIX shell script, by tree-sitter-bash.

The grammar decides what is a command and what is a string, comment or here-document. Template
expressions are masked before parsing, and words are cut from the unmasked text, so that
`${{ matrix.x }}` stays readable and cannot break the parse.
"""

import re
from functools import cache, partial
from typing import TYPE_CHECKING

from ciatlas.model.pipeline import Command
from ciatlas.parsing.shell.command_line import read_command

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Query

MAX_BYTES = 256 * 1024
MAX_NESTED_SCRIPTS = 3

_TEMPLATE = re.compile(
    rb"\$\{\{.*?\}\}|<<\s*(?:parameters|pipeline|matrix)\.[\w.\-]+\s*>>", re.DOTALL
)
_QUERY = "(command) @command (function_definition name: (word) @function)"
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def read_bash(script: str, depth: int = 0) -> list[Command]:
    """Return the commands in written order; `line` counts from 1 within the script."""
    from tree_sitter import QueryCursor

    source = script.encode("utf-8", "replace")
    if len(source) > MAX_BYTES:
        source = source[: source.rfind(b"\n", 0, MAX_BYTES) + 1]
    masked = _TEMPLATE.sub(lambda match: b"x" * len(match[0]), source)
    parser, query = _grammar()
    captured = QueryCursor(query).captures(parser.parse(masked).root_node)
    functions = {_cut(source, node) for node in captured.get("function", ())}
    found: list[Command] = []
    for node in sorted(captured.get("command", ()), key=lambda node: node.start_byte):
        words = _words(source, node)
        if words and words[0] not in functions:
            line = source.count(b"\n", 0, node.start_byte) + 1
            found += read_command(words, line, partial(_nested, depth=depth, line=line))
    return found


def _nested(script: str, depth: int, line: int) -> list[Command]:
    if depth >= MAX_NESTED_SCRIPTS:
        return []
    return [
        Command(found.program, found.subcommand, found.target, found.options, line)
        for found in read_bash(script, depth + 1)
    ]


@cache
def _grammar() -> "tuple[Parser, Query]":
    import tree_sitter_bash
    from tree_sitter import Language, Parser, Query

    language = Language(tree_sitter_bash.language())
    return Parser(language), Query(language, _QUERY)


def _words(source: bytes, command: "Node") -> list[str]:
    name = command.child_by_field_name("name")
    if name is None:
        return []
    nodes = [name, *command.children_by_field_name("argument")]
    return [_word(source, node) for node in nodes]


def _word(source: bytes, node: "Node") -> str:
    """Return a word without its quotes; expansions and substitutions stay as written."""
    kind = node.type
    if kind == "command_name" and node.child_count == 1 and (only := node.child(0)) is not None:
        return _word(source, only)
    text = _cut(source, node)
    if kind == "string" or kind == "raw_string":
        return text[1:-1]
    if kind == "ansi_c_string":
        return text[2:-1]
    if kind == "concatenation":
        return "".join(_word(source, child) for child in node.children)
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def _cut(source: bytes, node: "Node") -> str:
    return source[node.start_byte : node.end_byte].decode("utf-8", "replace")
