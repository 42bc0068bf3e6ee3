"""A clone into the atlas: the pipeline contents nobody has parsed yet, then the history.

Parsed contents are committed in batches before the history that refers to them, so that an
interrupted import loses little, repeats nothing, and never shows half a history.
"""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ciatlas.model.errors import CiatlasError
from ciatlas.model.history import History, ParsedBlob
from ciatlas.model.repository import Repository
from ciatlas.parsing import PARSER_VERSION, kind_of, parse
from ciatlas.sources.git import Clone, open_clone, read_blobs, read_history
from ciatlas.sources.study import load_study
from ciatlas.store import Atlas

Progress = Callable[[str, int, int | None], None]

PIPELINE_PATHS = (".github", ".circleci", ".devcontainer", ".devcontainer.json", "action.yml",
                  "action.yaml")  # fmt: skip
"""Where pipeline files are looked for."""

_FULL_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+\Z")


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import found and did.

    Attributes:
        repository: the full name it is known by.
        head: the newest commit.
        commits: commits in the history.
        new_commits: those that were not known before.
        files: pipeline files over the whole history.
        parsed: contents of pipeline files that this import parsed.
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
    progress: Progress = lambda _phase, _done, _total: None,
) -> ImportResult:
    """Bring the clone at `path` into the atlas as `full_name`; only what is new is parsed.

    Raises:
        CiatlasError: the name is malformed, or the folder holds no readable history.
    """
    repository = _repository(full_name, cohort)
    with open_clone(path, branch) as clone:
        known = atlas.commit_count(repository.full_name)
        if atlas.head(repository.full_name) == clone.head:
            history = None
            contents = dict(atlas.changed_blobs(repository.full_name))
        else:
            history = _read_history(clone, repository, progress)
            contents = {change.blob: change.path for change in history.changes if change.blob}
        parsed, missing = _parse_new(atlas, clone, contents, progress)
        if history is not None:
            _save(atlas, history, progress)
        elif parsed:
            atlas.refresh_search(repository.full_name)
    commits = atlas.commit_count(repository.full_name)
    return ImportResult(
        repository=repository.full_name,
        head=clone.head,
        commits=commits,
        new_commits=max(0, commits - known),
        files=len(set(contents.values())),
        parsed=parsed,
        missing=missing,
    )


def _repository(full_name: str, cohort: str | None) -> Repository:
    """Name the repository, as the study does where it knows it."""
    if not _FULL_NAME.match(full_name):
        raise CiatlasError(f"{full_name!r} is no repository name; write it as OWNER/NAME")
    studied = load_study().repository(full_name)
    repository = studied or Repository(full_name, full_name.split("/")[1])
    return replace(repository, cohort=repository.cohort if cohort is None else cohort)


def _read_history(clone: Clone, repository: Repository, progress: Progress) -> History:
    groups = load_study().path_groups
    is_pipeline = lambda path: kind_of(path) is not None  # noqa: E731 - a predicate, named
    history = read_history(clone, repository, groups, is_pipeline, PIPELINE_PATHS, progress)
    return replace(history, repository=replace(history.repository, retrieved_at=int(time.time())))


def _parse_new(
    atlas: Atlas, clone: Clone, contents: dict[str, str], progress: Progress
) -> tuple[int, int]:
    """Parse the contents the atlas lacks; return how many, and how many the clone lacks."""
    done = atlas.parsed_blobs(PARSER_VERSION)
    wanted = [
        blob
        for blob, path in contents.items()
        if (kind := kind_of(path)) is not None and (blob, *kind) not in done
    ]
    missing: list[str] = []
    parsed = atlas.save_pipelines(
        _parsed(clone, wanted, contents, missing, progress), PARSER_VERSION
    )
    return parsed, len(missing)


def _parsed(
    clone: Clone,
    wanted: list[str],
    contents: dict[str, str],
    missing: list[str],
    progress: Progress,
) -> Iterator[ParsedBlob]:
    for number, (blob, source) in enumerate(read_blobs(clone, wanted), start=1):
        if source is None:
            missing.append(blob)
        else:
            yield ParsedBlob(blob, parse(contents[blob], source))
        progress("parsing pipelines", number, len(wanted))


def _save(atlas: Atlas, history: History, progress: Progress) -> None:
    progress("storing history", 0, None)
    files = {change.path for change in history.changes}
    kinds = {path: kind for path in files if (kind := kind_of(path)) is not None}
    atlas.save_history(history, kinds)
    atlas.refresh_search(history.repository.full_name)
