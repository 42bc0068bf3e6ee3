"""Where the atlas in use is; every start passes here, so this imports little."""

from pathlib import Path

from ciatlas.store.version import is_older


def default_atlas(chosen: Path | None = None, *, empty: bool = False) -> Path:
    """Return the atlas to use, `chosen` or the user's own; one that is not there is made.

    Args:
        chosen: the file the user named, if any.
        empty: leave a file the user named to be made empty, instead of from the bundle.
    """
    if chosen is not None:
        path = chosen
    else:
        import platformdirs

        path = platformdirs.user_data_path("ciatlas", appauthor=False) / "atlas.db"
    if not path.exists() and not (empty and chosen is not None):
        from ciatlas.sources.bundle import unpack_bundle

        unpack_bundle(path)
    elif is_older(path):
        from ciatlas.store import open_atlas

        open_atlas(path).close()
    return path
