"""Rule files of one's own: what they change, and how their mistakes are told."""

from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ciatlas.analysis.activities import RuleError, classify, load_rules
from ciatlas.analysis.activities.loading import compile_rules
from ciatlas.analysis.activities.rule_file import sections
from ciatlas.parsing import parse

FLOW = """\
name: ci
on: push
jobs:
  work:
    runs-on: x
    steps:
      - run: ship-it now
      - uses: actions/checkout@v4
      - {name: Frobnicate, run: ./go}
      - run: builder harden
      - {uses: docker/build-push-action@v6, with: {push: true}}
"""


def labelled(path: Path) -> list[str]:
    found = classify(parse(".github/workflows/ci.yml", FLOW), load_rules([path]))
    return [found.step("work", index).activity.value for index in range(5)]


def test_own_rules_come_before_those_that_ship(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        """\
commands: {deploy: [ship-it]}
actions: {lint: ["*/checkout"]}
names: [{match: frobnicate, activity: docs, strength: 0.9}]
runners: {tools: [builder]}
targets: [{match: harden, activity: security}]
conditional_actions:
  - {action: docker/build-push-action, input: push, value: "true", activity: other}
"""
    )
    assert labelled(own) == ["deploy", "lint", "docs", "security", "other"]
    assert load_rules([own]).digest != load_rules().digest


def test_a_rule_of_ones_own_is_told_by_its_file_and_line(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("names:\n  - {match: frob, activity: docs, strength: 0.9}\n")
    found = classify(parse(".github/workflows/ci.yml", FLOW), load_rules([own]))
    assert found.step("work", 2).rule == "own.yaml names:2"


def test_own_contexts_and_strengths_count_too(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "strengths: {setup: 0.99}\n"
        "contexts: [{from: [setup], where: [job], match: work, to: report}]\n"
    )
    assert labelled(own)[1] == "report"


def test_own_packages_take_the_place_of_those_that_ship(tmp_path: Path) -> None:
    own, other = tmp_path / "own.yaml", tmp_path / "other.yaml"
    own.write_text("ml: {packages: [My_Learner]}\n")
    other.write_text("ml: {subjects: x}\n")
    assert load_rules([other, own]).packages == {"my-learner"}
    assert load_rules([other]).packages == load_rules().packages > {"torch", "scikit-learn"}


def test_an_empty_rule_file_changes_no_label(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("# nothing yet\n")
    assert labelled(own) == ["setup", "setup", "setup", "setup", "publish"]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("\ncommands: {lint: ruff: x}", 2, "no valid YAML"),
        ("- x", 1, "has to be a mapping of sections"),
        ("\nspells: {}", 2, "there is no section 'spells'; known are strengths, actions"),
        ("ml: {}\nml: {}", 2, "'ml' is there twice"),
        ("strengths: {lint: high}", 1, "expected a number from 0 to 1, found 'high'"),
        ("strengths: {lint: 7}", 1, "expected a number from 0 to 1, found '7'"),
        ("strengths: {lint: .nan}", 1, "expected a number from 0 to 1"),
        ("strengths: {cooking: 0.5}", 1, "'cooking' is no activity; known are setup, lint"),
        ("strengths: [lint]", 1, "expected a mapping, found a list"),
        ("actions: [actions/checkout]", 1, "expected a mapping, found a list"),
        ("actions:\n  actions/checkout: [lint]", 2, "'actions/checkout' is no activity"),
        ("actions:\n  lint: psf/black", 2, "expected a list, found 'psf/black'"),
        ("actions:\n  lint:\n  - {a: b}", 3, "expected text, found a mapping"),
        ("commands: {cooking: [pasta]}", 1, "'cooking' is no activity"),
        ("commands:\n  lint:\n  - ruff\n  - ''", 4, "expected text, found nothing"),
        ("conditional_actions: {}", 1, "expected a list, found a mapping"),
        ("conditional_actions:\n  - {action: a/b, input: x}", 2, "'activity' is missing"),
        (
            "conditional_actions:\n  - {action: a/b, input: x, activity: lint}",
            2,
            "expected one of value, contains and absent: true",
        ),
        (
            "conditional_actions:\n  - {action: a/b, input: x, absent: 'no', activity: lint}",
            2,
            "expected absent: true",
        ),
        ("runners: {engines: [make]}", 1, "'engines' is not known here; known are tools"),
        ("runners: {tools: make}", 1, "expected a list, found 'make'"),
        ("targets: [lint]", 1, "expected a mapping, found 'lint'"),
        ("targets:\n  - {match: x}", 2, "'activity' is missing; expected are match, activity"),
        ("names:\n  - {match: x, activity: lint}", 2, "'strength' is missing"),
        ("names:\n  - {match: '(', activity: lint, strength: 1}", 2, "is no regular expression"),
        ("names:\n  - {match: [x], activity: lint, strength: 1}", 2, "expected text, found a list"),
        (
            "contexts:\n  - {from: [lint], where: [moon], match: x, to: docs}",
            2,
            "there is no place 'moon' to look for words; known are step, job",
        ),
        ("contexts:\n  - {from: lint, where: [job], match: x, to: docs}", 2, "expected a list"),
        ("contexts:\n  - {from: [lint], where: [job], match: x}", 2, "'to' is missing"),
        ("ml: {words: x}", 1, "'words' is not known here; known are frameworks, subjects"),
        ("ml: {frameworks: '['}", 1, "is no regular expression"),
        ("ml: {packages: torch}", 1, "expected a list, found 'torch'"),
        ("ml:\n  packages:\n  - torch\n  - [x]", 4, "expected text, found a list"),
        ("ml: {packages: ['torch>=2']}", 1, "'torch>=2' is no name of a Python distribution"),
        ("ml: {packages: ['torch*']}", 1, "'torch*' is no name of a Python distribution"),
        ("ml: &x {frameworks: a}\nruns: *x", 1, "write this out where an alias repeats it"),
        ("actions: &x {lint: *x}", 1, "write this out where an alias repeats it"),
        ("? [a]\n: b", 1, "expected text, found a list"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_what_is_expected(
    tmp_path: Path, content: str, line: int, message: str
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(content)
    with pytest.raises(RuleError) as raised:
        load_rules([own])
    assert f"own.yaml, line {line}: " in str(raised.value)
    assert message in str(raised.value)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="cannot be read: no such file"):
        load_rules([tmp_path / "missing.yaml"])
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RuleError, match="it is not UTF-8"):
        load_rules([binary])


def test_endless_nesting_is_told_too(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("actions: " + "[" * 20_000 + "]" * 20_000)
    with pytest.raises(RuleError, match="nested too deeply"):
        load_rules([own])


_YAML = st.recursive(
    st.text("ab:*([", max_size=4) | st.sampled_from(["lint", "match", "0.5", "true"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["actions", "lint", "match", "activity", "where", "from", "strength", "tools"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)
_SECTIONS = ["strengths", "actions", "conditional_actions", "commands", "runners", "targets"]


@given(st.dictionaries(st.sampled_from([*_SECTIONS, "names", "contexts", "ml"]), _YAML))
def test_whatever_a_file_holds_the_answer_is_rules_or_a_sentence(
    content: dict[str, object],
) -> None:
    text = yaml.safe_dump(content)
    with suppress(RuleError):
        compile_rules([sections("own.yaml", text)], "digest")
