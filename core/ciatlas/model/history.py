"""History as git tells it, in a form that answers questions as of any date.

The mainline is the first-parent chain of the default branch; a commit's position on it counts
from 0 at the root. `Commit.landed` is the position at which the mainline first contains the
commit, so "the history as of a mainline commit" is every commit with `landed` at or below its
position. Times are seconds since the epoch (UTC).
"""

from dataclasses import dataclass

from ciatlas.model.label import PipelineLabels
from ciatlas.model.pipeline import Pipeline
from ciatlas.model.repository import Repository


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit of the default branch's history, without its message or its author's name.

    `author` numbers the distinct author e-mails of the repository; `landed` and `mainline` are
    mainline positions, `mainline` being `None` for commits that came in through a merge. `offset`
    is the committer's time zone in minutes east of UTC.
    """

    oid: str
    parents: tuple[str, ...]
    authored: int
    committed: int
    author: int
    landed: int
    mainline: int | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Author:
    """A distinct author e-mail, known by number only: oldest commit first, from 0.

    `person` is the number of the contributor the e-mail belongs to according to .mailmap.
    """

    number: int
    person: int


@dataclass(frozen=True, slots=True)
class Change:
    """What a commit did to a pipeline file, compared with the first parent that differs in it.

    `change` is `added`, `modified` or `removed`; `blob` is the file's object id after the change,
    `None` when it is gone.
    """

    commit: str
    path: str
    change: str
    blob: str | None


@dataclass(frozen=True, slots=True)
class Membership:
    """A commit's place in the simplified history of a pipeline file or a path group (by name).

    `git rev-list REV -- PATH` lists the commit for every REV at mainline position `since` or later
    and before `until` (`None`: up to now).
    """

    path: str
    commit: str
    since: int
    until: int | None = None


@dataclass(frozen=True, slots=True)
class FileVersion:
    """A pipeline file's content on the mainline from position `since` until before `until`."""

    path: str
    blob: str
    since: int
    until: int | None = None


@dataclass(frozen=True, slots=True)
class FilePresence:
    """A marker file was on the mainline from position `since` until before `until`.

    `kind` is what it is there for, as study.yaml names it; its content is not looked at.
    """

    kind: str
    path: str
    since: int
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag and the commit it points to, where the default branch's history holds that commit."""

    name: str
    commit: str


@dataclass(frozen=True, slots=True)
class History:
    """Everything git tells about one repository, up to the head `repository` names.

    `commits` stand parents before children; `versions` and `memberships` cover pipeline files, the
    latter also the path groups named in `groups`; `files` are the marker files.
    """

    repository: Repository
    groups: tuple[str, ...]
    commits: tuple[Commit, ...]
    authors: tuple[Author, ...]
    changes: tuple[Change, ...]
    memberships: tuple[Membership, ...]
    versions: tuple[FileVersion, ...]
    tags: tuple[Tag, ...] = ()
    files: tuple[FilePresence, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedBlob:
    """A pipeline file's parsed content, known by the blob it was read from.

    The pipeline's `path` is one of the paths the blob had; the same blob elsewhere, read as the
    same system and kind, says the same.
    """

    blob: str
    pipeline: Pipeline
    labels: PipelineLabels | None = None
