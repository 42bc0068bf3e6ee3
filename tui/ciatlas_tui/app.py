"""The explorer's app: an overview to start from, a date to move to, commands by name."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from textual.app import SystemCommand
from textual.screen import Screen

from ciatlas_tui.atlas_app import AtlasApp
from ciatlas_tui.screens.overview import Overview


class Explorer(AtlasApp):
    """A walk through an atlas."""

    CSS_PATH = "styles/explorer.tcss"
    TITLE = "ciatlas"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-huge")]  # noqa: RUF012

    def get_default_screen(self) -> Screen[None]:
        """Start at the overview."""
        return Overview()

    def ask_date(self) -> None:
        """Ask for a day and show every place as of it."""
        from ciatlas.sources.study import load_study
        from ciatlas_tui.screens.ask_date import AskDate

        self.push_screen(AskDate(self.as_of, load_study().study_date), self._take_date)

    def _take_date(self, answer: date | str | None) -> None:
        if answer is not None:
            self.show_as_of(answer if isinstance(answer, date) else None)

    def open_triage(self) -> None:
        """Show what was decided on what."""
        from ciatlas_tui.screens.triage import TriageView

        self.push_screen(TriageView())

    def get_system_commands(
        self,
        screen: Screen[object],  # noqa: ARG002 - Textual's
    ) -> Iterable[SystemCommand]:
        """Offer what can be done anywhere by name."""
        yield SystemCommand("Theme", "Choose the colours", self.action_change_theme)
        yield SystemCommand("As of a date", "Show everything as of a day", self.ask_date)
        yield SystemCommand("Quit", "Leave ciatlas", self.exit)


def run(atlas_path: Path, as_of: date | None = None, *, ascii: bool = False) -> None:  # noqa: A002
    """Open the explorer on an atlas and stay until it is left."""
    Explorer(atlas_path, as_of, ascii_only=ascii).run()
