"""A clone into the atlas: the pipeline contents nobody has parsed yet, then the history.

Parsed contents are committed in batches before the history that refers to them, so that an
interrupted import loses little, repeats nothing, and never shows half a history.
"""

import gc
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ciatlas.model.errors import CiatlasError
from ciatlas.model.history import History, ParsedBlob
from ciatlas.model.label import PipelineLabels
from ciatlas.model.local import Resolve
from ciatlas.model.pipeline import Kind, Pipeline, System
from ciatlas.model.repository import FULL_NAME, Repository
from ciatlas.parsing import BUILD_FILES, PARSER_VERSION, kind_of
from ciatlas.sources.git import (
    Bring,
    Clone,
    held,
    open_clone,
    read_blobs,
    read_history,
    read_tags,
)
from ciatlas.sources.local_files import CALLED, LocalFiles
from ciatlas.sources.readers import Content, read_all
from ciatlas.sources.study import load_study
from ciatlas.store import Atlas

Progress = Callable[[str, int, int | None], None]
Label = Callable[[Pipeline, Resolve], PipelineLabels]
"""Labels a pipeline; given by the caller, since sources know nothing of analysis."""

PIPELINE_PATHS = (".github", ".circleci", ".devcontainer", ".devcontainer.json", "action.yml",
                  "action.yaml", *sorted({path.split("/")[0] for path in BUILD_FILES}))  # fmt: skip
"""Where pipeline files are looked for; few places, since git compares each for every commit."""

Contents = Mapping[tuple[str, System, Kind], str]
"""A path for every content and what it is read as."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import found and did.

    Attributes:
        repository: the full name it is known by.
        head: the newest commit.
        commits: commits in the history.
        new_commits: those that were not known before.
        files: pipeline files over the whole history, build files left out.
        parsed: contents of pipeline and build files that this import parsed.
        missing: contents that a partial clone does not hold.
    """

    repository: str
    head: str
    commits: int
    new_commits: int
    files: int
    parsed: int
    missing: int


def import_clone(
    atlas: Atlas,
    path: Path,
    full_name: str,
    *,
    cohort: str | None = None,
    branch: str | None = None,
    with_tags: bool = True,
    label: Label | None = None,
    bring: Bring | None = None,
    progress: Progress = lambda _phase, _done, _total: None,
) -> ImportResult:
    """Bring the clone at `path` into the atlas as `full_name`; only what is new is parsed.

    Contents that an earlier import missed, as of a partial clone, are made up for once they are at
    hand: what they use is followed too, and steps are to be labelled anew.

    Args:
        atlas: the atlas, open for writing.
        path: the folder of the clone.
        full_name: what to call the repository, `owner/name`.
        cohort: the cohort it belongs to, by default as in the study.
        branch: the branch to read, by default the clone's HEAD.
        with_tags: whether the clone's tags are the project's; those of a fork may not be.
        label: labels what is parsed on the way, which spares reading it again later.
        bring: brings contents into a partial clone; without it what is missing stays so.
        progress: called with a phase, what is done of it, and the total if known.

    Raises:
        CiatlasError: the name is malformed, or the folder holds no readable history.
    """
    repository = _repository(full_name, cohort)
    with open_clone(path, branch, bring) as clone, _without_collection():
        known = atlas.commit_count(repository.full_name)
        missed = _missed(atlas, repository)
        clone.obtain(dict.fromkeys(missed))
        found = held(clone, missed)
        if _is_current(atlas, repository, clone) and not found:
            history = None
            contents = _contents(atlas.changed_blobs(repository.full_name))
            tags = read_tags(clone) if with_tags else {}
            _update(atlas, repository, clone, tags, keep_cohort=cohort is None)
        else:
            history = _read_history(clone, repository, progress)
            history = history if with_tags else replace(history, tags=())
            contents = _contents((c.blob, c.path) for c in history.changes if c.blob)
        work = _Parsing(clone, contents, history, label, progress)
        parsed = work.save_new(atlas, repository)
        if history is not None:
            _save(atlas, history, progress)
            if found:
                atlas.forget_labels(repository)
        elif parsed:
            atlas.refresh_search(repository.full_name)
    commits = atlas.commit_count(repository.full_name)
    return ImportResult(
        repository=repository.full_name,
        head=clone.head,
        commits=commits,
        new_commits=max(0, commits - known),
        files=len({path for (*_, kind), path in contents.items() if kind is not Kind.BUILD}),
        parsed=parsed,
        missing=work.missing,
    )


