"""Statements of shells without a grammar: cut by an expression, read word by word."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ciatlas.model.pipeline import Command
from ciatlas.parsing.shell.bash import read_bash
from ciatlas.parsing.shell.command_line import read_command
from ciatlas.parsing.shell.unwrap import unwrap

Statement = list[str]

_QUOTED = re.compile(r"""(["'])(.*?)\1""", re.DOTALL)


def split(text: str, token: re.Pattern[str]) -> Iterator[tuple[int, Statement]]:
    """Yield statements with the line (from 1) of their first word.

    Args:
        text: the script.
        token: matches one token and names it by group: `skip`, `end` (of a statement) or `word`.
    """
    line, started = 1, 1
    words: Statement = []
    for match in token.finditer(text):
        if match.lastgroup == "word":
            started = started if words else line
            words.append(match[0])
        elif match.lastgroup == "end" and words:
            yield started, words
            words = []
        line += match[0].count("\n")
    if words:
        yield started, words


def read_statements(statements: Iterable[tuple[int, Statement]]) -> list[Command]:
    """Read statements, empty ones passed over, as commands with their lines."""
    found: list[Command] = []
    for line, statement in statements:
        words, inner = unwrap([_QUOTED.sub(r"\2", word) for word in statement])
        if inner is not None:
            found += [replace(command, line=line) for command in read_bash(inner)]
        elif words:
            found += read_command(words, line)
    return found
