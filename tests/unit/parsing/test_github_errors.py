"""What GitHub would refuse in a workflow, with line, column and code."""

from textwrap import indent

import pytest

from ciatlas.model.diagnostic import Severity
from ciatlas.parsing import parse

JOBS = "jobs: {one: {runs-on: box, steps: [{run: x}]}}\n"
WORK = "runs-on: box, steps: [{run: x}]"
Found = list[tuple[int, int, str]]


def found(text: str) -> Found:
    diagnostics = parse(".github/workflows/a.yml", text).diagnostics
    return [(d.line, d.column, d.code) for d in diagnostics]


def in_on(text: str) -> Found:
    """Check what stands under `on`, from line 2 and column 3."""
    return found(f"on:\n{indent(text, '  ')}\n{JOBS}")


def in_step(text: str) -> Found:
    """Check a step, from line 6 and column 9."""
    step = indent(text, "        ").lstrip()
    return found(f"on: push\njobs:\n  one:\n    runs-on: box\n    steps:\n      - {step}\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on: push\n", [(1, 1, "missing-key")]),
        (JOBS, [(1, 1, "missing-key")]),
        ("name: x\n", [(1, 1, "missing-key"), (1, 1, "missing-key")]),
        ("just words\n", [(1, 1, "wrong-type")]),
        ("- a\n", [(1, 1, "wrong-type")]),
        ("on: push\njobs: {}\n", [(2, 7, "empty")]),
        ("on: push\njobs:\n", [(2, 6, "wrong-type")]),
        ("on: push\njobs: [a]\n", [(2, 7, "wrong-type")]),
        (f"on: push\nname: [a]\n{JOBS}", [(2, 7, "wrong-type")]),
        (f"on: push\nenv: word\n{JOBS}", [(2, 6, "wrong-type")]),
        (f"on: push\nenv: {{a: [1]}}\n{JOBS}", [(2, 10, "wrong-type")]),
        (f"on: push\nextra: 1\n{JOBS}", [(2, 1, "unknown-key")]),
        (f"On: push\n{JOBS}", [(1, 1, "missing-key"), (1, 1, "unknown-key")]),
        (f"on: push\npermissions: all\n{JOBS}", [(2, 14, "wrong-value")]),
        (f"on: push\npermissions: {{contents: admin}}\n{JOBS}", [(2, 25, "wrong-value")]),
        (f"on: push\npermissions: {{id-token: read}}\n{JOBS}", [(2, 25, "wrong-value")]),
        (f"on: push\npermissions: {{content: read}}\n{JOBS}", [(2, 15, "unknown-key")]),
        (f"on: push\nconcurrency: {{cancel-in-progress: true}}\n{JOBS}", [(2, 1, "missing-key")]),
        (f"on: push\ndefaults: {{run: {{shel: sh}}}}\n{JOBS}", [(2, 18, "unknown-key")]),
    ],
)
def test_a_workflow_has_the_keys_it_needs_and_no_others(text: str, expected: Found) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"on: push\n\tname: x\n{JOBS}", (2, 1, "yaml-syntax")),
        (f"on: push\non: fork\n{JOBS}", (2, 1, "yaml-duplicate-key")),
        (f"on: *gone\n{JOBS}", (1, 5, "yaml-unknown-alias")),
        (f"on: push\nenv: &e\n  A: *e\n{JOBS}", (3, 6, "yaml-recursive-alias")),
        (f"on: push\nenv:\n  <<: {{a: 1}}\n{JOBS}", (3, 3, "yaml-merge-key")),
        (f"on: push\nenv:\n  ? [a]\n  : 1\n{JOBS}", (3, 5, "yaml-complex-key")),
    ],
)
def test_what_yaml_forbids_is_reported_where_it_stands(
    text: str, expected: tuple[int, int, str]
) -> None:
    assert expected in found(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"on: push\nenv:\n  Key: 1\n  KEY: 2\n{JOBS}", [(4, 3, "duplicate-key")]),
        (f"on: push\njobs:\n  a: {{{WORK}}}\n  A: {{{WORK}}}\n", [(4, 3, "duplicate-key")]),
        (f"on: push\njobs:\n  a: {{{WORK}}}\n  a: {{{WORK}}}\n", [(4, 3, "yaml-duplicate-key")]),
    ],
)
def test_keys_that_differ_in_case_only_are_the_same_key(text: str, expected: Found) -> None:
    assert found(text) == expected


def test_every_repetition_of_a_key_is_reported_with_the_line_of_the_first() -> None:
    text = f"on: push\nenv:\n  key: 1\n  Key: 2\n  KEY: 3\n{JOBS}"
    diagnostics = parse(".github/workflows/a.yml", text).diagnostics
    assert [d.message for d in diagnostics] == [
        "the key 'Key' is the same as 'key' on line 3",
        "the key 'KEY' is the same as 'key' on line 3",
    ]


