"""The explorer in a browser, on this machine only."""

import os
import shlex
import sys

import click

from ciatlas.cli.output import say
from ciatlas.cli.settings import Settings, global_options, pass_settings
from ciatlas.model.errors import CiatlasError
from ciatlas.sources.default_atlas import default_atlas

_HOST = "127.0.0.1"
_MISSING = "a browser needs textual-serve; install it with: pip install 'ciatlas[web]'"


@click.command()
@global_options
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@pass_settings
def serve(settings: Settings, port: int) -> None:
    """Serve the explorer to browsers on this machine, until interrupted."""
    try:
        from textual_serve.server import Server
    except ImportError as error:
        raise CiatlasError(_MISSING) from error
    say(f"the explorer is at http://{_HOST}:{port}/ for browsers on this machine; ctrl+c ends it")
    sys.stdout.flush()
    Server(command(settings), host=_HOST, port=port, title="ciatlas").serve()


def command(settings: Settings) -> str:
    """Return the command line that opens the same explorer for one browser."""
    atlas = default_atlas(settings.atlas).absolute()
    arguments = [sys.executable, "-m", "ciatlas", "--atlas", os.fspath(atlas)]
    if settings.as_of is not None:
        arguments += ["--as-of", settings.as_of.isoformat()]
    if settings.offline:
        arguments.append("--offline")
    return shlex.join(arguments)
