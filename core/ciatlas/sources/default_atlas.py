"""Where the atlas in use is; every start passes here, so this imports little."""

from collections.abc import Callable
from pathlib import Path

from ciatlas.model.errors import CiatlasError
from ciatlas.store.version import APPLICATION_ID, SCHEMA_VERSION


def default_atlas(
    chosen: Path | None = None,
    *,
    empty: bool = False,
    tell: Callable[[str], object] | None = None,
) -> Path:
    """Return the atlas to use, `chosen` or the user's own; one that is not there is made.

    Args:
        chosen: the file the user named, if any.
        empty: leave a file the user named to be made, empty, by whoever opens it.
        tell: called with a sentence when a file the user named was made; it may have been a slip.

    Raises:
        CiatlasError: the file the user named is in no folder, or it cannot be made.
    """
    path = chosen or _own_atlas()
    if path.exists():
        if _is_older(path):
            from ciatlas.store import open_atlas

            open_atlas(path).close()
        return path
    if chosen is not None and not path.parent.exists():
        raise CiatlasError(
            f"there is no folder {path.parent}; make it first, or name another atlas with --atlas"
        )
    if empty and chosen is not None:
        return path
    from ciatlas.sources.bundle import unpack_bundle

    unpack_bundle(path)
    if chosen is not None and tell is not None:
        tell(f"there was no atlas at {path}; one was made of the bundle")
    return path


def _own_atlas() -> Path:
    import platformdirs

    return platformdirs.user_data_path("ciatlas", appauthor=False) / "atlas.db"


def _is_older(path: Path) -> bool:
    """Tell by a file's first bytes whether it is an atlas of an older version of the schema.

    Source: "Database File Format" on sqlite.org, section 1.3: user version at byte 60, application
    id at byte 68, both big-endian.
    """
    try:
        with path.open("rb") as file:
            head = file.read(72)
    except OSError:
        return False
    is_atlas = head[68:72] == APPLICATION_ID.to_bytes(4, "big")
    return is_atlas and int.from_bytes(head[60:64], "big") < SCHEMA_VERSION
