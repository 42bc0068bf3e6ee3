"""What a step says by itself: the labels its action, commands and name propose.

Workflows repeat the same steps over thousands of versions, so answers are remembered per rule set.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TypeVar

from ciatlas.analysis.activities.contexts import Contexts
from ciatlas.analysis.activities.rules import ActionRule, CommandRule, Layer, RuleSet, WordRule
from ciatlas.analysis.activities.spelling import (
    MOST_READ,
    apart,
    humps_apart,
    spaced,
    without_expressions,
)
from ciatlas.model.activity import Activity
from ciatlas.model.label import Label
from ciatlas.model.pipeline import Command, Pairs, Step

Labels = tuple[Label, ...]
_T = TypeVar("_T")

_MOST_REMEMBERED = 50_000

_SCRIPT_STRENGTH = 0.54
"""How much a script's name counts: somewhat more than a step's name that only mentions a thing."""

_UNREAD_STRENGTH = 0.24
"""How much an action counts that runs a script nobody reads: less than any name of a step."""

_UNTOLD_STRENGTH = 0.43
"""How much it counts that a tool runs a target whose name tells nothing."""

_ASKING = frozenset(("--version", "--help"))
_ASKED_STRENGTH = 0.2
"""A program that is only asked what it is does nothing of what it is for."""

_OWN_FOLDER = "/.github/"
"""Where an organisation keeps what is for itself, not what it is known for."""

_RUN = frozenset("run run-script exec".split())
_SUFFIXES = frozenset((".sh", ".py", ".ps1", ".bat", ".cmd", ".js", ".mjs", ".ts", ".R", ".rb"))


class Proposer:
    """Proposes labels for steps by one set of rules."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self.contexts = Contexts(rules)
        self._known_name = lru_cache(_MOST_REMEMBERED)(self._from_name)
        self._known_action = lru_cache(_MOST_REMEMBERED)(self._from_action)
        self._known_command = lru_cache(_MOST_REMEMBERED)(self._from_command)

    def from_step(self, step: Step) -> list[Label]:
        """Return every proposal for a step; a local action is taken by its name."""
        proposed = [label for command in step.commands for label in self.from_command(command)]
        if step.uses:
            proposed += self.from_action(step.uses, step.inputs)
        if step.name:
            proposed += self.from_name(step.name)
        return proposed

    def from_action(self, uses: str, inputs: Pairs) -> Labels:
        """Return what an action stands for, by its name without the ref, and by its inputs."""
        return self._known_action(uses.split("@")[0], inputs)

    def _from_action(self, name: str, inputs: Pairs) -> Labels:
        return tuple(self._action(name, inputs))

    def _action(self, name: str, inputs: Pairs) -> Iterable[Label]:
        rule = _first(_action_rule(layer, name, inputs) for layer in self._rules.layers)
        if rule is not None:
            yield self._by_action_rule(rule, name)
        elif name.startswith("./"):
            yield from self.from_name(spaced(name.rsplit("/", 1)[-1]))
        else:
            own = name.partition(_OWN_FOLDER)[2] or name.partition("/")[2]
            for label in self.from_name(spaced(own)) or self.from_name(spaced(name)):
                yield replace(
                    label,
                    why=f"it uses {name}, which says {label.why.removeprefix('its name says ')}",
                    confidence=0.5,
                    strength=min(label.strength, _UNTOLD_STRENGTH),
                )

    def _by_action_rule(self, rule: ActionRule, name: str) -> Label:
        """Label an action, less surely where only a word of its name or a script it runs told."""
        confidence, strength = 0.97, 0.95
        if name in self._rules.script_actions:
            confidence, strength = 0.6, _UNREAD_STRENGTH
        elif rule.glob.text.startswith("*"):
            confidence, strength = 0.85, 0.7
        return Label(rule.activity, rule.shown, f"it uses {name}", confidence, strength)

    def from_command(self, command: Command) -> Labels:
        """Return what a command is for."""
        return self._known_command(
            command.program, command.subcommand, command.target, command.options
        )

    def _from_command(
        self, program: str, subcommand: str | None, target: str | None, options: tuple[str, ...]
    ) -> Labels:
        command = Command(program, subcommand, target, options)
        words = words_of(command)
        rest = " ".join((*words[1:], *options))
        label = self._command(command, rest, f"it runs {' '.join(words)}")
        return () if label is None else (label,)

    def _command(self, command: Command, rest: str, why: str) -> Label | None:
        """Label a command by its words, else by what a target or script is called, else at all."""
        asked = command.subcommand or command.target
        if asked == "version" or not _ASKING.isdisjoint(command.options):
            return Label(Activity.SETUP, "version or help", why, 0.9, _ASKED_STRENGTH)
        rule = _first(_command_rule(layer, command.program, rest) for layer in self._rules.layers)
        if rule is None or not rule.rest.text:
            named = self._target(command, why)
            if named is not None or rule is None:
                return named
        strength = self._rules.strengths.get(rule.activity, 0.5)
        if rest and not rule.rest.text and command.program in self._rules.tools:
            return Label(rule.activity, rule.shown, why, 0.6, min(strength, _UNTOLD_STRENGTH))
        return Label(rule.activity, rule.shown, why, 0.9, strength)

    def _target(self, command: Command, why: str) -> Label | None:
        """Label a target or script of the repository's own by its name."""
        if command.program in self._rules.tools:
            name = _target_name(command)
            found = _by_words(self._rules.targets, name)
            if found is None and name:
                return self._program_named(name, why)
            strength = None
        else:
            found = _by_words(self._rules.targets, self._script_name(command))
            strength = _SCRIPT_STRENGTH
        if found is None:
            return None
        rule, said = found
        own = min(rule.strength, self._rules.strengths.get(rule.activity, 0.5))
        return Label(
            activity=rule.activity,
            rule=rule.shown,
            why=f"{why}, which says {said!r}",
            confidence=0.85 if strength is None else 0.75,
            strength=own if strength is None else min(own, strength),
        )

    def _program_named(self, target: str, why: str) -> Label | None:
        """Label a target called as the program it runs: `make misspell`, `npm run knip:strict`."""
        program, _, rest = target.partition(" ")
        rule = _first(_command_rule(layer, program, rest) for layer in self._rules.layers)
        if rule is None or rule.activity is Activity.SETUP:
            return None
        own = self._rules.strengths.get(rule.activity, 0.5)
        return Label(rule.activity, rule.shown, f"{why}, which is called as {program}", 0.8, own)

    def _script_name(self, command: Command) -> str:
        """Return the words of the script that a command runs, nothing where it runs none."""
        if command.program in self._rules.interpreters:
            path = command.target or ""
        else:
            path = command.program
        name = PurePosixPath(path)
        is_script = "/" in path or name.suffix in _SUFFIXES
        return spaced(name.stem if name.suffix in _SUFFIXES else name.name) if is_script else ""

    def from_name(self, name: str) -> Labels:
        """Return what a step's name says."""
        return self._known_name(name)

    def _from_name(self, name: str) -> Labels:
        found = _by_words(self._rules.names, apart(name))
        return () if found is None else (_named(*found),)


