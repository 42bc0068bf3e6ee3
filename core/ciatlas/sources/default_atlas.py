"""Where the atlas in use is; every start passes here, so this imports little."""

from pathlib import Path

from ciatlas.store.version import APPLICATION_ID, SCHEMA_VERSION


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
    elif _is_older(path):
        from ciatlas.store import open_atlas

        open_atlas(path).close()
    return path


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
