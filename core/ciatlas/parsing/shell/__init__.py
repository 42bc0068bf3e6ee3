"""The commands inside `run` scripts: program, subcommand, first target."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from ciatlas.model.pipeline import Command
from ciatlas.parsing.shell.bash import read_bash
from ciatlas.parsing.shell.python import read_python
from ciatlas.parsing.shell.windows import read_cmd, read_powershell

__all__ = ["commands", "dialect"]

_READERS: dict[str, Callable[[str], Sequence[Command]]] = {
    "bash": read_bash,
    "powershell": read_powershell,
    "cmd": read_cmd,
    "python": read_python,
}
_DIALECTS = {
    **dict.fromkeys(("bash", "sh", "zsh", "dash", "ksh", "busybox"), "bash"),
    **dict.fromkeys(("pwsh", "powershell"), "powershell"),
    **dict.fromkeys(("python", "python2", "python3", "pypy", "pypy3"), "python"),
    "cmd": "cmd",
}


def dialect(shell: str | None, runs_on: Sequence[str] = ()) -> str:
    """Name the language of a script: `bash`, `powershell`, `cmd`, `python` or `other`.

    Args:
        shell: the `shell` value, a name or a template such as `bash -e {0}`; `None` for the
            runner's default.
        runs_on: the runner's labels; on Windows the default is PowerShell, elsewhere bash.
    """
    if not shell:
        windows = any("windows" in label.lower() for label in runs_on[:1])
        return "powershell" if windows else "bash"
    words = shell.split()
    for word in words:
        name = word.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".exe").lower()
        if name in _DIALECTS:
            return _DIALECTS[name]
    return "bash" if "${{" in shell else "other"


def commands(
    script: str, shell: str | None = None, first_line: int = 0, runs_on: Sequence[str] = ()
) -> tuple[Command, ...]:
    """Return the commands of a script, in written order; never raises.

    Args:
        script: the script's text.
        shell: as for `dialect`.
        first_line: the file's line on which the script starts, 0 when unknown.
        runs_on: as for `dialect`.
    """
    found = _read(script, dialect(shell, runs_on))
    if first_line == 0:
        return tuple(replace(command, line=0) for command in found)
    return tuple(replace(command, line=first_line + command.line - 1) for command in found)


@lru_cache(maxsize=8192)
def _read(script: str, language: str) -> tuple[Command, ...]:
    reader = _READERS.get(language)
    return tuple(reader(script)) if reader else ()
