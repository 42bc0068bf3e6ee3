"""Actions kept anywhere in a repository, found through the workflows and actions that use them."""

import re
from collections.abc import Iterable
from posixpath import normpath

from ciatlas.sources.git.blobs import read_blobs
from ciatlas.sources.git.clone import Clone

_USES = re.compile(rb"""uses["']?[ \t]*:[ \t]*["']?\./([^\s"'#,}\]\x00-\x1f\x7f]{1,400})""")

_FILE_NAMES = ("action.yml", "action.yaml")

MAX_ACTIONS = 500
"""No repository comes near; a hostile one must not outgrow git's command line."""


def used_actions(clone: Clone, blobs: Iterable[str]) -> set[str]:
    """Return the action files that `uses: ./FOLDER` in these blobs may mean.

    Text is searched rather than parsed: a folder named in vain only costs a look at it.
    """
    named: set[bytes] = set()
    for _, content in read_blobs(clone, blobs):
        named.update(_USES.findall(content or b""))
    folders = {normpath(folder.decode("utf-8", "replace")) for folder in named}
    inside = sorted(folder for folder in folders if not folder.startswith(("..", "/")))
    return {f"{folder}/{name}" for folder in inside[:MAX_ACTIONS] for name in _FILE_NAMES}
