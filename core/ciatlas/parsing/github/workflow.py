"""Workflow files and action files to pipelines."""

from collections.abc import Callable

from ciatlas.model.diagnostic import Diagnostic, Severity
from ciatlas.model.pipeline import Job, Kind, Pipeline, System
from ciatlas.parsing import yaml
from ciatlas.parsing.github import syntax
from ciatlas.parsing.github.jobs import (
    Shell,
    read_concurrency,
    read_defaults,
    read_jobs,
    read_permissions,
    read_steps,
)
from ciatlas.parsing.github.rules import check_steps, check_workflow
from ciatlas.parsing.github.triggers import parameters, read_triggers
from ciatlas.parsing.schema import Shape, check
from ciatlas.parsing.values import child, names, text

_WARNINGS = frozenset(("unknown-type", "unknown-axis"))
"""Findings that GitHub lets pass."""


def parse_workflow(path: str, document: yaml.Document) -> Pipeline:
    """Read a workflow as far as it can be understood, with everything that is wrong in it."""
    root = document.root
    diagnostics = _checked(document, syntax.WORKFLOW, "the workflow", check_workflow)
    defaults = read_defaults(child(root, "defaults"))
    return Pipeline(
        path=path,
        system=System.GITHUB_ACTIONS,
        kind=Kind.WORKFLOW,
        name=text(child(root, "name")),
        triggers=read_triggers(child(root, "on")),
        jobs=read_jobs(child(root, "jobs"), defaults),
        permissions=read_permissions(child(root, "permissions")),
        concurrency=read_concurrency(child(root, "concurrency")),
        defaults=defaults,
        env=names(child(root, "env")),
        diagnostics=diagnostics,
    )


def parse_action(path: str, document: yaml.Document) -> Pipeline:
    """Read an action's metadata; a composite action's steps become the job `runs`."""
    root = document.root
    runs = child(root, "runs")
    diagnostics = _checked(document, syntax.ACTION, "the action", _check_action)
    steps = read_steps(child(runs, "steps"), Shell())
    line, column = (runs.line, runs.column) if runs is not None else (0, 0)
    return Pipeline(
        path=path,
        system=System.GITHUB_ACTIONS,
        kind=Kind.ACTION,
        name=text(child(root, "name")),
        jobs=(Job("runs", steps=steps, line=line, column=column),) if steps else (),
        using=text(child(runs, "using")),
        parameters=parameters(child(root, "inputs")),
        outputs=parameters(child(root, "outputs")),
        diagnostics=diagnostics,
    )


def _check_action(root: yaml.Mapping, report: Callable[[yaml.Node, str, str], None]) -> None:
    runs = root.get("runs")
    if not isinstance(runs, yaml.Mapping):
        return
    using = text(runs.get("using")) or ""
    wanted = "steps" if using == "composite" else "image" if using == "docker" else "main"
    if using and "${{" not in using and wanted not in runs:
        report(runs, "missing-key", f"an action using {using!r} lacks the key {wanted!r}")
    check_steps(runs.get("steps"), report)
    steps = runs.get("steps")
    for step in steps if isinstance(steps, yaml.Sequence) else ():
        if isinstance(step, yaml.Mapping) and "run" in step and "shell" not in step:
            report(step, "missing-key", "a step with 'run' in an action lacks the key 'shell'")


def _checked(
    document: yaml.Document,
    shape: Shape,
    place: str,
    rules: Callable[[yaml.Mapping, Callable[[yaml.Node, str, str], None]], None],
) -> tuple[Diagnostic, ...]:
    found = list(document.diagnostics)

    def report(node: yaml.Node, code: str, message: str) -> None:
        severity = Severity.WARNING if code in _WARNINGS else Severity.ERROR
        found.append(Diagnostic(node.line, node.column, severity, code, message))

    root = document.root
    if root is None:
        if not found:
            found.append(Diagnostic(1, 1, Severity.ERROR, "empty", "the file is empty"))
    else:
        check(root, shape, place, report)
        if isinstance(root, yaml.Mapping):
            rules(root, report)
    return tuple(sorted(set(found)))