def _repository(full_name: str, cohort: str | None) -> Repository:
    """Name the repository, as the study does where it knows it."""
    if not FULL_NAME.match(full_name):
        raise CiatlasError(f"{full_name!r} is no repository name; write it as OWNER/NAME")
    studied = load_study().repository(full_name)
    repository = studied or Repository(full_name, full_name.split("/")[1])
    return replace(repository, cohort=repository.cohort if cohort is None else cohort)


def _is_current(atlas: Atlas, repository: Repository, clone: Clone) -> bool:
    """Whether the history is known as far as this parser goes; a newer one may know more files."""
    if atlas.head(repository.full_name) != clone.head:
        return False
    parsed = atlas.parsed_blobs(repository.full_name, PARSER_VERSION)
    return bool(parsed) or not atlas.changed_blobs(repository.full_name)


def _contents(changed: Iterable[tuple[str, str]]) -> Contents:
    """Return one path for every content and what it is read as."""
    return {(blob, *kind): path for blob, path in changed if (kind := kind_of(path)) is not None}


def _missed(atlas: Atlas, repository: Repository) -> set[str]:
    """Return the contents of pipeline files that no import has had at hand so far."""
    contents = _contents(atlas.changed_blobs(repository.full_name))
    return {blob for blob, *_ in contents.keys() - atlas.parsed_blobs(repository.full_name)}


def _update(
    atlas: Atlas,
    repository: Repository,
    clone: Clone,
    tags: Mapping[str, str],
    *,
    keep_cohort: bool,
) -> None:
    """Note down what is new without a new commit."""
    known = atlas.find_repository(repository.full_name)
    cohort = known.cohort if keep_cohort else repository.cohort
    same = replace(known, cohort=cohort, branch=clone.branch or known.branch)
    if same != known or tags != atlas.tags(known.full_name):
        atlas.update_repository(same, tags)


def _read_history(clone: Clone, repository: Repository, progress: Progress) -> History:
    study = load_study()
    is_pipeline = lambda path: kind_of(path) is not None  # noqa: E731 - a predicate, named
    history = read_history(
        clone, repository, study.path_groups, is_pipeline, PIPELINE_PATHS, progress, study.markers
    )
    return replace(history, repository=replace(history.repository, retrieved_at=int(time.time())))


class _Parsing:
    """The parsing of contents the atlas lacks."""

    def __init__(
        self,
        clone: Clone,
        contents: Contents,
        history: History | None,
        label: Label | None,
        progress: Progress,
    ) -> None:
        self._clone = clone
        self._contents = contents
        self._local = LocalFiles(clone, history) if history is not None else None
        self._label = label
        self._progress = progress
        self.missing = 0

    def save_new(self, atlas: Atlas, repository: Repository) -> int:
        """Parse and store in batches; return how many contents there were."""
        done = atlas.parsed_blobs(repository.full_name, PARSER_VERSION)
        new = [key for key in self._contents if key not in done]
        # What is called comes before what calls it.
        new.sort(key=lambda key: key[2] not in CALLED)
        wanted = {key: self._contents[key] for key in new}
        self._clone.obtain(dict.fromkeys(blob for blob, *_ in wanted))
        return atlas.save_pipelines(repository, self._parsed(wanted), PARSER_VERSION)

    def _parsed(self, wanted: Contents) -> Iterator[ParsedBlob]:
        found: deque[str] = deque()
        pipelines = read_all(self._found(wanted, found), len(wanted))
        for number, pipeline in enumerate(pipelines, start=1):
            blob = found.popleft()
            labels = self._labels(blob, pipeline)
            yield ParsedBlob(blob, pipeline, labels)
            self._progress("parsing pipelines", number, len(wanted))

    def _labels(self, blob: str, pipeline: Pipeline) -> PipelineLabels | None:
        if self._label is None or self._local is None:
            return None
        self._local.remember(blob, pipeline)
        if pipeline.kind is Kind.BUILD:
            return None
        return self._label(pipeline, self._local.beside(blob))

    def _found(self, wanted: Contents, found: deque[str]) -> Iterator[Content]:
        """Yield what the clone holds; the blobs are put into `found` on the way."""
        paths: dict[str, list[str]] = {}
        for (blob, *_), path in wanted.items():
            paths.setdefault(blob, []).append(path)
        for blob, source in read_blobs(self._clone, paths):
            if source is None:
                self.missing += 1
                continue
            for path in paths[blob]:
                found.append(blob)
                yield path, source


@contextmanager
def _without_collection() -> Iterator[None]:
    """Pause the cyclic garbage collector: parsing makes millions of objects and no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _save(atlas: Atlas, history: History, progress: Progress) -> None:
    progress("storing history", 0, None)
    files = {change.path for change in history.changes}
    kinds = {path: kind for path in files if (kind := kind_of(path)) is not None}
    atlas.save_history(history, kinds)
