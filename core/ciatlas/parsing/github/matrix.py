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
    return Matrix(axes, _legs(node, axes), fail_fast, max_parallel)


def combination_count(matrix: yaml.Mapping) -> int:
    """Count the combinations of the axes, before `exclude` and `include`."""
    total = 1
    for key, value in entries(matrix):
        if key.text not in _SPECIAL and isinstance(value, yaml.Sequence):
            total *= len(value)
    return total


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
    # One more than the limit is enough to know that it is exceeded.
    originals = [
        dict(zip(names, combination, strict=True))
        for combination in islice(product(*(values or () for _, values in axes)), MAX_LEGS * 16)
        if names
    ]
    kept = [leg for leg in originals if not any(_matches(leg, out) for out in excludes)]
    legs = _include(kept, includes, set(names))
    return tuple(tuple(leg.items()) for leg in legs[:MAX_LEGS])


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
