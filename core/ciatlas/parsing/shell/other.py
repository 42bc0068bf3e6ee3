"""Scripts in languages that are not read: the program that runs them, and what it calls."""

from ciatlas.model.pipeline import Command
from ciatlas.parsing.shell.targets import INLINE_CALLS

MAX_NAME = 80


def read_other(script: str, program: str) -> tuple[Command, ...]:
    """Return one command per package function called, or the bare program where none is.

    Args:
        script: the script's text.
        program: what runs it. Calls are known of the programs in `INLINE_CALLS` only.
    """
    pattern = INLINE_CALLS.get(program)
    lines = enumerate(script.splitlines() if pattern else (), start=1)
    called: dict[str, int] = {}
    for number, line in lines:
        for match in pattern.finditer(line.partition("#")[0]) if pattern else ():
            called.setdefault(match[0][:MAX_NAME], number)
    if not called:
        return (Command(program, line=1),)
    return tuple(Command(program, target=name, line=line) for name, line in called.items())
