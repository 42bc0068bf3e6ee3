"""Wrappers peeled off a command line: `sudo env X=1 timeout 5m uv run pytest` runs `pytest`."""

import re
from collections.abc import Mapping, Sequence

from ciatlas.parsing.shell.options import COMMON_VALUES, VALUES
from ciatlas.parsing.shell.subcommands import SUBCOMMANDS
from ciatlas.parsing.shell.wrappers import (
    PREFIXES,
    SAME_PROGRAM,
    SCRIPT_OPTIONS,
    VERSIONED,
    WRAPPERS,
    Wrapper,
)

MAX_WRAPPERS = 12

_NOTHING: frozenset[str] = frozenset()
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*\+?=(?!=)")
_NUMBER = re.compile(r"\d+(\.\d+)?[smhd]?")
_VERSION = re.compile(r"(?P<name>[A-Za-z+-]+?)-?\d+(\.\d+)*")
_INSTALLED = re.compile(r"(/|~/|[A-Za-z]:/)|.*/(\.?bin|Scripts)/[^/]*\Z", re.DOTALL)
_FOUND = re.compile(r"\$\((?:which|command -v|type -P) ([\w./+-]+)\)|`which ([\w./+-]+)`")
_PYTHON_VARIABLE = re.compile(r"\$\{?\{?[^}]{0,60}python[^}]{0,60}\}?\}?(/python)?", re.IGNORECASE)
_PYTHON_SCRIPT = re.compile(r"[^$\s]+\.py")


def unwrap(
    words: Sequence[str], functions: Mapping[str, bool] | None = None
) -> tuple[list[str], str | None]:
    """Peel the wrappers off one simple command.

    Args:
        words: the command's words, quotes removed.
        functions: the script's own functions, true where they run their arguments.

    Returns:
        the words of the real command, its program named as `program_name` does, and the inner
        script where the command hands one to a shell (`bash -c SCRIPT`). No words where there are
        only assignments or the call of a function.
    """
    functions = functions or {}
    rest = list(words)
    for _ in range(MAX_WRAPPERS):
        rest = _without_assignments(rest)
        if not rest:
            return [], None
        if rest[0] in functions:
            rest = _wrapped(rest[1:], Wrapper()) if functions[rest[0]] else []
            continue
        rest = [*program_name(rest[0]), *rest[1:]]
        inner = _peel(rest)
        if not inner:
            break
        # Only the shell itself can call its functions: `sudo f` and `command f` run programs.
        functions = functions if rest[0] == "time" else {}
        rest = inner
    return rest, _inner_script(rest)


def program_name(word: str) -> tuple[str, ...]:
    """Name a program: no folder of installed programs, no version, one name for each.

    A script of the repository keeps its path as written (`./run.sh`, `dev/test.py`). The name is
    one word, save where another program took it in (`docker-compose`).
    """
    if found := _FOUND.fullmatch(word):
        word = found[1] or found[2]
    word = word if "${{" in word else word.replace("\\", "/")
    base = word.rsplit("/", 1)[-1]
    if _INSTALLED.match(word) or base in SAME_PROGRAM:
        word = base
    stem, _, suffix = word.rpartition(".")
    if suffix.lower() == "exe" or (suffix.lower() in ("bat", "cmd") and stem in SUBCOMMANDS):
        word = stem
    versioned = _VERSION.fullmatch(word)
    if versioned and versioned["name"] in VERSIONED:
        word = versioned["name"]
    return SAME_PROGRAM.get(word, (word,))


def _without_assignments(words: list[str]) -> list[str]:
    start = 0
    while start < len(words) and _ASSIGNMENT.match(words[start]):
        start += 1
    return words[start:]


def _peel(words: list[str]) -> list[str]:
    """Return what a wrapper wraps; nothing when there is no wrapper or nothing wrapped."""
    if _PYTHON_VARIABLE.fullmatch(words[0]) and "-m" in words[1:]:
        words = ["python", *words[1:]]
    path, index = words[0], 1
    while path not in WRAPPERS and path in PREFIXES:
        index = _next_positional(words, index, VALUES.get(words[0], _NOTHING))
        if index == len(words):
            return []
        path = f"{path} {words[index]}"
        index += 1
    wrapper = WRAPPERS.get(path)
    return _wrapped(words[index:], wrapper) if wrapper else []


def _next_positional(words: Sequence[str], index: int, values: frozenset[str]) -> int:
    while index < len(words) and words[index].startswith("-"):
        index += 2 if words[index] in values or words[index] in COMMON_VALUES else 1
    return min(index, len(words))


def _wrapped(words: list[str], wrapper: Wrapper) -> list[str]:
    skip = wrapper.skip
    index = 0
    while index < len(words):
        word = words[index]
        if word in wrapper.unless:
            return []
        if wrapper.mark and wrapper.mark.fullmatch(word):
            return _until_end(words[index + 1 :])
        if word in wrapper.values:
            index += 2
        elif word.startswith("-") or _ASSIGNMENT.match(word):
            index += 1
        elif skip > 0 or _NUMBER.fullmatch(word):
            skip -= 1
            index += 1
        else:
            return _named(words[index:], wrapper)
    return []


def _until_end(words: list[str]) -> list[str]:
    """Cut at the `;` or `+` that ends the command of `find -exec`."""
    end = next((at for at, word in enumerate(words) if word in (";", "+")), len(words))
    return words[:end]


def _named(words: list[str], wrapper: Wrapper) -> list[str]:
    if wrapper.only_marked:
        return []
    if wrapper.strip:
        words = [wrapper.strip.sub("", words[0]) or words[0], *words[1:]]
    if wrapper.mark and _PYTHON_SCRIPT.fullmatch(words[0]):
        return ["python", *words]
    return words


def _inner_script(words: Sequence[str]) -> str | None:
    if not words:
        return None
    if words[0] == "eval":
        return " ".join(words[1:])
    option = SCRIPT_OPTIONS.get(words[0])
    if option is None:
        return None
    values = VALUES.get(words[0], _NOTHING)
    index = 1
    while index < len(words) - 1:
        if option.fullmatch(words[index]):
            return words[index + 1]
        if not words[index].startswith("-") and words[0] not in ("su", "script"):
            return None
        # `-euo pipefail`: the last letter of a cluster may take a value.
        index += 2 if words[index] in values or f"-{words[index][-1:]}" in values else 1
    return None
