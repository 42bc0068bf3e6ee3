"""What can be asked of an open atlas."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ciatlas.model.figure import Figure
from ciatlas.model.local import local_paths
from ciatlas.model.repository import Repository, RepositoryFile, Snapshot
from ciatlas.model.summary import Hit, PipelineEntry, PipelineVersion, RepositorySummary
from ciatlas.model.system import Kind, System
from ciatlas.model.triage import Mark
from ciatlas.store import bug_labels, changes, query, repositories, search, triage
from ciatlas.store.commits import Commits
from ciatlas.store.opening import AtlasError, connect, sentence

if TYPE_CHECKING:
    from ciatlas.model.label import PipelineLabels
    from ciatlas.model.local import LocalContents
    from ciatlas.model.pipeline import Pipeline
    from ciatlas.model.run import Run, RunJob
    from ciatlas.store.labels import Unlabelled
    from ciatlas.store.responses import Response


def read_atlas(path: Path, *, patience: float | None = None) -> "Reader":
    """Open the atlas at `path` to read in it.

    Where another program has it locked, that is waited for: `patience` seconds, ten if `None`.

    Raises:
        AtlasError: it cannot be opened; the message says why and what to do.
    """
    return Reader(path, connect(path, readonly=True, patience=patience))


class Reader:
    """An open atlas, and its answers, all of them as of a snapshot or day where that matters.

    Use it as a context manager, from one thread at a time.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
        if isinstance(error, sqlite3.Error):
            raise AtlasError(sentence(self.path, error)) from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def repositories(self, cohort: str | None = None) -> list[Repository]:
        """Return the repositories, of one cohort or all."""
        return repositories.repositories(self._connection, cohort)

    def awaited(self) -> list[Repository]:
        """Return the repositories that were added and of which nothing is known yet."""
        return repositories.awaited(self._connection)

    def names(self) -> dict[str, str]:
        """Return what people call the tools, by full name."""
        return repositories.names(self._connection)

    def cohorts(self) -> list[str]:
        """Return the cohorts that have repositories, the study's first, "" (none) last."""
        return repositories.cohorts(self._connection)

    def find_repository(self, text: str) -> Repository:
        """Find a repository by full name, alias or short name; `AtlasError` if there is none."""
        return repositories.find_repository(self._connection, text)

    def snapshot(self, repository: Repository, as_of: date | None = None) -> Snapshot | None:
        """Return the newest mainline commit at or before the end of that day, UTC."""
        return repositories.snapshot(self._connection, repository, as_of)

    def snapshot_of(self, repository: str, commit: str) -> Snapshot | None:
        """Return a mainline commit by its id, `None` when the atlas does not hold it."""
        return repositories.snapshot_of(self._connection, repository, commit)

    def summary(self, repository: Repository, as_of: date | None = None) -> RepositorySummary:
        """Return a repository's figures as of a day."""
        return repositories.summary(self._connection, repository, as_of)

    def figures(self, repository: Repository) -> dict[str, int]:
        """Return what only an API can tell, by name; what is not there is unknown."""
        return repositories.figures(self._connection, repository.full_name)

    def bug_labels(self, repository: Repository) -> tuple[str, ...]:
        """Return the labels that make an issue a bug there, none where they are those of most."""
        return bug_labels.read(self._connection, repository.full_name)

    def told(self, repository: Repository) -> dict[str, Figure]:
        """Return what an API told of a repository, by name, with when and how completely."""
        return repositories.told(self._connection, repository.full_name)

    def monthly(self, at: Snapshot, path: str) -> list[tuple[str, int]]:
        """Return commits per month (`YYYY-MM`) to a path group or pipeline file."""
        return repositories.monthly(self._connection, at, path)

    def repository_files(self, at: Snapshot) -> list[RepositoryFile]:
        """Return what marks practices by being there (lock files and the like), by kind."""
        return repositories.files(self._connection, at)

    def runs(
        self, repository: Repository, path: str | None = None, as_of: date | None = None
    ) -> "list[Run]":
        """Return the completed runs known of a repository or workflow, newest first."""
        from ciatlas.store import runs

        until = None if as_of is None else repositories.end_of(as_of)
        return runs.runs(self._connection, repository.full_name, path, until)

    def run_jobs(self, repository: Repository, run: int | None = None) -> "list[RunJob]":
        """Return the jobs of a run, or of all runs whose jobs are known, as they started."""
        from ciatlas.store import runs

        return runs.run_jobs(self._connection, repository.full_name, run)

    def pipelines(self, at: Snapshot) -> list[PipelineEntry]:
        """Return the pipeline files as of a snapshot, by path; build files are not among them."""
        from ciatlas.store import pipelines as pipeline_store

        return pipeline_store.pipelines(self._connection, at)

    def checks(self, at: Snapshot) -> set[str] | None:
        """Return the types of check the pipelines of a snapshot make, `None` while unlabelled."""
        return repositories.checks(self._connection, at)

    def pipeline(self, at: Snapshot, path: str) -> "Pipeline | None":
        """Return one pipeline file in full, `None` when it is not there or was not read."""
        from ciatlas.store import pipelines as pipeline_store

        return pipeline_store.pipeline(self._connection, at, path)

    def require_pipeline(
        self, repository: str, path: str, as_of: date | None = None
    ) -> "tuple[Snapshot, Pipeline]":
        """Find a pipeline by its repository and path (or the path's last part).

        Raises:
            AtlasError: there is no such repository, nothing known of that day, or no such pipeline.
        """
        found = self.find_repository(repository)
        at = self.snapshot(found, as_of)
        if at is None:
            raise AtlasError(f"{found.full_name} {found.absence}")
        whole = _matching([entry.path for entry in self.pipelines(at)], path)
        if whole is None:
            raise AtlasError(
                f"{found.full_name} has no pipeline {path!r} as of {at.day};"
                f" 'ciatlas workflows {found.full_name}' lists them"
            )
        pipeline = self.pipeline(at, whole)
        if pipeline is None:
            raise AtlasError(f"the clone did not hold the content of {whole}; fetch it")
        return at, pipeline

    def local_pipeline(self, at: Snapshot, uses: str) -> "Pipeline | None":
        """Return the local action or reusable workflow that `uses: ./…` names, if it is there."""
        from ciatlas.store import pipelines as pipeline_store

        for path in local_paths(uses):
            row = pipeline_store.row_of(self._connection, at, path)
            if row is not None:
                return self.pipeline_at(row, path)
        return None

    def local_contents(self, repository: str) -> "LocalContents[int]":
        """Return the row ids of the pipelines that the files of a repository ever held."""
        from ciatlas.store import pipelines as pipeline_store

        return pipeline_store.local_contents(self._connection, repository)

    def pipeline_at(self, row: int, path: str) -> "Pipeline":
        """Return the pipeline with a row id, as the file at `path`."""
        from ciatlas.store import pipelines as pipeline_store

        return pipeline_store.read_pipeline(self._connection, row, path)

    def history(
        self, repository: Repository, path: str | None = None, as_of: date | None = None
    ) -> list[PipelineVersion]:
        """Return the commits that changed pipeline files (or the one at `path`), newest first.

        Raises:
            AtlasError: there never was such a pipeline, its name may mean several, or the history
                is not in the atlas.
        """
        if repository.observed_on:
            raise AtlasError(
                f"the history of {repository.full_name} is not in the atlas; import a clone of it"
            )
        if path is not None:
            whole = _matching(changes.known_paths(self._connection, repository), path)
            if whole is None:
                raise AtlasError(
                    f"{repository.full_name} never had a pipeline {path!r};"
                    f" 'ciatlas history {repository.full_name}' lists those it had"
                )
            path = whole
        at = self.snapshot(repository, as_of) if as_of else None
        if as_of and at is None:
            return []
        return changes.history(self._connection, repository, path, at)

    def newest_changes(self, limit: int, as_of: date | None = None) -> list[PipelineVersion]:
        """Return the newest changes to pipeline files of any repository, up to a day."""
        return changes.newest_changes(
            self._connection, limit, None if as_of is None else repositories.end_of(as_of)
        )

    @property
    def commits(self) -> Commits:
        """Who made how many commits, when, and what was released."""
        return Commits(self._connection)

    def labels_at(self, row: int) -> "PipelineLabels | None":
        """Return the stored labels of the pipeline with row id `row`, `None` before it has any."""
        from ciatlas.store import labels as label_store

        return label_store.read_labels(self._connection, row)

    def marks(self) -> list[Mark]:
        """Return the marks of the triage, the oldest first."""
        return triage.marks(self._connection)

    def change_points(self, repository: Repository, path: str | None = None) -> list[Snapshot]:
        """Return the mainline commits that changed pipeline files, oldest first."""
        return changes.change_points(self._connection, repository, path)

    def search(self, text: str, limit: int = 50) -> list[Hit]:
        """Find what begins with the words of `text` in the current pipelines."""
        return search.search(self._connection, text, limit)

    def sql(
        self, statement: str, values: Mapping[str, object] | None = None
    ) -> tuple[list[str], list[tuple[object, ...]]]:
        """Run a read-only statement with named parameters; return its columns and rows."""
        return query.query(self.path, statement, values)

    def ask(self, at: Snapshot, statement: str) -> object:
        """Return the first value of a read-only statement about a repository as of a snapshot.

        The statement may name `:repository` (row id), `:position` (on the mainline) and `:time`
        (seconds since 1970 UTC).
        """
        row = repositories.row_id(self._connection, at.repository)
        about = {"repository": row, "position": at.position, "time": int(at.time.timestamp())}
        _, rows = query.query(self.path, statement, about)
        return rows[0][0] if rows else None

    def problems(self) -> list[str]:
        """Look for damage; an empty list means that none was found."""
        found = [row[0] for row in self._connection.execute("PRAGMA quick_check(5)")]
        broken = self._connection.execute("PRAGMA foreign_key_check").fetchall()
        return [text for text in found if text != "ok"] + [
            f"dangling row in {row[0]}" for row in broken
        ]

    def row_count(self, table: str) -> int:
        """Return the number of rows of one of the schema's tables."""
        from ciatlas.store.schema import TABLES

        if table not in {known.name for known in TABLES}:
            raise AtlasError(f"the atlas has no table {table!r}")
        return int(self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def head(self, full_name: str) -> str | None:
        """Return the head stored for a repository, `None` before its first import."""
        row = self._connection.execute(
            "SELECT head FROM repositories WHERE full_name = ? AND source = 'git'", (full_name,)
        ).fetchone()
        return None if row is None else row[0]

    def tags(self, full_name: str) -> dict[str, str]:
        """Return a repository's tags, each with the id of the commit it leads to."""
        return dict(
            self._connection.execute(
                "SELECT tags.name, oid FROM tags JOIN commits ON commits.id = commit_id"
                " JOIN repositories ON repositories.id = tags.repository_id WHERE full_name = ?",
                (full_name,),
            )
        )

    def commit_count(self, full_name: str) -> int:
        """Return the number of commits stored for a repository."""
        return int(
            self._connection.execute(
                "SELECT count(*) FROM commits JOIN repositories ON repositories.id = repository_id"
                " WHERE full_name = ?",
                (full_name,),
            ).fetchone()[0]
        )

    def parsed_blobs(
        self, full_name: str, parser_version: int | None = None
    ) -> set[tuple[str, System, Kind]]:
        """Return the contents of a repository that this, or any, version of the parser has read."""
        rows = self._connection.execute(
            "SELECT blob, system, kind FROM pipelines"
            " JOIN repositories ON repositories.id = repository_id"
            " WHERE full_name = ?1 AND (?2 IS NULL OR parser = ?2)",
            (full_name, parser_version),
        )
        return {(blob, System(system), Kind(kind)) for blob, system, kind in rows}

    def changed_blobs(self, full_name: str) -> list[tuple[str, str]]:
        """Return (blob, path) of every content a repository's pipeline files ever had."""
        return self._connection.execute(
            "SELECT DISTINCT changes.blob, path FROM changes JOIN paths ON paths.id = path_id"
            " JOIN repositories ON repositories.id = repository_id"
            " WHERE full_name = ? AND changes.blob IS NOT NULL",
            (full_name,),
        ).fetchall()

    def unlabelled(self) -> "Iterable[Unlabelled]":
        """Yield the pipelines that have no labels yet."""
        from ciatlas.store import labels as label_store

        return label_store.unlabelled(self._connection)

    def response(self, url: str, identity: str) -> "Response | None":
        """Return the answer an API gave before to the same bearer."""
        from ciatlas.store import responses

        return responses.response(self._connection, url, identity)


def _matching(paths: Sequence[str], wanted: str) -> str | None:
    """Return the path that is, or ends in, what is wanted; `None` if there is none.

    Raises:
        AtlasError: several do.
    """
    matching = [path for path in paths if path == wanted] or [
        path for path in paths if path.endswith(f"/{wanted}")
    ]
    if len(matching) > 1:
        raise AtlasError(f"{wanted!r} may be any of {', '.join(matching)}; write the whole path")
    return matching[0] if matching else None
