"""What the atlas holds: tools, their workflows, one workflow, and how pipelines changed."""

from dataclasses import asdict
from typing import Any

import click

from ciatlas.analysis.wording import count, trigger_text
from ciatlas.cli.absence import require_members, tell_absence
from ciatlas.cli.output import Column, day, instant, print_json, print_table, say
from ciatlas.cli.records import job_record, trigger_record
from ciatlas.cli.settings import Settings, global_options, pass_settings
from ciatlas.model.errors import CiatlasError
from ciatlas.model.summary import RepositorySummary


@click.command()
@global_options
@click.option("--cohort", help="Only the repositories of this cohort.")
@pass_settings
def tools(settings: Settings, cohort: str | None) -> None:
    """List the repositories and their figures."""
    with settings.open_atlas() as atlas:
        found = atlas.repositories(cohort)
        chosen = found if cohort is None else require_members(cohort, found)
        summaries = [atlas.summary(repository, settings.as_of) for repository in chosen]
    if settings.json:
        print_json(tools=[_tool_record(summary) for summary in summaries])
        return
    print_table(
        [
            Column("tool"),
            Column("repository"),
            Column("first commit"),
            Column("commits", number=True),
            Column("people", number=True),
            Column("workflows", number=True),
            Column("jobs", number=True),
            Column("steps", number=True),
            Column("CI commits", number=True),
            Column("test commits", number=True),
            Column("as of"),
            Column("source"),
        ],
        [_tool_row(summary) for summary in summaries],
    )
    absent = [summary.repository for summary in summaries if summary.snapshot is None]
    tell_absence(settings.as_of, absent, len(summaries))


def _tool_record(summary: RepositorySummary) -> dict[str, Any]:
    repository, snapshot = summary.repository, summary.snapshot
    return {
        "repository": repository.full_name,
        "name": repository.name,
        "cohort": repository.cohort or None,
        "head": snapshot.commit if snapshot else None,
        "head_date": snapshot.day.isoformat() if snapshot else None,
        "first_commit": day(summary.first_commit),
        "commits": summary.commits,
        "contributors": summary.contributors,
        "author_emails": summary.author_emails,
        "paths": summary.paths,
        "workflows": summary.workflows,
        "jobs": summary.jobs,
        "steps": summary.steps,
        "needs": summary.needs,
        "systems": list(summary.systems),
        "stars": summary.stars,
        "issues": summary.issues,
        "bug_issues": summary.bug_issues,
        "complete": repository.complete,
        "retrieved_at": instant(repository.retrieved_at),
        "source": repository.source,
    }


def _tool_row(summary: RepositorySummary) -> list[object]:
    repository, snapshot = summary.repository, summary.snapshot
    if snapshot is None:
        return [repository.name, repository.full_name, *[None] * 9, repository.source or None]
    return [
        repository.name,
        repository.full_name,
        summary.first_commit,
        summary.commits,
        summary.contributors,
        summary.workflows,
        summary.jobs,
        summary.steps,
        summary.paths.get("workflows"),
        summary.paths.get("tests"),
        snapshot.time,
        repository.source,
    ]


