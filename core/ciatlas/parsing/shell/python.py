"""The programs a Python step starts, found in its syntax tree."""

import ast
from collections.abc import Iterator

from ciatlas.model.pipeline import Command
from ciatlas.parsing.shell.bash import read_bash
from ciatlas.parsing.shell.command_line import read_command

_RUNNERS = frozenset(("run", "call", "check_call", "check_output", "Popen", "system", "popen"))
_MODULES = frozenset(("subprocess", "os"))


def read_python(script: str) -> list[Command]:
    """Return `python` itself, then the programs of literal `subprocess` and `os.system` calls."""
    return [Command("python", line=1), *_started(script)]


def _started(script: str) -> Iterator[Command]:
    try:
        tree = ast.parse(script)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_runner(node.func) and node.args:
            yield from _command(node.args[0], node.lineno)


def _is_runner(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr in _RUNNERS
        and isinstance(function.value, ast.Name)
        and function.value.id in _MODULES
    )


def _command(argument: ast.expr, line: int) -> Iterator[Command]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        for found in read_bash(argument.value):
            yield Command(found.program, found.subcommand, found.target, found.options, line)
    elif isinstance(argument, ast.List):
        words = [
            item.value
            for item in argument.elts
            if isinstance(item, ast.Constant) and isinstance(item.value, str)
        ]
        yield from read_command(words, line, lambda script: list(read_bash(script)))
