"""CircleCI configurations: one job per invocation, commands expanded in place."""

import pytest

from ciatlas.model.pipeline import (
    Command,
    Container,
    Job,
    Kind,
    Parameter,
    Pipeline,
    Step,
    System,
    Trigger,
)
from ciatlas.parsing import parse
from tests.unit.parsing.circleci import PATH, Found, config, found


def steps(rest: str) -> tuple[Step, ...]:
    """Read the steps of the job `build`."""
    return config(rest).jobs[0].steps


def programs(rest: str) -> list[str]:
    return [command.program for step in steps(rest) for command in step.commands]


def test_without_workflows_the_job_build_runs_on_every_push() -> None:
    text = """version: 2
jobs:
  build:
    docker: [{image: "img:1"}]
    environment: {KEY: value}
    steps:
      - checkout
      - run: make all
      - run:
          name: Check
          command: |
            tox
            ls
          shell: /bin/sh
          working_directory: sub
          environment: {A: b}
          when: always
  other: {steps: [checkout]}
"""
    assert parse(PATH, text) == Pipeline(
        path=PATH,
        system=System.CIRCLECI,
        kind=Kind.WORKFLOW,
        triggers=(Trigger("push"),),
        jobs=(
            Job(
                id="build",
                runs_on=("docker",),
                container=Container("img:1"),
                env=("KEY",),
                steps=(
                    Step(0, uses="checkout", line=7, column=9),
                    Step(1, commands=(Command("make", None, "all", line=8),), line=8, column=9),
                    Step(
                        2,
                        name="Check",
                        shell="/bin/sh",
                        commands=(Command("tox", line=12), Command("ls", line=13)),
                        env=("A",),
                        condition="always",
                        working_directory="sub",
                        line=9,
                        column=9,
                    ),
                ),
                line=4,
                column=5,
            ),
        ),
    )


def test_orbs_are_aliases_of_references() -> None:
    text = "orbs: {node: circle/node@5.1, own: {commands: {}}}\njobs: {build: {steps: [node/go]}}\n"
    pipeline = config(text)
    assert pipeline.orbs == (("node", "circle/node@5.1"), ("own", "inline"))
    assert [step.uses for step in pipeline.jobs[0].steps] == ["node/go"]


def test_pipeline_parameters_are_declared() -> None:
    text = """parameters:
  run-all: {type: boolean, default: false}
  image: {type: string, default: img}
  must: {type: string}
jobs: {build: {steps: [checkout]}}
"""
    assert config(text).parameters == (
        Parameter("run-all", "boolean", default="false"),
        Parameter("image", "string", default="img"),
        Parameter("must", "string", required=True),
    )


def test_a_command_is_expanded_where_it_is_called() -> None:
    text = """commands:
  prepare:
    steps:
      - run: pip list
      - checkout
jobs: {build: {steps: [prepare, {run: tox}]}}
"""
    assert [(s.index, s.uses, len(s.commands), s.line) for s in steps(text)] == [
        (0, None, 1, 5),
        (1, "checkout", 0, 6),
        (2, None, 1, 7),
    ]


@pytest.mark.parametrize(
    ("call", "target"), [("go: {what: docs}", "docs"), ("go", "all"), ("go: {}", "all")]
)
def test_a_command_has_its_parameters_filled_in(call: str, target: str) -> None:
    text = """commands:
  go:
    parameters: {what: {type: string, default: all}}
    steps: [{run: {name: Make <<parameters.what>>, command: make << parameters.what >>}}]
"""
    (step,) = steps(f"{text}jobs: {{build: {{steps: [{call}]}}}}\n")
    assert (step.name, step.commands[0].target) == (f"Make {target}", target)


def test_parameters_pass_through_commands_that_call_commands() -> None:
    text = """commands:
  inner:
    parameters: {x: {type: string}}
    steps: [{run: make << parameters.x >>}]
  outer:
    parameters: {y: {type: string}}
    steps: [inner: {x: pre-<< parameters.y >>}]
jobs: {build: {steps: [outer: {y: docs}]}}
"""
    (step,) = steps(text)
    assert step.commands[0].target == "pre-docs"


def test_steps_can_be_a_parameter() -> None:
    text = """commands:
  around:
    parameters: {inside: {type: steps}}
    steps: [{run: one}, << parameters.inside >>, {run: three}]
jobs: {build: {steps: [around: {inside: [{run: two}]}]}}
"""
    assert programs(text) == ["one", "two", "three"]


def test_a_built_in_step_keeps_its_inputs() -> None:
    text = """commands:
  save:
    parameters: {dir: {type: string}}
    steps: [store_artifacts: {path: out/<< parameters.dir >>}]
jobs: {build: {steps: [save: {dir: docs}]}}
"""
    (step,) = steps(text)
    assert (step.uses, step.inputs) == ("store_artifacts", (("path", "out/docs"),))


