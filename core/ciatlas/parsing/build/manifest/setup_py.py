"""setup.py: what it hands to setuptools as literals, also by way of names.

Source: the setuptools manual, "Dependencies Management". Nothing is executed: texts in lists, in
their sums, and in what names were assigned are found in the syntax tree.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ciatlas.parsing.build.manifest.requirement import DEPENDENCIES, Requirement, targets
from ciatlas.parsing.build.manifest.requirements import required_by
from ciatlas.parsing.build.python import syntax_tree
from ciatlas.parsing.build.target import Target

_LISTS = {"install_requires": DEPENDENCIES, "tests_require": "tests_require"}
_EXTRAS = "extras_require"
_SPEAKING = re.compile(r"requir|depend|(?:\b|_)deps(?:\b|_)", re.IGNORECASE)
"""Names of lists of requirements, believed where nothing says what they are for."""

_MOST_LOOKED_AT = 50_000
"""Expressions that are looked at; more are there to keep a reader busy."""

_COPIES = frozenset(("list", "set", "sorted", "tuple"))


def read_setup_py(text: str) -> list[Target]:
    """Return the requirements and the extras of a setup.py.

    Raises:
        BuildFileError: the file is no Python.
    """
    return targets(_Names(syntax_tree(text)).requirements())


class _Names:
    """What is assigned to names anywhere in a module."""

    def __init__(self, module: ast.Module) -> None:
        self._values: dict[str, list[ast.expr]] = defaultdict(list)
        self._entries: dict[str, list[tuple[ast.expr | None, ast.expr]]] = defaultdict(list)
        self._given: list[tuple[str, ast.expr]] = []
        self._used: set[str] = set()
        self._left = _MOST_LOOKED_AT
        for node in ast.walk(module):
            self._note(node)

    def _note(self, node: ast.AST) -> None:
        if isinstance(node, ast.Assign):
            for place in node.targets:
                self._assign(place, node.value)
        elif isinstance(node, ast.AnnAssign | ast.AugAssign) and node.value is not None:
            self._assign(node.target, node.value)
        elif isinstance(node, ast.keyword) and node.arg is not None:
            self._given.append((node.arg, node.value))
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                self._given += [(name, value) for name in _text(key)]

    def _assign(self, place: ast.expr, value: ast.expr) -> None:
        if isinstance(place, ast.Name):
            self._values[place.id].append(value)
        elif isinstance(place, ast.Subscript) and isinstance(place.value, ast.Name):
            self._entries[place.value.id].append((place.slice, value))

    def requirements(self) -> Iterator[Requirement]:
        """Yield what is handed over, then what lists with speaking names hold beside that."""
        for key, value in self._given:
            if key in _LISTS:
                yield from self._listed(_LISTS[key], value)
            elif key == _EXTRAS:
                for group, listed in self._extras(value):
                    yield from self._listed(group, listed)
        for name in [*self._values]:
            if name not in self._used and _SPEAKING.search(name):
                yield from self._listed(name, ast.Name(name))

    def _extras(self, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
        for key, listed in self._pairs(value):
            self._left -= 1
            if self._left < 0:
                return
            for group in _text(key):
                yield group, listed

    def _pairs(self, value: ast.expr) -> Iterator[tuple[ast.expr | None, ast.expr]]:
        """Yield the entries of a dictionary, or of those that a name was given."""
        tables: Sequence[ast.expr] = (value,)
        if isinstance(value, ast.Name):
            self._used.add(value.id)
            tables = self._values.get(value.id, ())
            yield from self._entries.get(value.id, ())
        for table in tables:
            if isinstance(table, ast.Dict):
                yield from zip(table.keys, table.values, strict=True)

    def _listed(self, group: str, value: ast.expr) -> Iterator[Requirement]:
        """Yield the requirements among the texts in an expression, each name looked up once."""
        waiting, seen = [value], set[str]()
        while waiting and self._left > 0:
            node = waiting.pop()
            self._left -= 1
            if isinstance(node, ast.List | ast.Tuple | ast.Set):
                waiting += node.elts
            elif isinstance(node, ast.BinOp):
                waiting += (node.left, node.right)
            elif isinstance(node, ast.Starred):
                waiting.append(node.value)
            elif isinstance(node, ast.Call) and _called(node) in _COPIES:
                waiting += node.args
            elif isinstance(node, ast.Name) and node.id not in seen:
                seen.add(node.id)
                waiting += self._values.get(node.id, ())
            else:
                for text in _text(node):
                    for number, line in enumerate(text.split("\n"), start=node.lineno):
                        yield Requirement(group, required_by(line), number)
        self._used |= seen


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _text(node: ast.expr | None) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