_proposers: dict[str, Proposer] = {}


def proposer(rules: RuleSet) -> Proposer:
    """Return the proposer of a rule set, the same one every time."""
    if rules.digest not in _proposers:
        _proposers[rules.digest] = Proposer(rules)
    return _proposers[rules.digest]


def words_of(command: Command) -> tuple[str, ...]:
    """Return program, subcommand and target, as far as they are there."""
    return tuple(filter(None, (command.program, command.subcommand, command.target)))


def _action_rule(layer: Layer, name: str, inputs: Pairs) -> ActionRule | None:
    for rule in layer.conditional:
        if rule.glob.pattern.match(name) and _inputs_fit(rule, dict(inputs)):
            return rule
    exact = layer.actions.get(name.lower())
    if exact is not None:
        return exact
    inner = _OWN_FOLDER in name.removeprefix("./.github/")
    globs = (one for one in layer.action_globs if not inner or one.glob.text.startswith("*"))
    return _first(rule for rule in globs if rule.glob.pattern.match(name))


def _inputs_fit(rule: ActionRule, inputs: dict[str, str]) -> bool:
    value = inputs.get(rule.input or "")
    if value is None:
        return rule.absent
    if rule.contains is not None:
        return rule.contains in value
    return rule.value is not None and rule.value.pattern.match(value) is not None


def _command_rule(layer: Layer, program: str, rest: str) -> CommandRule | None:
    rules = layer.commands.get(program) or layer.commands.get(PurePosixPath(program).stem, ())
    return _first(rule for rule in rules if rule.fits(rest))


def _by_words(rules: Iterable[WordRule], words: str) -> tuple[WordRule, str] | None:
    """Return the first rule that finds its words, and what it found."""
    for rule in rules if words else ():
        found = rule.pattern.search(words[:MOST_READ])
        if found:
            return rule, found[0].strip()
    return None


def _named(rule: WordRule, said: str) -> Label:
    return Label(
        activity=rule.activity,
        rule=rule.shown,
        why=f"its name says {said!r}",
        confidence=min(0.9, 0.4 + rule.strength * 0.6),
        strength=rule.strength,
    )


def _target_name(command: Command) -> str:
    target = without_expressions(command.target or "")
    words = [*(command.subcommand or "").split(), target]
    return spaced(humps_apart(" ".join(word for word in words if word not in _RUN))).strip()


def _first(found: Iterable[_T | None]) -> _T | None:
    return next((one for one in found if one is not None), None)
