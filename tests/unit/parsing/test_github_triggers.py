"""What starts a GitHub workflow: the key `on` in all its forms."""

from textwrap import indent

import pytest

from ciatlas.model.pipeline import Parameter, Trigger
from ciatlas.parsing import parse

JOBS = "jobs: {one: {runs-on: box, steps: [{run: make}]}}\n"


def triggers(on: str) -> tuple[Trigger, ...]:
    """Read the triggers of a valid workflow."""
    pipeline = parse(".github/workflows/a.yml", f"{on}\n{JOBS}")
    assert pipeline.diagnostics == ()
    return pipeline.triggers


def errors(on: str) -> list[tuple[int, int, str]]:
    """Check what stands under `on`, from line 2 and column 3."""
    pipeline = parse(".github/workflows/a.yml", f"on:\n{indent(on, '  ')}\n{JOBS}")
    return [(d.line, d.column, d.code) for d in pipeline.diagnostics]


def test_one_word_is_one_trigger() -> None:
    assert triggers("on: push") == (Trigger("push", line=1),)


@pytest.mark.parametrize("on", ["on: [push, fork]", "'on': [push, fork]", '"on": ["push", fork]'])
def test_a_list_has_a_trigger_per_event(on: str) -> None:
    assert triggers(on) == (Trigger("push", line=1), Trigger("fork", line=1))


def test_events_of_a_list_know_their_lines() -> None:
    assert [t.line for t in triggers("on:\n  - push\n\n  - fork")] == [2, 4]


def test_a_mapping_has_a_trigger_per_key_even_without_value() -> None:
    found = triggers("on:\n  push:\n  pull_request: ~\n  release: {}")
    assert found == (
        Trigger("push", line=2),
        Trigger("pull_request", line=3),
        Trigger("release", line=4),
    )


@pytest.mark.parametrize(
    ("event", "key", "field"),
    [
        ("push", "branches", "branches"),
        ("push", "branches-ignore", "branches_ignore"),
        ("push", "tags", "tags"),
        ("push", "tags-ignore", "tags_ignore"),
        ("push", "paths", "paths"),
        ("push", "paths-ignore", "paths_ignore"),
        ("pull_request", "branches", "branches"),
        ("pull_request_target", "paths", "paths"),
        ("merge_group", "branches", "branches"),
    ],
)
def test_filters_are_kept_in_written_order(event: str, key: str, field: str) -> None:
    (trigger,) = triggers(f"on: {{{event}: {{{key}: [b/**, '!a', 3.10]}}}}")
    assert getattr(trigger, field) == ("b/**", "!a", "3.10")
    others = {"branches", "branches_ignore", "tags", "tags_ignore", "paths", "paths_ignore"}
    assert all(getattr(trigger, other) == () for other in others - {field})


def test_a_filter_may_be_one_pattern_without_list() -> None:
    (trigger,) = triggers("on: {push: {branches: main}}")
    assert trigger.branches == ("main",)


@pytest.mark.parametrize(("types", "expected"), [("opened", ("opened",)), ("[]", ())])
def test_types_are_a_list_or_one_word(types: str, expected: tuple[str, ...]) -> None:
    (trigger,) = triggers(f"on: {{issues: {{types: {types}}}}}")
    assert trigger.types == expected


def test_a_workflow_run_names_the_workflows_it_follows() -> None:
    (trigger,) = triggers("on: {workflow_run: {workflows: [Build, Lint it], types: [completed]}}")
    assert (trigger.workflows, trigger.types) == (("Build", "Lint it"), ("completed",))


def test_each_cron_is_a_trigger_on_its_own_line() -> None:
    on = "on:\n  schedule:\n    - cron: '5 4 * * mon'\n    - cron: ' 0   0 1 * * '"
    assert triggers(on) == (
        Trigger("schedule", cron="5 4 * * mon", line=3),
        Trigger("schedule", cron="0 0 1 * *", line=4),
    )


def test_a_cron_with_a_timezone_is_one_trigger() -> None:
    on = "on:\n  schedule:\n    - cron: '0 6 * * *'\n      timezone: Europe/Vienna"
    assert triggers(on) == (
        Trigger("schedule", cron="0 6 * * *", timezone="Europe/Vienna", line=3),
    )


def test_a_schedule_without_crons_is_still_a_trigger() -> None:
    pipeline = parse(".github/workflows/a.yml", f"on: {{schedule: }}\n{JOBS}")
    assert pipeline.triggers == (Trigger("schedule", line=1),)
    assert [d.code for d in pipeline.diagnostics] == ["wrong-type"]


@pytest.mark.parametrize(
    "cron",
    [
        "* * * * *",
        "*/15 0-6,18-23 1,15 jan-mar MON-fri",
        "0 0 31 12 7",
        "59 23 * DEC sat",
        "5/10 * * * *",
        "0-30/5 * ? * *",
    ],
)
def test_crons_have_numbers_names_ranges_steps_and_lists(cron: str) -> None:
    assert [t.cron for t in triggers(f"on: {{schedule: [{{cron: '{cron}'}}]}}")] == [cron]


