"""What lists and tables show: answers of the atlas about a repository as of a snapshot.

Commit times are time-zone aware in the committer's own zone, so that dates read as git shows them.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from ciatlas.model.repository import Repository, Snapshot
from ciatlas.model.system import Kind, System

if TYPE_CHECKING:
    from ciatlas.model.pipeline import Trigger


@dataclass(frozen=True, slots=True)
class PipelineEntry:
    """One pipeline file as of a snapshot.

    `checks` and `ml_specific` are `None` until the analysis has labelled the pipeline's steps.
    `row` is the row id of its parsed content, `None` when that was not at hand.
    """

    path: str
    blob: str
    system: System
    kind: Kind
    name: str | None
    triggers: "tuple[Trigger, ...]"
    jobs: int
    steps: int
    needs: int
    commits: int | None
    first_commit: datetime | None
    last_commit: datetime | None
    errors: int = 0
    readable: bool = True
    checks: tuple[str, ...] | None = None
    ml_specific: bool | None = None
    row: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class RepositorySummary:
    """A repository's figures as of a snapshot; `snapshot` is `None` when it has no history then.

    `contributors` counts people by .mailmap, `author_emails` distinct e-mails before it. Workflows,
    jobs, steps and needs count GitHub Actions workflows; `systems` lists every system in use.
    `paths` maps each path group to its number of commits, 0 where the repository never had it.
    Popularity and issue counts are `None` while unknown.
    """

    repository: Repository
    snapshot: Snapshot | None
    first_commit: datetime | None = None
    commits: int = 0
    contributors: int = 0
    author_emails: int = 0
    paths: dict[str, int] = field(default_factory=dict)
    workflows: int = 0
    jobs: int = 0
    steps: int = 0
    needs: int = 0
    systems: tuple[System, ...] = ()
    stars: int | None = None
    issues: int | None = None
    bug_issues: int | None = None


@dataclass(frozen=True, slots=True)
class PipelineVersion:
    """A commit that changed a pipeline file: `change` is `added`, `modified` or `removed`.

    Counts are `None` where the file's content was not at hand.
    """

    repository: str
    commit: str
    time: datetime
    path: str
    change: str
    blob: str | None
    jobs: int | None
    steps: int | None
    checks: tuple[str, ...] | None = None

    @property
    def day(self) -> date:
        """Its day in UTC, by which as-of dates choose commits."""
        return self.time.astimezone(UTC).date()


@dataclass(frozen=True, slots=True)
class Hit:
    """A search result: what was found (`kind`: tool, workflow, job, step, command) and where."""

    kind: str
    text: str
    repository: str
    path: str | None = None
    job: str | None = None
    step: int | None = None
