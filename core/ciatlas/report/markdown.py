"""Markdown made of foreign text: inert, and tables that hold together."""

import re
from collections.abc import Iterable, Sequence

from ciatlas.display import visible

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def inert(text: str) -> str:
    """Make foreign text mean nothing in Markdown."""
    return _MARKUP.sub(r"\\\1", visible(text))


def table(titles: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[bool] = ()) -> str:
    """Write a table; columns whose `right` is true are set right. Texts are made inert."""
    rules = ["---:" if any(right[number : number + 1]) else "---" for number in range(len(titles))]
    lines = [titles, rules, *([inert(cell.strip()) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
