"""One command line to one `Command`: wrappers peeled, subcommand and target picked."""

import re
from collections.abc import Callable, Sequence

from ciatlas.model.pipeline import Command
from ciatlas.parsing.shell.programs import (
    DEEP,
    GROUPS,
    NAMING_OPTIONS,
    ONE_WORD,
    SAME_PROGRAM,
    SHELLS,
    TWO_WORDS,
    VALUES,
    VERSIONED,
    WRAPPERS,
    Wrapper,
)

MAX_WORD = 80
MAX_WRAPPERS = 8

_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*\+?=")
_VERSION = re.compile(r"(?P<name>[a-z+\-]+?)-?\d+(\.\d+)*\Z")
_SYSTEM_FOLDER = re.compile(r"(/usr(/local)?|/opt/[\w.-]+)?/s?bin/")
_SELECTOR = re.compile(r"[A-Za-z][\w.:-]*")
_RENAMED = frozenset(SAME_PROGRAM.values())
_LONG_OPTION = re.compile(r"--[A-Za-z][\w-]*")

Script = Callable[[str], Sequence[Command]]
"""Reads an inner script, as in `bash -c SCRIPT`."""


def read_command(words: Sequence[str], line: int, script: Script) -> list[Command]:
    """Read the words of one simple command.

    Args:
        words: the words as the shell would see them, quotes removed, expansions as written.
        line: line to report, 0 when unknown.
        script: how an inner script is read.

    Returns:
        the command; several for an inner script; none for assignments alone.
    """
    rest = list(words)
    for _ in range(MAX_WRAPPERS):
        rest = _without_assignments(rest)
        if not rest:
            return []
        peeled = _peel(rest)
        if peeled is None:
            break
        rest = peeled
    if not rest:
        return []
    program = _program(rest[0])
    inner = _inner_script(program, rest[1:])
    if inner is not None:
        return list(script(inner))
    first, *more = program.split(" ") if program in _RENAMED else [program]
    return [_command(first, [*more, *rest[1:]], line)]


def _without_assignments(words: list[str]) -> list[str]:
    start = 0
    while start < len(words) and _ASSIGNMENT.match(words[start]):
        start += 1
    return words[start:]


def _peel(words: list[str]) -> list[str] | None:
    """Take one wrapper away; `None` when there is none, or nothing that it wraps."""
    program = _program(words[0])
    if program == "python" and "-m" in words[1:3]:
        return words[words.index("-m") + 1 :] or None
    if program in SHELLS or program == "python":
        return None
    for length in (3, 2, 1):
        wrapper = WRAPPERS.get(" ".join([program, *words[1:length]]))
        if wrapper is not None and len(words) > length:
            wrapped = _wrapped(words[length:], wrapper)
            return wrapped or None
    return None


def _wrapped(words: list[str], wrapper: Wrapper) -> list[str]:
    skip = wrapper.skip
    index = 0
    while index < len(words):
        word = words[index]
        if word == "-m" and wrapper.module:
            return words[index + 1 :]
        if word in wrapper.values:
            index += 2
        elif word.startswith("-") or _ASSIGNMENT.match(word):
            index += 1
        elif skip:
            skip -= 1
            index += 1
        else:
            return words[index:]
    return []


def _program(word: str) -> str:
    """Name the program: no system folder, no version, one name for each; own scripts as written."""
    word = _SYSTEM_FOLDER.sub("", word, count=1) if word.startswith("/") else word
    base = word.rsplit("/", 1)[-1]
    if base in SAME_PROGRAM and base != word:
        word = base
    if word.endswith(".exe"):
        word = word.removesuffix(".exe")
    versioned = _VERSION.match(word)
    if versioned and versioned["name"] in VERSIONED:
        word = versioned["name"]
    return _elided(SAME_PROGRAM.get(word, word))


def _inner_script(program: str, words: Sequence[str]) -> str | None:
    if program == "eval":
        return " ".join(words)
    if program in SHELLS:
        for index, word in enumerate(words[:-1]):
            if re.fullmatch(r"-[a-z]*c", word):
                return words[index + 1]
            if not word.startswith("-"):
                return None
    return None


def _command(program: str, words: Sequence[str], line: int) -> Command:
    if program == "python" and words and words[0].rsplit("/", 1)[-1] == "setup.py":
        program, words = "setup.py", words[1:]
    options, positional, named = _sort(program, words)
    depth = _depth(program, positional)
    subcommand = " ".join(positional[:depth]) or None
    rest = positional[depth:]
    target = rest[0] if rest else next((named[o] for o in _naming(program) if o in named), None)
    return Command(program, subcommand, _target(target), tuple(dict.fromkeys(options)), line)


def _naming(program: str) -> tuple[str, ...]:
    return NAMING_OPTIONS.get(program, ())


def _sort(program: str, words: Sequence[str]) -> tuple[list[str], list[str], dict[str, str]]:
    """Sort words into names of long options, positional words, and options with their values."""
    takes_value = VALUES.get(program, frozenset())
    options: list[str] = []
    positional: list[str] = []
    named: dict[str, str] = {}
    index = 0
    while index < len(words):
        word = words[index]
        index += 1
        if not word.startswith("-") or word == "-":
            positional.append(word)
            continue
        name, equals, value = word.partition("=")
        if _LONG_OPTION.fullmatch(name):
            options.append(name)
        if equals:
            named.setdefault(name, value)
        elif word in takes_value and index < len(words):
            named.setdefault(word, words[index])
            index += 1
    return options, positional, named


def _depth(program: str, positional: Sequence[str]) -> int:
    """Count the words that select what the program does."""
    plain = 0
    while plain < len(positional) and _SELECTOR.fullmatch(positional[plain]):
        plain += 1
    if program in DEEP:
        return min(plain, 4)
    if program in TWO_WORDS:
        return min(plain, 2)
    if program not in ONE_WORD or not plain:
        return 0
    return min(plain, 2 if positional[0] in GROUPS.get(program, ()) else 1)


def _target(word: str | None) -> str | None:
    if not word or "\n" in word:
        return None
    return _elided(word)


def _elided(word: str) -> str:
    if len(word) <= MAX_WORD:
        return word
    half = (MAX_WORD - 1) // 2
    return f"{word[:half]}…{word[-half:]}"
