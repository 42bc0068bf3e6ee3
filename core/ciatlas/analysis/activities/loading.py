"""Rule sets made of rule files: those of the user's own, then the one that ships."""

import hashlib
import re
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path, PurePath

from ciatlas.analysis.activities.contexts import Around
from ciatlas.analysis.activities.rule_file import Value, read_text, sections
from ciatlas.analysis.activities.rules import (
    UNKNOWN,
    ActionRule,
    CommandRule,
    ContextRule,
    Glob,
    Layer,
    RuleSet,
    WordRule,
)
from ciatlas.analysis.activities.weights import read_weights
from ciatlas.model.activity import Activity

VERSION = 11
"""Bump when the same rules give other labels: what is stored is then labelled anew."""
_SHIPPED = ("activities.yaml", "actions.yaml")
"""The rules that ship; no section stands in two of the files."""
_WEIGHTS = "weights.json"
_PLACES = Around._fields


def load_rules(paths: Sequence[Path] = ()) -> RuleSet:
    """Read the rules that ship, with files of the user's own before them.

    Raises:
        RuleError: a file cannot be read, or says something unknown; the message says where.
    """
    return _load(tuple((str(path), read_text(path)) for path in paths))


@cache
def _load(own: tuple[tuple[str, str], ...]) -> RuleSet:
    folder = resources.files("ciatlas_data")
    shipped = [(name, folder.joinpath(name).read_text("utf-8")) for name in _SHIPPED]
    rules = ChainMap(*(dict(sections(name, text)) for name, text in shipped))
    weights = folder.joinpath(_WEIGHTS).read_text("utf-8")
    files = [sections(name, text) for name, text in own]
    rule_set = compile_rules([*files, rules], _digest([*own, *shipped, (_WEIGHTS, weights)]))
    shown = frozenset(rule for file in files for rule in _shown(file))
    return replace(rule_set, weights=read_weights(weights), own=shown)


def compile_rules(files: Sequence[Mapping[str, Value]], digest: str) -> RuleSet:
    """Make a rule set of files that were read, the first counting most.

    Raises:
        RuleError: one of them says something unknown; the message says where.
    """
    return RuleSet(
        digest=digest,
        strengths=_strengths(files),
        layers=tuple(_layer(file) for file in files),
        tools=_runners(files, "tools"),
        interpreters=_runners(files, "scripts"),
        script_actions=_runners(files, "actions"),
        targets=tuple(rule for file in files for rule in _words(file, "targets")),
        names=tuple(rule for file in files for rule in _words(file, "names")),
        contexts=tuple(rule for file in files for rule in _contexts(file)),
        frameworks=_ml(files, "frameworks"),
        subjects=_ml(files, "subjects"),
        packages=_packages(files),
    )


def _shown(file: Mapping[str, Value]) -> Iterable[str]:
    """Yield all rules of a file as they are shown."""
    yield from (rule.shown for rule in (*_actions(file), *_conditional(file)))
    yield from (rule.shown for rules in _commands(file).values() for rule in rules)
    yield from (rule.shown for rule in (*_words(file, "targets"), *_words(file, "names")))
    yield from (rule.shown for rule in _contexts(file))


def _digest(texts: Iterable[tuple[str, str]]) -> str:
    whole = "\0".join([str(VERSION), *(text for _, text in texts)])
    return hashlib.sha256(whole.encode()).hexdigest()


def _strengths(files: Iterable[Mapping[str, Value]]) -> dict[Activity, float]:
    strengths: dict[Activity, float] = {}
    for file in files:
        if "strengths" in file:
            for activity, value in file["strengths"].by_activity():
                strengths.setdefault(activity, value.number())
    return strengths


def _layer(file: Mapping[str, Value]) -> Layer:
    rules = sorted(_actions(file), key=lambda rule: -rule.glob.weight)
    return Layer(
        conditional=tuple(_conditional(file)),
        actions={rule.glob.text.lower(): rule for rule in rules if rule.glob.is_literal},
        action_globs=tuple(rule for rule in rules if not rule.glob.is_literal),
        commands=_commands(file),
    )


