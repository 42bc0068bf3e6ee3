"""The commands of a PowerShell script, statement by statement.

No grammar is at hand, so statements end at separators and at brackets, and the first word of a
statement is its program. Less exact than the reading of bash, and enough to tell `choco install`
from `pytest`; what looks like an expression is left out.
"""

import re

from ciatlas.model.pipeline import Command
from ciatlas.parsing.shell.statements import Statement, read_statements, split
from ciatlas.parsing.shell.templates import TEMPLATE

_TOKEN = re.compile(
    rf"""
      (?P<skip> (?<![^\s;(){{}}|])\#[^\n]*+ | `\n | [^\S\n]+ )
    | (?P<end>  \n | ; | \|\|? | && | [{{}}()] )
    | (?P<word> (?: {TEMPLATE.pattern}
                  | "(?:[^"`]|`.|"")*+" | '(?:[^']|'')*+' | \$\{{[^}}$\n]*\}}
                  | [^\s;|(){{}}`"'] | `[^\n] | ["'`] )++ )
    """,
    re.VERBOSE | re.DOTALL,
)
_BLOCKS = (("<#", "#>"), ('@"\n', '\n"@'), ("@'\n", "\n'@"))
_ASSIGNED = re.compile(r"(\[[\w.\[\]]+\])?\$[\w:.]+([-+*/]?=(?!=))?")
_KEYWORDS = frozenset(
    "if elseif else foreach for while until do switch try catch finally function filter param"
    " return throw begin process end exit break continue in trap using class enum".split()
)
_EXPRESSION = ("$", "[", "-", "%", "?", "@", '"', "'", ".", ",")


def read_powershell(script: str) -> list[Command]:
    """Return the commands in written order; `line` counts from 1 within the script."""
    text = script
    for opening, closing in _BLOCKS:
        text = _blanked(text, opening, closing)
    statements = list(split(text, _TOKEN))
    functions = {words[1] for _, words in statements if words[0] == "function" and words[1:]}
    called = ((line, _called(words)) for line, words in statements)
    return read_statements(
        (line, words) for line, words in called if words and words[0] not in functions
    )


def _blanked(text: str, opening: str, closing: str) -> str:
    """Empty the comments or here-strings between two marks, line breaks apart."""
    kept: list[str] = []
    position = 0
    while (start := text.find(opening, position)) >= 0:
        end = text.find(closing, start + len(opening) - 1)
        if end < 0:
            break
        kept += [text[position:start], "\n" * text.count("\n", start, end + len(closing))]
        position = end + len(closing)
    return "".join([*kept, text[position:]])


def _called(words: Statement) -> Statement:
    """Return the words of the call in a statement, none where it is an expression."""
    if _ASSIGNED.match(words[0]):
        words = _assigned(words)
    if words and words[0] in ("&", "."):
        return words[1:]
    if not words or words[0].lower() in _KEYWORDS:
        return []
    if words[0].startswith(_EXPRESSION) and not words[0].startswith("${{"):
        return []
    return [] if words[1:] and words[1].endswith("=") else words


def _assigned(words: Statement) -> Statement:
    """Return what is assigned in `$x = …` or `$x=…`, nothing where nothing is."""
    match = _ASSIGNED.match(words[0])
    if match and match[2]:
        rest = words[0][match.end() :]
        return [rest, *words[1:]] if rest else words[1:]
    return words[2:] if words[1:] and words[1] in ("=", "+=") else []
