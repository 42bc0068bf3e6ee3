"""Job matrices: their legs after `exclude` and `include`.

Source: GitHub Docs, "Running variations of jobs in a workflow". Excludes are applied
first. An include is added to every leg whose original values it does not overwrite; where there is
none, it is a leg of its own.
"""

from itertools import islice, product

from ciatlas.model.pipeline import Matrix, Pairs
from ciatlas.parsing import yaml
from ciatlas.parsing.schema import is_expression
from ciatlas.parsing.values import child, entries, flag, whole, written

MAX_LEGS = 256
"""GitHub's limit for one matrix."""

_MOST_COMBINATIONS = 16 * MAX_LEGS
"""Combinations looked at; with more, only an enormous `exclude` could still allow the matrix."""
_SPECIAL = ("include", "exclude")
_Leg = dict[str, str]


def read_matrix(strategy: yaml.Node | None) -> Matrix | None:
    """Read a job's `strategy`; `None` when it has no matrix."""
    node = child(strategy, "matrix")
    if node is None:
        return None
    fail_fast = flag(child(strategy, "fail-fast"))
    max_parallel = whole(child(strategy, "max-parallel"))
    if not isinstance(node, yaml.Mapping):
        return Matrix((), None, fail_fast, max_parallel)
    axes = tuple(
        (key.text, _values(value)) for key, value in entries(node) if key.text not in _SPECIAL
    )
    legs = _legs(node, axes)
    return Matrix(axes, None if legs is None else legs[:MAX_LEGS], fail_fast, max_parallel)


def is_too_large(matrix: yaml.Mapping) -> bool:
    """Whether a matrix has more legs than GitHub runs, as far as that can be known."""
    axes = tuple(
        (key.text, _values(value)) for key, value in entries(matrix) if key.text not in _SPECIAL
    )
    legs = _legs(matrix, axes)
    return legs is not None and len(legs) > MAX_LEGS


def _values(node: yaml.Node) -> tuple[str, ...] | None:
    if not isinstance(node, yaml.Sequence) or any(is_expression(item) for item in node):
        return None
    return tuple(written(item) for item in node)


def _legs(
    node: yaml.Mapping, axes: tuple[tuple[str, tuple[str, ...] | None], ...]
) -> tuple[Pairs, ...] | None:
    excludes = _combinations(node.get("exclude"))
    includes = _combinations(node.get("include"))
    if excludes is None or includes is None or any(values is None for _, values in axes):
        return None
    names = [name for name, _ in axes]
    combinations = product(*(values or () for _, values in axes)) if names else iter(())
    excluded = _Excluded(excludes, names)
    originals = [
        dict(zip(names, combination, strict=True))
        for combination in islice(combinations, _MOST_COMBINATIONS)
        if not excluded.covers(combination)
    ]
    # Some more than the limit are enough to know that it is exceeded.
    legs = _include(originals[: 2 * MAX_LEGS], includes[: 2 * MAX_LEGS], set(names))
    return tuple(tuple(leg.items()) for leg in legs)


class _Excluded:
    """The `exclude` of a matrix: a leg is out if it has all values of one entry."""

    def __init__(self, excludes: list[_Leg], names: list[str]) -> None:
        self._by_axes: dict[tuple[int, ...], set[tuple[str, ...]]] = {}
        position = {name: index for index, name in enumerate(names)}
        for entry in excludes:
            if entry.keys() <= position.keys():
                axes = sorted(entry, key=position.__getitem__)
                key = tuple(position[name] for name in axes)
                self._by_axes.setdefault(key, set()).add(tuple(entry[name] for name in axes))

    def covers(self, combination: tuple[str, ...]) -> bool:
        """Whether a combination is excluded."""
        return any(
            tuple(combination[axis] for axis in axes) in values
            for axes, values in self._by_axes.items()
        )


def _combinations(node: yaml.Node | None) -> list[_Leg] | None:
    """Read `include` or `exclude`; `None` when only a run could know."""
    if node is None or (isinstance(node, yaml.Scalar) and node.is_null):
        return []
    if not isinstance(node, yaml.Sequence) or any(is_expression(item) for item in node):
        return None
    found = []
    for item in node:
        values = list(entries(item))
        if any(is_expression(value) for _, value in values):
            return None
        found.append({key.text: written(value) for key, value in values})
    return found


def _matches(leg: _Leg, part: _Leg) -> bool:
    return all(leg.get(name) == value for name, value in part.items())


def _include(legs: list[_Leg], includes: list[_Leg], axes: set[str]) -> list[_Leg]:
    extended = [dict(leg) for leg in legs]
    added: list[_Leg] = []
    for extra in includes:
        original = {name: value for name, value in extra.items() if name in axes}
        fitting = [
            target for leg, target in zip(legs, extended, strict=True) if _matches(leg, original)
        ]
        for target in fitting:
            target.update(extra)
        if not fitting:
            added.append(extra)
    return [*extended, *added]