@click.command()
@global_options
@click.argument("repository")
@pass_settings
def workflows(settings: Settings, repository: str) -> None:
    """List the pipelines of REPOSITORY."""
    with settings.open_atlas() as atlas:
        found = atlas.find_repository(repository)
        snapshot = atlas.snapshot(found, settings.as_of)
        if snapshot is None and found.observed_on:
            raise CiatlasError(f"{found.full_name} {found.absence}")
        entries = atlas.pipelines(snapshot) if snapshot else []
    if settings.json:
        print_json(
            repository=found.full_name,
            commit=snapshot.commit if snapshot else None,
            workflows=[
                {
                    "path": entry.path,
                    "name": entry.name,
                    "system": entry.system,
                    "kind": entry.kind,
                    "blob": entry.blob,
                    "triggers": [trigger_record(trigger) for trigger in entry.triggers],
                    "jobs": entry.jobs,
                    "steps": entry.steps,
                    "needs": entry.needs,
                    "checks": entry.checks,
                    "ml_specific": entry.ml_specific,
                    "errors": entry.errors,
                    "commits": entry.commits,
                    "first_commit": day(entry.first_commit),
                    "last_commit": day(entry.last_commit),
                }
                for entry in entries
            ],
        )
        return
    if snapshot is None:
        say(f"{found.full_name} {found.absence}")
        return
    print_table(
        [
            Column("path"),
            Column("name"),
            Column("triggers"),
            Column("jobs", number=True),
            Column("steps", number=True),
            Column("checks"),
            Column("commits", number=True),
            Column("last commit"),
        ],
        [
            (
                entry.path,
                entry.name,
                [trigger_text(trigger) for trigger in entry.triggers],
                entry.jobs,
                entry.steps,
                entry.checks,
                entry.commits,
                entry.last_commit,
            )
            for entry in entries
        ],
    )


@click.command()
@global_options
@click.argument("repository")
@click.argument("path")
@pass_settings
def workflow(settings: Settings, repository: str, path: str) -> None:
    """Show one pipeline of REPOSITORY, its jobs and steps."""
    from ciatlas.analysis.activities import classify, load_rules

    with settings.open_atlas() as atlas:
        snapshot, pipeline = atlas.require_pipeline(repository, path, settings.as_of)
        labels = classify(pipeline, load_rules(), lambda uses: atlas.local_pipeline(snapshot, uses))
    jobs = [job_record(job, labels) for job in pipeline.jobs]
    if settings.json:
        print_json(
            repository=snapshot.repository,
            commit=snapshot.commit,
            path=pipeline.path,
            name=pipeline.name,
            system=pipeline.system,
            triggers=[trigger_record(trigger) for trigger in pipeline.triggers],
            jobs=jobs,
            diagnostics=[asdict(diagnostic) for diagnostic in pipeline.diagnostics],
        )
        return
    say(
        f"{snapshot.repository} › {pipeline.path}"
        f" as of {day(snapshot.time)} ({snapshot.commit[:12]})"
    )
    say("on " + ", ".join(trigger_text(trigger) for trigger in pipeline.triggers))
    for job in pipeline.jobs:
        needs = f"  needs {', '.join(job.needs)}" if job.needs else ""
        say(f"\n{job.id}{needs}  ({count(len(job.steps), 'step')})".lstrip("\n"))
        for step in job.steps:
            label = labels.step(job.id, step.index)
            title = step.name or step.uses or " ".join(_words(step.commands[:1])) or "run"
            say(f"  {step.index + 1:3}  {label.activity:<16}  {title}")


def _words(commands: Any) -> list[str]:
    return [
        word
        for command in commands
        for word in (command.program, command.subcommand, command.target)
        if word
    ]


@click.command()
@global_options
@click.argument("repository")
@click.argument("path", required=False)
@pass_settings
def history(settings: Settings, repository: str, path: str | None) -> None:
    """Show how the pipelines of REPOSITORY (or the one at PATH) changed, newest first."""
    with settings.open_atlas() as atlas:
        versions = atlas.history(atlas.find_repository(repository), path, settings.as_of)
    if settings.json:
        print_json(
            versions=[
                {
                    "commit": version.commit,
                    "date": version.time.isoformat(),
                    "path": version.path,
                    "change": version.change,
                    "blob": version.blob,
                    "jobs": version.jobs,
                    "steps": version.steps,
                    "checks": version.checks,
                }
                for version in versions
            ]
        )
        return
    print_table(
        [
            Column("date"),
            Column("commit"),
            Column("change"),
            Column("path"),
            Column("jobs", number=True),
            Column("steps", number=True),
        ],
        [
            (
                version.time,
                version.commit[:12],
                version.change,
                version.path,
                version.jobs,
                version.steps,
            )
            for version in versions
        ],
    )
