"""The jobs of a GitHub workflow and their steps."""

import pytest

from ciatlas.model.pipeline import (
    Command,
    Concurrency,
    Container,
    Defaults,
    Job,
    Kind,
    Pairs,
    Pipeline,
    Step,
    System,
    Trigger,
)
from ciatlas.parsing import parse
from tests.unit.parsing.github import PATH, job, step, workflow


def test_a_whole_workflow_is_read_as_facts() -> None:
    text = """name: Nightly
on: push
permissions: {contents: read}
env: {A: 1, B: 2}
concurrency: {group: "${{ github.ref }}", cancel-in-progress: true}
defaults: {run: {shell: bash, working-directory: src}}
jobs:
  one:
    runs-on: box
    steps:
      - run: make all
"""
    assert workflow(text) == Pipeline(
        path=PATH,
        system=System.GITHUB_ACTIONS,
        kind=Kind.WORKFLOW,
        name="Nightly",
        triggers=(Trigger("push", line=2),),
        permissions=(("contents", "read"),),
        env=("A", "B"),
        concurrency=Concurrency("${{ github.ref }}", True),
        defaults=Defaults("bash", "src"),
        jobs=(
            Job(
                id="one",
                runs_on=("box",),
                steps=(
                    Step(0, commands=(Command("make", None, "all", line=11),), line=11, column=9),
                ),
                line=8,
                column=3,
            ),
        ),
    )


def test_jobs_and_steps_keep_their_order_and_positions() -> None:
    text = """on: push
jobs:
  second: {runs-on: box, steps: [{run: a}]}

  first:
    runs-on: box
    steps:
      - run: b
      # between
      - uses: o/r@v1
"""
    pipeline = workflow(text)
    assert [(j.id, j.line, j.column) for j in pipeline.jobs] == [("second", 3, 3), ("first", 5, 3)]
    steps = pipeline.jobs[1].steps
    assert [(s.index, s.line, s.column) for s in steps] == [(0, 8, 9), (1, 10, 9)]
    assert pipeline.step_count == 3


@pytest.mark.parametrize(
    ("needs", "expected"),
    [("a", ("a",)), ("[a, b]", ("a", "b")), ("[b, a]", ("b", "a")), ("[]", ())],
)
def test_needs_are_a_word_or_a_list(needs: str, expected: tuple[str, ...]) -> None:
    other = "runs-on: box, steps: [{run: x}]"
    text = f"on: push\njobs: {{a: {{{other}}}, b: {{{other}}}, c: {{needs: {needs}, {other}}}}}\n"
    assert workflow(text).jobs[2].needs == expected


@pytest.mark.parametrize(
    ("runs_on", "labels", "group"),
    [
        ("box", ("box",), None),
        ("[own, linux, gpu]", ("own", "linux", "gpu"), None),
        ("${{ matrix.os }}", ("${{ matrix.os }}",), None),
        ("{group: big, labels: [gpu]}", ("gpu",), "big"),
        ("{group: big, labels: gpu}", ("gpu",), "big"),
        ("{group: big}", (), "big"),
    ],
)
def test_runners_are_labels_or_a_group(
    runs_on: str, labels: tuple[str, ...], group: str | None
) -> None:
    found = job(f"runs-on: {runs_on}")
    assert (found.runs_on, found.runner_group) == (labels, group)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("always()", "always()"),
        ("${{ always() }}", "always()"),
        ("${{ a }} && ${{ b }}", "${{ a }} && ${{ b }}"),
        ("\n  a &&\n  b", "a && b"),
        ("false", "false"),
        ("", None),
    ],
)
def test_conditions_are_one_line_without_their_braces(condition: str, expected: str | None) -> None:
    assert job(f"if: {condition}").condition == expected
    assert step(f"if: {condition}\nrun: x").condition == expected


