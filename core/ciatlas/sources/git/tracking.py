"""What is followed through history: pipeline files, and groups of paths by name."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from ciatlas.sources.git.clone import Clone
from ciatlas.sources.git.differences import Difference, read_differences
from ciatlas.sources.git.local_actions import used_actions
from ciatlas.sources.git.log import LoggedCommit

Progress = Callable[[str, int, int | None], None]
"""Called with a phase, how much of it is done, and how much there is if known."""

MAX_NESTING = 10
"""How deep composite actions may use one another (GitHub, "Reusing workflow configurations")."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Which paths are followed.

    Attributes:
        groups: paths by the name of their group, whose commits are counted together.
        is_pipeline: tells whether a path has the name of a pipeline file.
        places: folders and files below which such a path is one.
    """

    groups: Mapping[str, Sequence[str]]
    is_pipeline: Callable[[str], bool]
    places: frozenset[str]

    def files_of(self, path: str) -> list[str]:
        """Return the pipeline files that a change of `path` is a change of.

        As for git, a path stands for all that is below it: also for the contents of a folder that
        has, or once had, the name of a pipeline file.
        """
        above = _above(path)
        return [] if self.places.isdisjoint(above) else [*filter(self.is_pipeline, above)]

    def groups_of(self, path: str) -> list[str]:
        """Return the names of the groups that a change of `path` is a change of."""
        above = _above(path)
        return [name for name, paths in self.groups.items() if not set(paths).isdisjoint(above)]


@dataclass(slots=True)
class Tracked:
    """What happened to a pipeline file or a path group.

    Attributes:
        parents: for each commit that differs from a parent, the indexes of those parents.
        changes: by commit, a file's difference from the first such parent.
    """

    parents: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    changes: dict[str, Difference] = field(default_factory=dict)


def read_tracked(
    clone: Clone, commits: Sequence[LoggedCommit], watched: Watched, progress: Progress
) -> dict[str, Tracked]:
    """Read what happened to every path group, by name, and every pipeline file, by path.

    Actions outside the watched places are followed too once a pipeline uses them.
    """
    paths = {*watched.places, *(path for paths in watched.groups.values() for path in paths)}
    fresh = _read(clone, commits, paths, progress)
    differences = fresh
    for _ in range(MAX_NESTING):
        used = _used_elsewhere(clone, fresh, watched)
        if not used:
            break
        watched = replace(watched, places=watched.places | used)
        fresh = _read(clone, commits, used, progress)
        differences = differences + fresh
    return _by_name(differences, watched)


def _read(
    clone: Clone, commits: Sequence[LoggedCommit], paths: Collection[str], progress: Progress
) -> list[Difference]:
    differences: list[Difference] = []
    done = 0
    for count, found in read_differences(clone, commits, sorted(paths)):
        differences += found
        done += count
        progress("comparing commits", done, len(commits))
    return differences


def _used_elsewhere(
    clone: Clone, differences: Iterable[Difference], watched: Watched
) -> frozenset[str]:
    """Return the actions outside the watched places that pipeline files among these use."""
    contents: dict[str, set[str]] = defaultdict(set)
    for difference in differences:
        if difference.blob is not None:
            contents[difference.path].add(difference.blob)
    pipelines = [blobs for path, blobs in contents.items() if path in watched.files_of(path)]
    wanted: set[str] = set().union(*pipelines)
    clone.obtain(wanted)
    used = used_actions(clone, wanted)
    return frozenset(path for path in used if watched.places.isdisjoint(_above(path)))


def _by_name(differences: Iterable[Difference], watched: Watched) -> dict[str, Tracked]:
    tracked: dict[str, Tracked] = defaultdict(Tracked)
    known: dict[str, tuple[list[str], list[str]]] = {}
    for difference in differences:
        path = difference.path
        if path not in known:
            known[path] = watched.groups_of(path), watched.files_of(path)
        groups, files = known[path]
        for name in (*groups, *files):
            tracked[name].parents[difference.commit].add(difference.parent)
        if path in files and difference.change:
            tracked[path].changes.setdefault(difference.commit, difference)
    return {
        name: history
        for name, history in sorted(tracked.items())
        if name in watched.groups or history.changes
    }


def _above(path: str) -> list[str]:
    """Return the path and the folders it is in: `a`, `a/b`, `a/b/c`."""
    return list(accumulate(path.split("/"), "{}/{}".format))
