"""Repositories that moved for good: where they are by their number, kept in the atlas.

GitHub answers for a renamed repository with status 301 and an address by its numeric id, which
stays whatever it is called. Asking there at once spares a request each time.
"""

import re

from ciatlas.store import Atlas

PERMANENT = (301, 308)
_BY_NAME = re.compile(r"(.*/repos/[^/?]+/[^/?]+)([/?].*)?")
_BY_NUMBER = re.compile(r".*/repositories/[0-9]{1,15}")
_KEY = "moved:"


class Moves:
    """What is known of moves, by whose token it was learnt (`identity`)."""

    def __init__(self, atlas: Atlas, identity: str) -> None:
        self._atlas = atlas
        self._identity = identity

    def follow(self, url: str) -> str:
        """Return where to ask, which is the same for what did not move."""
        asked = _BY_NAME.fullmatch(url)
        known = self._atlas.response(_KEY + asked[1], self._identity) if asked else None
        return url if asked is None or known is None else known.body + (asked[2] or "")

    def note(self, url: str, location: str, now: int) -> None:
        """Note down a move for good; others than of a whole repository are not kept."""
        asked = _BY_NAME.fullmatch(url)
        rest = (asked[2] or "") if asked else ""
        there = location.removesuffix(rest)
        if asked and location.endswith(rest) and _BY_NUMBER.fullmatch(there):
            self._atlas.save_response(_KEY + asked[1], self._identity, "", there, {}, now)
