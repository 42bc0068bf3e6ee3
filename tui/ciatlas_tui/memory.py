"""What the explorer remembers from one time to the next: theme, orders, the last place."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any


class Memory:
    """Remembered things by name, in one JSON file of the user's state folder.

    Without a file they last as long as the explorer runs; a file that cannot be read is as none.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._kept: dict[str, Any] = {}
        if path is not None:
            with suppress(OSError, ValueError):
                found = json.loads(path.read_text(encoding="utf-8"))
                self._kept = found if isinstance(found, dict) else {}

    def recall(self, name: str) -> Any:
        """Return what was kept under a name, `None` if nothing was."""
        return self._kept.get(name)

    def keep(self, name: str, value: Any) -> None:
        """Keep what JSON can say, in place of what was kept before."""
        self._kept[name] = value

    def of_now(self, *names: str) -> "Memory":
        """Return a memory of some of this, which lasts as long as the explorer runs."""
        memory = Memory()
        for name in names:
            if name in self._kept:
                memory.keep(name, self._kept[name])
        return memory

    def save(self) -> None:
        """Write it all, whole or not at all; where nothing can be written, it is let go."""
        if self._path is None:
            return
        half = self._path.with_suffix(".new")
        with suppress(OSError, TypeError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            half.write_text(json.dumps(self._kept, indent=1), encoding="utf-8")
            half.replace(self._path)


def user_memory() -> Memory:
    """Return the memory in the user's state folder."""
    from platformdirs import user_state_path

    return Memory(user_state_path("ciatlas") / "explorer.json")
