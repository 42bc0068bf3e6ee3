"""Rules, each kind in the shape that is quick to ask."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import translate
from functools import cached_property

from ciatlas.analysis.activities.weights import Weights
from ciatlas.model.activity import Activity

UNKNOWN = "unknown"
"""What context rules call a step of which only programs are known that no rule knows."""

_OWN_PLACES = frozenset(("step", "condition"))
"""Where words are that differ between the steps of a job."""


@dataclass(frozen=True)
class Glob:
    """A glob that does not mind case."""

    text: str

    @property
    def is_literal(self) -> bool:
        """Whether it has no wildcard."""
        return "*" not in self.text and "?" not in self.text

    @property
    def weight(self) -> int:
        """How literal it is; of several globs that fit, the weightiest decides."""
        return len(self.text) - self.text.count("*")

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The glob as a regular expression."""
        return re.compile(translate(self.text), re.IGNORECASE)

    @cached_property
    def beginning(self) -> re.Pattern[str]:
        """The glob as a regular expression for texts of which it may be the first words."""
        return re.compile(
            f"(?:{translate(self.text)}|{translate(f'{self.text} *')})", re.IGNORECASE
        )


@dataclass(frozen=True, slots=True)
class ActionRule:
    """An action by a glob over its name, and by one of its inputs where `input` names one."""

    glob: Glob
    activity: Activity
    input: str | None = None
    value: Glob | None = None
    contains: str | None = None
    absent: bool = False

    @property
    def shown(self) -> str:
        """The rule as it is written, in short."""
        return f"{self.glob.text} {self.input}" if self.input else self.glob.text


@dataclass(frozen=True, slots=True)
class CommandRule:
    """A command by program, then what follows it: subcommand, target and options as one text."""

    program: str
    rest: Glob
    activity: Activity

    @property
    def shown(self) -> str:
        """The rule as it is written."""
        return f"{self.program} {self.rest.text}".strip()

    def fits(self, rest: str) -> bool:
        """Whether the words after a program are these, or begin with them."""
        if not self.rest.text:
            return True
        if self.rest.is_literal:
            return rest == self.rest.text or rest.startswith(f"{self.rest.text} ")
        return self.rest.beginning.match(rest) is not None


@dataclass(frozen=True, slots=True)
class WordRule:
    """An activity by a pattern over words: the names of steps, of targets or of scripts.

    `shown` says where the rule stands; `strength` bounds what the activity itself counts.
    """

    pattern: re.Pattern[str]
    activity: Activity
    shown: str
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class ContextRule:
    """What a step becomes by the words around it, where `step` names some by its own words too."""

    of: frozenset[str]
    where: tuple[str, ...]
    pattern: re.Pattern[str]
    to: Activity
    shown: str
    step: re.Pattern[str] | None = None

    @property
    def asks_step(self) -> bool:
        """Whether words are looked for in the step itself, too."""
        return not _OWN_PLACES.isdisjoint(self.where)


@dataclass(frozen=True, slots=True)
class Layer:
    """What one rule file says of actions and commands; the most literal rule comes first."""

    conditional: tuple[ActionRule, ...]
    actions: Mapping[str, ActionRule]
    action_globs: tuple[ActionRule, ...]
    commands: Mapping[str, tuple[CommandRule, ...]]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules in force, the user's own before those that ship.

    Attributes:
        digest: changes whenever a rule does.
        strengths: how much each activity counts when an action or a command proposes it.
        layers: rules over actions and commands, a file each; the first that knows decides.
        tools: programs that run targets which a repository names itself.
        interpreters: programs that run scripts.
        script_actions: actions that run what they are given.
        targets: rules over the names of such targets and scripts; the first that fits decides.
        names: rules over the names of steps; the first that fits decides.
        contexts: what an activity becomes by the words around it; the first that fits decides.
        frameworks: words for what ML work is done with.
        subjects: words for what ML work is about.
        packages: distributions of ML frameworks, by their normalised names.
        weights: what words speak for, where the rules are not sure.
        own: the rules of the user's own, as they are shown.
    """

    digest: str
    strengths: Mapping[Activity, float]
    layers: tuple[Layer, ...]
    tools: frozenset[str]
    interpreters: frozenset[str]
    script_actions: frozenset[str]
    targets: tuple[WordRule, ...]
    names: tuple[WordRule, ...]
    contexts: tuple[ContextRule, ...]
    frameworks: tuple[re.Pattern[str], ...]
    subjects: tuple[re.Pattern[str], ...]
    packages: frozenset[str]
    weights: Weights = field(default_factory=Weights)
    own: frozenset[str] = frozenset()
