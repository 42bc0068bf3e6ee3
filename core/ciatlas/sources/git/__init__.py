"""History and files out of a git clone, by git's plumbing, without letting the clone act."""

from ciatlas.sources.git.blobs import held, read_blobs
from ciatlas.sources.git.clone import Bring, Clone, open_clone
from ciatlas.sources.git.history import read_history
from ciatlas.sources.git.isolation import CloneError
from ciatlas.sources.git.log import read_tags
from ciatlas.sources.git.markers import Marker
from ciatlas.sources.git.partial import bring_contents, bring_history

__all__ = [
    "Bring",
    "Clone",
    "CloneError",
    "Marker",
    "bring_contents",
    "bring_history",
    "held",
    "open_clone",
    "read_blobs",
    "read_history",
    "read_tags",
]