@pytest.mark.parametrize(
    ("kind", "asked", "expected"),
    [
        *(("when", "true", ["x"]), ("when", "false", []), ("when", "''", [])),
        *(("unless", "true", []), ("unless", "false", ["x"]), ("when", "word", ["x"])),
        *(("when", "<< parameters.p >>", ["x"]), ("unless", "<< parameters.p >>", [])),
        *(("when", "{not: false}", ["x"]), ("when", "{not: {not: false}}", [])),
        *(("when", "{and: [true, true]}", ["x"]), ("when", "{and: [true, false]}", [])),
        *(("when", "{or: [false, true]}", ["x"]), ("when", "{or: [false, false]}", [])),
        *(("when", "{equal: [a, a, a]}", ["x"]), ("when", "{equal: [a, b]}", [])),
        ("when", "{equal: [yes-p, << parameters.p >>]}", ["x"]),
        ("when", "{and: [false, << pipeline.id >>]}", []),
        ("when", "{or: [true, << pipeline.id >>]}", ["x"]),
    ],
)
def test_conditions_that_are_known_decide_which_steps_there_are(
    kind: str, asked: str, expected: list[str]
) -> None:
    text = f"""jobs:
  build:
    parameters: {{p: {{type: string, default: yes-p}}}}
    steps: [{kind}: {{condition: {asked}, steps: [{{run: x}}]}}]
"""
    assert programs(text) == expected


def test_conditions_that_only_a_run_could_know_stay_on_their_steps() -> None:
    text = """jobs:
  build:
    steps:
      - when:
          condition: << pipeline.parameters.go >>
          steps:
            - run: {command: x, when: on_fail}
            - unless: {condition: {equal: [a, << pipeline.id >>]}, steps: [checkout]}
      - run: {command: y, when: on_success}
"""
    assert [step.condition for step in steps(text)] == [
        "when << pipeline.parameters.go >> and on_fail",
        "when << pipeline.parameters.go >> and unless {equal: [a, << pipeline.id >>]}",
        None,
    ]


@pytest.mark.parametrize(
    ("machine", "runs_on", "container", "services"),
    [
        ("docker: [image: a, image: b]", ("docker",), "a", ("b",)),
        ("docker: [{image: a}], resource_class: large", ("docker", "large"), "a", ()),
        ("machine: {image: ubuntu-x}", ("machine", "ubuntu-x"), None, ()),
        ("machine: true, resource_class: gpu", ("machine", "gpu"), None, ()),
        ("macos: {xcode: 15.0.0}", ("macos", "15.0.0"), None, ()),
        ("executor: box", ("docker", "small"), "img:9", ()),
        ("executor: {name: box, tag: '8'}", ("docker", "small"), "img:8", ()),
        ("executor: o/default", ("o/default",), None, ()),
        ("resource_class: own/runner", ("own/runner",), None, ()),
    ],
)
def test_a_job_runs_in_an_executor_written_out_or_named(
    machine: str, runs_on: tuple[str, ...], container: str | None, services: tuple[str, ...]
) -> None:
    text = f"""orbs: {{o: x/o@1}}
executors:
  box:
    parameters: {{tag: {{type: string, default: '9'}}}}
    docker: [{{image: "img:<< parameters.tag >>"}}]
    resource_class: small
jobs: {{build: {{{machine}, steps: [checkout]}}}}
"""
    (job,) = config(text).jobs
    assert job.runs_on == runs_on
    assert (job.container.image if job.container else None) == container
    assert tuple(service.image for service in job.services) == services


def test_steps_of_merged_mappings_are_steps() -> None:
    text = """x: &x {resource_class: big, steps: [{run: one}]}
jobs: {build: {<<: *x, steps: [{run: two}]}}
"""
    (job,) = config(text).jobs
    assert (job.runs_on, [s.commands[0].program for s in job.steps]) == (("big",), ["two"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("word\n", [(1, 1, "wrong-type")]),
        ("jobs: {build: {steps: []}}\n", [(1, 1, "missing-key")]),
        ("version: 2.1\n", [(1, 1, "missing-key")]),
        ("version: 2.1\njobs: [build]\n", [(2, 7, "wrong-type")]),
        ("version: 2.1\njobs: {build: {docker: []}}\n", [(2, 15, "missing-key")]),
        ("version: 2.1\njobs: {build: {steps: [leap]}}\n", [(2, 24, "unknown-command")]),
        ("version: 2.1\njobs: {build: {executor: e, steps: []}}\n", [(2, 26, "unknown-executor")]),
        ("version: 2.1\nworkflows: {w: {jobs: [a]}}\n", [(2, 24, "unknown-job")]),
        ("version: 2.1\nworkflows: {w: {jobs: [o/a]}}\n", [(2, 24, "unknown-job")]),
        ("version: 2.1\njobs: {build: {steps: [}\n", [(2, 24, "yaml-syntax")]),
    ],
)
def test_what_is_missing_or_unknown_is_reported_where_it_stands(text: str, expected: Found) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("commands", "call", "expected"),
    [
        ("c: {parameters: {x: {type: string}}, steps: []}", "c", (3, 24, "missing-parameter")),
        ("c: {steps: [c]}", "c", (2, 24, "cyclic-command")),
        ("c: {steps: [d]}, d: {steps: [c]}", "c", (2, 41, "cyclic-command")),
    ],
)
def test_commands_are_called_with_their_parameters_and_end(
    commands: str, call: str, expected: tuple[int, int, str]
) -> None:
    text = f"version: 2\ncommands: {{{commands}}}\njobs: {{build: {{steps: [{call}]}}}}\n"
    assert found(text) == [expected]


def test_the_expansion_of_commands_is_bounded() -> None:
    calls = [f"  c{n}: {{steps: [{', '.join([f'c{n + 1}'] * 10)}]}}" for n in range(9)]
    text = "commands:\n" + "\n".join(calls) + "\n  c9: {steps: [checkout]}\n"
    assert 1000 < len(steps(f"{text}jobs: {{build: {{steps: [c0]}}}}\n")) <= 5000
