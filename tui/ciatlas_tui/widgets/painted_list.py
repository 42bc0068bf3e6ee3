"""The lines of a list: painted one by one, and only those that say something else now.

Moving the cursor changes the marker and one cell of two rows and nothing else, so that a key costs
few bytes on slow lines. Columns that do not fit are left out by priority; one may take what room is
left.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.widgets.row import Column, Row
from ciatlas_tui.widgets.table import GAP, Table, captioned

_FEW_ROWS = 4
_MARK = 3  # what was decided on the row, the cursor, a blank


class PaintedList(ScrollView):
    """Rows with a cursor on one of them, without any keys."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "listing--title",
        "listing--cursor",
        "listing--dim",
        "listing--letter",
        "change--came",
        "change--went",
        "change--changed",
    }

    def __init__(
        self,
        columns: Sequence[Column],
        glyphs: Glyphs,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        empty: str = "",
        titles: bool = True,
        caption: str = "",
    ) -> None:
        """Make a list; the titles stand in a rule after a `caption`, if there is one."""
        super().__init__(id=id)
        self._table = Table(columns, glyphs)
        self._glyphs = glyphs
        self._caption = caption
        self._empty = empty
        self._head = 1 if titles else 0
        self._marks: Mapping[str, str] = {}
        self._signs: Mapping[str, tuple[str, str]] = {}
        self._letters: Mapping[str, str] = {}
        self._searched = False
        self._cursor = 0
        self._layout: list[tuple[int, int]] = []
        self._fitted: int | None = None  # the width the layout is for
        self._longest: list[tuple[str, str]] | None = None

    @property
    def rows(self) -> list[Row]:
        """The rows shown."""
        return self._table.rows

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, shown or not."""
        return self._table.columns

    @property
    def full_width(self) -> int:
        """Cells in which all columns fit uncut."""
        return _MARK + self._table.full_width + 1

    @property
    def cut(self) -> list[tuple[str, str]]:
        """Titles and texts of the row under the cursor that are not shown in full."""
        return self._table.cut_texts(self.rows[self._cursor], self._layout) if self.rows else []

    @property
    def longest_cut(self) -> list[tuple[str, str]]:
        """Those of the row that has the most of them."""
        if self._longest is None:
            self._longest = self._table.longest_cut(self._layout)
        return self._longest

    def show_marks(self, marks: Mapping[str, str]) -> None:
        """Show a character before each row whose key is among these, and no other."""
        if marks != self._marks:
            before, self._marks = self._painted(), marks
            self._repaint_changed(before)

    def show_signs(self, signs: Mapping[str, tuple[str, str]]) -> None:
        """Show by key what became of rows: a character in the place of marks, and its kind."""
        if signs != self._signs:
            before, self._signs = self._painted(), signs
            self._repaint_changed(before)

    def show_letters(self, letters: Mapping[str, str]) -> None:
        """Show a letter where the cursor goes, before each row that has one."""
        before, self._letters = self._painted(), letters
        self._repaint_changed(before)

    def show_searched(self, searched: bool) -> None:
        """Show the cursor while the keys go to the filter line."""
        self._searched = searched
        self.refresh()

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
        self.virtual_size = Size(self.size.width, len(self.rows) + self._head)
        self._follow()
        if self.show_vertical_scrollbar:  # it is not told where scrolling ended for want of it
            self.vertical_scrollbar.position = self.scroll_y

    def _fit(self) -> None:
        """Choose which columns are shown, and how wide."""
        self._layout = self._table.fit(self.size.width - _MARK - 1)
        self._fitted = self.size.width
        self._longest = None

    def render_line(self, y: int) -> Strip:
        """Paint one line: the titles first, then the rows scrolled to."""
        width = self.size.width
        if self._fitted != width:  # a new size is painted before it is told
            self._fit()
        if y < self._head:
            return self._titles().adjust_cell_length(width, self.rich_style)
        index = y - self._head + self.scroll_offset.y
        said = [] if self.rows else self._said(width)
        if index < len(said):
            style = self.get_component_rich_style("listing--dim")
            return Strip([Segment(said[index], style)]).adjust_cell_length(width, style)
        if index >= len(self.rows):
            return Strip.blank(width, self.rich_style)
        return self._row(index).adjust_cell_length(width, self.rich_style)

    def _said(self, width: int) -> list[str]:
        """Return in lines what a list without rows says."""
        hidden = self._table.needle and self._table.everything
        text = "nothing matches" if hidden else self._empty
        lines = Content(text).wrap(max(1, width - _MARK - 1))
        return [" " * _MARK + line.plain.rstrip() for line in lines]

    def _titles(self) -> Strip:
        style = self.get_component_rich_style("listing--title")
        text = " " * _MARK + self._table.titles(self._layout)
        if not self._caption:
            return Strip([Segment(set_cell_size(text, self.size.width), style)])
        bold, rule = self.rich_style + Style(bold=True), self.rich_style + Style(dim=True)
        parts = captioned(self._caption, text, self.size.width, self._glyphs.rule)
        styles = [bold, *(rule if ruled else style for _, ruled in parts[1:])]
        return Strip([Segment(part, one) for (part, _), one in zip(parts, styles, strict=True)])

    def _row(self, index: int) -> Strip:
        row = self.rows[index]
        here = index == self._cursor
        base = self.rich_style
        if row.dim:
            base = self.get_component_rich_style("listing--dim")
        strong = (
            self.get_component_rich_style("listing--cursor") if here and self.has_focus else base
        )
        cursor = self._glyphs.cursor if here and (self.has_focus or self._searched) else " "
        sign, kind = self._signs.get(row.key, (self._marks.get(row.key, " "), ""))
        style = strong if here else base
        coloured = base + self.get_component_rich_style(f"change--{kind}") if kind else style
        segments = [Segment(sign, coloured), Segment(f"{cursor} ", style)]
        if letter := self._letters.get(row.key):
            jump = self.get_component_rich_style("listing--letter")
            segments = [Segment(" ", base), Segment(letter, jump), Segment(" ", base)]
        lit = self._lit
        for position, (n, size) in enumerate(self._layout):
            if position:
                sign = cursor if n == lit else " "
                segments.append(Segment(" " * (GAP - 1) + sign, base))
            style = strong if n == lit else base
            text = self._table.cell(row.cells[n], n, size)
            said = text.rstrip() if self._said_only(n) else text
            segments.append(Segment(said, style))
            segments.append(Segment(text[len(said) :], base))
        return Strip(Segment.simplify(segments))

    @property
    def _lit(self) -> int:
        """The number of the column that is highlighted in the row under the cursor."""
        return self._layout[0][0] if self._layout else 0

    def _said_only(self, number: int) -> bool:
        """Tell whether no more than its text is highlighted: columns that grow are mostly blank."""
        return self.columns[number].grows and not self.columns[number].number

    def _repaint(self, index: int) -> None:
        """Repaint the marker of a row, and what is highlighted in it."""
        y = index - self.scroll_offset.y + self._head
        lit = self._lit
        cell = self._cell_at(lit, y)
        if cell and self._said_only(lit):
            cells = cell_len(self.rows[index].cells[lit]) + 1  # and the sign before
            cell = Region(cell.x, y, min(cell.width, cells), 1)
        self.refresh(Region(0, y, _MARK, 1), cell)

    def _cell_at(self, number: int, y: int) -> Region:
        """Return the cells of a column on a line, and of the sign before; none if not shown."""
        x = _MARK
        for position, (n, size) in enumerate(self._layout):
            if n == number:
                sign = 1 if position else 0
                return Region(x - sign, y, size + sign, 1)
            x += size + GAP
        return Region(0, y, 0, 1)

    def _follow(self) -> None:
        """Scroll so that the cursor is in sight, by half a page: each time repaints all rows.

        Half a page of few rows is soon walked through; they go by whole pages.
        """
        height = self.size.height - self._head
        ahead = self._cursor - self.scroll_offset.y
        if height > 0 and not 0 <= ahead < height:
            whole = 0 if ahead >= height else height - 1
            above = whole if height <= _FEW_ROWS else height // 2
            self.scroll_to(y=self._cursor - above, animate=False)

    def watch_has_focus(self, _value: bool) -> None:
        """Show by the cursor's colour where the keys go."""
        super().watch_has_focus(_value)
        self.refresh()
