"""Dev containers: devcontainer.json, JSON with comments and trailing commas.

Source: the Development Containers specification, containers.dev. JSON is read as YAML, of which
it is a subset, so positions come for free; comments and trailing commas are blanked out before.
"""

import re
import shlex
from collections.abc import Callable, Iterator

from ciatlas.model.diagnostic import Diagnostic, Severity
from ciatlas.model.pipeline import Command, DevContainer, Kind, Pipeline, System
from ciatlas.parsing import yaml
from ciatlas.parsing.schema import kind
from ciatlas.parsing.scripts import script_commands
from ciatlas.parsing.shell import commands
from ciatlas.parsing.values import child, entries, names, text, texts

# What is not closed ends with the line or the file, so that no text is looked at twice.
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*+"?|//[^\n]*|/\*.*?(?:\*/|\Z)|\t', re.DOTALL)
_TRAILING_COMMA = re.compile(r'("(?:[^"\\\n]|\\.)*+"?)|,(?=\s*+[}\]])', re.DOTALL)
_ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
_LIFECYCLE = (
    "initializeCommand",
    "onCreateCommand",
    "updateContentCommand",
    "postCreateCommand",
    "postStartCommand",
    "postAttachCommand",
)


def parse_devcontainer(path: str, source: bytes | str) -> Pipeline:
    """Read a devcontainer.json as far as it can be understood; never raises."""
    content = source if isinstance(source, str) else source.decode("utf-8-sig", "replace")
    document = yaml.read(_as_yaml(content) if len(content) <= yaml.MAX_CHARACTERS else content)
    root = document.root
    found = list(document.diagnostics)
    if root is None and not found:
        found.append(Diagnostic(1, 1, Severity.ERROR, "empty", "the file is empty"))
    elif root is not None:
        found += _problems(root)
    return Pipeline(
        path=path,
        system=System.DEVCONTAINER,
        kind=Kind.ENVIRONMENT,
        name=text(child(root, "name")),
        env=(*names(child(root, "containerEnv")), *names(child(root, "remoteEnv"))),
        devcontainer=DevContainer(
            image=text(child(root, "image")),
            dockerfile=text(child(root, "build", "dockerfile")) or text(child(root, "dockerFile")),
            compose_files=texts(child(root, "dockerComposeFile")),
            service=text(child(root, "service")),
            features=names(child(root, "features")),
            extensions=texts(child(root, "customizations", "vscode", "extensions"))
            or texts(child(root, "extensions")),
            lifecycle=tuple(_lifecycle(root)),
        ),
        diagnostics=tuple(sorted(set(found))),
    )


def _as_yaml(content: str) -> str:
    """Blank out what YAML does not know, keeping positions, but for pairs of surrogates."""
    plain = _TOKEN.sub(lambda match: _token(match[0]), content)
    return _TRAILING_COMMA.sub(lambda match: match[1] or " ", plain)


def _token(token: str) -> str:
    return _ESCAPE.sub(_escape, token) if token[0] == '"' else re.sub(r"[^\n]", " ", token)


def _escape(match: re.Match[str]) -> str:
    """Write a pair of surrogates, which only JSON has, as the character it is."""
    high, low, lone = match.groups()
    if lone:
        return r"\ufffd"
    return f"\\U{ord(bytes.fromhex(high + low).decode('utf-16-be')):08x}" if high else match[0]


def _problems(root: yaml.Node) -> Iterator[Diagnostic]:
    if not isinstance(root, yaml.Mapping):
        message = f"the file has to hold an object, not {kind(root)}"
        yield Diagnostic(root.line, root.column, Severity.ERROR, "wrong-type", message)
        return
    if not any(key in root for key in ("image", "build", "dockerFile", "dockerComposeFile")):
        message = "none of image, build and dockerComposeFile says what to start"
        yield Diagnostic(root.line, root.column, Severity.WARNING, "missing-key", message)
    if "dockerComposeFile" in root and "service" not in root:
        message = "dockerComposeFile needs a service to attach to"
        yield Diagnostic(root.line, root.column, Severity.ERROR, "missing-key", message)
    wanted: tuple[tuple[str, Callable[[yaml.Node], bool], str], ...] = (
        ("name", lambda node: isinstance(node, yaml.Scalar), "text"),
        ("image", lambda node: isinstance(node, yaml.Scalar), "text"),
        ("features", lambda node: isinstance(node, yaml.Mapping), "an object"),
        ("build", lambda node: isinstance(node, yaml.Mapping), "an object"),
        ("dockerComposeFile", lambda node: not isinstance(node, yaml.Mapping), "text or a list"),
    )
    for key, fits, expected in wanted:
        node = root.get(key)
        if node is not None and not fits(node):
            message = f"{key!r} has to be {expected}, not {kind(node)}"
            yield Diagnostic(node.line, node.column, Severity.ERROR, "wrong-type", message)


def _lifecycle(root: yaml.Node | None) -> Iterator[tuple[str, tuple[Command, ...]]]:
    for hook in _LIFECYCLE:
        node = child(root, hook)
        found = tuple(_commands(node)) if node is not None else ()
        if found:
            yield hook, found


def _commands(node: yaml.Node) -> Iterator[Command]:
    """Read a hook: a shell line, one command's words, or several of either by name."""
    if isinstance(node, yaml.Scalar):
        yield from script_commands(node)
    elif isinstance(node, yaml.Sequence):
        yield from commands(shlex.join(texts(node)), first_line=node.line)
    else:
        for _, value in entries(node):
            if not isinstance(value, yaml.Mapping):
                yield from _commands(value)
