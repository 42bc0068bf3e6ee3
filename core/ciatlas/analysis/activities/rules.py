"""Rule files: read, checked, and made quick to ask."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from ciatlas.model.activity import Activity
from ciatlas.model.errors import CiatlasError

_SECTIONS = frozenset("strengths actions conditional_actions commands names contexts ml".split())
_PLACES = frozenset("step job workflow services".split())


class RuleError(CiatlasError):
    """A rule file says something that cannot be understood."""


@dataclass(frozen=True, slots=True)
class ActionRule:
    """An action by a glob over its name, or by one of its inputs as well."""

    pattern: re.Pattern[str]
    shown: str
    activity: Activity
    input: str | None = None
    value: str | None = None
    contains: str | None = None
    absent: bool = False


@dataclass(frozen=True, slots=True)
class CommandRule:
    """A command by program, then what follows it: subcommand and target as one text, by glob."""

    rest: re.Pattern[str] | None
    shown: str
    activity: Activity
    weight: int


@dataclass(frozen=True, slots=True)
class NameRule:
    """A step by a pattern over its name."""

    pattern: re.Pattern[str]
    activity: Activity
    strength: float


@dataclass(frozen=True, slots=True)
class ContextRule:
    """What a step becomes by the words around it."""

    of: frozenset[Activity]
    where: tuple[str, ...]
    pattern: re.Pattern[str]
    to: Activity


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules in force; `digest` changes whenever one of them does."""

    digest: str
    strengths: Mapping[Activity, float]
    actions: tuple[ActionRule, ...]
    commands: Mapping[str, tuple[CommandRule, ...]]
    globs: tuple[tuple[re.Pattern[str], CommandRule], ...]
    names: tuple[NameRule, ...]
    contexts: tuple[ContextRule, ...]
    ml: tuple[re.Pattern[str], ...]


def load_rules(paths: Sequence[Path] = ()) -> RuleSet:
    """Read the rules that ship, with files of the user's own before them.

    Raises:
        RuleError: a file cannot be read, or says something unknown; the message says where.
    """
    return _load(tuple(paths))


@cache
def _load(paths: tuple[Path, ...]) -> RuleSet:
    shipped = resources.files("ciatlas_data").joinpath("activities.yaml").read_text("utf-8")
    texts = [(str(path), _read(path)) for path in paths] + [("activities.yaml", shipped)]
    files = [(name, _parse(name, text)) for name, text in texts]
    digest = hashlib.sha256("\0".join(text for _, text in texts).encode()).hexdigest()
    commands, globs = _commands(files)
    return RuleSet(
        digest=digest,
        strengths=_strengths(files),
        actions=tuple(rule for name, content in files for rule in _actions(name, content)),
        commands=commands,
        globs=globs,
        names=tuple(rule for name, content in files for rule in _names(name, content)),
        contexts=tuple(rule for name, content in files for rule in _contexts(name, content)),
        ml=tuple(
            _pattern(name, text)
            for name, content in files
            for text in content.get("ml", {}).values()
        ),
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"the rule file {path} cannot be read: {error}") from error


def _parse(name: str, text: str) -> dict[str, Any]:
    import yaml

    try:
        content = yaml.load(text, Loader=yaml.CSafeLoader) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise RuleError(f"{name}{where}: this is no valid YAML") from error
    if not isinstance(content, dict):
        raise RuleError(f"{name}: a rule file has to be a mapping")
    unknown = sorted(set(content) - _SECTIONS)
    if unknown:
        known = ", ".join(sorted(_SECTIONS))
        raise RuleError(f"{name}: there is no section {unknown[0]!r}; known are {known}")
    return content


def _activity(name: str, value: object) -> Activity:
    try:
        return Activity(str(value))
    except ValueError:
        known = ", ".join(activity.value for activity in Activity)
        raise RuleError(f"{name}: {value!r} is no activity; known are {known}") from None


def _pattern(name: str, value: object) -> re.Pattern[str]:
    try:
        return re.compile(str(value), re.IGNORECASE)
    except re.error as error:
        raise RuleError(f"{name}: {value!r} is no regular expression: {error}") from None


def _glob(value: object) -> re.Pattern[str]:
    return re.compile(translate(str(value)), re.IGNORECASE)


def _strengths(files: Iterable[tuple[str, dict[str, Any]]]) -> dict[Activity, float]:
    strengths: dict[Activity, float] = {}
    for name, content in files:
        for activity, strength in content.get("strengths", {}).items():
            strengths.setdefault(_activity(name, activity), float(strength))
    return strengths


def _actions(name: str, content: dict[str, Any]) -> Iterable[ActionRule]:
    for entry in content.get("conditional_actions", ()):
        yield ActionRule(
            pattern=_glob(entry["action"]),
            shown=entry["action"],
            activity=_activity(name, entry["activity"]),
            input=entry["input"],
            value=entry.get("value"),
            contains=entry.get("contains"),
            absent=bool(entry.get("absent")),
        )
    for glob, activity in content.get("actions", {}).items():
        yield ActionRule(_glob(glob), glob, _activity(name, activity))


def _commands(
    files: Iterable[tuple[str, dict[str, Any]]],
) -> tuple[dict[str, tuple[CommandRule, ...]], tuple[tuple[re.Pattern[str], CommandRule], ...]]:
    """Index rules by program; those that glob the program itself stand apart."""
    found: dict[str, list[CommandRule]] = {}
    globs: list[tuple[re.Pattern[str], CommandRule]] = []
    for name, content in files:
        for activity, entries in content.get("commands", {}).items():
            for entry in entries:
                program, _, rest = str(entry).partition(" ")
                rule = CommandRule(
                    rest=_glob(f"{rest}*") if rest else None,
                    shown=str(entry),
                    activity=_activity(name, activity),
                    weight=len(rest.replace("*", "")),
                )
                if "*" in program:
                    globs.append((_glob(program), rule))
                else:
                    found.setdefault(program, []).append(rule)
    ordered = {
        program: tuple(sorted(rules, key=lambda rule: -rule.weight))
        for program, rules in found.items()
    }
    return ordered, tuple(globs)


def _names(name: str, content: dict[str, Any]) -> Iterable[NameRule]:
    for entry in content.get("names", ()):
        yield NameRule(
            pattern=_pattern(name, entry["match"]),
            activity=_activity(name, entry["activity"]),
            strength=float(entry["strength"]),
        )


def _contexts(name: str, content: dict[str, Any]) -> Iterable[ContextRule]:
    for entry in content.get("contexts", ()):
        unknown = sorted(set(entry["where"]) - _PLACES)
        if unknown:
            raise RuleError(f"{name}: there is no place {unknown[0]!r} to look for words")
        yield ContextRule(
            of=frozenset(_activity(name, activity) for activity in entry["from"]),
            where=tuple(entry["where"]),
            pattern=_pattern(name, entry["match"]),
            to=_activity(name, entry["to"]),
        )
