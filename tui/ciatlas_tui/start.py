"""Starting the explorer, with the settings and memory of the user."""

from datetime import date
from pathlib import Path

from ciatlas_tui.app import Explorer
from ciatlas_tui.configuration import configuration_path, read_configuration
from ciatlas_tui.memory import user_memory


def run(
    atlas_path: Path,
    as_of: date | None = None,
    *,
    ascii: bool = False,  # noqa: A002 - as the option is called
    offline: bool = False,
    demo: bool = False,
) -> None:
    """Open the explorer on an atlas, or a tour of it, and stay until it is left."""
    kind: type[Explorer] = Explorer
    if demo:
        from ciatlas_tui.tour import Tour

        kind = Tour
    kind(
        atlas_path,
        as_of,
        ascii_only=ascii,
        configuration=read_configuration(configuration_path()),
        memory=user_memory(),
        offline=offline,
    ).run()
