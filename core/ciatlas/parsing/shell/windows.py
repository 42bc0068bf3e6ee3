"""The commands of PowerShell and cmd scripts, statement by statement.

No grammar is at hand for these, so statements are split by line and separator, and their first word
is the program. That is less exact than for bash, and enough to tell `choco install` from `pytest`.
"""

import re
from collections.abc import Iterator

from ciatlas.model.pipeline import Command
from ciatlas.parsing.shell.command_line import read_command

_HERE_STRING = re.compile(r"@(['\"])\r?\n.*?\n\1@", re.DOTALL)
_BLOCK_COMMENT = re.compile(r"<#.*?#>", re.DOTALL)
_ASSIGNMENT = re.compile(r"(\[[\w.\[\]]+\])?\$[\w:{}.\[\]'\"-]+\s*[+\-*/]?=(?!=)\s*")
_KEYWORD = re.compile(
    r"(if|elseif|else|foreach|for|while|do|switch|try|catch|finally|function|param|return|throw"
    r"|begin|process|end|exit|break|continue|rem|goto|setlocal|endlocal)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"(if|elseif|while|foreach|for|switch)\s*\((?:[^()]|\([^()]*\))*\)", re.I)
_PART = re.compile(r'"[^"]*"|\'[^\']*\'|\$\{\{.*?\}\}|[^\s"\']+')
_WORD = re.compile(r'(?:"[^"]*"|\'[^\']*\'|\$\{\{.*?\}\}|[^\s"\'])+')
_PROGRAM = re.compile(r"[\w.\-+~:/\\${}]+\Z")


def read_powershell(script: str) -> list[Command]:
    """Return the commands of a PowerShell script; `line` counts from 1 within it."""
    blank = lambda match: "\n" * match[0].count("\n")  # noqa: E731 - keeps line numbers
    text = _BLOCK_COMMENT.sub(blank, _HERE_STRING.sub(blank, script))
    return _read(text, continuation="`", comment="#")


def read_cmd(script: str) -> list[Command]:
    """Return the commands of a cmd script; `line` counts from 1 within it."""
    return _read(script, continuation="^", comment="::")


def _read(text: str, continuation: str, comment: str) -> list[Command]:
    found: list[Command] = []
    for line, statement in _statements(text, continuation, comment):
        words = [_unquoted(word) for word in _WORD.findall(statement)]
        if (words and words[0] == "&") or words[:1] == ["."]:
            words = words[1:]
        if words and words[0].lower() == "call":
            words = words[1:]
        if words and _PROGRAM.match(words[0]) and not words[0].startswith(("$", "-", ":")):
            found += read_command(words, line, lambda _script: [])
    return found


def _statements(text: str, continuation: str, comment: str) -> Iterator[tuple[int, str]]:
    pending, started = "", 0
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        started = started or number
        if line.endswith(continuation):
            pending += line[:-1] + " "
            continue
        line, pending = pending + line, ""
        if not line.startswith(comment):
            for statement in _split(line):
                yield started, statement
        started = 0


def _split(line: str) -> Iterator[str]:
    """Split a line at separators outside quotes, and peel keywords, braces and assignments."""
    current = ""
    for part in _PART.findall(line):
        pieces = [part] if part[0] in "\"'" or part.startswith("${{") else _separated(part)
        for piece in pieces:
            if piece in (";", "|", "&&", "||", "{", "}"):
                yield from _peeled(current)
                current = ""
            else:
                current += f" {piece}"
    yield from _peeled(current)


def _separated(part: str) -> list[str]:
    return [piece for piece in re.split(r"(;|\|\||&&|\||(?<![$\w])\{|\}(?=$|;))", part) if piece]


def _peeled(statement: str) -> Iterator[str]:
    text = statement.strip().lstrip("(@")
    text = _CONDITION.sub("", text, count=1).strip()
    text = _ASSIGNMENT.sub("", text, count=1).strip()
    if text and not _KEYWORD.match(text) and not text.startswith(("#", "$", "[", '"', "'", ")")):
        yield text


def _unquoted(word: str) -> str:
    return re.sub(r"[\"']", "", word)
