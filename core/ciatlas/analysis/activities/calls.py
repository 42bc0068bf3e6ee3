"""Which targets of build files commands run: `make test`, `tox -e lint`, `npm test`."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ciatlas.analysis.activities.folders import places
from ciatlas.model.pipeline import Command, System
from ciatlas.parsing import BUILD_FILES

BUILD_TOOLS = {
    "make": System.MAKE,
    "tox": System.TOX,
    "nox": System.NOX,
    "npm": System.NPM,
    "yarn": System.NPM,
    "pnpm": System.NPM,
    "bun": System.NPM,
    "just": System.JUST,
    "task": System.TASK,
    "go-task": System.TASK,
}
"""The build tool that a program is or stands in for."""

_ELSEWHERE = frozenset(
    """
    --directory --file --makefile --conf --root --noxfile --prefix --dir --cwd --filter --workspace
    --workspaces --recursive --justfile --working-directory --taskfile --global
    """.split()
)
"""Options with which another build file is meant than the one at the root."""

_PREPARING = frozenset(
    ("--notest", "--install-only", "--listenvs", "--list-sessions", "--showconfig")
)
"""Options with which tox and nox run nothing of what an environment is for."""

_RUN = frozenset(("run", "run-script"))
_NPM_SHORT = {"test": "test", "t": "test", "tst": "test", "start": "start", "stop": "stop"}
_OWN_COMMANDS = frozenset(
    """
    add audit bin cache ci config create dedupe deploy dlx env exec fetch global import info init
    install link list login node npm outdated pack patch publish rebuild remove root self-update
    set setup store unlink up update upgrade version why workspace workspaces
    """.split()
)
"""What yarn and pnpm do themselves; any other word is a script's name."""


class Call(NamedTuple):
    """A command that runs a target: the build files it may be in, the tool's first choice first.

    `target` is empty where the tool's default is run.
    """

    files: tuple[str, ...]
    target: str


def called_target(command: Command) -> Call | None:
    """Return the target that a command runs, `None` when it runs none of a build file at the root.

    Names that only a run could know (`tox -e ${{ matrix.env }}`) give none.
    """
    system = BUILD_TOOLS.get(command.program)
    if system is None or not (_ELSEWHERE | _PREPARING).isdisjoint(command.options):
        return None
    target = _script_name(command) if system is System.NPM else command.target or ""
    if target is None or "$" in target:
        return None
    return Call(tuple(name for name, of in BUILD_FILES.items() if of is system), target)


def _script_name(command: Command) -> str | None:
    """Return the script that npm, yarn, pnpm or bun is told to run."""
    word = command.subcommand or ""
    if word in _RUN:
        return command.target
    if word in _NPM_SHORT and command.program != "bun":
        return _NPM_SHORT[word]
    implied = command.program in ("yarn", "pnpm") and word.split(" ")[0] not in _OWN_COMMANDS
    return word or None if implied else None


def calls(
    commands: Iterable[Command], *, at_root: bool = True
) -> Iterator[tuple[Command, Call | None]]:
    """Yield commands with the targets they call, as long as they run at the root."""
    for command, there in places(commands, at_root=at_root):
        yield command, called_target(command) if there else None
