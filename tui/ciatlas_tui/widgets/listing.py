"""A list with columns that repaints only what changed, for slow lines.

Moving the cursor changes the marker and the first column of two rows and nothing else, so a key
costs few bytes. Columns that do not fit are left out by priority; one may take what room is left.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual._time import get_time
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.keymap import LIST, bindings
from ciatlas_tui.widgets.cutting import cut
from ciatlas_tui.widgets.fitting import fit
from ciatlas_tui.widgets.lettered import Lettered
from ciatlas_tui.widgets.order import Order, following, ordered
from ciatlas_tui.widgets.row import Column as Column
from ciatlas_tui.widgets.row import Row as Row
from ciatlas_tui.widgets.searchable import Searchable

_MARK = 3  # what was decided on the row, the cursor, a blank
_GAP = 2
_VARIED = 2
"""Different texts in a column that varies."""


class Listing(ScrollView, Searchable, Lettered, can_focus=True):
    """A list of rows with a cursor."""

    BINDINGS = bindings(LIST)
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "listing--title",
        "listing--cursor",
        "listing--dim",
        "listing--letter",
    }
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

    class Loaded(Message):
        """The first rows came, or the first time that there are none."""

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
        awaited: bool = False,
    ) -> None:
        """Make a list; `awaited` rows come later, and one may ask to open one of them before."""
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._glyphs = glyphs
        self._empty = empty
        self._head = 1 if titles else 0
        self._all: list[Row] = []
        self._rows: list[Row] = []
        self._marks: Mapping[str, str] = {}
        self._letters: Mapping[str, str] = {}
        self._order: Order | None = None
        self._needle = ""
        self._searched = False
        self._cursor = 0
        self._layout: list[tuple[int, int]] = []
        self._fitted: int | None = None  # the width the layout is for
        self._awaited = awaited
        self.asked_at = 0.0  # when a row was to be opened before there was any, on Textual's clock

    @property
    def selected(self) -> str | None:
        """Key of the row under the cursor."""
        return self._rows[self._cursor].key if self._rows else None

    @property
    def rows(self) -> list[Row]:
        """The rows shown."""
        return self._rows

    def show_rows(
        self, rows: Iterable[Row], select: str | None = None, empty: str | None = None
    ) -> None:
        """Show these rows; the cursor goes to `select`, or stays on the row it was on.

        `empty` is what a list without rows says from now on.
        """
        before, wanted = self._painted(), select or self.selected
        self._empty = self._empty if empty is None else empty
        self._all = list(rows)
        self._apply(wanted, before)
        if self._searched:
            self.post_message(self.Recounted())
        if self._awaited:
            self._awaited = False
            if self.asked_at:
                self.expect_nothing()
                self.action_open()
            self.post_message(self.Loaded())

    @property
    def awaited(self) -> bool:
        """Whether rows are still to come."""
        return self._awaited

    def give_up(self) -> None:
        """Wait for rows no longer: they could not be read."""
        self._awaited = False
        self.expect_nothing()
        self.post_message(self.Loaded())

    def expect_nothing(self) -> None:
        """Open nothing when rows come."""
        self.asked_at = 0.0

    def show_marks(self, marks: Mapping[str, str]) -> None:
        """Show a character before each row whose key is among these, and no other."""
        if marks != self._marks:
            before, self._marks = self._painted(), marks
            self._repaint_changed(before)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, shown or not."""
        return self._columns

    @property
    def full_width(self) -> int:
        """Cells in which all columns fit uncut."""
        sizes = [self._natural(number) + _GAP for number in range(len(self._columns))]
        return _MARK + sum(sizes) - _GAP + 1

    def order_by(self, order: Order | None) -> None:
        """Put the rows into an order, `None` for that they came in."""
        if order != self._order:
            before, self._order = self._painted(), order
            self._apply(self.selected, before)

    def action_sort(self, step: int) -> None:  # noqa: ARG002 - there is one way only
        """Sort by the next column that is shown; after the last, as the rows came."""
        shown = [self._columns[number] for number, _ in sorted(self._layout)]
        self._sort(following(self._order, shown))

    def action_turn_order(self) -> None:
        """Turn the order around."""
        if self._order is not None:
            self._sort(self._order.turned)

    def _sort(self, order: Order | None) -> None:
        self.order_by(order)
        self.post_message(self.Sorted(self, order))

    def targets(self) -> list[str]:
        """Return the keys of the rows in sight."""
        top = self.scroll_offset.y
        room = max(0, min(self.size.height, self.region.height) - self._head)
        return [row.key for row in self._rows[top : top + room]]

    def show_letters(self, letters: Mapping[str, str]) -> None:
        """Show a letter where the cursor goes, before each row that has one."""
        before, self._letters = self._painted(), letters
        self._repaint_changed(before)

    def select(self, key: str) -> None:
        """Put the cursor on the row with `key`, if it is there."""
        for index, row in enumerate(self._rows):
            if row.key == key:
                self._go(index)

    @property
    def tally(self) -> tuple[int, int]:
        """How many rows are shown, and of how many."""
        return len(self._rows), len(self._all)

    def show_searched(self, searched: bool) -> None:
        """Show the cursor while the keys go to the filter line."""
        self._searched = searched
        self.refresh()

    def search(self, needle: str) -> None:
        """Show only rows that contain `needle`, in any case."""
        self._needle = needle.casefold()
        self._apply(self.selected)

    def _apply(self, wanted: str | None, before: list[Strip] | None = None) -> None:
        before = self._painted() if before is None else before
        self._rows = ordered(self._all, self._columns, self._order)
        if needle := self._needle:
            self._rows = [r for r in self._rows if needle in "\n".join(r.cells).casefold()]
        keys = [row.key for row in self._rows]
        self._cursor = keys.index(wanted) if wanted in keys else 0
        self._fit()
        self.virtual_size = Size(self.size.width, len(self._rows) + self._head)
        self._repaint_changed(before)
        if self.is_attached:
            self._follow()
        self._tell()

    def _painted(self) -> list[Strip]:
        """Return the lines in sight."""
        return [self.render_line(y) for y in range(self.size.height)] if self.is_attached else []

    def _repaint_changed(self, before: list[Strip]) -> None:
        """Repaint the lines that say something else now."""
        after = self._painted()
        if len(before) != len(after):
            self.refresh()
            return
        for y, strip in enumerate(after):
            if strip != before[y]:
                self.refresh(Region(0, y, self.size.width, 1))

    def on_resize(self) -> None:
        """Fit the columns to the new width."""
        self.virtual_size = Size(self.size.width, len(self._rows) + self._head)
        self._follow()
        if self.show_vertical_scrollbar:  # it is not told where scrolling ended for want of it
            self.vertical_scrollbar.position = self.scroll_y

    def _fit(self) -> None:
        """Choose which columns are shown, and how wide."""
        natural = [self._natural(number) for number in range(len(self._columns))]
        room = self.size.width - _MARK - 1
        self._layout = fit(self._columns, natural, room, _GAP, self._untelling())
        self._fitted = self.size.width

    def _untelling(self) -> set[int]:
        """Return the numbers of columns that tell no two rows apart, though that is their use."""
        return {
            number
            for number, column in enumerate(self._columns)
            if column.varies and len({row.cells[number] for row in self._all}) < _VARIED
        }

    def _natural(self, number: int) -> int:
        column = self._columns[number]
        longest = max(map(cell_len, {row.cells[number] for row in self._all}), default=0)
        return max(cell_len(self._title(number)), min(column.widest, longest))

    def render_line(self, y: int) -> Strip:
        """Paint one line: the titles first, then the rows scrolled to."""
        width = self.size.width
        if self._fitted != width:  # a new size is painted before it is told
            self._fit()
        if y < self._head:
            return self._titles().adjust_cell_length(width)
        index = y - self._head + self.scroll_offset.y
        if not self._rows and index == 0:
            text = "nothing matches" if self._needle and self._all else self._empty
            style = self.get_component_rich_style("listing--dim")
            said = cut(" " * _MARK + text, width, self._glyphs.ellipsis)
            return Strip([Segment(said, style)]).adjust_cell_length(width, style)
        if index >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        return self._row(index).adjust_cell_length(width, self.rich_style)

    def _titles(self) -> Strip:
        style = self.get_component_rich_style("listing--title")
        titles = [self._cell(self._title(n), n, size) + " " * _GAP for n, size in self._layout]
        text = " " * _MARK + "".join(titles)
        return Strip([Segment(set_cell_size(text, self.size.width), style)])

    def _title(self, number: int) -> str:
        title = self._columns[number].title
        if self._order is None or self._order.title != title or not title:
            return title
        sign = self._glyphs.descending if self._order.descending else self._glyphs.ascending
        return f"{sign}{title}" if self._columns[number].number else f"{title}{sign}"

    def _row(self, index: int) -> Strip:
        row = self._rows[index]
        here = index == self._cursor
        base = self.rich_style
        if row.dim:
            base = self.get_component_rich_style("listing--dim")
        strong = (
            self.get_component_rich_style("listing--cursor") if here and self.has_focus else base
        )
        cursor = self._glyphs.cursor if here and (self.has_focus or self._searched) else " "
        mark = f"{self._marks.get(row.key, ' ')}{cursor} "
        segments = [Segment(mark, strong if here else base)]
        if letter := self._letters.get(row.key):
            jump = self.get_component_rich_style("listing--letter")
            segments = [Segment(" ", base), Segment(letter, jump), Segment(" ", base)]
        for position, (n, size) in enumerate(self._layout):
            style: Style = strong if position == 0 else base
            segments.append(Segment(self._cell(row.cells[n], n, size), style))
            segments.append(Segment(" " * _GAP, base))
        return Strip(Segment.simplify(segments))

    def _cell(self, text: str, number: int, size: int) -> str:
        column = self._columns[number]
        text = cut(text, size, self._glyphs.ellipsis, column.cut)
        pad = " " * (size - cell_len(text))
        return pad + text if column.number else text + pad

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
        self._go(len(self._rows) - 1)

    def action_open(self) -> None:
        """Open the row under the cursor, as soon as there is one."""
        if self.selected is not None:
            self.post_message(self.Opened(self, self.selected))
        elif self._awaited:
            self.asked_at = get_time()

    def _go(self, index: int) -> None:
        index = max(0, min(index, len(self._rows) - 1))
        if not self._rows or index == self._cursor:
            return
        before, self._cursor = self._cursor, index
        self._repaint(before)
        self._repaint(index)
        self._follow()
        self._tell()

    def _tell(self) -> None:
        if self.selected is not None and self.is_attached:
            self.post_message(self.Moved(self, self.selected))

    def _repaint(self, index: int) -> None:
        """Repaint the marker and the first column of a row."""
        y = index - self.scroll_offset.y + self._head
        width = _MARK + (self._layout[0][1] if self._layout else 0)
        self.refresh(Region(0, y, width, 1))

    def _follow(self) -> None:
        """Scroll so that the cursor is in sight, by half a page: each time repaints all rows."""
        height = self.size.height - self._head
        if height > 0 and not 0 <= self._cursor - self.scroll_offset.y < height:
            self.scroll_to(y=self._cursor - height // 2, animate=False)

    def watch_has_focus(self, _value: bool) -> None:
        """Show by the cursor's colour where the keys go."""
        super().watch_has_focus(_value)
        self.refresh()

    def on_click(self, event: object) -> None:
        """Move the cursor to the row clicked on; open it when it was there already."""
        index = getattr(event, "y", 0) - self._head + self.scroll_offset.y
        if index == self._cursor:
            self.action_open()
        elif 0 <= index < len(self._rows):
            self._go(index)
