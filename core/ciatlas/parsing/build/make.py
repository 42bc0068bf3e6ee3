"""Makefiles: rules with their prerequisites and recipes, plain variables put in their places.

Source: the GNU make manual, "Writing Rules", "Writing Recipes in Rules", "How to Use Variables".
Both branches of conditionals are read, included files are not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ciatlas.parsing.build.target import Target, logical_lines, script_of

MAX_VALUE = 300
"""Longer values of variables are lists, not names of programs."""

MAX_RULE_TARGETS = 50
_MOST_NESTED = 5

_ASSIGNMENT = re.compile(
    r"(?:(?:export|override|private) )*([^\s:#=?+!]+)\s*(:{0,3}|[?+!])=\s*(.*)", re.DOTALL
)
_DIRECTIVE = re.compile(
    r"(ifn?(eq|def)|else|endif|-?s?include|define|endef|vpath|(un)?export|undefine)\b"
)
_RULE = re.compile(r"([^:=#]+):{1,2}(?!=)(.*)", re.DOTALL)
_TARGET_VARIABLE = re.compile(r"\s*(?:(?:export|override|private) )*[\w.-]+\s*[:?+!]*=")
_SPECIAL = re.compile(r"\.[A-Z_]+")
_PREFIXES = re.compile(r"\A[ \t]*[@+-][@+ \t-]*")
_REFERENCE = re.compile(r"\$[({]([\w.-]+)(?::[^(){}]*)?[)}]")
_FUNCTION = re.compile(r"\$\(([\w.-]+)[ \t,][^()]*\)")


@dataclass(slots=True)
class _Rule:
    """A rule; `recipe` holds its lines (with what continues them) and their numbers."""

    line: int
    targets: Sequence[str]
    needs: tuple[str, ...]
    recipe: list[tuple[int, str]] = field(default_factory=list)


def read_makefile(text: str) -> list[Target]:
    """Return the targets of a makefile's rules, in order; a rule for several is one of each."""
    variables = {"MAKE": "make"}
    return [
        Target(
            name,
            # Recipes are expanded last, when every variable is known.
            script=expanded(script_of(rule.recipe), variables),
            needs=rule.needs,
            line=rule.line,
            script_line=rule.recipe[0][0] if rule.recipe else 0,
        )
        for rule in list(_rules(text, variables))
        for name in rule.targets
    ]


def _rules(text: str, variables: dict[str, str]) -> Iterator[_Rule]:
    """Yield the rules; `variables` is filled on the way."""
    rule: _Rule | None = None
    defining = False
    for number, line in logical_lines(text):
        word = line.strip()
        if defining or word.startswith(("define ", "override define ")):
            defining = not word.startswith("endef")
        elif line.startswith("\t"):
            if rule is not None:
                rule.recipe.append((number, _PREFIXES.sub("", line)))
        elif not word or word.startswith("#"):
            continue
        elif assignment := _ASSIGNMENT.fullmatch(word):
            _assign(assignment, variables)
        elif not _DIRECTIVE.match(word) and (found := _RULE.fullmatch(word)):
            rule = _rule(number, found[1], found[2], variables)
            if rule is not None:
                yield rule


def _assign(assignment: re.Match[str], variables: dict[str, str]) -> None:
    name, how, value = assignment.groups()
    if how in ("+", "!") or (how == "?" and name in variables):
        return
    value = expanded(value.partition(" #")[0].strip()[: MAX_VALUE + 1], variables)
    if len(value) <= MAX_VALUE and "\n" not in value:
        variables[name] = value


def _rule(number: int, targets: str, rest: str, variables: Mapping[str, str]) -> _Rule | None:
    """Read a rule's first line; what only sets a variable for a target is none."""
    needs, semicolon, recipe = rest.partition(";")
    if _TARGET_VARIABLE.match(needs):
        return None
    # A static pattern rule says first what its targets look like: `targets: pattern: needs`.
    needs = needs.partition("#")[0].rpartition(":")[2].replace("|", " ")
    names = [name for name in _words(targets, variables) if not _SPECIAL.fullmatch(name)]
    rule = _Rule(number, names[:MAX_RULE_TARGETS], _words(needs, variables))
    if semicolon:
        rule.recipe.append((number, _PREFIXES.sub("", recipe)))
    return rule


def _words(text: str, variables: Mapping[str, str]) -> tuple[str, ...]:
    words = expanded(text.replace("\\\n", " "), variables).split()
    return tuple(word for word in words if "$" not in word)


def expanded(text: str, variables: Mapping[str, str]) -> str:
    """Put in what variables stand for; the unknown becomes a variable of the shell."""
    text = text.replace("$$", "\0")
    for _ in range(_MOST_NESTED):
        text = _REFERENCE.sub(lambda found: variables.get(found[1], f"${{{found[1]}}}"), text)
        text, calls = _FUNCTION.subn(r"${\1}", text)
        if not calls:
            break
    return text.replace("\0", "$")
