"""What GitHub refuses beyond the shape of a file: events, needs, ids, steps, matrices."""

import re
from collections.abc import Iterator

from ciatlas.parsing import yaml
from ciatlas.parsing.github import syntax
from ciatlas.parsing.github.cron import cron_problem
from ciatlas.parsing.github.events import EVENTS, FILTERS
from ciatlas.parsing.github.inputs import check_inputs
from ciatlas.parsing.github.matrix import MAX_LEGS, is_too_large
from ciatlas.parsing.graph import find_cycle
from ciatlas.parsing.schema import Report, Shape, check, is_expression, kind
from ciatlas.parsing.values import child, entries

_SPECIAL_EVENTS: dict[str, Shape] = {
    "schedule": syntax.SCHEDULE,
    "workflow_dispatch": syntax.DISPATCH,
    "workflow_call": syntax.CALL,
    "repository_dispatch": syntax.REPOSITORY_DISPATCH,
    "image_version": syntax.IMAGE_VERSION,
}
_FILTER_PAIRS = (
    ("branches", "branches-ignore"),
    ("tags", "tags-ignore"),
    ("paths", "paths-ignore"),
)
_WORKFLOW_REFERENCE = re.compile(
    r"\./[^@]+\.ya?ml\Z|[^./@\s][^/@\s]*/[^/@\s]+/[^@\s]+\.ya?ml@\S+\Z"
)
_ONLY_WITH_STEPS = frozenset(
    """
    runs-on steps container services env environment outputs timeout-minutes continue-on-error
    defaults snapshot
    """.split()
)
_ONLY_WITH_USES = ("with", "secrets")


def check_workflow(root: yaml.Mapping, report: Report) -> None:
    """Report what is wrong across the parts of a workflow."""
    _check_events(root.get("on"), report)
    jobs = root.get("jobs")
    if isinstance(jobs, yaml.Mapping):
        for key, job in entries(jobs):
            _check_id(key, "job", report)
            if isinstance(job, yaml.Mapping):
                _check_job(key, job, report)
        _check_needs(jobs, report)


def check_steps(node: yaml.Node | None, report: Report) -> None:
    """Report steps that say nothing, too much, or share an id."""
    ids: dict[str, yaml.Scalar] = {}
    for step in node if isinstance(node, yaml.Sequence) else ():
        if not isinstance(step, yaml.Mapping):
            continue
        _check_step(step, report)
        identity = step.get("id")
        if isinstance(identity, yaml.Scalar) and identity.text:
            earlier = ids.setdefault(identity.text.casefold(), identity)
            if earlier is not identity:
                message = f"the step id {identity.text!r} is taken on line {earlier.line}"
                report(identity, "duplicate-id", message)


def _check_step(step: yaml.Mapping, report: Report) -> None:
    if "run" in step and "uses" in step:
        report(step, "step-run-and-uses", "a step has either run or uses, not both")
    elif "run" not in step and "uses" not in step:
        report(step, "step-without-action", "a step needs run or uses")
    for key, other in (("with", "uses"), ("shell", "run"), ("working-directory", "run")):
        if key in step and other not in step and ("run" in step or "uses" in step):
            stray = next(name for name, _ in step if name.text == key)
            report(stray, "misplaced-key", f"{key!r} belongs to steps with {other!r}")
    uses = step.get("uses")
    if isinstance(uses, yaml.Scalar) and uses.text and not _is_action(uses.text):
        message = f"{uses.text!r} is no action; write owner/name@ref, ./path or docker://image"
        report(uses, "action-reference", message)


def _is_action(uses: str) -> bool:
    if uses.startswith(("./", "../", "docker://")) or "${{" in uses or uses in (".", ".."):
        return True
    name, at, ref = uses.partition("@")
    return bool(at and ref) and "/" in name.strip("/")


