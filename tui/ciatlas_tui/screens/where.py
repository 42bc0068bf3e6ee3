"""Where and as of when something stands, in data and in words."""

from datetime import UTC, date, datetime
from typing import NamedTuple
from urllib.parse import quote

from ciatlas.model.repository import Repository, Snapshot

ASK = "7 and then s asks GitHub for them"
"""What brings figures that only GitHub can tell."""


class Lines(NamedTuple):
    """Where something stands: a file at a commit, and the line, 0 for the whole file."""

    at: Snapshot
    path: str
    line: int = 0


def facts_of(repository: Repository, at: Snapshot | None) -> list[str]:
    """Say as of when a repository is shown, and where that is from."""
    facts = []
    if at is not None:
        facts.append(f"as of {at.day} {at.commit[:8]}")
    source = repository.source or "unknown source"
    if repository.retrieved_at:
        source += f" of {datetime.fromtimestamp(repository.retrieved_at, UTC):%Y-%m}"
    facts.append(source)
    return facts


def day_of(at: Snapshot) -> date:
    """Return the day a snapshot was asked for, else that of its commit (UTC)."""
    return at.as_of or at.day


def permalink(at: Snapshot, path: str, line: int = 0) -> str:
    """Return the address of a file's line at a commit on GitHub."""
    anchor = f"#L{line}" if line else ""
    return f"https://github.com/{quote(at.repository)}/blob/{at.commit}/{quote(path)}{anchor}"