def _listed(file: Mapping[str, Value], section: str) -> Iterable[tuple[Activity, str]]:
    """Yield the entries of a section that lists texts by activity."""
    if section in file:
        for activity, entries in file[section].by_activity():
            for entry in entries.items():
                yield activity, entry.text()


def _entries(file: Mapping[str, Value], section: str) -> list[Value]:
    return file[section].items() if section in file else []


def _actions(file: Mapping[str, Value]) -> Iterable[ActionRule]:
    for activity, text in _listed(file, "actions"):
        yield ActionRule(Glob(text), activity)


def _conditional(file: Mapping[str, Value]) -> Iterable[ActionRule]:
    for entry in _entries(file, "conditional_actions"):
        fields = entry.fields("action input activity", "value contains absent")
        conditions = [key for key in ("value", "contains", "absent") if key in fields]
        if len(conditions) != 1:
            entry.wrong("expected one of value, contains and absent: true")
        if "absent" in fields and fields["absent"].text() != "true":
            fields["absent"].wrong("expected absent: true")
        yield ActionRule(
            glob=Glob(fields["action"].text()),
            activity=fields["activity"].activity(),
            input=fields["input"].text(),
            value=Glob(fields["value"].text()) if "value" in fields else None,
            contains=fields["contains"].text() if "contains" in fields else None,
            absent="absent" in fields,
        )


def _commands(file: Mapping[str, Value]) -> dict[str, tuple[CommandRule, ...]]:
    """Index rules by program."""
    found: dict[str, list[CommandRule]] = {}
    for activity, text in _listed(file, "commands"):
        program, _, rest = text.partition(" ")
        found.setdefault(program, []).append(CommandRule(program, Glob(rest), activity))
    return {
        program: tuple(sorted(rules, key=lambda rule: -rule.rest.weight))
        for program, rules in found.items()
    }


def _runners(files: Iterable[Mapping[str, Value]], kind: str) -> frozenset[str]:
    sections = [file["runners"] for file in files if "runners" in file]
    fields = [section.fields("", "tools actions scripts") for section in sections]
    return frozenset(
        entry.text() for runners in fields if kind in runners for entry in runners[kind].items()
    )


def _words(file: Mapping[str, Value], section: str) -> Iterable[WordRule]:
    for entry in _entries(file, section):
        required, optional = ("strength", "") if section == "names" else ("", "strength")
        fields = entry.fields(f"match activity {required}", optional)
        yield WordRule(
            pattern=fields["match"].pattern(),
            activity=fields["activity"].activity(),
            shown=_place(section, entry),
            strength=fields["strength"].number() if "strength" in fields else 1.0,
        )


def _contexts(file: Mapping[str, Value]) -> Iterable[ContextRule]:
    for entry in _entries(file, "contexts"):
        fields = entry.fields("from where match to", "step")
        places = [place.text() for place in fields["where"].items()]
        for place in places:
            if place not in _PLACES:
                fields["where"].wrong(
                    f"there is no place {place!r} to look for words; known are {', '.join(_PLACES)}"
                )
        yield ContextRule(
            of=frozenset(
                UNKNOWN if value.content == UNKNOWN else value.activity()
                for value in fields["from"].items()
            ),
            where=tuple(places),
            pattern=fields["match"].pattern(),
            to=fields["to"].activity(),
            shown=_place("contexts", entry),
            step=fields["step"].pattern() if "step" in fields else None,
        )


def _place(section: str, entry: Value) -> str:
    """Say which rule of a section this is, for the explanation of labels."""
    place = f"{section}:{entry.line}"
    return place if entry.file in _SHIPPED else f"{PurePath(entry.file).name} {place}"


def _ml(files: Iterable[Mapping[str, Value]], kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(value.pattern() for value in _ml_entries(files, kind))


def _packages(files: Iterable[Mapping[str, Value]]) -> frozenset[str]:
    """Return the distributions that the first file with such a list names."""
    for value in _ml_entries(files, "packages"):
        return frozenset(entry.distribution() for entry in value.items())
    return frozenset()


def _ml_entries(files: Iterable[Mapping[str, Value]], kind: str) -> list[Value]:
    sections = [
        file["ml"].fields("", "frameworks subjects packages") for file in files if "ml" in file
    ]
    return [section[kind] for section in sections if kind in section]
