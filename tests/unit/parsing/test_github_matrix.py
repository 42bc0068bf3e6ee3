"""The legs of a job matrix, after `exclude` and `include`."""

import pytest

from ciatlas.model.pipeline import Job, Matrix, Pairs
from ciatlas.parsing import parse


def job(strategy: str) -> Job:
    text = f"on: push\njobs: {{a: {{runs-on: x, steps: [{{run: y}}], strategy: {strategy}}}}}\n"
    pipeline = parse(".github/workflows/a.yml", text)
    assert pipeline.diagnostics == ()
    return pipeline.jobs[0]


def matrix(written: str) -> Matrix:
    found = job(f"{{matrix: {written}}}").matrix
    assert found is not None
    return found


def legs(written: str) -> list[dict[str, str]]:
    found = matrix(written).legs
    assert found is not None
    return [dict(leg) for leg in found]


def expand(rows: str) -> list[dict[str, str]]:
    """Turn `a=1 b=2, a=3` into legs."""
    return [dict(pair.split("=") for pair in row.split()) for row in rows.split(",")]


def test_a_job_without_matrix_runs_once() -> None:
    assert (job("{fail-fast: false}").matrix, job("{fail-fast: false}").legs) == (None, 1)


def test_axes_are_combined_in_written_order() -> None:
    found = matrix("{os: [mac, win], v: ['3.9', 3.10]}")
    assert found.axes == (("os", ("mac", "win")), ("v", ("3.9", "3.10")))
    expected: tuple[Pairs, ...] = (
        (("os", "mac"), ("v", "3.9")),
        (("os", "mac"), ("v", "3.10")),
        (("os", "win"), ("v", "3.9")),
        (("os", "win"), ("v", "3.10")),
    )
    assert found.legs == expected


def test_a_job_has_as_many_legs_as_its_matrix() -> None:
    assert job("{matrix: {a: [1, 2, 3], b: [x, y]}}").legs == 6


@pytest.mark.parametrize(
    ("exclude", "rows"),
    [
        ("[{a: 1}]", "a=2 b=x, a=2 b=y"),
        ("[{a: 1, b: x}]", "a=1 b=y, a=2 b=x, a=2 b=y"),
        ("[{a: 1, b: x}, {b: y}]", "a=2 b=x"),
        ("[{a: 9}]", "a=1 b=x, a=1 b=y, a=2 b=x, a=2 b=y"),
        ("[]", "a=1 b=x, a=1 b=y, a=2 b=x, a=2 b=y"),
        ("", "a=1 b=x, a=1 b=y, a=2 b=x, a=2 b=y"),
    ],
)
def test_excluded_combinations_are_no_legs(exclude: str, rows: str) -> None:
    assert legs(f"{{a: [1, 2], b: [x, y], exclude: {exclude}}}") == expand(rows)


def test_all_combinations_may_be_excluded() -> None:
    assert legs("{a: [1], exclude: [{a: 1}]}") == []


@pytest.mark.parametrize(
    ("include", "rows"),
    [
        ("[{c: z}]", "a=1 b=x c=z, a=2 b=x c=z"),
        ("[{a: 1, c: z}]", "a=1 b=x c=z, a=2 b=x"),
        ("[{a: 3}]", "a=1 b=x, a=2 b=x, a=3"),
        ("[{a: 1, b: y}]", "a=1 b=x, a=2 b=x, a=1 b=y"),
        ("[{c: z}, {a: 1, c: w}]", "a=1 b=x c=w, a=2 b=x c=z"),
        ("[{a: 3}, {c: z}]", "a=1 b=x c=z, a=2 b=x c=z, a=3"),
        ("[{a: 3}, {a: 3, c: z}]", "a=1 b=x, a=2 b=x, a=3, a=3 c=z"),
    ],
)
def test_an_include_extends_the_legs_it_fits_or_is_one_of_its_own(include: str, rows: str) -> None:
    assert legs(f"{{a: [1, 2], b: [x], include: {include}}}") == expand(rows)


