"""The explorer in a browser, on this machine only."""

import os
import shlex
import sys

import click

from ciatlas.cli.output import say
from ciatlas.cli.settings import Settings, global_options, pass_settings
from ciatlas.model.errors import CiatlasError

_MISSING = "a browser needs textual-serve; install it with: pip install 'ciatlas[web]'"


@click.command()
@global_options
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@pass_settings
def serve(settings: Settings, port: int) -> None:
    """Serve the explorer to browsers on this machine, until interrupted."""
    try:
        from ciatlas.cli.browser import HOST, Explorers
    except ImportError as error:
        raise CiatlasError(_MISSING) from error
    settings.open_atlas().close()  # what keeps it from being opened is said here, not on the page
    server = Explorers(command(settings), port)
    with server.listen() as listening:
        say(
            f"the explorer is at http://{HOST}:{port}/ for browsers on this machine; ctrl+c ends it"
        )
        sys.stdout.flush()
        server.serve_on(listening)


def command(settings: Settings) -> str:
    """Return the command line that opens the same explorer for one browser."""
    atlas = settings.atlas_path().absolute()
    arguments = [sys.executable, "-m", "ciatlas", "--atlas", os.fspath(atlas)]
    if settings.as_of is not None:
        arguments += ["--as-of", settings.as_of.isoformat()]
    if settings.offline:
        arguments.append("--offline")
    return f"exec {shlex.join(arguments)}"  # no shell stays between the server and the explorer
