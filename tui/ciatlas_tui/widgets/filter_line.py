"""The line a filter is typed on, with how many it leaves."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

from ciatlas.analysis.wording import number_text
from ciatlas_tui.keymap import KEYS
from ciatlas_tui.widgets.searchable import Searchable


class FilterLine(Horizontal):
    """Searches a list or drawing as one types; out of sight while nothing is searched."""

    def __init__(self) -> None:
        super().__init__()
        self._searched: Searchable | None = None
        self._field = Input(id="filter", compact=True, select_on_focus=False)
        self._field.cursor_blink = False  # a screen at rest sends nothing
        self._tally = Static("", markup=False, id="filter-tally")

    def compose(self) -> ComposeResult:
        """Put the field between the key it is opened by and the count."""
        yield Static(KEYS["filter"].shown, markup=False, id="filter-sign")
        yield self._field
        yield self._tally

    @property
    def is_open(self) -> bool:
        """Whether something is searched."""
        return bool(self.display)

    def open(self, searched: Searchable) -> None:
        """Search something from now on."""
        if self._searched is not searched:
            self.close()
        self._searched = searched
        self._field.placeholder = searched.SEARCH_HINT
        self.display = True
        searched.show_searched(True)
        self.count()
        self._field.focus()

    def close(self) -> None:
        """Search nothing any more, and give the keys back."""
        searched, self._searched = self._searched, None
        self.display = False
        self._field.value = ""
        if searched is not None:
            searched.search("")
            searched.show_searched(False)
            searched.focus()

    def count(self) -> None:
        """Say how many of how many are found."""
        if self._searched is not None:
            found, among = self._searched.tally
            self._tally.update(f"{number_text(found)} of {number_text(among)}", layout=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search as one types."""
        event.stop()
        if self._searched is not None:
            self._searched.search(event.value)
            self.count()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the keys back; a filter stays on and in sight, what was found is found."""
        event.stop()
        if self._searched is not None and self._searched.STAYS_FILTERED:
            self._searched.focus()
        else:
            self.close()
