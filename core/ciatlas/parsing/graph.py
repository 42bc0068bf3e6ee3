"""Circles in what jobs need."""

from collections.abc import Mapping, Sequence


def find_cycle(needs: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the jobs of one circle, each needing the next, or nothing; iterative, so any depth."""
    done: set[str] = set()
    for start in needs:
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            job, index = stack.pop()
            if index == 0:
                if job in done:
                    continue
                path.append(job)
                on_path.add(job)
            wanted = needs.get(job, ())
            if index < len(wanted):
                stack.append((job, index + 1))
                needed = wanted[index]
                if needed in on_path:
                    return path[path.index(needed) :]
                stack.append((needed, 0))
            else:
                done.add(job)
                on_path.discard(job)
                path.pop()
    return []
