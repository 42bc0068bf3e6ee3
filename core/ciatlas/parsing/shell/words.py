"""Words of a bash command as the shell would see them: quotes gone, expansions as written."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_BYTES = 16 * 1024
"""Longer words are cut, so that deeply nested quotes cost no quadratic time."""

_QUOTES = {"string": 1, "raw_string": 1, "ansi_c_string": 2, "translated_string": 2}
_ESCAPE = re.compile(r"\\(\n|.)", re.DOTALL)
_PARAMETERS = re.compile(r"\$\{?[@*\d]\}?")


def word(source: bytes, node: "Node") -> str:
    """Return the text of a word node of the tree parsed from `source`."""
    if node.type == "command_name" and node.child_count == 1 and (only := node.child(0)):
        node = only
    if node.type == "concatenation":
        return "".join(_part(source, child) for child in node.children)
    return _part(source, node)


def is_parameters(text: str) -> bool:
    """Whether a word stands for arguments of the script or function: `$@`, `$1`."""
    return bool(_PARAMETERS.fullmatch(text))


def _part(source: bytes, node: "Node") -> str:
    end = min(node.end_byte, node.start_byte + MAX_BYTES)
    text = source[node.start_byte : end].decode("utf-8", "replace")
    if opening := _QUOTES.get(node.type):
        return text[opening:-1]
    if "\\" in text:
        return _ESCAPE.sub(lambda match: "" if match[1] == "\n" else match[1], text)
    return text
