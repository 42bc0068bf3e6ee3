"""A list with a cursor: its keys, its order, its filter, and what it tells of them."""

from collections.abc import Iterable, Sequence

from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.keymap import LIST, bindings
from ciatlas_tui.widgets.awaiting import Awaiting
from ciatlas_tui.widgets.lettered import Lettered
from ciatlas_tui.widgets.order import Order, following
from ciatlas_tui.widgets.painted_list import PaintedList
from ciatlas_tui.widgets.row import Column as Column
from ciatlas_tui.widgets.row import Row as Row
from ciatlas_tui.widgets.searchable import Searchable

_UNREAD = "this could not be read; the atlas may have been moved or deleted"


class Listing(PaintedList, Searchable, Lettered, Awaiting, can_focus=True):
    """A list of rows with a cursor."""

    BINDINGS = bindings(LIST)
    SEARCH_HINT = "show only rows that contain"

    class Opened(Message):
        """A row was opened."""

        def __init__(self, listing: "Listing", key: str) -> None:
            super().__init__()
            self.listing = listing
            self.key = key

        @property
        def control(self) -> "Listing":
            """The list it happened in."""
            return self.listing

    class Moved(Opened):
        """The cursor moved to another row."""

    class Fitted(Message):
        """There are other rows, or their columns have another width."""

    class Sorted(Message):
        """The rows were put into another order."""

        def __init__(self, listing: "Listing", order: Order | None) -> None:
            super().__init__()
            self.listing = listing
            self.order = order

    def __init__(
        self,
        columns: Sequence[Column],
        glyphs: Glyphs,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        empty: str = "",
        titles: bool = True,
        caption: str = "",
        awaited: bool = False,
    ) -> None:
        """Make a list.

        The titles stand in a rule after a `caption`, if there is one. Rows that are `awaited` come
        later, and one may ask to open one of them before.
        """
        super().__init__(columns, glyphs, id=id, empty=empty, titles=titles, caption=caption)
        self.awaited = awaited

    @property
    def selected(self) -> str | None:
        """Key of the row under the cursor."""
        return self.rows[self._cursor].key if self.rows else None

    def show_rows(
        self, rows: Iterable[Row], select: str | None = None, empty: str | None = None
    ) -> None:
        """Show these rows; the cursor goes to `select`, or stays on the row it was on.

        `empty` is what a list without rows says from now on.
        """
        before, wanted = self._painted(), select or self.selected
        self._empty = self._empty if empty is None else empty
        self._table.everything = list(rows)
        self._apply(wanted, before)
        if self._searched:
            self.post_message(self.Recounted())
        self.arrive()

    def rename(self, columns: Sequence[Column]) -> None:
        """Put the same rows under columns of other names or widths."""
        if tuple(columns) != self.columns:
            self._table.columns = tuple(columns)
            self._fit()
            self.refresh()

    def show_table(self, columns: Sequence[Column], rows: Iterable[Row]) -> None:
        """Show these rows under columns of their own."""
        rows = list(rows)
        if tuple(columns) != self.columns:
            wanted = self.selected
            self._table.everything, self._table.rows = [], []
            self._table.columns = tuple(columns)
            self._fit()
            self.refresh()
            self.show_rows(rows, wanted)
        else:
            self.show_rows(rows)

    def give_up(self) -> None:
        """Wait for rows no longer, and say so where there are none."""
        if self.awaited:
            self._empty = _UNREAD
            self.refresh()
        super().give_up()

    def withdraw(self, said: str) -> None:
        """Show none of the rows any more and await others, saying so meanwhile."""
        if not self.awaited:
            self.show_rows([], empty=said)
            self.await_content()

    def order_by(self, order: Order | None) -> None:
        """Put the rows into an order, `None` for that they came in."""
        if order != self._table.order:
            before, wanted = self._painted(), self.selected
            self._table.order = order
            self._apply(wanted, before)

    def action_sort(self, step: int) -> None:  # noqa: ARG002 - there is one way only
        """Sort by the next column that is shown; after the last, as the rows came."""
        shown = [self.columns[number] for number, _ in sorted(self._layout)]
        self._sort(following(self._table.order, shown))

    def action_turn_order(self) -> None:
        """Turn the order around."""
        if self._table.order is not None:
            self._sort(self._table.order.turned)

    def _sort(self, order: Order | None) -> None:
        self.order_by(order)
        self.post_message(self.Sorted(self, order))

    def targets(self) -> list[str]:
        """Return the keys of the rows in sight."""
        top = self.scroll_offset.y
        room = max(0, min(self.size.height, self.region.height) - self._head)
        return [row.key for row in self.rows[top : top + room]]

    def select(self, key: str) -> None:
        """Put the cursor on the row with `key`, if it is there."""
        index = self._table.index(key)
        if index is not None:
            self._go(index)

    @property
    def tally(self) -> tuple[int, int]:
        """How many rows are shown, and of how many."""
        return len(self.rows), len(self._table.everything)

    def search(self, needle: str) -> None:
        """Show only rows that contain `needle`, in any case."""
        before, wanted = self._painted(), self.selected
        self._table.needle = needle.casefold()
        self._apply(wanted, before)

    def _apply(self, wanted: str | None, before: list[Strip]) -> None:
        self._table.choose()
        self._cursor = self._table.index(wanted) or 0
        self._fit()
        self.virtual_size = Size(self.size.width, len(self.rows) + self._head)
        self._repaint_changed(before)
        if self.is_attached:
            self._follow()
            self.post_message(self.Fitted())
        self._tell()

    def on_resize(self) -> None:
        """Fit the columns to the new width."""
        super().on_resize()
        self.post_message(self.Fitted())

    def action_move(self, step: int) -> None:
        """Move the cursor by `step` rows."""
        self._go(self._cursor + step)

    def action_page(self, step: int) -> None:
        """Move the cursor by a page."""
        self._go(self._cursor + step * max(1, self.size.height - self._head - 1))

    def action_first(self) -> None:
        """Move the cursor to the first row."""
        self._go(0)

    def action_last(self) -> None:
        """Move the cursor to the last row."""
        self._go(len(self.rows) - 1)

    def action_open(self) -> None:
        """Open the row under the cursor, as soon as the rows are there."""
        if self.awaited:
            self.open_when_loaded()
        elif self.selected is not None:
            self.post_message(self.Opened(self, self.selected))

    def _go(self, index: int) -> None:
        index = max(0, min(index, len(self.rows) - 1))
        if not self.rows or index == self._cursor:
            return
        before, self._cursor = self._cursor, index
        self._repaint(before)
        self._repaint(index)
        self._follow()
        self._tell()

    def _tell(self) -> None:
        if self.selected is not None and self.is_attached:
            self.post_message(self.Moved(self, self.selected))

    def on_click(self, event: object) -> None:
        """Move the cursor to the row clicked on; open it when it was there already."""
        index = getattr(event, "y", 0) - self._head + self.scroll_offset.y
        if index == self._cursor:
            self.action_open()
        elif 0 <= index < len(self.rows):
            self._go(index)