def _check_events(node: yaml.Node | None, report: Report) -> None:
    if node is None:
        return
    if isinstance(node, yaml.Mapping):
        if not len(node):
            report(node, "empty", "'on' must not be empty")
        for key, value in entries(node):
            _check_event(key, value, report)
        return
    names = node.items if isinstance(node, yaml.Sequence) else [node]
    if not names or (isinstance(node, yaml.Scalar) and node.is_null):
        report(node, "empty", "'on' must not be empty")
        return
    for name in names:
        if not isinstance(name, yaml.Scalar):
            report(name, "wrong-type", f"an event has to be a single value, not {kind(name)}")
        elif name.text not in EVENTS:
            report(name, "unknown-event", f"no event is called {name.text!r}")
        elif name.text == "schedule":
            report(name, "missing-key", "the event 'schedule' needs a list of crons")


def _check_event(key: yaml.Scalar, node: yaml.Node, report: Report) -> None:
    event = key.text
    if event not in EVENTS:
        report(key, "unknown-event", f"no event is called {event!r}")
    elif event in _SPECIAL_EVENTS:
        check(node, _SPECIAL_EVENTS[event], f"'on.{event}'", report)
        _check_special(event, node, report)
    elif isinstance(node, yaml.Mapping):
        _check_filters(event, node, report)
    elif not (isinstance(node, yaml.Scalar) and node.is_null):
        report(node, "wrong-type", f"'on.{event}' has to be a mapping, not {kind(node)}")


def _check_special(event: str, node: yaml.Node, report: Report) -> None:
    if event == "schedule":
        for item in node if isinstance(node, yaml.Sequence) else ():
            cron = child(item, "cron")
            if isinstance(cron, yaml.Scalar) and cron.text and not is_expression(cron):
                problem = cron_problem(cron.text)
                if problem:
                    report(cron, "invalid-cron", problem)
    else:
        check_inputs(event, child(node, "inputs"), report)


def _check_filters(event: str, node: yaml.Mapping, report: Report) -> None:
    for key, value in node:
        shape = syntax.EVENT_KEYS.get(key.text)
        if shape is None:
            known = ", ".join(sorted(syntax.EVENT_KEYS))
            report(key, "unknown-key", f"the event has no key {key.text!r}; known are {known}")
            continue
        check(value, shape, f"{key.text!r} of {event}", report)
        if event not in FILTERS.get(key.text, (event,)):
            report(key, "misplaced-filter", f"the event {event!r} has no filter {key.text!r}")
    _check_types(event, node.get("types"), report)
    for one, other in _FILTER_PAIRS:
        if one in node and other in node:
            stray = next(name for name, _ in node if name.text in (one, other))
            message = f"{one!r} and {other!r} exclude each other; use ! patterns in {one!r}"
            report(stray, "filter-conflict", message)
    if event == "workflow_run" and "workflows" not in node:
        report(node, "missing-key", "'on.workflow_run' lacks the key 'workflows'")


def _check_types(event: str, node: yaml.Node | None, report: Report) -> None:
    known = EVENTS[event]
    items = node.items if isinstance(node, yaml.Sequence) else [node]
    for item in items:
        if not isinstance(item, yaml.Scalar) or is_expression(item) or not item.text:
            continue
        if item.text not in known:
            listed = ", ".join(sorted(known)) or "none"
            message = f"the event {event!r} has no type {item.text!r}; it has {listed}"
            report(item, "unknown-type", message)


def _check_job(key: yaml.Scalar, job: yaml.Mapping, report: Report) -> None:
    if "uses" in job:
        _check_reusable(job, report)
    else:
        if "runs-on" not in job:
            report(key, "missing-key", f"the job {key.text!r} lacks the key 'runs-on'")
        if "steps" not in job:
            report(key, "missing-key", f"the job {key.text!r} lacks the key 'steps'")
        for stray in (name for name, _ in job if name.text in _ONLY_WITH_USES):
            report(stray, "misplaced-key", f"{stray.text!r} belongs to jobs with 'uses'")
    check_steps(job.get("steps"), report)
    matrix = child(job, "strategy", "matrix")
    if isinstance(matrix, yaml.Mapping):
        _check_matrix(matrix, report)


