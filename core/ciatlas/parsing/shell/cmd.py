"""The commands of a Windows `cmd` script, statement by statement."""

import re

from ciatlas.model.pipeline import Command
from ciatlas.parsing.shell.statements import Statement, read_statements, split
from ciatlas.parsing.shell.templates import TEMPLATE

_TOKEN = re.compile(
    rf"""
      (?P<skip> \^\n | [^\S\n]+ | ^[ \t]*@?(?:rem\b|::)[^\n]*+ )
    | (?P<end>  \n | \|\|? | &&? | [()] )
    | (?P<word> (?: {TEMPLATE.pattern} | "[^"\n]*+" | [^\s|&()"^] | \^[^\n] | ["^] )++ )
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_LOOP = re.compile(r"\bfor[ \t][^\n()]*\([^\n()]*\)[ \t]*do\b", re.IGNORECASE)
_LABEL = re.compile(r"^[ \t]*:\w[^\n]*", re.MULTILINE)
_KEYWORDS = frozenset("if else for do goto rem set setlocal endlocal exit".split())
_PREFIXES = frozenset(("call", "else", "do"))
_OPERATORS = frozenset("== equ neq lss leq gtr geq".split())


def read_cmd(script: str) -> list[Command]:
    """Return the commands in written order; `line` counts from 1 within the script."""
    text = _LABEL.sub("", _LOOP.sub(" ", script))
    return read_statements((line, _called(words)) for line, words in split(text, _TOKEN))


def _called(words: Statement) -> Statement:
    words = [words[0].removeprefix("@"), *words[1:]]
    while words and words[0].lower() in _PREFIXES:
        words = words[1:]
    if words and words[0].lower() == "if":
        words = _without_condition(words[1:])
    return [] if not words or words[0].lower() in _KEYWORDS else words


def _without_condition(words: Statement) -> Statement:
    """Drop the condition of an `if`: `not exist FILE`, `A==B`, `A equ B`."""
    while words and words[0].lower() in ("/i", "not"):
        words = words[1:]
    if words and words[0].lower() in ("exist", "defined", "errorlevel", "cmdextversion"):
        return words[2:]
    if words[1:] and words[1].lower() in _OPERATORS:
        return words[3:]
    return words[1:]
