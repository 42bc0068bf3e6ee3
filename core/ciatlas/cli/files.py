"""Pipeline files on disk: what their steps are for, and what is wrong in them."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from ciatlas.analysis.wording import percent
from ciatlas.cli.output import print_json, say
from ciatlas.cli.settings import Settings, global_options, pass_settings
from ciatlas.display import visible
from ciatlas.model.diagnostic import Diagnostic, Severity
from ciatlas.model.errors import CiatlasError
from ciatlas.model.pipeline import Pipeline, System

_FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
_SYSTEM = click.option(
    "--system",
    type=click.Choice([system.value for system in System]),
    help="The CI system of the files, where their paths do not tell.",
)


@click.command()
@global_options
@_SYSTEM
@_FILES
@pass_settings
def check(settings: Settings, files: tuple[Path, ...], system: str | None) -> int:
    """Check pipeline FILES; exit 1 if any has an error."""
    results = [(path, _diagnostics(path, system)) for path in files]
    failed = any(_has_error(diagnostics) for _, diagnostics in results)
    if settings.json:
        print_json(
            files=[
                {
                    "path": str(path),
                    "ok": not _has_error(diagnostics),
                    "diagnostics": [asdict(diagnostic) for diagnostic in diagnostics],
                }
                for path, diagnostics in results
            ]
        )
        return int(failed)
    for path, diagnostics in results:
        if not diagnostics:
            say(f"{path}: ok")
        for found in diagnostics:
            say(_told(path, found))
    return int(failed)


@click.command()
@global_options
@_SYSTEM
@click.option(
    "--rules",
    multiple=True,
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="A rule file of your own, read before the built-in rules.",
)
@click.option("--explain", is_flag=True, help="Say for each step which rule decided, and how sure.")
@_FILES
@pass_settings
def classify(
    settings: Settings,
    files: tuple[Path, ...],
    system: str | None,
    rules: tuple[Path, ...],
    explain: bool,
) -> int:
    """Say what the steps of pipeline FILES are for; exit 1 if one is no pipeline."""
    from ciatlas.analysis.activities import load_rules

    rule_set = load_rules(rules)
    pipelines = [(path, read_pipeline(path, system)) for path in files]
    for path, pipeline in pipelines:
        for found in causes_first(pipeline.diagnostics):
            if found.severity is Severity.ERROR:
                click.echo(visible(_told(path, found)), err=True)
    failed = any(is_unreadable(pipeline) for _, pipeline in pipelines)
    if settings.json:
        print_json(files=[_classified(path, one, rule_set) for path, one in pipelines])
        return int(failed)
    for path, pipeline in pipelines:
        if is_unreadable(pipeline):
            continue
        record = _classified(path, pipeline, rule_set)
        ml = ", ML-specific" if record["ml_specific"] else ""
        say(f"{record['path']}: checks {', '.join(record['checks']) or 'none'}{ml}")
        for job in record["jobs"]:
            say(f"  {job['id']}")
            for step in job["steps"]:
                say(f"    {step['index'] + 1:3}  {step['activity']:<16}  {step['title']}")
                if explain:
                    sure = f"{percent(step['confidence'])} sure"
                    say(f"         because {step['why']} (rule {step['rule']}, {sure})")
    return int(failed)


def _classified(path: Path, pipeline: Pipeline, rules: Any) -> dict[str, Any]:
    from ciatlas.analysis.activities import classify as label

    labels = label(pipeline, rules, lambda uses: _local(path, uses))
    jobs = []
    for job in pipeline.jobs:
        steps = []
        for step in job.steps:
            found = labels.step(job.id, step.index)
            program = step.commands[0].program if step.commands else "run"
            steps.append(
                {
                    "index": step.index,
                    "activity": found.activity,
                    "why": found.why,
                    "rule": found.rule,
                    "confidence": found.confidence,
                    "title": step.name or step.uses or program,
                }
            )
        jobs.append({"id": job.id, "steps": steps})
    return {
        "path": str(path),
        "system": pipeline.system,
        "checks": list(labels.checks),
        "ml_specific": labels.ml_specific,
        "jobs": jobs,
    }


def _local(path: Path, uses: str) -> Pipeline | None:
    """Read a local action or reusable workflow beside a file of the same checkout."""
    relative = uses.removeprefix("./")
    for root in path.resolve().parents:
        base = root / relative
        for candidate in (base, base / "action.yml", base / "action.yaml"):
            if candidate.is_file() and candidate.resolve().is_relative_to(root):
                return read_pipeline(candidate, None)
        if (root / ".git").exists():
            return None
    return None


def _diagnostics(path: Path, system: str | None) -> tuple[Diagnostic, ...]:
    try:
        return causes_first(read_pipeline(path, system).diagnostics)
    except CiatlasError as error:
        return (Diagnostic(0, 0, Severity.ERROR, "unreadable", str(error)),)


def read_pipeline(path: Path, system: str | None = None) -> Pipeline:
    """Parse a file on disk; its path may name the system, else its content does."""
    from ciatlas.parsing import parse

    try:
        source = path.read_bytes()
    except OSError as error:
        raise CiatlasError(
            f"{path} cannot be read: {(error.strerror or str(error)).lower()}"
        ) from error
    return parse(_repository_path(path), source, System(system) if system else None)


def _repository_path(path: Path) -> str:
    """Return the path as the repository around the file would name it."""
    parts = path.resolve().parts
    for index, part in enumerate(parts):
        if part in (".github", ".circleci", ".devcontainer"):
            return "/".join(parts[index:])
    return path.name


def causes_first(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Put what makes a file no YAML before what is missing in it for that reason."""
    return tuple(sorted(diagnostics, key=lambda found: found.code != "yaml-syntax"))


def is_unreadable(pipeline: Pipeline) -> bool:
    """Tell whether a file holds no jobs because of what is wrong in it."""
    return not pipeline.jobs and _has_error(pipeline.diagnostics)


def _told(path: Path, found: Diagnostic) -> str:
    place = f"{path}:{found.line}:{found.column}" if found.line else f"{path}"
    return f"{place}: {found.severity}: {found.message} [{found.code}]"


def _has_error(diagnostics: tuple[Diagnostic, ...]) -> bool:
    return any(found.severity is Severity.ERROR for found in diagnostics)