def test_a_manual_start_declares_inputs() -> None:
    on = """on:
  workflow_dispatch:
    inputs:
      level: {description: How loud, type: choice, options: [low, high], default: low}
      dry: {type: boolean, required: true}
      where: {type: environment}
      bare:
"""
    (trigger,) = triggers(on)
    assert trigger.inputs == (
        Parameter("level", "choice", default="low"),
        Parameter("dry", "boolean", required=True),
        Parameter("where", "environment"),
        Parameter("bare"),
    )


def test_a_reusable_workflow_declares_inputs_outputs_and_secrets() -> None:
    on = """on:
  workflow_call:
    inputs: {count: {type: number, required: false, default: 3}}
    outputs: {digest: {description: What came out, value: "${{ jobs.one.outputs.d }}"}}
    secrets: {token: {required: true}, other: }
"""
    (trigger,) = triggers(on)
    assert trigger.event == "workflow_call"
    assert trigger.inputs == (Parameter("count", "number", default="3"),)
    assert trigger.outputs == (Parameter("digest"),)
    assert trigger.secrets == (Parameter("token", required=True), Parameter("other"))


@pytest.mark.parametrize(
    ("default", "kept"),
    [("x" * 80, "x" * 80), ("x" * 81, None), ('"a\\nb"', None), ("", None), ('""', "")],
)
def test_defaults_are_kept_when_they_are_one_short_line(default: str, kept: str | None) -> None:
    (trigger,) = triggers(f"on: {{workflow_dispatch: {{inputs: {{a: {{default: {default}}}}}}}}}")
    assert trigger.inputs == (Parameter("a", default=kept),)


def test_placeholders_of_starter_workflows_are_no_errors() -> None:
    (trigger,) = triggers("on: {push: {branches: [$default-branch, $protected-branches]}}")
    assert trigger.branches == ("$default-branch", "$protected-branches")


def test_repository_dispatch_takes_any_type() -> None:
    (trigger,) = triggers("on: {repository_dispatch: {types: [rebuild, 'my own']}}")
    assert trigger.types == ("rebuild", "my own")


def test_triggers_survive_a_broken_rest() -> None:
    pipeline = parse(".github/workflows/a.yml", "on: {push: {branches: [main]}}\njobs: [\n")
    assert pipeline.triggers == (Trigger("push", branches=("main",), line=1),)
    assert [d.code for d in pipeline.diagnostics] == ["wrong-type", "yaml-syntax"]


@pytest.mark.parametrize(
    "cron",
    [
        "* * * *",
        "* * * * * *",
        "@daily",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * 32 * *",
        "* * * 13 *",
        "* * * 0 *",
        "* * * * 8",
        "30-10 * * * *",
        "*/0 * * * *",
        "-1 * * * *",
        "1, * * * *",
        "* * * mon *",
        "* * * * jan",
        "* * * * monday",
        "1.5 * * * *",
        "* * * * 1#2",
        "* * L * *",
    ],
)
def test_a_bad_cron_is_reported_at_the_cron(cron: str) -> None:
    assert errors(f"schedule:\n  - cron: '{cron}'") == [(3, 13, "invalid-cron")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("schedule: []", [(2, 13, "empty")]),
        ("schedule: {cron: x}", [(2, 13, "wrong-type")]),
        ("schedule: [{timezone: UTC}]", [(2, 14, "missing-key")]),
        ("schedule: [{cron: ''}]", [(2, 21, "empty")]),
        ("schedule: [{cron: '* * * * *', zone: UTC}]", [(2, 34, "unknown-key")]),
    ],
)
def test_a_schedule_is_a_list_of_crons(text: str, expected: list[tuple[int, int, str]]) -> None:
    assert errors(text) == expected


@pytest.mark.parametrize(
    ("event", "text", "expected"),
    [
        ("workflow_dispatch", "{type: text}", (4, 15, "wrong-value")),
        ("workflow_dispatch", "{type: choice}", (4, 5, "input-options")),
        ("workflow_dispatch", "{options: [x]}", (4, 5, "input-options")),
        ("workflow_dispatch", "{type: choice, options: [x, x]}", (4, 36, "input-options")),
        ("workflow_dispatch", "{type: choice, options: [x], default: y}", (4, 46, "input-default")),
        ("workflow_dispatch", "{type: boolean, default: maybe}", (4, 33, "input-default")),
        ("workflow_dispatch", "{type: number, default: many}", (4, 32, "input-default")),
        ("workflow_dispatch", "{required: maybe}", (4, 19, "wrong-type")),
        ("workflow_call", "{default: x}", (4, 5, "missing-key")),
        ("workflow_call", "{type: choice}", (4, 15, "wrong-value")),
    ],
)
def test_inputs_have_a_type_and_a_default_that_goes_with_it(
    event: str, text: str, expected: tuple[int, int, str]
) -> None:
    assert expected in errors(f"{event}:\n inputs:\n  a: {text}\n")


def test_a_manual_start_has_at_most_25_inputs() -> None:
    for count, expected in ((25, []), (26, [(2, 33, "too-many-inputs")])):
        inputs = ", ".join(f"i{number}: {{}}" for number in range(count))
        assert errors(f"workflow_dispatch: {{inputs:   {{{inputs}}}}}") == expected
