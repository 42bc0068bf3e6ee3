"""The commands inside `run` scripts: program, subcommand, first target.

One reader per shell language cuts a script into words; `unwrap` and `command_line` make commands
of them by the tables in `wrappers`, `subcommands`, `options` and `targets`.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from ciatlas.model.pipeline import Command
from ciatlas.parsing.shell.bash import read_bash
from ciatlas.parsing.shell.cmd import read_cmd
from ciatlas.parsing.shell.dialects import Dialect, dialect, shell_program
from ciatlas.parsing.shell.other import read_other
from ciatlas.parsing.shell.powershell import read_powershell
from ciatlas.parsing.shell.python import read_python

__all__ = ["Dialect", "commands", "dialect"]

MAX_CHARACTERS = 64 * 1024
"""Longer scripts are cut at a line. The bash grammar's error recovery needs time in the square of
the length on hostile text; this keeps the worst of it near a second."""

_READERS: dict[Dialect, Callable[[str], list[Command]]] = {
    "bash": read_bash,
    "powershell": read_powershell,
    "cmd": read_cmd,
    "python": read_python,
}


def commands(
    script: str, shell: str | None = None, first_line: int = 0, runs_on: Sequence[str] = ()
) -> tuple[Command, ...]:
    """Return the commands of a script in written order, as far as it can be understood.

    Builtins (`echo`, `cd`, `export`; `[` as `test`) are commands too. Calls of functions which
    the script defines are not; the commands in their bodies count once. A script in another
    language (`Rscript {0}`) is the command that runs it. No script raises.

    Args:
        script: the script's text, template expressions as written.
        shell: the `shell` value, as for `dialect`.
        first_line: the file's line on which the script starts, 0 when unknown.
        runs_on: the runner's labels, as for `dialect`.

    Example:
        >>> for command in commands("sudo apt-get install -y jq && python -m pytest tests"):
        ...     print(command.program, command.subcommand, command.target)
        apt-get install jq
        pytest None tests
    """
    language = dialect(shell, tuple(runs_on))
    if language == "other":
        found = read_other(script, shell_program(shell or ""))
    else:
        found = _read(script, language)
    return tuple(_at(command, first_line) for command in found)


def _at(command: Command, first_line: int) -> Command:
    line = first_line + command.line - 1 if first_line > 0 else 0
    return Command(command.program, command.subcommand, command.target, command.options, line)


@lru_cache(maxsize=8192)
def _read(script: str, language: Dialect) -> tuple[Command, ...]:
    text = script.replace("\r\n", "\n")
    if len(text) > MAX_CHARACTERS:
        text = text[: text.rfind("\n", 0, MAX_CHARACTERS) + 1]
    return tuple(_READERS[language](text))
