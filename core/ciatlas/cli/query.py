"""Free questions: full-text search and read-only SQL."""

from dataclasses import asdict
from math import isfinite

import click

from ciatlas.cli.output import Column, print_json, print_table, say
from ciatlas.cli.settings import Settings, global_options, pass_settings


@click.command()
@global_options
@click.argument("text")
@click.option("--limit", type=click.IntRange(min=1), default=50, help="At most that many rows.")
@pass_settings
def search(settings: Settings, text: str, limit: int) -> None:
    """Find TEXT in tools, workflows, jobs, steps, actions and commands, as they are newest."""
    with settings.open_atlas() as atlas:
        hits = atlas.search(text, limit)
    if settings.as_of is not None:
        click.echo("what is newest was searched: other days have no index", err=True)
    if settings.json:
        print_json(query=text, rows=[asdict(hit) for hit in hits])
        return
    if not hits:
        say(f"Nothing in the atlas matches {text!r}.")
        return
    columns = ("kind", "found", "repository", "path", "job", "step")
    print_table(
        [Column(title) for title in columns],
        [
            (
                hit.kind,
                " ".join(hit.text.split()),  # what a command lacks leaves a blank
                hit.repository,
                hit.path,
                hit.job,
                None if hit.step is None else hit.step + 1,
            )
            for hit in hits
        ],
    )


@click.command()
@global_options
@click.argument("query")
@pass_settings
def sql(settings: Settings, query: str) -> None:
    """Run a read-only SQL QUERY on the atlas (its tables are described in docs/schema.md)."""
    with settings.open_atlas() as atlas:
        columns, rows = atlas.sql(query)
    if settings.json:
        names = _distinct(columns)
        records = [dict(zip(names, map(_plain, row), strict=True)) for row in rows]
        print_json(columns=names, rows=records)
        return
    print_table([Column(name) for name in columns], [list(map(_plain, row)) for row in rows])


def _distinct(columns: list[str]) -> list[str]:
    """Number columns that share a name, so that none hides another."""
    taken: dict[str, None] = {}
    for name in columns:
        number, free = 1, name
        while free in taken:
            number += 1
            free = f"{name}:{number}"
        taken[free] = None
    return list(taken)


def _plain(value: object) -> object:
    """Write what JSON has no form for as text: bytes in hexadecimal, infinite numbers."""
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, float) and not isfinite(value) else value
