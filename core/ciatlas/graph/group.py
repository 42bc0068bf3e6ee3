"""Jobs that may share a box: same predecessors, same successors."""

from __future__ import annotations

from collections.abc import Iterable

Group = tuple[str, ...]


def group_jobs(jobs: Iterable[str], edges: Iterable[tuple[str, str]]) -> tuple[Group, ...]:
    """Partition `jobs` into groups of equal neighbours along `edges`, keeping the jobs' order.

    Equal predecessors put the jobs of a group into the same column, so one box with a row for each
    says exactly what as many boxes would.
    """
    before: dict[str, set[str]] = {job: set() for job in jobs}
    after: dict[str, set[str]] = {job: set() for job in before}
    for source, target in edges:
        before[target].add(source)
        after[source].add(target)
    groups: dict[tuple[frozenset[str], frozenset[str]], list[str]] = {}
    for job in before:
        groups.setdefault((frozenset(before[job]), frozenset(after[job])), []).append(job)
    return tuple(tuple(group) for group in groups.values())


def edges_between(
    groups: tuple[Group, ...], edges: Iterable[tuple[str, str]]
) -> list[tuple[int, int]]:
    """Return the edges between groups, as sorted pairs of indexes into `groups`."""
    index = {job: number for number, group in enumerate(groups) for job in group}
    return sorted({(index[source], index[target]) for source, target in edges})
