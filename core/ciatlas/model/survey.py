"""A survey: what an API tells of a repository that nobody has cloned, at one commit."""

from collections.abc import Mapping
from dataclasses import dataclass

from ciatlas.model.repository import Repository


@dataclass(frozen=True, slots=True)
class Survey:
    """A repository at the head of its default branch.

    Attributes:
        repository: the repository, its head and head_time being those of the commit.
        authored: when the commit was authored, seconds since 1970 UTC.
        files: object ids of the pipeline files, by path.
        markers: pairs of kind and path of the files that tell by being there.
        commits: commits in the history.
        contributors: people in it, as GitHub counts them.
        first_commit: time of the first commit, seconds since 1970 UTC, `None` when unknown.
        paths: commits by path group.
    """

    repository: Repository
    authored: int
    files: Mapping[str, str]
    markers: tuple[tuple[str, str], ...]
    commits: int
    contributors: int
    first_commit: int | None
    paths: Mapping[str, int]
