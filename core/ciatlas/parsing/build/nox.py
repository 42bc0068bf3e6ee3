"""noxfile.py: its sessions and the commands they run, read from the syntax tree.

Source: the nox manual, "Configuration & API". Arguments that are no literals are left out.
"""

import ast
import shlex
from collections.abc import Iterator

from ciatlas.parsing.build.python import syntax_tree
from ciatlas.parsing.build.target import Target, script_of

_RUNS = frozenset(("run", "run_always", "run_install"))
_INSTALLS = {"install": ["pip", "install"], "conda_install": ["conda", "install"]}


def read_noxfile(text: str) -> list[Target]:
    """Return the sessions of a noxfile.

    Raises:
        BuildFileError: the file is no Python.
    """
    return [
        _target(node, decorator)
        for node in syntax_tree(text).body
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if _name(decorator).rpartition(".")[2] in ("session", "nox_session")
    ]


def _target(function: ast.FunctionDef, decorator: ast.expr) -> Target:
    given = {
        keyword.arg: keyword.value
        for keyword in (decorator.keywords if isinstance(decorator, ast.Call) else ())
    }
    script: list[tuple[int, str]] = []
    needs = _texts(given.get("requires"))
    for call in _calls(function):
        method = _name(call.func).rpartition(".")[2]
        words = [text for argument in call.args for text in _texts(argument)]
        if method == "notify":
            needs += words[:1]
        elif command := _command(method, call, words):
            script.append((call.lineno, command))
    return Target(
        name=next(iter(_texts(given.get("name"))), function.name),
        script=script_of(script),
        needs=tuple(needs),
        line=function.lineno,
        script_line=script[0][0] if script else 0,
    )


def _calls(function: ast.FunctionDef) -> list[ast.Call]:
    """Return the calls of the session's methods, in order."""
    arguments = function.args.args
    session = arguments[0].arg if arguments else "session"
    calls = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and _name(node.func).startswith(f"{session}.")
    ]
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def _command(method: str, call: ast.Call, words: list[str]) -> str:
    """Write what a call runs as a line of shell."""
    if method in _INSTALLS:
        return shlex.join([*_INSTALLS[method], *words])
    known = bool(words) and bool(_texts(call.args[0]))
    return shlex.join(words).replace("\n", " ") if method in _RUNS and known else ""


def _name(node: ast.expr) -> str:
    """Return a dotted name of one or two parts, of what is called where it is a call."""
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _texts(node: ast.expr | None) -> list[str]:
    """Return the literal texts in an argument: one, or those of a list."""
    return list(_literals(node))


def _literals(node: ast.expr | None) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Starred):
        yield from _literals(node.value)
    elif isinstance(node, ast.List | ast.Tuple):
        for item in node.elts:
            if isinstance(item, ast.Constant):
                yield from _literals(item)
