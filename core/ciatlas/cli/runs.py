"""Runs of workflows: how they fare, and one of them job by job."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from ciatlas.analysis.runs import Bar, run_figures, waterfall
from ciatlas.cli.output import Column, print_json, print_table, say
from ciatlas.cli.settings import Settings, global_options, pass_settings
from ciatlas.model.errors import CiatlasError

_UNKNOWN = "no run of {} is known; 'ciatlas sync {}' brings the newest ones"
_WIDTH = 40


@click.command()
@global_options
@click.argument("repository")
@click.argument("path", required=False)
@click.option("--run", "run_id", type=int, help="One run's jobs, as far as they are known.")
@pass_settings
def runs(settings: Settings, repository: str, path: str | None, run_id: int | None) -> None:
    """Say how the workflows of a repository fare, or one run's jobs in time."""
    with settings.open_atlas() as atlas:
        found = atlas.find_repository(repository)
        name = found.full_name
        known = [
            run
            for run in atlas.runs(found, as_of=settings.as_of)
            if path is None or run.path == path or run.path.endswith(f"/{path}")
        ]
        jobs = atlas.run_jobs(found, run_id)
    if not known:
        raise CiatlasError(_UNKNOWN.format(path or name, name))
    if run_id is not None:
        _tell_jobs(settings, waterfall(jobs), run_id)
        return
    figures = run_figures(known, jobs)
    if settings.json:
        print_json(
            repository=name,
            workflows=[asdict(one) for one in figures],
            runs=[asdict(run) for run in known],
        )
        return
    print_table(
        [
            Column("workflow"),
            Column("runs", number=True),
            Column("succeeded"),
            Column("median"),
            Column("waits"),
            Column("started by"),
            Column("newest"),
        ],
        [
            [
                one.path,
                one.runs,
                f"{one.succeeded:,} of {one.decided:,}" if one.decided else None,
                _time(one.seconds),
                _time(one.queued),
                ", ".join(event for event, _ in one.events),
                f"{datetime.fromtimestamp(one.newest, UTC):%Y-%m-%d}",
            ]
            for one in figures
        ],
    )


def _tell_jobs(settings: Settings, bars: list[Bar], run_id: int) -> None:
    if not bars:
        raise CiatlasError(f"the jobs of run {run_id} are not known; 'ciatlas sync' with a token")
    if settings.json:
        print_json(run=run_id, jobs=[asdict(bar) for bar in bars])
        return
    scale = _WIDTH / max(1, max(bar.ends for bar in bars))
    width = max(len(bar.name) for bar in bars)
    for bar in bars:
        waits, starts, ends = (round(x * scale) for x in (bar.waits, bar.starts, bar.ends))
        drawn = " " * waits + "." * (starts - waits) + "#" * max(1, ends - starts)
        took = _time(bar.ends - bar.starts)
        say(f"{bar.name:<{width}}  {drawn:<{_WIDTH + 1}}  {took:>9}  {bar.conclusion}")


def _time(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.1f} min"
