"""The atlas: one SQLite file that holds every fact, readable with any SQLite tool."""

from ciatlas.store.atlas import Atlas, open_atlas
from ciatlas.store.opening import AtlasError

__all__ = ["Atlas", "AtlasError", "open_atlas"]
