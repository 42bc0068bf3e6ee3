"""Columns and rows of a list, as data."""

from typing import NamedTuple

from ciatlas_tui.widgets.cutting import Cut


class Column(NamedTuple):
    """A column.

    Attributes:
        title: its heading.
        number: set right.
        widest: most cells it takes, however long its texts are.
        narrowest: fewest cells it may be squeezed into before columns are left out.
        priority: columns of a higher number are left out first where room is short.
        grows: takes the room that is left, or a part of it if others grow too.
        cut: where its texts lose what does not fit.
        varies: left out where it says the same in every row.
        spare: left out where other columns would be cut for it, the last of them first.
    """

    title: str
    number: bool = False
    widest: int = 40
    narrowest: int | None = None
    priority: int = 0
    grows: bool = False
    cut: Cut = "end"
    varies: bool = False
    spare: bool = False


class Row(NamedTuple):
    """A row: what identifies it, and its texts, already made harmless. Dim rows are asides."""

    key: str
    cells: tuple[str, ...]
    dim: bool = False
