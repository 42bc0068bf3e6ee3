"""Starting the explorer, with the settings and memory of the user."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ciatlas.display import visible
from ciatlas_tui.app import Explorer
from ciatlas_tui.configuration import configuration_path, read_configuration
from ciatlas_tui.memory import user_memory

_TURN = 0.001
"""Seconds after which a thread that works lets another one go on. Python's own 0.005 add up to what
is felt where an answer to a key takes several turns beside work in a thread."""


def run(
    atlas_path: Path,
    as_of: date | None = None,
    *,
    ascii: bool = False,  # noqa: A002 - as the option is called
    offline: bool = False,
    demo: bool = False,
    notes: Sequence[str] = (),
) -> None:
    """Open the explorer on an atlas, or a tour of it, and stay until it is left.

    Args:
        atlas_path: where the atlas is.
        as_of: show everything as of the end of that day.
        ascii: draw with ASCII characters only.
        offline: never use a network.
        demo: play the tour.
        notes: what to tell at the start.

    Raises:
        SystemExit: it broke.
    """
    sys.setswitchinterval(_TURN)
    kind: type[Explorer] = Explorer
    memory = user_memory()
    if demo:
        from ciatlas_tui.tour import Tour

        kind, memory = Tour, memory.of_now("theme")
    app = kind(
        atlas_path,
        as_of,
        ascii_only=ascii,
        configuration=read_configuration(configuration_path()),
        memory=memory,
        offline=offline,
        notes=notes,
    )
    app.run()
    for draft in app.drafts.unwritten():  # the terminal is the last place for them
        sys.stderr.write(f"this note could be stored nowhere: {visible(draft.note)}\n")
    if app.return_code:  # it broke, and said how
        sys.exit(app.return_code)
