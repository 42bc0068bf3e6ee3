"""The explorer's app: an overview to start from, ways to any place, commands by name."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from textual.app import SystemCommand
from textual.screen import Screen

from ciatlas.model.errors import CiatlasError
from ciatlas_tui.atlas_app import AtlasApp
from ciatlas_tui.glyphs import plain
from ciatlas_tui.keymap import KEYS, shown
from ciatlas_tui.screens.addresses import place_at
from ciatlas_tui.screens.overview import Overview
from ciatlas_tui.screens.place import Place
from ciatlas_tui.themes import NAMES

if TYPE_CHECKING:
    from textual.command import Provider

    from ciatlas.model.claim import Evidence

_TOP_LEVEL = frozenset(("hypotheses", "replication", "compare", "search", "triage", "sync"))
"""Places above the overview that keys lead to from anywhere."""


def _commands() -> "type[Provider]":
    from ciatlas_tui.screens.commands import Commands

    return Commands


class Explorer(AtlasApp):
    """A walk through an atlas."""

    CSS_PATH = "styles/explorer.tcss"
    TITLE = "ciatlas"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {_commands}  # noqa: RUF012 - as Textual has it
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-huge")]  # noqa: RUF012

    def get_default_screen(self) -> Screen[None]:
        """Start at the overview."""
        return Overview()

    def on_mount(self) -> None:
        """Go to where one was last, for those who want that."""
        if self.configuration.start == "last":
            while self.ahead:
                self.go_ahead()

    def ask_date(self) -> None:
        """Ask for a day and show every place as of it."""
        from ciatlas.sources.study import load_study
        from ciatlas_tui.screens.ask_date import AskDate

        self.push_screen(AskDate(self.as_of, load_study().study_date), self._take_date)

    def _take_date(self, answer: date | str | None) -> None:
        if answer is not None:
            self.show_as_of(answer if isinstance(answer, date) else None)

    def open(self, address: dict[str, Any]) -> None:
        """Go on to the place at an address; raises what `place_at` does."""
        place = place_at(self, address)
        if place is not None:
            self.push_screen(place)

    def show_evidence(
        self, trail: Sequence[str], title: str, pointers: "Sequence[Evidence]", day: date | None
    ) -> None:
        """Go where something stands as of a day if that is one place, else list the places."""
        from ciatlas_tui.screens.evidence import show_evidence

        if isinstance(self.screen, Place):
            show_evidence(self.screen, trail, title, pointers, day)

    def go(self, place: str) -> None:
        """Go to one of the places that need no more than a name, from wherever one is.

        Going back leads to the place that was left. The overview is below all of them: the way one
        was on is kept ahead of it. The others stand on top of it, each of them once.
        """
        if place == "overview":
            self._go_down()
            return
        while not isinstance(self.screen, Place):
            self.pop_screen()
        for _ in range(self._above(place)):
            self.pop_screen()
        self.open({"place": place})

    def _go_down(self) -> None:
        if len(self.screen_stack) > 1:
            way = self._way()
            self.ahead += way
            self.left_for_overview = len(way)
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def _above(self, place: str) -> int:
        """Count a top-level place and what is above it, if only others of them are."""
        places = (one for one in reversed(self.screen_stack) if isinstance(one, Place))
        names = ((one.address() or {}).get("place") for one in places)
        last = list(takewhile(_TOP_LEVEL.__contains__, names))
        return len(last) - last[::-1].index(place) if place in last else 0

    def go_back_from_overview(self) -> None:
        """Go back to the place that was left for the overview, through those that led to it."""
        steps, self.left_for_overview = self.left_for_overview, 0
        for _ in range(steps):
            self.go_ahead()

    def _way(self) -> list[dict[str, Any]]:
        """Return the addresses of the places one is in, the innermost first."""
        places = [one for one in self.screen_stack if isinstance(one, Place)]
        return [address for one in reversed(places) if (address := one.address()) is not None]

    def go_ahead(self) -> None:
        """Go forward again to where one came back from; what is gone meanwhile is passed over."""
        self.left_for_overview = 0
        while self.ahead:
            try:
                place = place_at(self, self.ahead.pop())
            except (CiatlasError, LookupError, TypeError, ValueError):
                continue
            if place is not None:
                place.revisited = True
                self.push_screen(place)
                return
        self.notify("there is nothing further ahead")

    def exit(
        self,
        result: None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Leave, and remember where one was."""
        self._remember_place()
        super().exit(result, return_code, message)

    def on_exit_app(self) -> None:
        """Remember where one was: a browser's tab was closed."""
        self._remember_place()

    def _remember_place(self) -> None:
        """Remember the way to the place one is in, else the way ahead."""
        self.memory.keep(f"last in {self.atlas.path}", self._way() or self.ahead)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer by name what the keys do here, the themes, and the way out."""
        from ciatlas_tui.screens.commands import title_of

        by_action = {active.binding.action: active for active in screen.active_bindings.values()}
        own = getattr(screen, "KEYS", ())  # of two names of an action, this screen's own is told
        offers = getattr(screen, "offers", lambda _name: True)
        for name in dict.fromkeys((*own, *KEYS)):
            key = KEYS[name]
            active = by_action.pop(key.action, None)
            if active is not None and key.action and offers(name):
                written = plain(self.glyphs, shown(name, self.configuration.keys))
                run = partial(self.call_later, self.run_action, key.action, active.node)
                yield SystemCommand(title_of(key), f"{key.label}, key {written}", run)
        for theme in NAMES:
            use = partial(self.choose_theme, theme)
            yield SystemCommand(f"Colours: {theme}", "Choose the colours", use)
        yield SystemCommand("Quit", "Leave ciatlas", self.exit)

    def action_command_palette(self) -> None:
        """Ask for a command by name."""
        from ciatlas_tui.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())

    def choose_theme(self, name: str) -> None:
        """Use a theme from now on, also the next time."""
        self.use_theme(name)
        self.memory.keep("theme", name)

    def action_theme(self) -> None:
        """Use the next theme."""
        self.choose_theme(NAMES[(NAMES.index(self.theme) + 1) % len(NAMES)])
        self.notify(f"colours: {self.theme}", timeout=2)
