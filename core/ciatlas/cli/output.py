"""What commands print: JSON documents, or tables that stay plain when they leave the terminal.

Every text passes the gate of `ciatlas.display` here, so that commands need not think of it.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import click

from ciatlas.analysis.wording import number_text
from ciatlas.display import visible

SCHEMA = 1
"""Version of the JSON contract."""

_PIPE_WIDTH = 10_000  # wide enough that nothing is cut or wrapped in a pipe


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; numbers are set right, their thousands apart."""

    title: str
    number: bool = False


def print_json(**content: Any) -> None:
    """Print one JSON document with the contract's version.

    Non-ASCII characters are escaped, so control characters of foreign text stay inert.
    """
    click.echo(json.dumps({"schema": SCHEMA, **content}, indent=2))


def print_table(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under their titles, without lines around them; `None` shows as a dash."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(
            column.title,
            justify="right" if column.number else "left",
            overflow="ellipsis",
            no_wrap=True,
        )
    for row in rows:
        table.add_row(*(
            Text(number_text(value) if column.number and isinstance(value, int) else cell(value))
            for column, value in zip(columns, row, strict=True)
        ))  # fmt: skip
    terminal = sys.stdout.isatty()
    console = Console(width=None if terminal else _PIPE_WIDTH, highlight=False, markup=False)
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().splitlines():
        click.echo(line.rstrip())


def say(text: str) -> None:
    """Print one line of text."""
    click.echo(visible(text))


def note(text: str) -> None:
    """Print one line that is no part of the answer, beside it."""
    click.echo(visible(text), err=True)


def cell(value: object) -> str:
    """Write a value as a table shows it."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, (list, tuple)):
        return ", ".join(visible(str(item)) for item in value)
    return visible(str(value))


def instant(seconds: int | None) -> str | None:
    """Return a time (seconds since 1970) as ISO 8601 in UTC, or `None`."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat()


def day(moment: datetime | None) -> str | None:
    """Return the calendar day of a commit in its own time zone, or `None`."""
    return None if moment is None else moment.date().isoformat()
