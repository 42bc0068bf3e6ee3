"""Repositories, and a repository as of a date."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository under study.

    Attributes:
        full_name: `owner/name`.
        name: what people call the tool.
        cohort: the cohort it belongs to, empty if none.
        aliases: other full names it had or is known under.
        branch: name of the default branch.
        head: object id of the newest mainline commit known, `None` before any history is there.
        head_time: committer time of `head`.
        source: where its history came from (`git`, `bundle`).
        retrieved_at: when it was read from there.
        complete: false for a shallow clone, whose history does not reach the root.
    """

    full_name: str
    name: str
    cohort: str = ""
    aliases: tuple[str, ...] = ()
    branch: str = ""
    head: str | None = None
    head_time: int | None = None
    source: str = ""
    retrieved_at: int | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A repository as of a mainline commit: what every as-of question is asked about.

    `time` is the commit's committer time in the committer's own time zone.
    """

    repository: str
    position: int
    commit: str
    time: datetime
    as_of: date | None = None
