"""The atlas: an open file that can be asked (`reading`) and written into."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from ciatlas.model.history import History, ParsedBlob
from ciatlas.model.label import PipelineLabels
from ciatlas.model.pipeline import Kind, System
from ciatlas.model.repository import Repository
from ciatlas.model.run import Run, RunJob
from ciatlas.model.survey import Survey
from ciatlas.model.triage import Mark
from ciatlas.store import (
    bug_labels,
    label_rows,
    pipeline_rows,
    repositories,
    responses,
    search,
    surveys,
    triage,
    writing,
)
from ciatlas.store import runs as run_store
from ciatlas.store.labels import Unlabelled
from ciatlas.store.opening import connect, sentences
from ciatlas.store.reading import Reader
from ciatlas.store.transaction import transaction


def open_atlas(path: Path, *, create: bool = False, readonly: bool = False) -> "Atlas":
    """Open the atlas at `path`; who only reads has `read_atlas`, which costs less to import.

    Raises:
        AtlasError: it cannot be opened; the message says why and what to do.
    """
    return Atlas(path, connect(path, create=create, readonly=readonly))


class Atlas(Reader):
    """One open atlas file. Use it as a context manager, from one thread at a time."""

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with sentences(self.path):
            yield self._connection

    def save_pipelines(
        self, repository: Repository, parsed: Iterable[ParsedBlob], parser_version: int
    ) -> int:
        """Store parsed contents in batches, so that an interruption loses little."""
        with self._writing() as connection:
            return pipeline_rows.save_pipelines(connection, repository, parsed, parser_version)

    def add_mark(self, mark: Mark) -> None:
        """Store a mark of the triage at once."""
        with self._writing() as connection:
            triage.add_mark(connection, mark)

    def save_response(
        self,
        url: str,
        identity: str,
        etag: str,
        body: str,
        links: Mapping[str, str],
        retrieved_at: int,
    ) -> None:
        """Keep an API's answer with its ETag."""
        with self._writing() as connection:
            kept = responses.Response(etag, body, links, retrieved_at)
            responses.save_response(connection, url, identity, kept)

    def forget_responses(self, start: str, identity: str, is_old: Callable[[str], bool]) -> None:
        """Drop answers to addresses that begin with `start` and go on with something old."""
        with self._writing() as connection:
            responses.forget_responses(connection, start, identity, is_old)

    def save_figures(
        self,
        repository: Repository,
        figures: Mapping[str, tuple[int, bool]],
        source: str,
        retrieved_at: int,
    ) -> None:
        """Store figures by name, each with whether it is complete."""
        with self._writing() as connection:
            row = repositories.row_id(connection, repository.full_name)
            responses.save_figures(connection, row, figures, source, retrieved_at)

    def save_runs(
        self, repository: Repository, runs: Iterable[Run], jobs: Iterable[RunJob]
    ) -> None:
        """Store runs and their jobs, each once by its id."""
        with self._writing() as connection:
            row = repositories.row_id(connection, repository.full_name)
            run_store.save_runs(connection, row, runs, jobs)

    def save_survey(self, survey: Survey, kinds: Mapping[str, tuple[System, Kind]]) -> None:
        """Store what an API tells of a repository that nobody has cloned."""
        with self._writing() as connection:
            surveys.save_survey(connection, survey, kinds)

    def add_repository(self, repository: Repository) -> bool:
        """Note down a repository to be asked for; tell whether it is new."""
        with self._writing() as connection, transaction(connection):
            return writing.add_repository(connection, repository)

    def keep_bug_labels(self, repository: Repository, labels: Sequence[str]) -> None:
        """Keep the labels that make an issue of a repository a bug."""
        with self._writing() as connection, transaction(connection):
            row = repositories.row_id(connection, repository.full_name)
            bug_labels.keep(connection, row, repository.full_name, labels)

    def update_repository(self, repository: Repository, tags: Mapping[str, str]) -> None:
        """Note down what may change without a new commit: cohort, name, aliases and tags."""
        with self._writing() as connection:
            writing.update_repository(connection, repository, tags)

    def save_history(self, history: History, kinds: Mapping[str, tuple[System, Kind]]) -> None:
        """Put a repository's history in place of what was stored of it."""
        with self._writing() as connection:
            writing.save_history(connection, history, kinds)

    def refresh_search(self, full_name: str) -> None:
        """Index what a repository holds now."""
        with self._writing() as connection, transaction(connection):
            search.refresh(connection, full_name)

    def use_rules(self, digest: str) -> None:
        """Drop labels that other rules made."""
        with self._writing() as connection:
            label_rows.forget_other_rules(connection, digest)

    def forget_labels(self, repository: Repository) -> None:
        """Drop the labels of a repository's pipelines, which are then to be made anew."""
        with self._writing() as connection, transaction(connection):
            row = repositories.row_id(connection, repository.full_name)
            label_rows.forget_of(connection, row)

    def save_labels(self, labelled: Sequence[tuple[Unlabelled, PipelineLabels]]) -> None:
        """Store the labels of pipelines."""
        with self._writing() as connection:
            label_rows.save_labels(connection, labelled)
