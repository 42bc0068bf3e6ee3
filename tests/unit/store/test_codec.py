"""What is written as JSON reads back as it was, and what goes without saying is not written."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ciatlas.model.pipeline import (
    Command,
    Concurrency,
    Container,
    Defaults,
    DevContainer,
    Job,
    Kind,
    Matrix,
    Parameter,
    Pipeline,
    Step,
    System,
    Trigger,
)
from ciatlas.store.codec import dump, load

PIPELINE = Pipeline(
    path=".github/workflows/ci.yml",
    system=System.GITHUB_ACTIONS,
    kind=Kind.WORKFLOW,
    name="Prüfung ✓",
    triggers=(Trigger("schedule", cron="0 3 * * *"), Trigger("push", branches=("main",))),
    jobs=(
        Job(
            "a",
            matrix=Matrix(
                axes=(("python", ("3.11", "3.12")), ("os", None)),
                legs=((("python", "3.11"),), (("python", "3.12"),)),
                fail_fast=False,
                max_parallel=2,
            ),
            permissions=(),
            container=Container("python:3.12"),
            services=(Container("redis", "cache"),),
            steps=(Step(0, commands=(Command("pytest", options=("--cov",), line=7),)),),
            timeout_minutes=2.5,
            continue_on_error="${{ matrix.os == 'x' }}",
        ),
    ),
    concurrency=Concurrency("deploy", cancel_in_progress=True),
    defaults=Defaults(shell="bash"),
    orbs=(("node", "circleci/node@5"),),
    devcontainer=DevContainer(lifecycle=(("postCreate", (Command("npm", "ci"),)),)),
)


def read_back(value: Any) -> Any:
    return load(type(value), dump(value))


@pytest.mark.parametrize(
    "value",
    [
        PIPELINE,
        replace(PIPELINE, system=System.CIRCLECI, jobs=()),
        Job("a"),
        Job("a", permissions=()),
        Job("a", defaults=Defaults()),
        Matrix(axes=(("x", None),)),
        Matrix(axes=(("x", ()),), legs=()),
        Matrix(legs=((),)),
    ],
)
def test_a_value_reads_back_as_it_was(value: Any) -> None:
    assert read_back(value) == value


@given(
    st.one_of(
        st.from_type(Trigger),
        st.from_type(Matrix),
        st.from_type(DevContainer),
        st.from_type(Concurrency),
    )
)
def test_any_value_reads_back_as_it_was(value: Any) -> None:
    assert read_back(value) == value


def test_enumerations_read_back_as_their_text() -> None:
    written = json.loads(dump(PIPELINE))
    assert (written["system"], written["kind"]) == ("github-actions", "workflow")


def test_defaults_are_left_out() -> None:
    assert json.loads(dump(Command("pytest", line=3))) == {"program": "pytest", "line": 3}


def test_defaults_inside_a_value_are_left_out() -> None:
    step = Step(0, commands=(Command("pytest"),))
    assert json.loads(dump(step)) == {"index": 0, "commands": [{"program": "pytest"}]}


def test_a_required_field_is_written_whatever_it_holds() -> None:
    assert json.loads(dump(Parameter(""))) == {"name": ""}


def test_what_differs_from_a_default_only_in_being_empty_is_written() -> None:
    assert json.loads(dump(Job("a", permissions=()))) == {"id": "a", "permissions": []}


def test_fields_that_stand_elsewhere_are_left_out_and_given_back() -> None:
    elsewhere = frozenset(("event", "cron"))
    trigger = Trigger("schedule", cron="0 3 * * *", timezone="UTC")
    text = dump(trigger, elsewhere)
    assert json.loads(text) == {"timezone": "UTC"}
    assert load(Trigger, text, event="schedule", cron="0 3 * * *") == trigger


def test_the_same_text_serves_values_that_differ_only_elsewhere() -> None:
    elsewhere = frozenset(("event",))
    assert dump(Trigger("push"), elsewhere) == dump(Trigger("pull_request"), elsewhere) == "{}"
    assert load(Trigger, "{}", event="push") == Trigger("push")
    assert load(Trigger, "{}", event="pull_request") == Trigger("pull_request")


def test_text_is_written_without_blanks_and_without_escapes() -> None:
    assert dump(Parameter("größe", required=True)) == '{"name":"größe","required":true}'
