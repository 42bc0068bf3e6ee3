"""Jobs and their steps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ciatlas.model.pipeline import (
    Command,
    Concurrency,
    Container,
    Defaults,
    Job,
    Pairs,
    Step,
)
from ciatlas.parsing import yaml
from ciatlas.parsing.github.matrix import read_matrix
from ciatlas.parsing.scripts import script_commands
from ciatlas.parsing.values import child, entries, flag, names, number, pairs, text, texts

SCRIPT_INPUTS = {
    "nick-fields/retry": "command",
    "nick-invision/retry": "command",
    "wandalen/wretry.action": "command",
    "addnab/docker-run-action": "run",
    "devcontainers/ci": "runCmd",
    "uraimo/run-on-arch-action": "run",
    "reactivecircus/android-emulator-runner": "script",
    "coactions/setup-xvfb": "run",
    "gabrielbb/xvfb-action": "run",
    "cross-platform-actions/action": "run",
    "vmactions/freebsd-vm": "run",
    "vmactions/openbsd-vm": "run",
    "vmactions/netbsd-vm": "run",
    "vmactions/solaris-vm": "run",
}
"""Actions that run a script of the caller's, repeatedly or elsewhere, with the input it is in."""


@dataclass(frozen=True, slots=True)
class Shell:
    """What decides the language of a step's script, beside the step itself."""

    default: str | None = None
    runs_on: tuple[str, ...] = ()


def read_jobs(node: yaml.Node | None, defaults: Defaults | None) -> tuple[Job, ...]:
    """Read the jobs of a workflow whose `defaults` are given."""
    return tuple(_job(key, value, defaults) for key, value in entries(node))


def _job(key: yaml.Scalar, node: yaml.Node, outer: Defaults | None) -> Job:
    defaults = read_defaults(child(node, "defaults"))
    labels, group = _runner(child(node, "runs-on"))
    shells = [own.shell for own in (defaults, outer) if own is not None and own.shell]
    environment = child(node, "environment")
    return Job(
        id=key.text,
        name=text(child(node, "name")),
        needs=_needs(child(node, "needs")),
        runs_on=labels,
        runner_group=group,
        matrix=read_matrix(child(node, "strategy")),
        uses=text(child(node, "uses")),
        inputs=pairs(child(node, "with")),
        secrets=names(child(node, "secrets")) or texts(child(node, "secrets")),
        condition=condition(child(node, "if")),
        environment=text(environment) or text(child(environment, "name")),
        container=_container("", child(node, "container")),
        services=_services(child(node, "services")),
        permissions=read_permissions(child(node, "permissions")),
        concurrency=read_concurrency(child(node, "concurrency")),
        defaults=defaults,
        env=names(child(node, "env")),
        outputs=names(child(node, "outputs")),
        timeout_minutes=number(child(node, "timeout-minutes")),
        continue_on_error=flag(child(node, "continue-on-error")) or False,
        steps=read_steps(child(node, "steps"), Shell(next(iter(shells), None), labels)),
        line=key.line,
        column=key.column,
    )


def _needs(node: yaml.Node | None) -> tuple[str, ...]:
    """Read `needs`, each job once; GitHub takes ids that differ in case only for the same."""
    needs: dict[str, str] = {}
    for name in texts(node):
        needs.setdefault(name.casefold(), name)
    return tuple(needs.values())


def read_steps(node: yaml.Node | None, shell: Shell) -> tuple[Step, ...]:
    """Read a list of steps; what is no mapping is left out."""
    if not isinstance(node, yaml.Sequence):
        return ()
    steps = [item for item in node if isinstance(item, yaml.Mapping)]
    return tuple(_step(index, item, shell) for index, item in enumerate(steps))


def _step(index: int, node: yaml.Mapping, shell: Shell) -> Step:
    found: tuple[Command, ...] = ()
    run = node.get("run") or _script_input(node)
    if isinstance(run, yaml.Scalar):
        own = text(node.get("shell"))
        found = script_commands(run, own or shell.default, shell.runs_on)
    said = {
        field: reader(node.entries[key])
        for key, (field, reader) in _STEP_FIELDS.items()
        if key in node.entries
    }
    return Step(index=index, commands=found, line=node.line, column=node.column, **said)


def _script_input(node: yaml.Mapping) -> yaml.Node | None:
    """Return the script that a step hands to an action which does nothing but run it."""
    uses = text(node.get("uses"))
    key = SCRIPT_INPUTS.get(uses.partition("@")[0].casefold()) if uses else None
    return None if key is None else child(node.get("with"), key)


def condition(node: yaml.Node | None) -> str | None:
    """Read an `if` on one line, its `${{ }}` taken away."""
    value = text(node)
    if value is None:
        return None
    line = " ".join(value.split())
    if line.startswith("${{") and line.endswith("}}") and line.count("${{") == 1:
        return line[3:-2].strip()
    return line


def _flag_or_not(node: yaml.Node) -> bool | str:
    return flag(node) or False


_STEP_FIELDS: dict[str, tuple[str, Callable[[yaml.Node], Any]]] = {
    "name": ("name", text),
    "id": ("id", text),
    "uses": ("uses", text),
    "shell": ("shell", text),
    "with": ("inputs", pairs),
    "env": ("env", names),
    "if": ("condition", condition),
    "working-directory": ("working_directory", text),
    "timeout-minutes": ("timeout_minutes", number),
    "continue-on-error": ("continue_on_error", _flag_or_not),
}
"""A step's keys with the field each one fills. Most steps have few of them, which is why only those
that are there are read."""


def read_defaults(node: yaml.Node | None) -> Defaults | None:
    """Read `defaults.run`."""
    run = child(node, "run")
    if not isinstance(run, yaml.Mapping):
        return None
    return Defaults(text(run.get("shell")), text(run.get("working-directory")))


def read_concurrency(node: yaml.Node | None) -> Concurrency | None:
    """Read `concurrency`, a group's name or a mapping."""
    if isinstance(node, yaml.Mapping):
        cancel = flag(node.get("cancel-in-progress"))
        return Concurrency(text(node.get("group")) or "", cancel or False)
    group = text(node)
    return None if group is None else Concurrency(group)


def read_permissions(node: yaml.Node | None) -> Pairs | None:
    """Read `permissions`; `read-all` and `write-all` stand for the scope `*`."""
    if isinstance(node, yaml.Mapping):
        return tuple((key.text, text(value) or "") for key, value in entries(node))
    level = text(node)
    return None if level is None else (("*", level),)


def _runner(node: yaml.Node | None) -> tuple[tuple[str, ...], str | None]:
    if isinstance(node, yaml.Mapping):
        return texts(node.get("labels")), text(node.get("group"))
    return texts(node), None


def _container(name: str, node: yaml.Node | None) -> Container | None:
    image = text(child(node, "image")) if isinstance(node, yaml.Mapping) else text(node)
    return Container(image, name) if image else None


def _services(node: yaml.Node | None) -> tuple[Container, ...]:
    found = (_container(key.text, value) for key, value in entries(node))
    return tuple(service for service in found if service is not None)
