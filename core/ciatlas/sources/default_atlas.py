"""Where the atlas in use is; every start passes here, so this imports little."""

from collections.abc import Callable
from pathlib import Path

from ciatlas.model.errors import CiatlasError
from ciatlas.store.version import is_older


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
        if is_older(path):
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
