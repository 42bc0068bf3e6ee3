"""Rows under columns, apart from any screen: which are shown, in what order, how wide they are."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from ciatlas.analysis.wording import ungrouped
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.widgets.cutting import cut
from ciatlas_tui.widgets.fitting import fit
from ciatlas_tui.widgets.order import Order, ordered
from ciatlas_tui.widgets.row import Column, Row

GAP = 2
"""Blanks between two columns."""
_VARIED = 2
"""Different texts in a column that varies."""


class Table:
    """What a list holds.

    Attributes:
        columns: all there are, shown or not.
        everything: all rows, as they came.
        rows: those that the filter leaves, in their order.
        order: by what they are ordered, `None` for as they came.
        needle: what a row has to contain, in lower case.
    """

    def __init__(self, columns: Sequence[Column], glyphs: Glyphs) -> None:
        self.columns = tuple(columns)
        self.everything: list[Row] = []
        self.rows: list[Row] = []
        self.order: Order | None = None
        self.needle = ""
        self._glyphs = glyphs

    def choose(self) -> None:
        """Filter and order anew."""
        self.rows = ordered(self.everything, self.columns, self.order)
        if self.needle:
            self.rows = [one for one in self.rows if self._matches(one)]

    def _matches(self, row: Row) -> bool:
        """Tell whether a row contains the needle, its numbers as shown or as one types them."""
        text = "\n".join(row.cells).casefold()
        if self.needle in text:
            return True
        return any(map(str.isdigit, self.needle)) and self.needle in ungrouped(text)

    def index(self, key: str | None) -> int | None:
        """Return the number of the row with a key, `None` where it is not shown."""
        return next((number for number, row in enumerate(self.rows) if row.key == key), None)

    def fit(self, width: int) -> list[tuple[int, int]]:
        """Return the numbers of the columns there is room for, each with its cells, in order."""
        natural = [self._natural(number) for number in range(len(self.columns))]
        return fit(self.columns, natural, width, GAP, self._untelling())

    @property
    def full_width(self) -> int:
        """Cells in which all columns fit uncut."""
        return sum(self._natural(number) + GAP for number in range(len(self.columns))) - GAP

    def cut_texts(self, row: Row, layout: Iterable[tuple[int, int]]) -> list[tuple[str, str]]:
        """Return the titles and texts of a row that a layout cuts."""
        return [
            (self.columns[number].title, row.cells[number])
            for number, size in layout
            if cell_len(row.cells[number]) > size
        ]

    def longest_cut(self, layout: Sequence[tuple[int, int]]) -> list[tuple[str, str]]:
        """Return those of the row that has the most to say."""
        found = (self.cut_texts(row, layout) for row in self.everything)
        return max(found, key=_cells_of, default=[])

    def _untelling(self) -> set[int]:
        """Return the numbers of columns that tell no two rows apart, though that is their use."""
        return {
            number
            for number, column in enumerate(self.columns)
            if column.varies and len({row.cells[number] for row in self.everything}) < _VARIED
        }

    def _natural(self, number: int) -> int:
        column = self.columns[number]
        longest = max(map(cell_len, {row.cells[number] for row in self.everything}), default=0)
        return max(cell_len(self._title(number)), min(column.widest, longest))

    def _title(self, number: int) -> str:
        title = self.columns[number].title
        if self.order is None or self.order.title != title or not title:
            return title
        sign = self._glyphs.descending if self.order.descending else self._glyphs.ascending
        return f"{sign}{title}" if self.columns[number].number else f"{title}{sign}"

    def titles(self, layout: Iterable[tuple[int, int]]) -> str:
        """Write the titles of columns next to each other."""
        return (" " * GAP).join(self.cell(self._title(n), n, size) for n, size in layout)

    def cell(self, text: str, number: int, size: int) -> str:
        """Write a text as wide as its column, cut where it is too long."""
        column = self.columns[number]
        text = cut(text, size, self._glyphs.ellipsis, column.cut)
        pad = " " * (size - cell_len(text))
        return pad + text if column.number else text + pad


def _cells_of(texts: Iterable[tuple[str, str]]) -> int:
    return sum(cell_len(title) + cell_len(text) + GAP for title, text in texts)


def captioned(caption: str, titles: str, width: int, rule: str) -> list[tuple[str, bool]]:
    """Write a caption and a rule to the right edge, titles standing in the rule where they stood.

    Returns:
        Texts in order, each with whether it is a part of the rule.
    """
    head = f" {caption} "
    line = titles.ljust(width)[: width - 1] + " "
    parts = [(head, False)]
    for at in range(len(head), width - 1):
        ruled = line[at - 1 : at + 2].isspace() or (at == len(head) and line[at].isspace())
        character = rule if ruled else line[at]
        if parts[-1][1] is ruled and len(parts) > 1:
            parts[-1] = (parts[-1][0] + character, ruled)
        else:
            parts.append((character, ruled))
    return parts
