"""Taking what is shown elsewhere: a link, the lines in an editor, all of it in a file."""

from pathlib import Path
from typing import TYPE_CHECKING

from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from ciatlas.display import visible
from ciatlas_tui.atlas_app import AtlasApp
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.screens.where import Lines, permalink
from ciatlas_tui.widgets.awaiting import Awaiting, all_awaiting
from ciatlas_tui.widgets.lines import TopLine

if TYPE_CHECKING:
    from ciatlas_tui.screens.export import Export
    from ciatlas_tui.screens.save import Form


class Taking(Screen[None]):
    """A screen from which something can be taken along."""

    # What has the focus and what had it paint themselves; Textual would paint the whole screen too.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self._export: Export | None = None

    @property
    def explorer(self) -> AtlasApp:
        """The app, by its own type."""
        assert isinstance(self.app, AtlasApp)  # noqa: S101 - narrows the type
        return self.app

    @property
    def glyphs(self) -> Glyphs:
        """The characters in use."""
        return self.explorer.glyphs

    @property
    def expected(self) -> "Awaiting | Export | None":
        """What is to be written, or a list of which a row is to be opened or marked, when read."""
        if self._export is not None and self._export.asked_at:
            return self._export
        return next((one for one in all_awaiting(self) if one.asked_at), None)

    def forms(self) -> "list[Form]":
        """Return the forms this place can be written in beside those of all places."""
        return []

    def lines(self) -> Lines | None:
        """Return where what is selected stands, if it stands in a file."""
        return None

    def link(self) -> str | None:
        """Return the permalink of what is selected, if there is one."""
        lines = self.lines()
        return None if lines is None else permalink(*lines)

    def action_edit(self) -> None:
        """Open the lines in the user's editor, from the clone the settings name."""
        from ciatlas_tui.screens.editor import edit

        lines = self.lines()
        if lines is None:
            self.notify("nothing selected here stands in a file", markup=False)
        else:
            edit(self.explorer, *lines)

    def action_export(self) -> None:
        """Write what is in sight to a file, when all of it is there."""
        from ciatlas_tui.screens.export import Export

        self._export = Export(self, self._ask_for_file)
        if self._export.waits:
            self.notify("this is written as soon as all of it is read", markup=False)
        self._export.ask_when_loaded()

    def _ask_for_file(self) -> None:
        from ciatlas_tui.screens.save import Save
        from ciatlas_tui.screens.view_forms import view_forms

        name = "-".join(self.query_one(TopLine).trail[1:])
        safe = "".join(c if c.isalnum() or c in "-._" else "-" for c in name)
        forms = view_forms(self, self.forms())
        # A dash at the beginning makes an option of it for other programs, a dot hides it.
        named = safe.strip("-.") or "ciatlas"
        self.app.push_screen(Save(forms, named, self.glyphs), self._say_where)
        self.app.call_later(self.explorer.go_on)

    def _say_where(self, path: Path | None) -> None:
        if path is not None:
            self.notify(f"{visible(str(path))} is written", markup=False)

    def on_awaiting_loaded(self) -> None:
        """Write what was to be written when all of it is there."""
        if self._export is not None:
            self._export.ask_when_loaded()

    def action_copy_link(self) -> None:
        """Copy the permalink by the terminal's clipboard (OSC 52)."""
        link = self.link()
        if link is None:
            self.notify("there is no link to what is selected here", markup=False)
        else:
            self.app.copy_to_clipboard(link)
            self.notify(f"{visible(link)} is copied", markup=False)

    def action_show_link(self) -> None:
        """Open the permalink in a browser, and show it where there is none."""
        link = self.link()
        if link is not None:
            self.app.open_url(link)
            self.notify(visible(link), markup=False, timeout=12)
