"""Taskfiles: tasks with what they depend on.

Source: the Task manual, "Taskfile schema". `{{…}}` stays as written; included files are not read.
"""

from collections.abc import Iterator

from ciatlas.parsing import yaml
from ciatlas.parsing.build.target import BuildFileError, Target, script_of
from ciatlas.parsing.values import child, entries, text


def read_taskfile(source: str) -> list[Target]:
    """Return the tasks of a Taskfile.

    Raises:
        BuildFileError: the file is no YAML, and no task could be read.
    """
    document = yaml.read(source)
    targets = [_target(key, task) for key, task in entries(child(document.root, "tasks"))]
    if not targets and document.diagnostics:
        first = document.diagnostics[0]
        raise BuildFileError(first.line, first.message)
    return targets


def _target(key: yaml.Scalar, task: yaml.Node) -> Target:
    """Read a task: a command, a list of them, or an object that holds either."""
    body = (child(task, "cmds") or child(task, "cmd")) if isinstance(task, yaml.Mapping) else task
    script = [(_first_line(command), command.text) for command in _commands(body)]
    needs = [*_named(child(task, "deps")), *_named(body, only_calls=True)]
    return Target(
        name=key.text,
        script=script_of(script),
        needs=tuple(needs),
        line=key.line,
        script_line=script[0][0] if script else 0,
    )


def _first_line(script: yaml.Scalar) -> int:
    return script.line + 1 if script.style in ("|", ">") else script.line


def _items(node: yaml.Node | None) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.Sequence):
        yield from node
    elif node is not None:
        yield node


def _commands(body: yaml.Node | None) -> Iterator[yaml.Scalar]:
    for item in _items(body):
        command = child(item, "cmd") if isinstance(item, yaml.Mapping) else item
        if isinstance(command, yaml.Scalar):
            yield command


def _named(node: yaml.Node | None, *, only_calls: bool = False) -> Iterator[str]:
    """Yield the tasks that are named, by `task:` or, among dependencies, alone."""
    for item in _items(node):
        name = text(child(item, "task")) if isinstance(item, yaml.Mapping) else text(item)
        if name and (isinstance(item, yaml.Mapping) or not only_calls):
            yield name
