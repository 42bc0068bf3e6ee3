"""What a step says by itself: the labels its action, commands and name propose.

Workflows repeat the same steps over thousands of versions, so answers are remembered per rule set.
"""

from collections.abc import Iterable, MutableMapping
from fnmatch import fnmatch
from typing import Any, NamedTuple

from ciatlas.analysis.activities.rules import ActionRule, CommandRule, RuleSet
from ciatlas.model.activity import Activity, Label
from ciatlas.model.pipeline import Command, Pairs, Step

Labels = tuple[Label, ...]

_MOST_REMEMBERED = 50_000


class Around(NamedTuple):
    """The words around a step, by the names that context rules have for their places."""

    step: str
    job: str
    workflow: str
    services: str


Refined = tuple[Activity, str]
"""Another activity, and the reason for it."""


class Proposer:
    """Proposes labels for steps by one set of rules."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self._by_action: dict[tuple[str, Pairs], Labels] = {}
        self._by_command: dict[tuple[str, ...], Labels] = {}
        self._by_name: dict[str, Labels] = {}
        self._by_context: dict[tuple[Activity, Around], Refined | None] = {}
        self._ml: dict[str, bool] = {}

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
        key = (uses.split("@")[0], inputs)
        if key not in self._by_action:
            _make_room(self._by_action)
            self._by_action[key] = tuple(self._action(*key))
        return self._by_action[key]

    def _action(self, name: str, inputs: Pairs) -> Iterable[Label]:
        for rule in self._rules.actions:
            if rule.pattern.match(name) and _inputs_fit(rule, inputs):
                yield Label(rule.activity, rule.shown, f"it uses {name}", _certainty(rule))
                return
        if name.startswith("./"):
            yield from self.from_name(spaced(name.rsplit("/", 1)[-1]))

    def from_command(self, command: Command) -> Labels:
        """Return what a command is for."""
        words = words_of(command)
        key = (*words, *command.options)
        if key not in self._by_command:
            _make_room(self._by_command)
            rule = self._command_rule(command.program, " ".join(key[1:]))
            self._by_command[key] = () if rule is None else (self._by_rule(rule, words),)
        return self._by_command[key]

    def _by_rule(self, rule: CommandRule, words: tuple[str, ...]) -> Label:
        strength = self._rules.strengths.get(rule.activity, 0.5)
        return Label(rule.activity, rule.shown, f"it runs {' '.join(words)}", strength)

    def _command_rule(self, program: str, rest: str) -> CommandRule | None:
        for rule in self._rules.commands.get(program, ()):
            if rule.rest is None or rule.rest.match(rest):
                return rule
        for pattern, rule in self._rules.globs:
            if pattern.match(program):
                return rule
        return None

    def from_name(self, name: str) -> Labels:
        """Return what a step's name says."""
        if name not in self._by_name:
            _make_room(self._by_name)
            self._by_name[name] = tuple(self._name(name))
        return self._by_name[name]

    def _name(self, name: str) -> Iterable[Label]:
        for rule in self._rules.names:
            found = rule.pattern.search(name)
            if found:
                why = f"its name says {found[0].strip()!r}"
                yield Label(rule.activity, f"name {rule.activity}", why, rule.strength)

    def from_context(self, activity: Activity, around: Around) -> Refined | None:
        """Return what the words around a step make of its activity, `None` if they change nothing.

        The first rule that finds its words decides.
        """
        key = (activity, around)
        if key not in self._by_context:
            _make_room(self._by_context)
            self._by_context[key] = self._context(activity, around)
        return self._by_context[key]

    def _context(self, activity: Activity, around: Around) -> Refined | None:
        places = {place: spaced(text) for place, text in around._asdict().items()}
        for rule in self._rules.contexts:
            for place in rule.where if activity in rule.of else ():
                found = rule.pattern.search(places[place])
                if found:
                    return rule.to, f"its {place} says {found[0]!r}"
        return None

    def is_about_ml(self, text: str) -> bool:
        """Whether a text speaks of models, training data or ML frameworks."""
        if text not in self._ml:
            _make_room(self._ml)
            self._ml[text] = any(pattern.search(spaced(text)) for pattern in self._rules.ml)
        return self._ml[text]


_proposers: dict[str, Proposer] = {}


def proposer(rules: RuleSet) -> Proposer:
    """Return the proposer of a rule set, the same one every time."""
    return _proposers.setdefault(rules.digest, Proposer(rules))


def words_of(command: Command) -> tuple[str, ...]:
    """Return program, subcommand and target, as far as they are there."""
    parts = (command.program, command.subcommand, command.target)
    return tuple(part for part in parts if part)


def spaced(text: str) -> str:
    """Write identifiers as words."""
    return text.replace("_", " ").replace("-", " ").replace("/", " ").replace(".", " ")


def _inputs_fit(rule: ActionRule, inputs: Pairs) -> bool:
    if rule.input is None:
        return True
    values = dict(inputs)
    if rule.absent:
        return rule.input not in values
    value = values.get(rule.input)
    if value is None:
        return False
    if rule.contains is not None:
        return rule.contains in value
    return rule.value is not None and fnmatch(value.lower(), rule.value.lower())


def _certainty(rule: ActionRule) -> float:
    """A glob that names no owner guesses from a word in the action's name."""
    return 0.7 if rule.shown.startswith("*") else 0.95


def _make_room(memory: MutableMapping[Any, Any]) -> None:
    if len(memory) >= _MOST_REMEMBERED:
        memory.clear()
