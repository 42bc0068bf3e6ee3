"""The order of a list's rows: by a column, numbers by what they are."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ciatlas_tui.widgets.row import Column, Row

_NUMBER = re.compile(r"-?[\d,]*\.?\d+")


class Order(NamedTuple):
    """By which column, by its title, and whether the greatest comes first."""

    title: str
    descending: bool = False

    @property
    def turned(self) -> "Order":
        """The same the other way around."""
        return self._replace(descending=not self.descending)


def following(order: Order | None, columns: Iterable[Column]) -> Order | None:
    """Return the order by the next column with a title; after the last one, none."""
    named = [column for column in columns if column.title]
    titles = [column.title for column in named]
    number = titles.index(order.title) + 1 if order is not None and order.title in titles else 0
    if number == len(named):
        return None
    return Order(named[number].title, descending=named[number].number)


def ordered(rows: list[Row], columns: tuple[Column, ...], order: Order | None) -> list[Row]:
    """Return rows in an order; without one, or without the column, as they are.

    Cells that say nothing (`–`) come last either way.
    """
    titles = [column.title for column in columns]
    if order is None or order.title not in titles:
        return rows
    number = titles.index(order.title)
    value = _number if columns[number].number else _text
    known = [row for row in rows if value(row.cells[number]) is not None]
    unknown = [row for row in rows if value(row.cells[number]) is None]
    known.sort(key=lambda row: value(row.cells[number]) or 0, reverse=order.descending)
    return known + unknown


def _number(cell: str) -> float | None:
    found = _NUMBER.match(cell.strip())
    return float(found[0].replace(",", "")) if found else None


def _text(cell: str) -> str | None:
    text = cell.strip(" –-?").casefold()
    return text or None
