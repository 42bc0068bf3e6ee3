"""The programs a Python step starts, found in its syntax tree."""

import ast
import warnings
from collections.abc import Iterator
from dataclasses import replace

from ciatlas.model.pipeline import Command
from ciatlas.parsing.shell.bash import read_bash
from ciatlas.parsing.shell.command_line import read_command
from ciatlas.parsing.shell.templates import mask
from ciatlas.parsing.shell.unwrap import unwrap

_STARTERS = {
    "subprocess": frozenset("run call check_call check_output Popen getoutput".split()),
    "os": frozenset(("system", "popen")),
}


def read_python(script: str) -> list[Command]:
    """Return `python` itself, then the programs of literal `subprocess` and `os.system` calls."""
    return [Command("python", line=1), *_started(script)]


def _started(script: str) -> list[Command]:
    tree = _tree(script)
    if tree is None:
        return []
    nodes = list(ast.walk(tree))
    known = _imported(nodes)
    calls = [node for node in nodes if isinstance(node, ast.Call) and node.args]
    calls.sort(key=lambda call: (call.lineno, call.col_offset))
    return [
        replace(command, line=call.lineno)
        for call in calls
        if _dotted(call.func) in known
        for command in _commands(call.args[0])
    ]


def _tree(script: str) -> ast.Module | None:
    # A template where an expression stands is a name of the same length.
    source = mask(script.encode("utf-8", "replace")).decode("utf-8", "replace")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # e.g. invalid escapes in the script's strings
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def _imported(nodes: list[ast.AST]) -> frozenset[str]:
    """Name the functions that start a program, as the script has imported them."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                called = alias.asname or alias.name
                names |= {f"{called}.{starter}" for starter in _STARTERS.get(alias.name, ())}
        elif isinstance(node, ast.ImportFrom):
            starters = _STARTERS.get(node.module or "", frozenset())
            names |= {alias.asname or alias.name for alias in node.names if alias.name in starters}
    return frozenset(names)


def _dotted(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return f"{function.value.id}.{function.attr}"
    return function.id if isinstance(function, ast.Name) else ""


def _commands(argument: ast.expr) -> Iterator[Command]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield from read_bash(argument.value)
    elif isinstance(argument, ast.List | ast.Tuple):
        words, inner = unwrap([_literal(item) for item in argument.elts])
        if inner is not None:
            yield from read_bash(inner)
        elif words:
            yield from read_command(words, line=1)


def _literal(item: ast.expr) -> str:
    """Return a word of an argument list; `sys.executable` is Python, the unknown is empty."""
    if isinstance(item, ast.Constant) and isinstance(item.value, str):
        return item.value
    if isinstance(item, ast.Attribute) and item.attr == "executable":
        return "python"
    return ""
