"""Repositories, and a repository as of a date."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

STUDY = "study"
"""The cohort that everything is about unless another is asked for."""

FULL_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/(?!\.{1,2}\Z)[A-Za-z0-9._-]+\Z")
"""How a full name is written: `owner/name`, which can be no path that leads elsewhere."""


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
        source: where its history came from (`git`, `bundle`, `github`).
        retrieved_at: when it was read from there.
        complete: false for a shallow clone, whose history does not reach the root.
        observed_on: for a repository whose history is not in the atlas, the days it is known as of.
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
    observed_on: tuple[date, ...] = ()

    @property
    def absence(self) -> str:
        """Why nothing is known of it on some day, and what to do: the end of a sentence."""
        if not self.observed_on:
            return "has no history that early; choose a later date"
        days = " and ".join(map(str, self.observed_on))
        return f"is in the atlas as of {days} only; import a clone of it for other days"


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

    @property
    def day(self) -> date:
        """Its day in UTC, by which as-of dates choose commits."""
        return self.time.astimezone(UTC).date()


@dataclass(frozen=True, slots=True)
class RepositoryFile:
    """A file that tells by being there how a project is run, such as a lock file.

    Attributes:
        kind: what it is there for, as study.yaml names it (`lock-file`, `code-owners`).
        path: its path.
        since: mainline position from which it was there without a break.
    """

    kind: str
    path: str
    since: int
