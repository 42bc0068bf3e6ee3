"""`ciatlas` without a word after it: the explorer, started without what only commands need."""

import gc
import os
import sys
from datetime import date
from pathlib import Path

ATLAS = "CIATLAS_ATLAS"
"""The variable that names the atlas to use."""

_COMPLETION = "_CIATLAS_COMPLETE"


def is_plain(arguments: list[str]) -> bool:
    """Whether nothing was asked but to open the explorer, where it can be opened.

    All else, shell completion too, is for the command line to read or to refuse.
    """
    chosen = os.environ.get(ATLAS)
    return (
        not arguments
        and _COMPLETION not in os.environ
        and obstacle() is None
        and not (chosen and Path(chosen).is_dir())
    )


def obstacle() -> str | None:
    """Say why the explorer cannot be drawn, `None` where it can."""
    if "TEXTUAL_DRIVER" in os.environ:  # a browser is the terminal
        return None
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return "the explorer needs a terminal; try 'ciatlas tools' or 'ciatlas --help'"
    if os.environ.get("TERM") == "dumb":
        return (
            "the explorer needs a terminal it can draw on, and TERM=dumb says that this one is"
            " none; try 'ciatlas tools', or set TERM to what it is"
        )
    return None


def explore(
    atlas: Path | None = None,
    as_of: date | None = None,
    *,
    plain: bool = False,
    offline: bool = False,
    demo: bool = False,
) -> None:
    """Open the explorer and stay until it is left.

    Args:
        atlas: the atlas to use; by default what the environment names, else the user's own.
        as_of: show everything as of the end of that day.
        plain: draw with ASCII characters only.
        offline: never use a network.
        demo: play the tour.
    """
    # Nothing of what a start makes goes away: looking for garbage among it only costs time.
    gc.disable()
    from ciatlas.sources.default_atlas import default_atlas
    from ciatlas_tui.start import run

    chosen = os.environ.get(ATLAS)
    notes: list[str] = []
    path = default_atlas(atlas or (Path(chosen) if chosen else None), tell=notes.append)
    run(path, as_of, ascii=plain, offline=offline, demo=demo, notes=notes)