def test_a_key_in_wrong_case_is_told_how_it_is_written() -> None:
    text = f"on: push\njobs:\n  one:\n    Runs-On: box\n    {WORK[:12]}\n    steps: [{{run: x}}]\n"
    (diagnostic,) = parse(".github/workflows/a.yml", text).diagnostics
    assert (diagnostic.line, diagnostic.column, diagnostic.code) == (4, 5, "unknown-key")
    assert diagnostic.message == "the key 'Runs-On' is written 'runs-on'"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pushh:", [(2, 3, "unknown-event")]),
        ("[push, Push]", [(2, 10, "unknown-event")]),
        ("[push, {fork: }]", [(2, 10, "wrong-type")]),
        ("[]", [(2, 3, "empty")]),
        ("{}", [(2, 3, "empty")]),
        ("", [(1, 4, "empty")]),
        ("schedule", [(2, 3, "missing-key")]),
        ("push: main", [(2, 9, "wrong-type")]),
        ("push: {branch: main}", [(2, 10, "unknown-key")]),
        ("push: {branches: []}", [(2, 20, "empty")]),
        ("push: {branches: {a: b}}", [(2, 20, "wrong-type")]),
        ("push: {branches: [a], branches-ignore: [b]}", [(2, 10, "filter-conflict")]),
        ("push: {tags-ignore: [a], tags: [b]}", [(2, 10, "filter-conflict")]),
        ("push: {paths: [a], paths-ignore: [b]}", [(2, 10, "filter-conflict")]),
        ("pull_request: {tags: [a]}", [(2, 18, "misplaced-filter")]),
        ("issues: {paths: [a]}", [(2, 12, "misplaced-filter")]),
        ("push: {workflows: [a]}", [(2, 10, "misplaced-filter")]),
        ("workflow_run: {types: [completed]}", [(2, 17, "missing-key")]),
        ("repository_dispatch: {branches: [a]}", [(2, 25, "unknown-key")]),
    ],
)
def test_events_are_known_and_have_filters_of_their_own(text: str, expected: Found) -> None:
    assert in_on(text) == expected


@pytest.mark.parametrize(
    ("text", "column"),
    [("issues: {types: [opened, done]}", 28), ("push: {types: opened}", 17)],
)
def test_an_unknown_activity_type_is_only_a_warning(text: str, column: int) -> None:
    (diagnostic,) = parse(".github/workflows/a.yml", f"on:\n  {text}\n{JOBS}").diagnostics
    assert (diagnostic.line, diagnostic.column) == (2, column)
    assert (diagnostic.severity, diagnostic.code) == (Severity.WARNING, "unknown-type")


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        ("none", [(4, 16, "unknown-needs")]),
        ("[one, none]", [(4, 22, "unknown-needs")]),
        ("[one, ONE]", [(4, 22, "duplicate-needs")]),
        ("{a: b}", [(4, 16, "wrong-type")]),
        ("''", [(4, 16, "empty")]),
        ("ONE", []),
        ("two", [(4, 3, "cyclic-needs")]),
    ],
)
def test_jobs_need_other_jobs_of_the_workflow(needs: str, expected: Found) -> None:
    text = f"on: push\njobs:\n  one: {{{WORK}}}\n  two: {{needs: {needs}, {WORK}}}\n"
    assert found(text) == expected


def test_jobs_that_need_each_other_are_named_in_a_circle() -> None:
    lines = [f"  {job}: {{needs: [{needs}], {WORK}}}" for job, needs in ("ab", "bc", "cb", "da")]
    text = "on: push\njobs:\n" + "\n".join(lines) + "\n"
    (diagnostic,) = parse(".github/workflows/a.yml", text).diagnostics
    assert (diagnostic.line, diagnostic.column, diagnostic.code) == (4, 3, "cyclic-needs")
    assert diagnostic.message == "jobs need each other in a circle: b → c → b"


