"""The `ciatlas` command: a thin layer over the library, one file per group of subcommands."""

from ciatlas.cli.main import main

__all__ = ["main"]
