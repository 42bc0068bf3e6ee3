"""A clone into the atlas: history, then the pipeline versions nobody has parsed yet.

Parsed versions are committed in batches before the history that refers to them, so an interrupted
import loses little and repeats nothing.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ciatlas.model.errors import CiatlasError
from ciatlas.model.history import Change, History, ParsedBlob
from ciatlas.model.repository import Repository
from ciatlas.parsing import PARSER_VERSION, kind_of, parse
from ciatlas.sources.git import Clone, open_clone, read_blobs, read_history
from ciatlas.sources.study import load_study
from ciatlas.store import Atlas

Progress = Callable[[str, int, int | None], None]

_FULL_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+\Z")
_BATCH = 500


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import found and did.

    Attributes:
        commits: commits in the history, `new_commits` those not known before.
        files: pipeline files over the whole history.
        parsed: file versions parsed by this import.
        missing: file versions a partial clone does not hold.
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
    """Bring the clone at `path` into the atlas as `full_name`; only what is new is read.

    Raises:
        CiatlasError: the name is malformed, or the folder holds no readable history.
    """
    repository = _repository(full_name, cohort)
    with open_clone(path, branch=branch) as clone:
        stored = atlas.stored_history(repository.full_name)
        history = read_history(clone, repository, load_study().path_groups, stored, progress)
        wanted = _unparsed(history.changes, atlas.known_blobs(PARSER_VERSION))
        missing: list[str] = []
        atlas.save_pipelines(_parsed(clone, wanted, missing, progress), PARSER_VERSION)
        atlas.save_history(replace(history, repository=_stamped(history.repository)))
    summary = atlas.import_counts(repository.full_name)
