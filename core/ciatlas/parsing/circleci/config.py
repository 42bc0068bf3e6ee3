"""A CircleCI configuration to a pipeline: one job per invocation in a workflow."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ciatlas.model.diagnostic import Diagnostic, Severity
from ciatlas.model.pipeline import (
    Container,
    Job,
    Kind,
    Pairs,
    Parameter,
    Pipeline,
    System,
    Trigger,
)
from ciatlas.parsing import yaml
from ciatlas.parsing.circleci.names import Names, ids_of
from ciatlas.parsing.circleci.scope import Scope
from ciatlas.parsing.circleci.steps import Expander, Frame
from ciatlas.parsing.circleci.workflows import (
    Invocation,
    read_invocations,
    read_triggers,
    read_workflows,
)
from ciatlas.parsing.graph import find_cycle
from ciatlas.parsing.schema import kind
from ciatlas.parsing.values import child, entries, flag, names, short, text, written

_LONE_JOB = "build"
_WARNINGS = frozenset(("unused-job",))


@dataclass(frozen=True, slots=True)
class _Machine:
    """Where a job runs."""

    runs_on: tuple[str, ...]
    container: Container | None = None
    services: tuple[Container, ...] = ()
    shell: str | None = None
    env: tuple[str, ...] = ()


def parse_circleci(path: str, document: yaml.Document) -> Pipeline:
    """Read a configuration (version 2 or 2.1) as far as it can be understood."""
    return _Configuration(path, document).read()


class _Configuration:
    """One configuration file while it is being read."""

    def __init__(self, path: str, document: yaml.Document) -> None:
        self._path = path
        self._root = document.root
        self._found = list(document.diagnostics)
        self._expander = Expander(self._report)
        self._orbs = frozenset(key.text for key, _ in entries(child(self._root, "orbs")))

    def _report(self, node: yaml.Node, code: str, message: str) -> None:
        severity = Severity.WARNING if code in _WARNINGS else Severity.ERROR
        self._found.append(Diagnostic(node.line, node.column, severity, code, message))

    def read(self) -> Pipeline:
        """Put the pipeline together."""
        self._check_root()
        invocations = list(self._invocations())
        ids = ids_of(invocations)
        named = Names(invocations, ids)
        jobs = tuple(
            self._job(invocation, job_id, self._needs(invocation, named))
            for invocation, job_id in zip(invocations, ids, strict=True)
        )
        self._check_cycles(jobs, invocations)
        self._check_unused(invocations)
        root = self._root
        return Pipeline(
            path=self._path,
            system=System.CIRCLECI,
            kind=Kind.WORKFLOW,
            triggers=tuple(self._triggers()),
            jobs=jobs,
            parameters=tuple(_parameters(child(root, "parameters"))),
            orbs=_orbs(child(root, "orbs")),
            diagnostics=tuple(sorted(set(self._found))),
        )

    def _check_root(self) -> None:
        root = self._root
        if root is None:
            if not self._found:
                self._found.append(Diagnostic(1, 1, Severity.ERROR, "empty", "the file is empty"))
        elif not isinstance(root, yaml.Mapping):
            message = f"the configuration has to be a mapping, not {kind(root)}"
            self._report(root, "wrong-type", message)
        else:
            if "version" not in root:
                self._report(root, "missing-key", "the configuration lacks the key 'version'")
            if "jobs" not in root and "workflows" not in root:
                self._report(root, "missing-key", "the configuration lacks the key 'jobs'")
            for name in ("jobs", "workflows", "commands", "executors", "orbs"):
                section = root.get(name)
                if section is not None and not isinstance(section, yaml.Mapping):
                    message = f"{name!r} has to be a mapping, not {kind(section)}"
                    self._report(section, "wrong-type", message)

    def _invocations(self) -> Iterator[Invocation]:
        workflows = child(self._root, "workflows")
        if workflows is None:
            for key, _ in entries(child(self._root, "jobs")):
                if key.text == _LONE_JOB:
                    yield Invocation("", key.text, key, None, key.text, None, (), None)
        for key, node in read_workflows(workflows):
            yield from read_invocations(key.text, node)

    def _triggers(self) -> Iterator[Trigger]:
        seen: set[Trigger] = set()
        workflows = child(self._root, "workflows")
        if workflows is None and child(self._root, "jobs") is not None:
            yield Trigger("push")
        for key, node in read_workflows(workflows):
            for trigger in read_triggers(key, node):
                same = Trigger(
                    trigger.event, trigger.branches, trigger.branches_ignore, trigger.tags,
                    trigger.tags_ignore, cron=trigger.cron, expression=trigger.expression,
                )  # fmt: skip
                if same not in seen:
                    seen.add(same)
                    yield trigger

    def _needs(self, invocation: Invocation, named: Names) -> tuple[str, ...]:
        needs = []
        for item in invocation.requires:
            job = named.find(invocation.workflow, item.text)
            if job is not None:
                needs.append(job)
            elif "<<" not in item.text and not named.is_leg(invocation.workflow, item.text):
                message = f"no job of the workflow {invocation.workflow!r} is called {item.text!r}"
                self._report(item, "unknown-needs", message)
        return tuple(dict.fromkeys(needs))

    def _job(self, invocation: Invocation, job_id: str, needs: tuple[str, ...]) -> Job:
        key = invocation.key
        job = Job(
            id=job_id,
            needs=needs,
            workflow=invocation.workflow or None,
            matrix=invocation.matrix,
            line=key.line,
            column=key.column,
        )
        if invocation.is_approval:
            return replace(job, condition="approval")
        definition = child(self._root, "jobs", invocation.job)
        if definition is None:
            if "/" not in invocation.job or invocation.job.split("/")[0] not in self._orbs:
                self._report(key, "unknown-job", f"no job is called {invocation.job!r}")
            inputs = tuple((k.text, short(v)) for k, v in entries(invocation.parameters()))
            return replace(job, uses=invocation.job, inputs=inputs)
        return self._defined(invocation, definition, job)

    def _defined(self, invocation: Invocation, definition: yaml.Node, job: Job) -> Job:
        declared = child(definition, "parameters")
        axes = invocation.matrix.axes if invocation.matrix is not None else ()
        varying = [name for name, _ in axes]
        scope = Scope().inner(declared, invocation.parameters(), varying)
        machine = self._machine(definition, scope)
        shell = scope.text(child(definition, "shell")) or machine.shell
        frame = Frame(scope, child(self._root, "commands"), self._orbs, shell)
        steps = yaml.Sequence(definition.line, definition.column)
        for part in (
            child(invocation.given, "pre-steps"),
            child(definition, "steps"),
            child(invocation.given, "post-steps"),
        ):
            known = scope.node(part)
            steps.items += known.items if isinstance(known, yaml.Sequence) else []
        if child(definition, "steps") is None:
            self._report(definition, "missing-key", f"the job {invocation.job!r} lacks steps")
        return replace(
            job,
            runs_on=machine.runs_on,
            container=machine.container,
            services=machine.services,
            env=tuple(dict.fromkeys((*names(child(definition, "environment")), *machine.env))),
            steps=self._expander.steps(steps, frame),
            line=definition.line,
            column=definition.column,
        )

    def _machine(self, node: yaml.Node, scope: Scope, depth: int = 0) -> _Machine:
        """Find where a job or executor runs, following named executors."""
        named = scope.node(child(node, "executor"))
        if named is not None and depth < 3:
            name = scope.text(named) or scope.text(child(named, "name")) or ""
            executor = child(self._root, "executors", name)
            if executor is not None:
                inner = scope.inner(child(executor, "parameters"), named)
                return self._machine(executor, inner, depth + 1)
            if name.split("/")[0] not in self._orbs and "<<" not in name:
                self._report(named, "unknown-executor", f"no executor is called {name!r}")
            return _Machine((name,))
        shell = scope.text(child(node, "shell"))
        env = names(child(node, "environment"))
        images = [
            Container(image, str(number) if number else "")
            for number, item in enumerate(_items(child(node, "docker")))
            if (image := scope.text(child(item, "image")))
        ]
        size = scope.text(child(node, "resource_class"))
        if images:
            labels = tuple(filter(None, ("docker", size)))
            return _Machine(labels, images[0], tuple(images[1:]), shell, env)
        for name, detail in (("machine", "image"), ("macos", "xcode")):
            found = child(node, name)
            if found is not None:
                version = scope.text(child(found, detail))
                return _Machine(tuple(filter(None, (name, version, size))), shell=shell, env=env)
        return _Machine(tuple(filter(None, (size,))), shell=shell, env=env)

    def _check_cycles(self, jobs: tuple[Job, ...], invocations: list[Invocation]) -> None:
        cycle = find_cycle({job.id: job.needs for job in jobs})
        if cycle:
            shown = " → ".join([*cycle, cycle[0]])
            at = next(i.key for i, job in zip(invocations, jobs, strict=True) if job.id in cycle)
            self._report(at, "cyclic-needs", f"jobs require each other in a circle: {shown}")

    def _check_unused(self, invocations: list[Invocation]) -> None:
        used = {invocation.job for invocation in invocations}
        if child(self._root, "workflows") is None:
            return
        for key, _ in entries(child(self._root, "jobs")):
            if key.text not in used:
                self._report(key, "unused-job", f"no workflow runs the job {key.text!r}")


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return node.items if isinstance(node, yaml.Sequence) else []


def _parameters(node: yaml.Node | None) -> Iterator[Parameter]:
    for key, value in entries(node):
        default = child(value, "default")
        yield Parameter(
            name=key.text,
            type=text(child(value, "type")),
            required=flag(default) is None and default is None,
            default=short(default) if default is not None else None,
        )


def _orbs(node: yaml.Node | None) -> Pairs:
    """Return the orbs; one written inline has no reference."""
    return tuple(
        (key.text, written(value) if isinstance(value, yaml.Scalar) else "inline")
        for key, value in entries(node)
    )
