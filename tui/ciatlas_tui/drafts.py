"""Notes that were begun and not stored: kept on disk, so that leaving in any way loses none."""

import json
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ciatlas.model.triage import Decision, Key

_PLACE = 5
"""Parts of a key that say where a subject is; those of a finding say more."""


class Draft(NamedTuple):
    """A decision and a note that are not stored yet."""

    decision: Decision
    note: str


class Drafts:
    """The drafts on the subjects of an atlas, in the user's state folder, a file each.

    Where nothing can be written they last as long as the explorer runs.
    """

    def __init__(self, atlas: Path) -> None:
        self._atlas = atlas.absolute()
        self._unwritten: dict[Path, Draft] = {}

    def find(self, key: Key) -> Draft | None:
        """Return the draft on the subject of a key, if there is one."""
        return next(filter(None, map(self._read, self._paths(key))), None)

    def _read(self, path: Path) -> Draft | None:
        if path in self._unwritten:
            return self._unwritten[path]
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            return Draft(Decision(kept["decision"]), str(kept["note"]))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def keep(self, key: Key, draft: Draft) -> None:
        """Keep a draft in place of the one before."""
        path = self._path(key)
        if _write(path, draft):
            self._unwritten.pop(path, None)
        else:
            self._unwritten[path] = draft

    def is_lasting(self, key: Key) -> bool:
        """Tell whether the draft outlives the explorer."""
        return self._path(key) not in self._unwritten

    def unwritten(self) -> list[Draft]:
        """Try once more to write what could not be; return what cannot be written still."""
        left = {path: one for path, one in self._unwritten.items() if not _write(path, one)}
        self._unwritten = left
        return list(left.values())

    def forget(self, key: Key) -> None:
        """Let go of a draft."""
        for path in self._paths(key):
            self._unwritten.pop(path, None)
            with suppress(OSError):
                path.unlink()

    def _paths(self, key: Key) -> list[Path]:
        """Return where the draft is, and where those on findings were kept once."""
        return [self._path(key), *([self._path(key[:_PLACE])] if len(key) > _PLACE else [])]

    def _path(self, key: Key) -> Path:
        from hashlib import sha256

        from platformdirs import user_state_path

        about = json.dumps([str(self._atlas), *key])
        return user_state_path("ciatlas") / "drafts" / f"{sha256(about.encode()).hexdigest()}.json"


def _write(path: Path, draft: Draft) -> bool:
    """Write a draft whole, or not at all; tell which."""
    half = path.with_suffix(".new")
    text = json.dumps({"decision": draft.decision, "note": draft.note})
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half.write_text(text, encoding="utf-8")
        half.replace(path)
    except OSError:
        with suppress(OSError):
            half.unlink()
        return False
    return True
