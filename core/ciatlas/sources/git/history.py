"""A clone's history as facts: commits, authors by number, changes, memberships, versions, tags."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

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
from ciatlas.sources.git.log import (
    LoggedCommit,
    PathChange,
    read_changes,
    read_commits,
    read_tags,
)
from ciatlas.sources.git.simplification import Lineage, memberships

Progress = Callable[[str, int, int | None], None]
PathGroups = Mapping[str, Sequence[str]]


@dataclass(slots=True)
class _Tracked:
    """What happened to one tracked path: per commit, the parents it differs from, and to what."""

    parents: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    blobs: dict[tuple[str, int], str | None] = field(default_factory=dict)


def read_history(
    clone: Clone,
    repository: Repository,
    groups: PathGroups,
    is_pipeline: Callable[[str], bool],
    pipeline_paths: Sequence[str],
    progress: Progress,
) -> History:
    """Read the whole history of the clone's branch.

    Args:
        clone: where to read.
        repository: whose history it is; branch, head and completeness are filled in.
        groups: path groups by name, each counted as `git rev-list REV -- PATHS` counts.
        is_pipeline: tells whether a path is a pipeline file, tracked by itself.
        pipeline_paths: folders and files below which pipeline files are looked for.
        progress: called with a phase, what is done, and the total if known.
    """
    progress("reading commits", 0, None)
    logged = read_commits(clone)
    lineage = Lineage({commit.oid: commit.parents for commit in logged})
    authors, numbers = _authors(logged)
    landed = lineage.landed()
    progress("comparing commits", 0, len(logged))
    paths = sorted({*pipeline_paths, *(path for paths in groups.values() for path in paths)})
    tracked, files = _track(read_changes(clone, logged, paths), groups, is_pipeline)
    progress("comparing commits", len(logged), len(logged))
    commits = tuple(
        Commit(
            oid=commit.oid,
            parents=commit.parents,
            authored=commit.authored,
            committed=commit.committed,
            author=numbers[commit.email],
            landed=landed[commit.oid],
            mainline=lineage.position(commit.oid),
            offset=commit.offset,
        )
        for commit in reversed(logged)
    )
    known = {commit.oid for commit in logged}
    return History(
        repository=replace(
            repository,
            branch=clone.branch or repository.branch,
            head=clone.head,
            head_time=commits[-1].committed,
            source="git",
            complete=not clone.shallow,
        ),
        commits=commits,
        authors=authors,
        changes=tuple(_changes(tracked, files)),
        memberships=tuple(_memberships(lineage, tracked)),
        versions=tuple(_versions(lineage, tracked, files)),
        tags=tuple(Tag(name, oid) for name, oid in read_tags(clone) if oid in known),
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


def _track(
    compared: Iterable[tuple[str, int, list[PathChange]]],
    groups: PathGroups,
    is_pipeline: Callable[[str], bool],
) -> tuple[dict[str, _Tracked], set[str]]:
    """Sort differences by tracked path: a group's name, or a pipeline file's path."""
    tracked: dict[str, _Tracked] = defaultdict(_Tracked)
    files: set[str] = set()
    names_of: dict[str, tuple[str, ...]] = {}
    for commit, parent, differences in compared:
        for difference in differences:
            path = difference.path
            names = names_of.get(path)
            if names is None:
                names = names_of[path] = _groups_of(path, groups)
            for name in names:
                tracked[name].parents[commit].add(parent)
            if is_pipeline(path):
                files.add(path)
                tracked[path].parents[commit].add(parent)
                tracked[path].blobs[commit, parent] = difference.blob
    return tracked, files


def _groups_of(path: str, groups: PathGroups) -> tuple[str, ...]:
    return tuple(
        name
        for name, prefixes in groups.items()
        if any(path == prefix or path.startswith(f"{prefix}/") for prefix in prefixes)
    )


def _changes(tracked: Mapping[str, _Tracked], files: Iterable[str]) -> Iterator[Change]:
    for path in sorted(files):
        for (commit, parent), blob in tracked[path].blobs.items():
            yield Change(commit, path, parent, blob)


def _memberships(lineage: Lineage, tracked: Mapping[str, _Tracked]) -> Iterator[Membership]:
    for path in sorted(tracked):
        changed = {commit: frozenset(parents) for commit, parents in tracked[path].parents.items()}
        yield from memberships(lineage, path, changed)


def _versions(
    lineage: Lineage, tracked: Mapping[str, _Tracked], files: Iterable[str]
) -> Iterator[FileVersion]:
    """Follow each file's content along the mainline."""
    for path in sorted(files):
        steps = sorted(
            (position, blob)
            for (commit, parent), blob in tracked[path].blobs.items()
            if parent == 0 and (position := lineage.position(commit)) is not None
        )
        ends = [*(position for position, _ in steps[1:]), None]
        for (since, blob), until in zip(steps, ends, strict=False):
            if blob is not None:
                yield FileVersion(path, blob, since, until)