def _check_reusable(job: yaml.Mapping, report: Report) -> None:
    for stray in (name for name, _ in job if name.text in _ONLY_WITH_STEPS):
        message = f"a job that calls a reusable workflow has no {stray.text!r}"
        report(stray, "misplaced-key", message)
    uses = job.get("uses")
    if isinstance(uses, yaml.Scalar) and uses.text and not _is_workflow(uses.text):
        message = f"{uses.text!r} is no reusable workflow; write owner/name/path.yml@ref or ./path"
        report(uses, "workflow-reference", message)


def _is_workflow(uses: str) -> bool:
    return "${{" in uses or bool(_WORKFLOW_REFERENCE.match(uses))


def _check_matrix(matrix: yaml.Mapping, report: Report) -> None:
    axes = [
        (key, value) for key, value in entries(matrix) if key.text not in ("include", "exclude")
    ]
    for key, value in axes:
        if isinstance(value, yaml.Sequence):
            if not len(value):
                report(value, "empty", f"the matrix axis {key.text!r} must not be empty")
        elif not is_expression(value):
            report(value, "wrong-type", f"the matrix axis {key.text!r} has to be a list")
    for name in ("include", "exclude"):
        for item in _combinations(name, matrix.get(name), report):
            if not isinstance(item, yaml.Mapping) and not is_expression(item):
                report(item, "wrong-type", f"an item of {name!r} has to be a mapping")
    _check_exclude(matrix, axes, report)
    if not len(matrix):
        report(matrix, "empty", "a matrix must have an axis, or an include")
    if is_too_large(matrix):
        report(matrix, "matrix-too-large", f"a matrix has at most {MAX_LEGS} legs")


def _combinations(name: str, node: yaml.Node | None, report: Report) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.Sequence):
        yield from node
    elif node is not None and not is_expression(node) and kind(node) != "nothing":
        report(node, "wrong-type", f"{name!r} of a matrix has to be a list, not {kind(node)}")


def _check_exclude(
    matrix: yaml.Mapping, axes: list[tuple[yaml.Scalar, yaml.Node]], report: Report
) -> None:
    exclude = matrix.get("exclude")
    known = {key.text for key, _ in axes}
    included = matrix.get("include")
    if not isinstance(exclude, yaml.Sequence) or is_expression(included):
        return
    for item in exclude:
        for key, _ in entries(item):
            if key.text not in known:
                message = f"{key.text!r} is no axis of this matrix, nothing can be excluded by it"
                report(key, "unknown-axis", message)


def _check_id(key: yaml.Scalar, noun: str, report: Report) -> None:
    if not syntax.ID.match(key.text) and "${{" not in key.text:
        message = (
            f"the {noun} id {key.text!r} has to start with a letter or _ and hold only letters,"
            " digits, - and _"
        )
        report(key, "invalid-id", message)


def _check_needs(jobs: yaml.Mapping, report: Report) -> None:
    ids = {key.text.casefold(): key.text for key, _ in entries(jobs)}
    needs: dict[str, list[str]] = {}
    for key, job in entries(jobs):
        wanted = needs[key.text.casefold()] = []
        for item in _needed(child(job, "needs")):
            name = item.text.casefold()
            if name not in ids:
                report(item, "unknown-needs", f"no job is called {item.text!r}")
            elif name in wanted:
                report(item, "duplicate-needs", f"the job needs {item.text!r} twice")
            else:
                wanted.append(name)
    cycle = find_cycle(needs)
    if cycle:
        shown = " → ".join(ids[name] for name in [*cycle, cycle[0]])
        first = next(key for key, _ in entries(jobs) if key.text.casefold() in cycle)
        report(first, "cyclic-needs", f"jobs need each other in a circle: {shown}")


def _needed(node: yaml.Node | None) -> Iterator[yaml.Scalar]:
    for item in node.items if isinstance(node, yaml.Sequence) else [node]:
        if isinstance(item, yaml.Scalar) and item.text and not is_expression(item):
            yield item
