"""`python -m ciatlas` is the `ciatlas` command."""

from ciatlas.cli import main

main()
