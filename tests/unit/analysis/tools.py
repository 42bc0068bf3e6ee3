"""Tools for tests of metrics and verdicts, made of a few commits each.

A step says by its name what it is for (`lint: style`), so that these tests hold whatever the rules.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from ciatlas.analysis.tool import Tool
from ciatlas.model.activity import CHECKS, Activity
from ciatlas.model.label import Label, PipelineLabels
from ciatlas.model.pipeline import Pipeline
from ciatlas.sources.importer import import_clone
from ciatlas.store import Atlas
from tests.repositories import Repository

Commit = tuple[str, str, Mapping[str, str | None]]
"""Day, author and files of a commit; the file `tag` is no file but tags it."""


def add_tool(
    atlas: Atlas, folder: Path, name: str, commits: Sequence[Commit], *, cohort: str = ""
) -> Tool:
    """Write a repository, the oldest commit first, and import it as `example/NAME`."""
    repository = Repository(folder / name)
    for day, author, files in commits:
        written = {path: content for path, content in files.items() if path != "tag"}
        repository.commit(written, author=f"{author}@example.org", date=f"{day}T12:00:00+00:00")
        if tag := files.get("tag"):
            repository.git("tag", tag)
    import_clone(atlas, repository.path, f"example/{name}", cohort=cohort, label=_by_name)
    return Tool(atlas, atlas.find_repository(f"example/{name}"))


def put_figures(atlas: Atlas, tool: str, **figures: int) -> None:
    """Store what only an API could tell."""
    with closing(sqlite3.connect(atlas.path)) as connection, connection:
        connection.executemany(
            "INSERT OR REPLACE INTO figures SELECT id, ?, ?, 1, 'test', 0 FROM repositories"
            " WHERE full_name = ?",
            [(figure, value, f"example/{tool}") for figure, value in figures.items()],
        )


def _by_name(pipeline: Pipeline, _resolve: object) -> PipelineLabels:
    steps = {
        (job.id, step.index): Label(
            Activity((step.name or "setup").split(":")[0]), "by name", step.name or "", 1.0
        )
        for job in pipeline.jobs
        for step in job.steps
    }
    present = {label.activity for label in steps.values()}
    checks = tuple(check.value for check in CHECKS if check in present)
    return PipelineLabels(steps, {}, checks, Activity.ML_TEST in present)
