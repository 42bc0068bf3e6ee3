"""The workflows of a configuration: which jobs are invoked, on what they wait, what starts them.

Source: CircleCI documentation, "Configuration reference", `workflows`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from ciatlas.model.pipeline import Matrix, Pairs, Trigger
from ciatlas.parsing import yaml
from ciatlas.parsing.values import child, entries, text, texts, written

MAX_LEGS = 256
_MOST_COMBINATIONS = 16 * MAX_LEGS

_OWN_KEYS = frozenset(
    "name requires filters matrix context type pre-steps post-steps serial-group".split()
)
_UNCONDITIONAL = "push"


@dataclass(frozen=True, slots=True)
class Invocation:
    """One job as one workflow invokes it."""

    workflow: str
    job: str
    key: yaml.Scalar
    given: yaml.Node | None
    name: str
    alias: str | None
    requires: tuple[yaml.Scalar, ...]
    matrix: Matrix | None

    @property
    def is_approval(self) -> bool:
        """Whether a person has to approve, and nothing runs."""
        return text(child(self.given, "type")) == "approval"

    def parameters(self) -> yaml.Mapping:
        """Return what the invocation passes to the job."""
        passed = yaml.Mapping(self.key.line, self.key.column)
        for key, value in entries(self.given):
            if key.text not in _OWN_KEYS:
                passed.entries[key.text] = value
                passed.pairs.append((key, value))
        return passed


def read_workflows(node: yaml.Node | None) -> Iterator[tuple[yaml.Scalar, yaml.Node]]:
    """Yield the workflows, without the `version` that may stand among them."""
    for key, value in entries(node):
        if not (key.text == "version" and isinstance(value, yaml.Scalar)):
            yield key, value


def read_invocations(workflow: str, node: yaml.Node) -> Iterator[Invocation]:
    """Yield the jobs of a workflow in written order."""
    jobs = child(node, "jobs")
    for item in jobs.items if isinstance(jobs, yaml.Sequence) else ():
        if isinstance(item, yaml.Scalar):
            yield Invocation(workflow, item.text, item, None, item.text, None, (), None)
        for key, given in entries(item):
            matrix = child(given, "matrix")
            name = text(child(given, "name"))
            alias = text(child(matrix, "alias"))
            yield Invocation(
                workflow=workflow,
                job=key.text,
                key=key,
                given=given,
                name=name or alias or key.text,
                alias=alias,
                requires=tuple(_required(child(given, "requires"))),
                matrix=_matrix(matrix),
            )


def _required(node: yaml.Node | None) -> Iterator[yaml.Scalar]:
    """Yield the names in `requires`, a job alone or with the statuses it may end in."""
    for item in node.items if isinstance(node, yaml.Sequence) else ():
        if isinstance(item, yaml.Scalar):
            yield item
        for key, _ in entries(item):
            yield key


def _matrix(node: yaml.Node | None) -> Matrix | None:
    if node is None:
        return None
    axes = tuple((key.text, _values(value)) for key, value in entries(child(node, "parameters")))
    if any(values is None for _, values in axes):
        return Matrix(axes, None)
    excluded = child(node, "exclude")
    out = {
        frozenset((key.text, written(value)) for key, value in entries(item))
        for item in (excluded.items if isinstance(excluded, yaml.Sequence) else ())
    }
    names = [name for name, _ in axes]
    combinations = product(*(values or () for _, values in axes))
    legs: list[Pairs] = [
        tuple(zip(names, combination, strict=True))
        for combination in islice(combinations, _MOST_COMBINATIONS)
    ]
    kept = [leg for leg in legs if frozenset(leg) not in out]
    return Matrix(axes, tuple(kept[:MAX_LEGS]))


def _values(node: yaml.Node) -> tuple[str, ...] | None:
    if not isinstance(node, yaml.Sequence):
        return None
    values = tuple(written(item) for item in node)
    return None if any("<<" in value for value in values) else values


def read_triggers(key: yaml.Scalar, node: yaml.Node) -> Iterator[Trigger]:
    """Yield what starts a workflow: its schedules, else every push, under its condition.

    A push trigger has the branch and tag filters that all jobs of the workflow share.
    """
    condition = _condition(node)
    triggers = child(node, "triggers")
    schedules = triggers.items if isinstance(triggers, yaml.Sequence) else []
    for item in schedules:
        schedule = child(item, "schedule")
        cron = text(child(schedule, "cron"))
        branches = child(schedule, "filters", "branches")
        yield Trigger(
            event="schedule",
            cron=" ".join(cron.split()) if cron else None,
            branches=texts(child(branches, "only")),
            branches_ignore=texts(child(branches, "ignore")),
            expression=condition,
            line=item.line,
        )
    if not schedules:
        yield _push(key, node, condition)


def _push(key: yaml.Scalar, node: yaml.Node, condition: str | None) -> Trigger:
    filters = {
        tuple(
            texts(child(invocation.given, "filters", kind, rule))
            for kind in ("branches", "tags")
            for rule in ("only", "ignore")
        )
        for invocation in read_invocations(key.text, node)
    }
    branches, branches_ignore, tags, tags_ignore = (
        next(iter(filters)) if len(filters) == 1 else ((), (), (), ())
    )
    return Trigger(
        event=_UNCONDITIONAL,
        branches=branches,
        branches_ignore=branches_ignore,
        tags=tags,
        tags_ignore=tags_ignore,
        expression=condition,
        line=key.line,
    )


def _condition(node: yaml.Node) -> str | None:
    for name in ("when", "unless"):
        asked = child(node, name)
        if asked is not None:
            return f"{name} {written(asked)}"
    return None
