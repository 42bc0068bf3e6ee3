"""The `ciatlas` command: a thin layer over the library, one file per group of subcommands."""

import sys

from ciatlas.cli.explore import explore, is_plain

__all__ = ["main"]


def main() -> None:
    """Run the command and exit: 0 done, 1 failed, 2 usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    arguments = sys.argv[1:]
    if not is_plain(arguments):
        from ciatlas.cli.main import run

        sys.exit(run(arguments))
    try:
        explore()
    except (Exception, KeyboardInterrupt) as error:
        from ciatlas.cli.main import tell

        sys.exit(tell(error))