def test_includes_alone_are_the_legs() -> None:
    assert legs("{include: [{a: 1, b: x}, {a: 2}]}") == expand("a=1 b=x, a=2")
    assert matrix("{include: [{a: 1}]}").axes == ()


def test_what_is_excluded_can_be_included_again() -> None:
    assert legs("{a: [1, 2], exclude: [{a: 1}], include: [{a: 1}]}") == expand("a=2, a=1")


def test_values_of_any_kind_are_written_on_one_line() -> None:
    found = matrix("{a: [{b: 1, c: [x, 'y']}, true, null, '']}")
    assert found.axes == (("a", ("{b: 1, c: [x, y]}", "true", "null", "")),)


def test_a_block_and_a_flow_value_are_the_same_value() -> None:
    text = """on: push
jobs:
  a:
    runs-on: x
    strategy:
      matrix:
        m:
          - b: 1
            c: [2]
          - other
        exclude:
          - m: {b: 1, c: [2]}
    steps: [{run: y}]
"""
    found = parse(".github/workflows/a.yml", text).jobs[0].matrix
    assert found is not None
    assert found.legs == ((("m", "other"),),)


@pytest.mark.parametrize(
    "written",
    [
        "'${{ fromJSON(x) }}'",
        "{a: '${{ fromJSON(x) }}'}",
        "{a: [1, '${{ x }}']}",
        "{a: [1], include: '${{ fromJSON(x) }}'}",
        "{a: [1], include: ['${{ x }}']}",
        "{a: [1], include: [{b: '${{ x }}'}]}",
        "{a: [1], exclude: '${{ fromJSON(x) }}'}",
        "{a: [1], exclude: [{a: '${{ x }}'}]}",
    ],
)
def test_legs_that_only_a_run_could_know_are_unknown(written: str) -> None:
    found = job(f"{{matrix: {written}}}")
    assert found.matrix is not None
    assert (found.matrix.legs, found.legs) == (None, None)


def test_axes_beside_an_unknown_one_are_known() -> None:
    found = matrix("{a: '${{ x }}', b: [1]}")
    assert found.axes == (("a", None), ("b", ("1",)))


@pytest.mark.parametrize(
    ("key", "field", "written", "expected"),
    [
        ("fail-fast", "fail_fast", "true", True),
        ("fail-fast", "fail_fast", "false", False),
        ("fail-fast", "fail_fast", "'${{ x }}'", "${{ x }}"),
        ("max-parallel", "max_parallel", "2", 2),
        ("max-parallel", "max_parallel", "'2'", 2),
        ("max-parallel", "max_parallel", "'${{ x }}'", "${{ x }}"),
    ],
)
def test_a_strategy_says_how_legs_run(
    key: str, field: str, written: str, expected: bool | int | str
) -> None:
    found = job(f"{{matrix: {{a: [1]}}, {key}: {written}}}").matrix
    assert getattr(found, field) == expected
    other = {"fail_fast": "max_parallel", "max_parallel": "fail_fast"}[field]
    assert getattr(found, other) is None


def test_a_matrix_at_the_limit_is_complete() -> None:
    values = ", ".join(map(str, range(16)))
    assert job(f"{{matrix: {{a: [{values}], b: [{values}]}}}}").legs == 256


def test_the_combinations_of_a_huge_matrix_are_not_computed() -> None:
    values = ", ".join(map(str, range(100)))
    axes = ", ".join(f"a{number}: [{values}]" for number in range(20))
    text = f"on: push\njobs:\n  a:\n    strategy:\n      matrix: {{{axes}}}\n"
    pipeline = parse(".github/workflows/a.yml", text)
    assert pipeline.jobs[0].legs == 256
    assert (5, 15, "matrix-too-large") in [(d.line, d.column, d.code) for d in pipeline.diagnostics]