@pytest.mark.parametrize("job", ["1st", "-a", "a b", "a.b", "é"])
def test_a_job_id_is_a_word(job: str) -> None:
    assert found(f"on: push\njobs:\n  '{job}': {{{WORK}}}\n") == [(3, 3, "invalid-id")]


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        ("{steps: [{run: x}]}", [(3, 3, "missing-key")]),
        ("{runs-on: box}", [(3, 3, "missing-key")]),
        ("{}", [(3, 3, "missing-key"), (3, 3, "missing-key")]),
        ("word", [(3, 8, "wrong-type")]),
        (f"{{{WORK}, with: {{a: b}}}}", [(3, 42, "misplaced-key")]),
        ("{uses: ./x.yml, runs-on: box}", [(3, 24, "misplaced-key")]),
        ("{uses: ./x.yml, steps: [{run: x}]}", [(3, 24, "misplaced-key")]),
        ("{uses: ./x.yml, secrets: all}", [(3, 33, "wrong-value")]),
        ("{uses: ./x.yml@v1}", [(3, 15, "workflow-reference")]),
        ("{uses: o/r/x.yml}", [(3, 15, "workflow-reference")]),
        ("{uses: o/r@v1}", [(3, 15, "workflow-reference")]),
    ],
)
def test_a_job_either_runs_steps_or_calls_a_workflow(job: str, expected: Found) -> None:
    assert found(f"on: push\njobs:\n  one: {job}\n") == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("timeout-minutes: soon", (5, 22, "wrong-type")),
        ("timeout-minutes: 0", (5, 22, "wrong-value")),
        ("continue-on-error: maybe", (5, 24, "wrong-type")),
        ("container: {options: x}", (5, 5, "missing-key")),
        ("container: [img]", (5, 16, "wrong-type")),
        ("services: {db: {image: }}", (5, 28, "empty")),
        ("environment: {url: x}", (5, 5, "missing-key")),
        ("strategy: {matrix: word}", (5, 24, "wrong-type")),
        ("strategy: {matrix: {a: 1}}", (5, 28, "wrong-type")),
        ("strategy: {matrix: {a: []}}", (5, 28, "empty")),
        ("strategy: {matrix: {include: [x]}}", (5, 35, "wrong-type")),
        ("strategy: {matrix: {a: [1], include: {b: 2}}}", (5, 42, "wrong-type")),
        ("strategy: {matrix: {a: [1], exclude: [{b: 2}]}}", (5, 44, "unknown-axis")),
        ("strategy: {max-parallel: 1.5}", (5, 30, "wrong-type")),
        ("strategy: {fast: true}", (5, 16, "unknown-key")),
    ],
)
def test_what_a_job_says_has_the_right_type(key: str, expected: tuple[int, int, str]) -> None:
    text = f"on: push\njobs:\n  one:\n    runs-on: box\n    {key}\n    steps: [{{run: x}}]\n"
    assert found(text) == [expected]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("name: x", [(6, 9, "step-without-action")]),
        ("run: x\nuses: o/r@v1", [(6, 9, "step-run-and-uses")]),
        ("run: x\nwith: {a: b}", [(7, 9, "misplaced-key")]),
        ("uses: o/r@v1\nshell: sh", [(7, 9, "misplaced-key")]),
        ("uses: o/r@v1\nworking-directory: d", [(7, 9, "misplaced-key")]),
        ("uses: o/r", [(6, 15, "action-reference")]),
        ("uses: r@v1", [(6, 15, "action-reference")]),
        ("uses: o/r@", [(6, 15, "action-reference")]),
        ("run:", [(6, 13, "empty")]),
        ("run: [a]", [(6, 14, "wrong-type")]),
        ("run: x\nid: a b", [(7, 13, "wrong-value")]),
        ("run: x\nruns: y", [(7, 9, "unknown-key")]),
        ("word", [(6, 9, "wrong-type")]),
    ],
)
def test_a_step_either_runs_a_script_or_uses_an_action(step: str, expected: Found) -> None:
    assert in_step(step) == expected


@pytest.mark.parametrize("uses", ["./a", "../a", "docker://i", "o/r@v1", "o/r/sub@v1", "${{ x }}"])
def test_actions_are_referred_to_in_many_ways(uses: str) -> None:
    assert in_step(f"uses: {uses}") == []


def test_step_ids_of_a_job_are_unique_whatever_their_case() -> None:
    steps = "steps: [{id: A, run: x}, {id: b, run: y}, {id: a, run: z}]"
    job = f"{{runs-on: box, {steps}}}"
    assert found(f"on: push\njobs:\n  one: {job}\n") == [(3, 70, "duplicate-id")]
    other = "{runs-on: box, steps: [{id: a, run: x}]}"
    assert found(f"on: push\njobs:\n  one: {other}\n  two: {other}\n") == []


def test_expressions_may_stand_for_anything() -> None:
    text = """on: push
jobs:
  one:
    runs-on: ${{ a }}
    timeout-minutes: ${{ b }}
    continue-on-error: ${{ c }}
    strategy: {matrix: "${{ d }}", max-parallel: "${{ e }}"}
    steps: [{run: x}]
"""
    assert found(text) == []


def test_several_errors_are_reported_in_the_order_of_the_file() -> None:
    text = """on: pushh
jobs:
  one: {needs: none, runs-on: box, steps: [{name: x}]}
  two: {runs-on: box}
"""
    assert found(text) == [
        (1, 5, "unknown-event"),
        (3, 16, "unknown-needs"),
        (3, 44, "step-without-action"),
        (4, 3, "missing-key"),
    ]


def test_many_paths_through_few_jobs_are_no_circle() -> None:
    lines = [f"  {side}0: {{{WORK}}}" for side in "ab"]
    for n in range(1, 60):
        lines += [f"  {side}{n}: {{needs: [a{n - 1}, b{n - 1}], {WORK}}}" for side in "ab"]
    assert found("on: push\njobs:\n" + "\n".join(lines) + "\n") == []
