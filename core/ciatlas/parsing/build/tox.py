"""tox.ini: an environment for every section, listed name and factor.

Source: the tox manual, "Configuration", with its substitutions and factor-conditional settings.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice, product

from ciatlas.parsing.build.ini import Section, Setting, read_sections
from ciatlas.parsing.build.target import MAX_TARGETS, Target, logical_lines

BASE = "testenv"
"""What environments without a section of their own run."""

_MAX_SCRIPT = 16 * 1024
_MOST_NESTED = 3

_WORD = re.compile(r"(?:[^\s,{}\\]++|\{[^{}]*+\})++")
_BRACES = re.compile(r"\{([^{}]*)\}")
_CONDITION = re.compile(r"([\w.!,{}-]+):\s+(?=\S)")
_OTHER_SECTION = re.compile(r"\{\[([^\[\]{}]+)\]\s*([\w.-]+)\}")
_PLACES = re.compile(r"\{(?:toxinidir|tox_root|changedir)\}")
_ARGUMENTS = re.compile(r"\{posargs(?::([^{}]*))?\}")
_PYTHON = re.compile(r"\{(?:envpython|basepython)\}")


def read_tox(text: str) -> list[Target]:
    """Return the environments of a tox.ini."""
    sections = read_sections(text)
    known = {
        name: section
        for title, section in sections.items()
        if title.startswith(f"{BASE}:")
        for name in _names(title.removeprefix(f"{BASE}:"))
    }
    base = sections.get(BASE, Section(0, {}))
    core = sections.get("tox", Section(0, {}))
    listed = core.settings.get("envlist") or core.settings.get("env_list") or Setting("", 0)
    names = dict.fromkeys((BASE, *known, *_names(listed.text), *_factors(base)))
    return [_target(name, known.get(name), base, sections) for name in islice(names, MAX_TARGETS)]


def _names(text: str) -> Iterator[str]:
    """Yield the names in a list; braces stand for one name with each of their words."""
    for word in islice(_WORD.findall(text), MAX_TARGETS):
        yield from islice(_alternatives(word), MAX_TARGETS)


def _alternatives(word: str) -> Iterator[str]:
    parts = _BRACES.split(word)
    choices = [
        [choice.strip() for choice in part.split(",")] if number % 2 else [part]
        for number, part in enumerate(parts)
    ]
    return map("".join, product(*choices))


def _factors(base: Section) -> Iterator[str]:
    """Yield the words on which lines of the base section depend."""
    for setting in base.settings.values():
        for line in setting.text.split("\n"):
            if condition := _CONDITION.match(line):
                for name in _names(condition[1]):
                    yield from (factor for factor in name.split("-") if factor[:1].isalnum())


def _target(
    name: str, own: Section | None, base: Section, sections: Mapping[str, Section]
) -> Target:
    settings = base.settings if own is None else {**base.settings, **own.settings}
    found = [
        settings[key] for key in ("commands_pre", "commands", "commands_post") if key in settings
    ]
    script = "\n".join(_script(setting.text, name, sections) for setting in found)
    single = found[0].line if len(found) == 1 else 0
    return Target(name, script, line=(own or base).line, script_line=single)


def _script(text: str, name: str, sections: Mapping[str, Section]) -> str:
    for _ in range(_MOST_NESTED):
        if len(text) > _MAX_SCRIPT:
            break
        text = _OTHER_SECTION.sub(lambda found: _other(found[1], found[2], sections), text)
    text = _OTHER_SECTION.sub("", text[:_MAX_SCRIPT])
    text = _PLACES.sub(".", _PYTHON.sub("python", text))
    text = _ARGUMENTS.sub(lambda found: found[1] or "", text)
    factors = frozenset(name.split("-"))
    return "\n".join(_line(line, factors) for _, line in logical_lines(text))


def _other(title: str, key: str, sections: Mapping[str, Section]) -> str:
    section = sections.get(title.strip())
    setting = section.settings.get(key.lower()) if section else None
    return setting.text[:_MAX_SCRIPT].strip() if setting else ""


def _line(line: str, factors: frozenset[str]) -> str:
    """Return a line as a command, blank where it is not for an environment of these factors."""
    if condition := _CONDITION.match(line):
        if not any(_holds(wanted, factors) for wanted in _names(condition[1])):
            return "\n" * line.count("\n")
        line = line[condition.end() :]
    return line.lstrip("-! ")


def _holds(condition: str, factors: frozenset[str]) -> bool:
    return all(
        (factor.lstrip("!") in factors) is not factor.startswith("!")
        for factor in condition.split("-")
    )
