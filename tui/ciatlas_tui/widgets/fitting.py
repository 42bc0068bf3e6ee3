"""Which columns of a list fit into a width, and how wide each is."""

from collections.abc import Container, Sequence

from ciatlas_tui.widgets.row import Column


def fit(
    columns: Sequence[Column],
    natural: Sequence[int],
    width: int,
    gap: int,
    left_out: Container[int] = (),
) -> list[tuple[int, int]]:
    """Return the numbers of the columns shown, each with its cells, in order.

    Args:
        columns: all there are.
        natural: how many cells each would take.
        width: cells there are.
        gap: blanks between two columns.
        left_out: numbers of columns that are not shown, however much room there is.
    """
    least = [
        size if column.narrowest is None else min(size, column.narrowest)
        for column, size in zip(columns, natural, strict=True)
    ]
    shown = [number for number in range(len(columns)) if number not in left_out]
    spare = [n for n in shown if columns[n].spare]
    while spare and sum(natural[n] + gap for n in shown) - gap > width:
        shown.remove(spare.pop())
    while len(shown) > 1 and sum(least[n] + gap for n in shown) - gap > width:
        shown.remove(max(shown, key=lambda n: (columns[n].priority, n)))
    sizes = {n: natural[n] for n in shown}
    excess = sum(size + gap for size in sizes.values()) - gap - width
    while excess > 0 and (wide := [n for n in shown if sizes[n] > least[n]]):
        squeezed = max(wide, key=lambda n: sizes[n])
        sizes[squeezed] -= 1
        excess -= 1
    growing = [n for n in shown if columns[n].grows] if excess < 0 else []
    for number, column in enumerate(growing):
        sizes[column] += (-excess + number) // len(growing)
    return list(sizes.items())
