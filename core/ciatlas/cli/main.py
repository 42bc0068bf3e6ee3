"""The command group, and how failures reach people: one sentence on stderr, exit 1 or 2."""

import importlib
import os
import sys
from collections.abc import Sequence

import click

from ciatlas.cli.explore import explore, obstacle
from ciatlas.cli.settings import Settings, global_options, pass_settings
from ciatlas.display import visible
from ciatlas.model.errors import CiatlasError

FAILED, USAGE, INTERRUPTED = 1, 2, 130

_COMMANDS = {
    "tools": ("ciatlas.cli.tools", "tools"),
    "workflows": ("ciatlas.cli.tools", "workflows"),
    "workflow": ("ciatlas.cli.tools", "workflow"),
    "history": ("ciatlas.cli.tools", "history"),
    "graph": ("ciatlas.cli.graph", "graph"),
    "classify": ("ciatlas.cli.files", "classify"),
    "check": ("ciatlas.cli.files", "check"),
    "add": ("ciatlas.cli.add", "add"),
    "import": ("ciatlas.cli.intake", "import_"),
    "runs": ("ciatlas.cli.runs", "runs"),
    "serve": ("ciatlas.cli.serve", "serve"),
    "sync": ("ciatlas.cli.sync", "sync"),
    "bundle": ("ciatlas.cli.intake", "bundle"),
    "verdicts": ("ciatlas.cli.verdicts", "verdicts"),
    "metrics": ("ciatlas.cli.metrics", "metrics"),
    "compare": ("ciatlas.cli.compare", "compare"),
    "replicate": ("ciatlas.cli.replicate", "replicate"),
    "minutes": ("ciatlas.cli.minutes", "minutes"),
    "search": ("ciatlas.cli.query", "search"),
    "sql": ("ciatlas.cli.query", "sql"),
    "doctor": ("ciatlas.cli.doctor", "doctor"),
}


class _Commands(click.Group):
    """Loads a subcommand's module when it is asked for, so that none waits for the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        return list(_COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101 - narrows the type
        return command


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="ciatlas", prog_name="ciatlas")
@global_options
@click.option(
    "--ascii", "plain", is_flag=True, help="Draw the explorer with ASCII characters only."
)
@click.option("--demo", is_flag=True, help="Play a short guided tour; any key takes over.")
@click.pass_context
@pass_settings
def cli(settings: Settings, ctx: click.Context, plain: bool, demo: bool) -> None:
    """Explore CI/CD pipelines in the terminal; without a command, open the explorer."""
    if ctx.invoked_subcommand is not None:
        return
    if why := obstacle():
        raise click.UsageError(why)
    explore(settings.atlas, settings.as_of, plain=plain, offline=settings.offline, demo=demo)


def run(arguments: Sequence[str]) -> int:
    """Run the command with arguments; return its exit code, failures told on stderr."""
    try:
        result = cli.main(arguments, prog_name="ciatlas", standalone_mode=False, obj=Settings())
    except (Exception, KeyboardInterrupt) as error:
        return tell(error)
    return result if isinstance(result, int) else 0


def tell(error: BaseException) -> int:
    """Tell a failure in one sentence and return the exit code for it.

    Raises:
        BaseException: the error itself where it is nothing that was foreseen.
    """
    match error:
        case click.UsageError():
            command = error.ctx.command_path if error.ctx else "ciatlas"
            return _fail(f"{error.format_message()} (see '{command} --help')", USAGE)
        case click.ClickException():
            return _fail(error.format_message(), FAILED)
        case CiatlasError():
            return _fail(str(error), FAILED)
        case click.Abort() | KeyboardInterrupt():
            return _fail("interrupted", INTERRUPTED)
        case BrokenPipeError():
            # The reader went away; nothing is left to say, also not when Python flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return FAILED
        case UnicodeEncodeError():
            return _fail("an argument is not valid UTF-8 text", USAGE)
        case OSError():
            reason = error.strerror or str(error)
            where = f"{error.filename}: " if error.filename else ""
            return _fail(f"{where}{reason}", FAILED)
    raise error


def _fail(sentence: str, code: int) -> int:
    click.echo(f"ciatlas: {visible(sentence)}", err=True)
    return code
