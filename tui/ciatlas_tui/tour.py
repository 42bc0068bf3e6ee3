"""A guided tour: the explorer goes through its places by itself, until somebody presses a key."""

import asyncio
from collections import deque
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from textual.events import Event, Key

from ciatlas_tui.app import Explorer


@dataclass(frozen=True, slots=True)
class Stop:
    """Something said, and the keys pressed after it."""

    say: str
    keys: tuple[str, ...]


def read_tour() -> list[Stop]:
    """Read the tour that ships."""
    import yaml

    text = resources.files("ciatlas_data").joinpath("tour.yaml").read_text("utf-8")
    return [Stop(one["say"], tuple(one.get("keys", ()))) for one in yaml.safe_load(text)]


class Tour(Explorer):
    """The explorer on a tour.

    Args:
        pace: seconds something said is left to be read; a key takes a twelfth of that.
    """

    def __init__(
        self, atlas_path: Path, *arguments: Any, pace: float = 4.8, **options: Any
    ) -> None:
        super().__init__(atlas_path, *arguments, **options)
        self._pace = pace
        self._own: deque[Key] = deque(maxlen=8)
        self._touring = True

    def on_mount(self) -> None:
        """Begin when the overview is painted."""
        self.call_after_refresh(self.run_worker, self._walk(), group="tour")

    async def _walk(self) -> None:
        stops = read_tour()
        for number, stop in enumerate(stops, start=1):
            if not self._touring:
                return
            self.clear_notifications()
            title = f"tour {number} of {len(stops)}"
            self.notify(stop.say, title=title, timeout=self._pace * 4 or 1, markup=False)
            await asyncio.sleep(self._pace)
            await self._press(stop.keys)
        self._touring = False

    async def _press(self, keys: tuple[str, ...]) -> None:
        for key in keys:
            if not self._touring:
                return
            pressed = Key(key, key if len(key) == 1 else None)
            self._own.append(pressed)
            self.post_message(pressed)
            await asyncio.sleep(self._pace / 12)

    def hush(self) -> None:
        """Leave what is said on the tour to be read."""
        if not self._touring:
            super().hush()

    async def on_event(self, event: Event) -> None:
        """Tell keys of the tour from those of somebody, who takes over with the first one."""
        somebodys = isinstance(event, Key) and not any(event is one for one in self._own)
        if somebodys and self._touring:
            self._touring = False
            self.clear_notifications()
            self.notify("the tour ends here; the keys are yours", timeout=3)
        await super().on_event(event)
