"""The steps of a job: commands expanded in place, conditions decided where they can be."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ciatlas.model.pipeline import Command, Step
from ciatlas.parsing import yaml
from ciatlas.parsing.circleci.scope import Scope, truth
from ciatlas.parsing.scripts import script_commands
from ciatlas.parsing.values import child, entries, names, pairs, texts, written

Report = Callable[[yaml.Node, str, str], None]

MAX_STEPS = 5000
"""Steps and calls of commands, over the whole file."""
MAX_DEPTH = 20

_BUILT_IN = frozenset(
    """
    checkout save_cache restore_cache store_artifacts store_test_results persist_to_workspace
    attach_workspace setup_remote_docker add_ssh_keys deploy
    """.split()
)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where steps are being expanded: values, the orb whose commands are near, how deep."""

    scope: Scope
    commands: yaml.Node | None
    orbs: frozenset[str]
    shell: str | None = None
    condition: str | None = None
    path: tuple[str, ...] = ()


class Expander:
    """Expands the steps of jobs, up to a bound over the whole file."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._left = MAX_STEPS

    def steps(self, node: yaml.Node | None, frame: Frame) -> tuple[Step, ...]:
        """Return the steps of a job, numbered."""
        return tuple(
            replace(step, index=index) for index, step in enumerate(self._expand(node, frame))
        )

    def _expand(self, node: yaml.Node | None, frame: Frame) -> Iterator[Step]:
        """Yield the steps of a list, or of the parameter that is named in its place."""
        known, scope = frame.scope.bound(node)
        inner = replace(frame, scope=scope)
        for item in known.items if isinstance(known, yaml.Sequence) else ():
            yield from self._item(item, inner)

    def _item(self, item: yaml.Node, frame: Frame) -> Iterator[Step]:
        known, scope = frame.scope.bound(item)
        inner = replace(frame, scope=scope)
        if isinstance(known, yaml.Sequence):
            yield from self._expand(known, inner)
        elif isinstance(known, yaml.Scalar):
            yield from self._named(known, None, inner)
        elif isinstance(known, yaml.Mapping):
            for key, value in entries(known):
                yield from self._named(key, value, inner)

    def _named(self, key: yaml.Scalar, value: yaml.Node | None, frame: Frame) -> Iterator[Step]:
        name = key.text
        # Commands that expand to nothing cost as well: they may call each other many times over.
        self._left -= 1
        if self._left < 0:
            return
        if name in ("when", "unless"):
            yield from self._conditional(name, value, frame)
        elif name == "run":
            yield _run(key, value, frame)
        elif (called := child(frame.commands, name)) is not None:
            yield from self._command(key, value, called, frame)
        elif name == "steps":
            yield from self._expand(value, frame)
        else:
            if name not in _BUILT_IN and name.split("/")[0] not in frame.orbs:
                self._report(key, "unknown-command", f"no command is called {name!r}")
            yield _used(key, value, frame)

    def _conditional(self, name: str, value: yaml.Node | None, frame: Frame) -> Iterator[Step]:
        asked = child(value, "condition")
        known = truth(asked, frame.scope)
        if known is not None:
            if known == (name == "when"):
                yield from self._expand(child(value, "steps"), frame)
            return
        text = f"{name} {frame.scope.fill(written(asked))}" if asked is not None else name
        both = f"{frame.condition} and {text}" if frame.condition else text
        yield from self._expand(child(value, "steps"), replace(frame, condition=both))

    def _command(
        self, key: yaml.Scalar, given: yaml.Node | None, called: yaml.Node, frame: Frame
    ) -> Iterator[Step]:
        if key.text in frame.path or len(frame.path) >= MAX_DEPTH:
            self._report(key, "cyclic-command", f"the command {key.text!r} calls itself")
            return
        declared = child(called, "parameters")
        for parameter, declaration in entries(declared):
            needed = child(declaration, "default") is None
            if needed and child(given, parameter.text) is None:
                message = f"the command {key.text!r} needs the parameter {parameter.text!r}"
                self._report(key, "missing-parameter", message)
        inner = replace(
            frame, scope=frame.scope.inner(declared, given), path=(*frame.path, key.text)
        )
        yield from self._expand(child(called, "steps"), inner)


def _run(key: yaml.Scalar, value: yaml.Node | None, frame: Frame) -> Step:
    scope = frame.scope
    node = child(value, "command") if isinstance(value, yaml.Mapping) else value
    script = scope.node(node)
    own = scope.text(child(value, "shell"))
    found: tuple[Command, ...] = ()
    if isinstance(script, yaml.Scalar):
        found = script_commands(script, own or frame.shell)
    when = scope.text(child(value, "when"))
    conditions = [
        text for text in (frame.condition, when if when != "on_success" else None) if text
    ]
    return Step(
        index=0,
        name=scope.text(child(value, "name")),
        shell=own,
        commands=found,
        env=names(child(value, "environment")),
        condition=" and ".join(text for text in conditions if text) or None,
        working_directory=scope.text(child(value, "working_directory")),
        line=key.line,
        column=key.column,
    )


def _used(key: yaml.Scalar, value: yaml.Node | None, frame: Frame) -> Step:
    filled = [(name, frame.scope.fill(content)) for name, content in pairs(value)]
    return Step(
        index=0,
        name=frame.scope.text(child(value, "name")),
        uses=key.text,
        inputs=tuple(filled) or tuple(("value", item) for item in texts(value)),
        condition=frame.condition,
        line=key.line,
        column=key.column,
    )
