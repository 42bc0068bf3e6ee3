"""Scripts as they stand in YAML: which line of the file each of their commands is on."""

from dataclasses import replace

from ciatlas.model.pipeline import Command
from ciatlas.parsing import yaml
from ciatlas.parsing.shell import commands


def script_commands(
    node: yaml.Scalar, shell: str | None = None, runs_on: tuple[str, ...] = ()
) -> tuple[Command, ...]:
    """Return the commands of a scalar's script; `shell` and `runs_on` as for `commands`.

    Where YAML folds lines (`>`), every command has the first line of the script, since which line
    a word came from is lost.
    """
    if node.is_null:
        return ()
    first = node.line + 1 if node.style in ("|", ">") else node.line
    found = commands(node.text, shell, first, runs_on)
    if node.style == ">":
        return tuple(replace(command, line=first) for command in found)
    return found
