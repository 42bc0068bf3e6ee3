"""A clone's history as facts: commits, authors by number, changes, memberships, versions, tags."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ciatlas.model.history import (
    Author,
    Change,
    Commit,
    FileVersion,
    History,
    Membership,
    Tag,
)
from ciatlas.model.repository import Repository
from ciatlas.sources.git.clone import Clone
from ciatlas.sources.git.lineage import Lineage
from ciatlas.sources.git.log import LoggedCommit, read_commits, read_tags
from ciatlas.sources.git.markers import Marker, read_markers
from ciatlas.sources.git.simplification import memberships
from ciatlas.sources.git.tracking import Progress, Tracked, Watched, read_tracked


def read_history(
    clone: Clone,
    repository: Repository,
    groups: Mapping[str, Sequence[str]],
    is_pipeline: Callable[[str], bool],
    pipeline_paths: Iterable[str],
    progress: Progress,
    markers: Sequence[Marker] = (),
) -> History:
    """Read the whole history of the clone's branch.

    Args:
        clone: where to read.
        repository: whose history it is; branch, head, source and completeness are filled in.
        groups: paths by the name of their group, each counted as `git rev-list REV -- PATHS` does.
        is_pipeline: tells whether a path has the name of a pipeline file.
        pipeline_paths: folders and files below which such paths are pipeline files; elsewhere they
            are once a pipeline names their folder (`uses: ./FOLDER`).
        progress: told how far each phase of the reading is.
        markers: files of which only the presence counts.

    Raises:
        CloneError: the clone is damaged.
    """
    progress("reading commits", 0, None)
    logged = read_commits(clone)
    lineage = Lineage({commit.oid: commit.parents for commit in logged})
    authors, numbers = _authors(logged)
    watched = Watched(groups, is_pipeline, frozenset(pipeline_paths))
    tracked = read_tracked(clone, logged, watched, progress)
    trees = {commit.oid: commit.tree for commit in logged}
    commits = tuple(_commits(lineage, logged, numbers))
    return History(
        repository=replace(
            repository,
            branch=clone.branch or repository.branch,
            head=clone.head,
            head_time=commits[-1].committed,
            source="git",
            complete=not clone.shallow,
        ),
        groups=tuple(groups),
        commits=commits,
        authors=authors,
        changes=tuple(_changes(tracked)),
        memberships=tuple(_memberships(lineage, tracked)),
        versions=tuple(_versions(lineage, tracked)),
        tags=tuple(
            Tag(name, oid) for name, oid in sorted(read_tags(clone).items()) if oid in lineage
        ),
        files=tuple(read_markers(clone, [trees[oid] for oid in lineage.mainline], markers)),
    )


def _authors(logged: Sequence[LoggedCommit]) -> tuple[tuple[Author, ...], dict[str, int]]:
    """Number the distinct e-mails, oldest first, and the people they belong to."""
    numbers: dict[str, int] = {}
    people: dict[str, int] = {}
    authors: list[Author] = []
    for commit in reversed(logged):
        if commit.email not in numbers:
            number = numbers[commit.email] = len(numbers)
            person = people.setdefault(commit.mapped_email, number)
            authors.append(Author(number, person))
    return tuple(authors), numbers


def _commits(
    lineage: Lineage, logged: Sequence[LoggedCommit], numbers: Mapping[str, int]
) -> Iterator[Commit]:
    landed = lineage.landed()
    for commit in reversed(logged):
        yield Commit(
            oid=commit.oid,
            parents=commit.parents,
            authored=commit.authored,
            committed=commit.committed,
            author=numbers[commit.email],
            landed=landed[commit.oid],
            mainline=lineage.position(commit.oid),
            offset=commit.offset,
        )


def _changes(tracked: Mapping[str, Tracked]) -> Iterator[Change]:
    for path, history in tracked.items():
        for commit, difference in history.changes.items():
            yield Change(commit, path, difference.change, difference.blob)


def _memberships(lineage: Lineage, tracked: Mapping[str, Tracked]) -> Iterator[Membership]:
    for name, history in tracked.items():
        yield from memberships(lineage, name, history.parents)


def _versions(lineage: Lineage, tracked: Mapping[str, Tracked]) -> Iterator[FileVersion]:
    """Follow each file's content along the mainline."""
    for path, history in tracked.items():
        steps = sorted(
            (position, difference.blob)
            for commit, difference in history.changes.items()
            if 0 in history.parents[commit] and (position := lineage.position(commit)) is not None
        )
        ends: list[int | None] = [position for position, _ in steps[1:]]
        for (since, blob), until in zip(steps, [*ends, None], strict=False):
            if blob is not None:
                yield FileVersion(path, blob, since, until)
