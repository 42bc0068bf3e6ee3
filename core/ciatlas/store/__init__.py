"""The atlas: one SQLite file that holds every fact, readable with any SQLite tool."""

from typing import TYPE_CHECKING

from ciatlas.store.opening import AtlasError
from ciatlas.store.reading import Reader, read_atlas

if TYPE_CHECKING:
    from ciatlas.store.atlas import Atlas, open_atlas

__all__ = ["Atlas", "AtlasError", "Reader", "open_atlas", "read_atlas"]


def __getattr__(name: str) -> object:
    """Load what writes when it is asked for: the explorer's first paint only reads."""
    if name in ("Atlas", "open_atlas"):
        from ciatlas.store import atlas

        return getattr(atlas, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
