"""The explorer's app: one atlas, one date, a stack of places."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from textual._compositor import ChopsUpdate
from textual.app import App, SystemCommand
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarRender

from ciatlas.model.activity import PipelineLabels
from ciatlas.model.pipeline import Pipeline
from ciatlas.model.repository import Snapshot
from ciatlas.store import open_atlas
from ciatlas_tui.frugal import CroppedUpdate
from ciatlas_tui.glyphs import choose
from ciatlas_tui.hangup import leave_on_hangup
from ciatlas_tui.screens.overview import Overview

if TYPE_CHECKING:
    from ciatlas.analysis.activities import RuleSet


class _PlainBars(ScrollBarRender):
    """Scroll bars without the block characters that make their ends smooth."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


class Explorer(App[None]):
    """A walk through an atlas."""

    CSS_PATH = "styles/explorer.tcss"
    TITLE = "ciatlas"
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        atlas_path: Path,
        as_of: date | None = None,
        *,
        ascii_only: bool = False,
        rest: float = 0.12,
    ) -> None:
        """Open the atlas.

        Args:
            atlas_path: the atlas, which is only read.
            as_of: the day to show everything as of, the newest known by default.
            ascii_only: use ASCII characters only.
            rest: seconds a selection stays somewhere before what hangs on it is shown.
        """
        super().__init__()
        self.rest = rest
        self.atlas = open_atlas(atlas_path, readonly=True)
        self.as_of = as_of
        self.glyphs = choose(ascii_only)
        self.ascii_only = self.glyphs.cursor.isascii()
        self.set_class(self.ascii_only, "-ascii")
        ScrollBar.renderer = _PlainBars if self.ascii_only else ScrollBarRender
        self.animation_level = "none"
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-huge")]
        self._rules: RuleSet | None = None

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Send no more of an update than what changed."""
        if type(renderable) is ChopsUpdate:
            renderable = CroppedUpdate.of(renderable)
        super()._display(screen, renderable)

    def get_default_screen(self) -> Screen[None]:
        """Start at the overview."""
        return Overview()

    def on_mount(self) -> None:
        """Be ready for the terminal to go away."""
        leave_on_hangup(self)

    def on_unmount(self) -> None:
        """Close the atlas."""
        self.atlas.close()

    def label(self, pipeline: Pipeline, at: Snapshot) -> PipelineLabels:
        """Say what a pipeline's steps are for, by the rules in force."""
        from ciatlas.analysis.activities import classify, load_rules

        if self._rules is None:
            self._rules = load_rules()
        return classify(pipeline, self._rules, lambda uses: self.atlas.local_pipeline(at, uses))

    def ask_date(self) -> None:
        """Ask for a day and show every place as of it."""
        from ciatlas.sources.study import load_study
        from ciatlas_tui.screens.ask_date import AskDate

        self.push_screen(AskDate(self.as_of, load_study().study_date), self._take_date)

    def _take_date(self, answer: date | str | None) -> None:
        if answer is None:
            return
        self.as_of = answer if isinstance(answer, date) else None
        for screen in self.screen_stack:
            fill = getattr(screen, "fill", None)
            if fill is not None:
                fill()

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