@pytest.mark.parametrize(
    ("environment", "expected"),
    [("prod", "prod"), ("{name: prod, url: 'https://x'}", "prod"), ("", None)],
)
def test_an_environment_is_known_by_its_name(environment: str, expected: str | None) -> None:
    assert job(f"environment: {environment}").environment == expected


def test_a_container_and_services_are_their_images() -> None:
    found = job("container: img:1\nservices:\n  db: {image: pg:9, ports: ['1:1']}\n  cache: kv:2")
    assert found.container == Container("img:1")
    assert found.services == (Container("pg:9", "db"), Container("kv:2", "cache"))
    assert job("container: {image: img:2, options: --rm}").container == Container("img:2")
    assert job("container:").container is None


@pytest.mark.parametrize(
    ("permissions", "expected"),
    [
        ("read-all", (("*", "read-all"),)),
        ("{contents: write, id-token: none}", (("contents", "write"), ("id-token", "none"))),
        ("{}", ()),
    ],
)
def test_permissions_are_levels_by_scope(permissions: str, expected: Pairs) -> None:
    assert job(f"permissions: {permissions}").permissions == expected


def test_without_permissions_there_are_none_to_know() -> None:
    assert job("name: x").permissions is None


@pytest.mark.parametrize(
    ("concurrency", "expected"),
    [
        ("deploy", Concurrency("deploy", False)),
        ("{group: g}", Concurrency("g", False)),
        ("{group: g, cancel-in-progress: true}", Concurrency("g", True)),
        ("{group: g, cancel-in-progress: '${{ x }}'}", Concurrency("g", "${{ x }}")),
    ],
)
def test_concurrency_is_a_group_and_what_happens_in_it(
    concurrency: str, expected: Concurrency
) -> None:
    assert job(f"concurrency: {concurrency}").concurrency == expected


def test_env_and_outputs_are_known_by_name_only() -> None:
    found = job("env: {KEY: secret}\noutputs: {out: '${{ steps.x.outputs.y }}'}")
    assert (found.env, found.outputs) == (("KEY",), ("out",))


@pytest.mark.parametrize(
    ("written", "minutes"), [("30", 30.0), ("1.5", 1.5), ("'10'", 10.0), ("${{ inputs.t }}", None)]
)
def test_a_timeout_is_a_number_unless_only_a_run_could_know(
    written: str, minutes: float | None
) -> None:
    assert job(f"timeout-minutes: {written}").timeout_minutes == minutes
    assert step(f"run: x\ntimeout-minutes: {written}").timeout_minutes == minutes


@pytest.mark.parametrize(
    ("written", "expected"),
    [("true", True), ("false", False), ("${{ matrix.x }}", "${{ matrix.x }}")],
)
def test_going_on_after_errors_is_a_flag_or_an_expression(
    written: str, expected: bool | str
) -> None:
    assert job(f"continue-on-error: {written}").continue_on_error == expected
    assert step(f"run: x\ncontinue-on-error: {written}").continue_on_error == expected


@pytest.mark.parametrize(
    "uses", ["./.github/workflows/b.yml", "o/r/.github/workflows/b.yaml@v1", "o/r/x.yml@feature/y"]
)
def test_a_reusable_workflow_takes_the_place_of_steps(uses: str) -> None:
    found = job(f"uses: {uses}\nwith: {{level: low}}\nsecrets: {{t: '${{{{ secrets.t }}}}'}}")
    assert (found.uses, found.steps, found.runs_on) == (uses, (), ())
    assert (found.inputs, found.secrets) == ((("level", "low"),), ("t",))


def test_secrets_may_all_be_inherited() -> None:
    assert job("uses: ./x.yml\nsecrets: inherit").secrets == ("inherit",)


def test_a_job_that_is_no_mapping_is_still_a_job() -> None:
    pipeline = parse(PATH, "on: push\njobs: {a: word}\n")
    assert pipeline.jobs == (Job("a", line=2, column=8),)
