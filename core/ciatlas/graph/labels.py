"""What is written about a job, in as many terminal cells as there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from ciatlas.display import visible

_UNSTEADY = dict.fromkeys((0xFE0E, 0xFE0F, 0x200D, *range(0x1F3FB, 0x1F400)))
"""Variation selectors, joiners and skin tones: terminals do not agree on the width they give."""


def steady(text: str, *, ascii_only: bool = False) -> str:
    """Return `text` fit for a grid of cells: harmless, and equally wide on every terminal."""
    shown = visible(text.translate(_UNSTEADY))
    return shown.encode("ascii", "backslashreplace").decode() if ascii_only else shown


def shorten(labels: Sequence[str], cap: int, ellipsis: str) -> list[str]:
    """Return `labels`, the middle of those wider than `cap` cells left out.

    Different labels stay different: those that would look the same are cut elsewhere, and numbered
    where no cut tells them apart.
    """
    usual = cap // 2
    alike: dict[str, list[str]] = {}
    for label in dict.fromkeys(labels):
        alike.setdefault(_cut(label, cap, ellipsis, usual), []).append(label)
    chosen = {group[0]: cut for cut, group in alike.items() if len(group) == 1}
    for group in (group for group in alike.values() if len(group) > 1):
        taken = set(chosen.values())
        heads = sorted(range(cap), key=lambda head: (abs(head - usual), head))
        cuts = next(
            (found for head in heads if (found := _distinct(group, cap, ellipsis, head, taken))),
            None,
        )
        chosen |= zip(group, cuts or _numbered(group, cap, ellipsis, taken), strict=True)
    return [chosen[label] for label in labels]


def _distinct(
    group: Sequence[str], cap: int, ellipsis: str, head: int, taken: set[str]
) -> list[str] | None:
    cuts = [_cut(label, cap, ellipsis, head) for label in group]
    return cuts if len(set(cuts) - taken) == len(group) else None


def _numbered(group: Sequence[str], cap: int, ellipsis: str, taken: set[str]) -> Iterable[str]:
    number = 0
    for label in group:
        while True:
            number += 1
            mark = f"{ellipsis}{number}"
            cut = _first_cells(label, cap - cell_len(mark)) + mark
            if cut not in taken:
                break
        yield cut


def _cut(label: str, cap: int, ellipsis: str, head: int) -> str:
    """Return `label` with `head` cells before the ellipsis and the rest of `cap` after it."""
    if cell_len(label) <= cap:
        return label
    tail = max(cap - cell_len(ellipsis) - head, 0)
    return _first_cells(label, head) + ellipsis + _first_cells(label[::-1], tail)[::-1]


def _first_cells(text: str, cells: int) -> str:
    """Return as much of the start of `text` as fits into `cells`."""
    used = 0
    for index, character in enumerate(text):
        used += cell_len(character)
        if used > cells:
            return text[:index]
    return text
