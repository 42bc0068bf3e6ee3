"""Commits compared with each of their parents."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from ciatlas.sources.git.clone import Clone
from ciatlas.sources.git.log import LoggedCommit

_BATCH = 1000
"""Commits one git process is asked about."""

_PROCESSES = 4
"""Comparing is most of what an import has git do, and every commit can be compared by itself."""

_NO_FILE = frozenset(("000000", "160000"))
"""Modes of what is absent, and of a submodule."""

_CHANGES = {
    (False, False): "",
    (False, True): "added",
    (True, True): "modified",
    (True, False): "removed",
}
"""What happened, by whether there was a file before and after."""


class Difference(NamedTuple):
    """A path that differs between a commit and its parent number `parent` (0 for a root).

    `change` is `added`, `modified` or `removed`, empty where there was a file neither before nor
    after; `blob` is the file's content after the commit, `None` without a file.
    """

    commit: str
    parent: int
    path: str
    change: str
    blob: str | None


def read_differences(
    clone: Clone, commits: Sequence[LoggedCommit], paths: Sequence[str]
) -> Iterator[tuple[int, list[Difference]]]:
    """Compare commits with each of their parents, a root with nothing, below `paths` only.

    Yields:
        how many more commits have been compared, and their differences.
    """
    starts = range(0, len(commits), _BATCH)
    batches = [commits[start : start + _BATCH] for start in starts]
    with ThreadPoolExecutor(_PROCESSES) as pool:
        compared = pool.map(lambda batch: _compare(clone, batch, paths), batches)
        for batch, differences in zip(batches, compared, strict=True):
            yield len(batch), differences


def _compare(
    clone: Clone, commits: Sequence[LoggedCommit], paths: Sequence[str]
) -> list[Difference]:
    comparisons = [
        (commit.oid, index, parent)
        for commit in commits
        for index, parent in enumerate(commit.parents or ("",))
    ]
    # --always names every commit, also where nothing differs, so that answers can be told apart.
    output = clone.run(
        *("diff-tree", "--stdin", "--always", "--root", "-r", "-z"),
        *("--raw", "--no-renames", "--no-abbrev", "--", *paths),
        stdin="".join(f"{oid} {parent}\n" for oid, _, parent in comparisons).encode("ascii"),
    )
    return list(_differences(output.decode("utf-8", "backslashreplace"), comparisons))


def _differences(output: str, comparisons: Iterable[tuple[str, int, str]]) -> Iterator[Difference]:
    tokens = iter(output.split("\x00"))
    asked = iter(comparisons)
    commit, index = "", 0
    for token in tokens:
        if token.startswith(":"):
            before, after, _, blob, _ = token[1:].split(" ")
            change = _CHANGES[before not in _NO_FILE, after not in _NO_FILE]
            content = None if after in _NO_FILE else blob
            yield Difference(commit, index, next(tokens), change, content)
        elif token:
            commit, index, _ = next(asked)
