"""One command line, wrappers peeled, to one `Command`: subcommand, target and options picked."""

import re
from collections.abc import Sequence

from ciatlas.model.pipeline import Command
from ciatlas.parsing.shell.options import (
    COMMON_VALUES,
    LONG_NAMES,
    SECRET_VALUES,
    SINGLE_DASH,
    SLASH,
    VALUES,
)
from ciatlas.parsing.shell.subcommands import ANY, ENDS_AT_TARGET, INTERPRETERS, SUBCOMMANDS
from ciatlas.parsing.shell.targets import EACH, HOW, INLINE_CALLS, NAMING, NO_TARGET, TEXT_FIRST
from ciatlas.parsing.shell.templates import without_templates
from ciatlas.parsing.shell.words import is_parameters

MAX_WORD = 80
MAX_OPTIONS = 40
MAX_TARGETS = 20

_NO_PROGRAM = re.compile(r"[-+<>&|;(){}!#%=,'\"`]|\$\(|[\d.]+\Z|.*[\s`]", re.DOTALL)
_SELECTOR = re.compile(r"[A-Za-z][\w.:-]*")
_NO_TASK = re.compile(r"[A-Za-z_]\w*=(?!=)|\d+\Z|\$\(|`")
_LONG_OPTION = re.compile(r"--[A-Za-z][\w.-]*")
_SINGLE_DASH_OPTION = re.compile(r"-[A-Za-z][\w.-]+")
_SLASH_OPTION = re.compile(r"/[A-Za-z]+(:.*)?\Z", re.DOTALL)
_VARIABLE = re.compile(r"([A-Z][A-Z0-9_]*)=(?!=)")
_CREDENTIALS = re.compile(r"(?<=://)[^/@]*@")
_NOTHING: frozenset[str] = frozenset()


def read_command(words: Sequence[str], line: int) -> list[Command]:
    """Read the words of one command as `unwrap` returns them.

    The target is the first word that is neither option, option value nor subcommand; where there
    is none, the value of an option that names what is worked on (`pip install -r FILE`, `tox -e
    ENV`). Words that are text rather than names (several words in quotes, what `echo` prints, the
    pattern of `grep`) are no targets. Credentials in URLs and values of variables are left out.

    Returns:
        the command, as many times as a build tool is given targets (`make lint test`); an empty
        list where the first word cannot be a program.
    """
    program = words[0]
    if not _is_program(program):
        return []
    scan = _Scan(program)
    for word in words[1:]:
        if word == "--" or scan.ended:
            break
        scan.read(word)
    if program in NO_TARGET:
        return [Command(program, line=line)]
    options = tuple(dict.fromkeys(scan.options))[:MAX_OPTIONS]
    return [
        Command(_elided(program), scan.subcommand, target, options, line)
        for target in scan.targets()
    ]


def _is_program(word: str) -> bool:
    own = without_templates(word)
    if not word or "\n" in word or is_parameters(word):
        return False
    return not own or not _NO_PROGRAM.match(own)


class _Scan:
    """Reads the words after a program from left to right."""

    def __init__(self, program: str) -> None:
        self.program = program
        # A project's own script is known by its name wherever it lies.
        self.path = program.rsplit("/", 1)[-1]
        self.selecting = self.path in SUBCOMMANDS
        self.selected: list[str] = []
        self.options: list[str] = []
        self.positional: list[str] = []
        self.named: dict[str, str] = {}
        self.waiting: str | None = None
        self.values = VALUES.get(self.path, _NOTHING) | COMMON_VALUES

    @property
    def ended(self) -> bool:
        return bool(self.positional) and self.path in ENDS_AT_TARGET

    @property
    def subcommand(self) -> str | None:
        return _elided(" ".join(self.selected)) or None

    def read(self, word: str) -> None:
        if self.waiting is not None and word not in self.values:
            self.named.setdefault(self.waiting, word)
            self.waiting = None
        elif self._is_option(word):
            self._option(word)
        elif self.selecting and _SELECTOR.fullmatch(word):
            self._select(word)
        elif word and word != "-":
            self._positional(word)

    def _is_option(self, word: str) -> bool:
        if self.program in SLASH and _SLASH_OPTION.match(word):
            return True
        return len(word) > 1 and word.startswith(("-", "+"))

    def _option(self, word: str) -> None:
        name, equals, value = word.partition("=")
        single_dash = self.program in SINGLE_DASH
        long_name = LONG_NAMES.get(self.program, {}).get(word[:2])
        if long_name is not None:
            self.options.append(long_name)
        elif _LONG_OPTION.fullmatch(name) or (single_dash and _SINGLE_DASH_OPTION.fullmatch(name)):
            self.options.append(_elided(name))
        if equals:
            self.named.setdefault(name, value)
        elif word in self.values or SECRET_VALUES.fullmatch(word):
            self.waiting = word
        elif not word.startswith("--") and not single_dash:
            self._cluster(word)

    def _cluster(self, word: str) -> None:
        """Read short options written together: `-rFILE`, `-xzf FILE`."""
        if word[:2] in self.values:
            self.named.setdefault(word[:2], word[2:])
        elif f"-{word[-1]}" in self.values and word[1:].isalpha():
            self.waiting = f"-{word[-1]}"

    def _select(self, word: str) -> None:
        groups = SUBCOMMANDS.get(self.path, _NOTHING)
        self.selected.append(word)
        self.selecting = word in groups or ANY in groups
        self.path = f"{self.path} {word}"
        if self.path in VALUES:
            self.values = VALUES[self.path] | COMMON_VALUES

    def _positional(self, word: str) -> None:
        self.selecting = False
        if not self.positional and word in HOW.get(self.program, ()):
            return
        self.positional.append(word)
        script = word.rsplit("/", 1)[-1]
        if self.program in INTERPRETERS and len(self.positional) == 1 and script in SUBCOMMANDS:
            self.path, self.selecting = script, True

    def targets(self) -> list[str | None]:
        """Return the target, all of those of a build tool, `None` alone where there is none."""
        positional = self.positional
        if self.program in TEXT_FIRST and not {"-e", "-f", "--regexp", "--file"} & set(self.named):
            positional = positional[1:]
        elif self.program in EACH:
            positional = [word for word in positional if not _NO_TASK.match(word)]
            return list(dict.fromkeys(map(_target, positional[:MAX_TARGETS]))) or [None]
        return [_target(positional[0]) if positional else self._named()]

    def _named(self) -> str | None:
        """Return what an option names that is worked on."""
        inline = INLINE_CALLS.get(self.program)
        if inline and (call := inline.search(self.named.get("-e", ""))):
            return _elided(call[0])
        naming = NAMING.get(self.path.split(" ", 1)[0], ())
        return next((_target(self.named[name]) for name in naming if name in self.named), None)


def _target(word: str) -> str | None:
    word = _CREDENTIALS.sub("", word)
    if variable := _VARIABLE.match(word):
        word = variable[1]
    if not word or "\n" in word or any(map(str.isspace, without_templates(word))):
        return None
    return _elided(word)


def _elided(word: str) -> str:
    if len(word) <= MAX_WORD:
        return word
    half = (MAX_WORD - 1) // 2
    return f"{word[:half]}…{word[-half:]}"
