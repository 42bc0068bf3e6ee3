"""A guided tour: the explorer goes through its places by itself, until somebody takes over.

What is said of a screen is said when all of that screen is shown, however long it takes: see
`AtlasApp.is_at_work`.
"""

import asyncio
from pathlib import Path
from typing import Any

from textual.events import Event, Key, MouseDown, MouseScrollDown, MouseScrollUp, Paste
from textual.worker import Worker

from ciatlas_tui.app import Explorer
from ciatlas_tui.glyphs import plain
from ciatlas_tui.pace import KEY, READ, Pace, Steady
from ciatlas_tui.tour_stops import Stop, read_tour

_TAKING_OVER = (Key, MouseDown, MouseScrollDown, MouseScrollUp, Paste)
_PAUSE = ("space", "p")
_END = ("escape", "q", "ctrl+c")
"""Keys that end the tour and do nothing else."""
_STAYS = 86_400.0
"""Seconds something said would stay, if it were not for what is said next."""
_GOING = "tour {} of {} · space pauses · Esc ends it · any other key is yours"
_PAUSED = "tour {} of {} · space goes on · Esc ends it · any other key is yours"
_OVER = "the tour ends here; the keys are yours"


class Tour(Explorer):
    """The explorer on a tour.

    Args:
        pace: how time passes between what it does.
    """

    CSS = "Toast.-information { width: 100%; background: $primary; color: $text; }"

    def __init__(
        self, atlas_path: Path, *arguments: Any, pace: Pace | None = None, **options: Any
    ) -> None:
        super().__init__(atlas_path, *arguments, **options)
        self._pace = pace or Steady()
        self._own: list[Key] = []
        self._going = asyncio.Event()
        self._going.set()
        self._said = "", 0, 0
        self._walker: Worker[None] | None = None
        self._touring = True

    def on_mount(self) -> None:
        """Begin at the overview."""
        self._walker = self.run_worker(self._walk(), group="tour")

    async def _walk(self) -> None:
        stops = read_tour()
        found = True
        for number, stop in enumerate(stops, start=1):
            if not (found or stop.starts_anew):
                continue  # it goes on from where this atlas has nothing
            self._say("", number, len(stops))
            await self._until_shown()
            await self._press(stop)
            found = type(self.screen).__name__ == stop.at
            if found and number < len(stops):
                if self._pace.waits:
                    self._going.clear()
                self._say(stop.said(self.configuration.keys), number, len(stops))
                await self._pace.rest(READ)
                await self._going.wait()
        self._end(stops[-1].said(self.configuration.keys))

    async def _press(self, stop: Stop) -> None:
        self._own.clear()
        for key in stop.pressed(self.configuration.keys):
            pressed = Key(key, key if len(key) == 1 else None)
            self._own.append(pressed)
            self.post_message(pressed)
            await self._until_shown()
            await self._pace.rest(KEY)

    async def _until_shown(self) -> None:
        """Wait until what the keys led to is on the screen, all of it."""
        calm = 0
        while calm < 2:  # what one round brings may set off another
            painted = await self._is_painted()
            calm = calm + 1 if painted and not self.is_at_work(beside=self._walker) else 0

    async def _is_painted(self) -> bool:
        """Wait until the screen was painted, or another one took its place; tell whether it was."""
        painted, screen = asyncio.Event(), self.screen
        self.call_after_refresh(painted.set)
        while not painted.is_set() and self.screen is screen:
            await self._pace.look_again()
        return self.screen is screen

    def _say(self, say: str, number: int, among: int) -> None:
        self._said = say, number, among
        self._tell()

    def _tell(self) -> None:
        """Tell what was said last, and what pauses and ends the tour."""
        say, number, among = self._said
        keys = (_GOING if self._going.is_set() else _PAUSED).format(number, among)
        self._show(say, keys)

    def _show(self, *lines: str) -> None:
        text = plain(self.glyphs, "\n".join(filter(None, lines)))
        self.notify(text, timeout=_STAYS, markup=False)

    def _pause(self) -> None:
        """Wait from now on, or go on."""
        if self._going.is_set():
            self._going.clear()
        else:
            self._going.set()
        self._tell()

    def _end(self, say: str) -> None:
        """Leave the keys to whoever sits there."""
        self._touring = False
        self.typed.clear()
        self._show(say)

    def hush(self) -> None:
        """Leave what is said on the tour to be read."""
        if not self._touring:
            super().hush()

    async def on_event(self, event: Event) -> None:
        """Tell keys of the tour from those of somebody, who takes over with nearly any."""
        if self._touring and isinstance(event, _TAKING_OVER) and not self._is_own(event):
            if isinstance(event, Key) and event.key in _PAUSE:
                self._pause()
                return
            self._take_over()
            if isinstance(event, Key) and event.key in _END:
                return
        await super().on_event(event)

    def _is_own(self, event: Event) -> bool:
        return event.is_forwarded or any(event is one for one in self._own)

    def _take_over(self) -> None:
        if self._walker is not None:
            self._walker.cancel()
        self._end(_OVER)
