"""What steps are taken to be for, and why."""

from pathlib import Path

import pytest

from ciatlas.analysis.activities import classify, load_rules
from ciatlas.analysis.activities.rules import RuleError
from ciatlas.model.activity import PipelineLabels
from ciatlas.model.pipeline import Pipeline
from ciatlas.parsing import parse

RULES = load_rules()
FLOW = ".github/workflows/{}.yml"


def pipeline(*steps: str, name: str = "ci", job: str = "work", more: str = "") -> Pipeline:
    listed = "".join(f"      - {step}\n" for step in steps)
    text = f"name: {name}\non: push\njobs:\n  {job}:\n    runs-on: x\n{more}    steps:\n{listed}"
    return parse(FLOW.format(name), text)


def labels(*steps: str, **around: str) -> PipelineLabels:
    return classify(pipeline(*steps, **around), RULES)


def activity(step: str, **around: str) -> str:
    return labels(step, **around).step(around.get("job", "work"), 0).activity.value


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("{uses: actions/checkout@v4}", "setup"),
        ("{uses: actions/setup-node@v4}", "setup"),
        ("{run: pip install -r requirements.txt}", "setup"),
        ("{run: sudo apt-get install -y jq}", "setup"),
        ("{run: pre-commit run --all-files}", "lint"),
        ("{run: ruff check src}", "lint"),
        ("{run: cargo clippy --all}", "lint"),
        ("{uses: golangci/golangci-lint-action@v6}", "lint"),
        ("{uses: github/codeql-action/analyze@v3}", "security"),
        ("{run: bandit -r src}", "security"),
        ("{run: pytest tests}", "unit-test"),
        ("{run: go test ./...}", "unit-test"),
        ("{run: npm test}", "unit-test"),
        ("{run: npx playwright test}", "e2e-test"),
        ("{run: python train.py}", "ml-test"),
        ("{run: hyperfine ./bin/tool}", "performance-test"),
        ("{run: python -m build}", "build"),
        ("{run: docker build -t x .}", "build"),
        ("{uses: docker/build-push-action@v6, with: {push: false}}", "build"),
        ("{uses: docker/build-push-action@v6, with: {push: true}}", "publish"),
        ("{run: mkdocs build}", "docs"),
        ("{uses: pypa/gh-action-pypi-publish@release/v1}", "publish"),
        ("{run: twine upload dist/*}", "publish"),
        ("{run: kubectl apply -f k8s}", "deploy"),
        ("{uses: actions/deploy-pages@v4}", "deploy"),
        ("{uses: actions/upload-artifact@v4}", "report"),
        ("{uses: codecov/codecov-action@v4}", "report"),
        ("{uses: actions/stale@v9}", "repo-automation"),
        ("{run: gh pr merge --auto}", "repo-automation"),
        ("{run: 'true'}", "setup"),
    ],
)
def test_a_step_by_itself(step: str, expected: str) -> None:
    assert activity(step) == expected


def test_purpose_beats_preparation() -> None:
    assert activity("{run: 'pip install pytest && pytest tests'}") == "unit-test"


def test_a_script_handed_to_a_retrying_action_counts() -> None:
    step = "{uses: nick-fields/retry@v3, with: {command: mypy --strict}}"
    assert activity(step) == "lint"


def test_a_name_says_what_commands_do_not() -> None:
    assert activity("{name: Run the benchmark, run: ./go.sh}") == "performance-test"
    assert activity("{name: Install the build tools, run: ./go.sh}") == "setup"


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ({"job": "integration"}, "integration-test"),
        ({"job": "e2e"}, "e2e-test"),
        ({"name": "performance"}, "unit-test"),
        ({"job": "perf"}, "performance-test"),
        ({"more": "    services: {db: {image: postgres}}\n"}, "integration-test"),
    ],
)
def test_a_test_is_refined_by_what_stands_around_it(around: dict[str, str], expected: str) -> None:
    assert activity("{run: pytest}", **around) == expected


def test_every_label_names_its_rule_and_feature() -> None:
    label = labels("{run: pytest tests/unit}").step("work", 0)
    assert (label.rule, label.why) == ("pytest", "it runs pytest tests/unit")
    assert 0 < label.confidence <= 1


def test_checks_are_the_check_types_present_in_the_taxonomys_order() -> None:
    found = labels("{run: mkdocs build}", "{run: pytest}", "{run: ruff check}", "{run: make}")
    assert found.checks == ("lint", "unit-test", "docs")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["{run: python train.py}"], True),
        (["{name: Test the model server, run: pytest tests/serving}"], True),
        (["{run: pytest tests}"], False),
        (["{name: Label model issues, uses: actions/stale@v9}"], False),
    ],
)
def test_ml_specific_is_what_exercises_models(steps: list[str], expected: bool) -> None:
    assert labels(*steps).ml_specific is expected


ACTION = """\
name: Do it
runs:
  using: composite
  steps:
    - {run: pip install pytest, shell: sh}
    - {run: pytest tests, shell: sh}
"""


def test_local_actions_are_looked_into() -> None:
    action = parse("do/action.yml", ACTION)
    flow = pipeline("{uses: ./do}")
    label = classify(flow, RULES, {"./do": action}.get).step("work", 0)
    assert label.activity == "unit-test"
    assert label.why == "./do: it runs pytest tests"


def test_called_workflows_say_what_a_job_is_for() -> None:
    called = pipeline("{uses: pypa/gh-action-pypi-publish@v1}")
    text = "on: push\njobs: {ship: {uses: ./.github/workflows/ship.yml}}\n"
    found = classify(parse(FLOW.format("ci"), text), RULES, lambda _uses: called)
    assert found.jobs["ship"].activity == "publish"
    assert classify(parse(FLOW.format("ci"), text), RULES).jobs["ship"].activity != "publish"


def test_actions_that_use_themselves_end() -> None:
    action = parse("do/action.yml", "runs: {using: composite, steps: [{uses: ./do}]}\n")
    label = classify(pipeline("{uses: ./do}"), RULES, {"./do": action}.get).step("work", 0)
    assert label.activity in ("other", "setup")


def test_own_rules_come_before_those_that_ship(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("commands: {deploy: [ship-it]}\nactions: {actions/checkout: lint}\n")
    rules = load_rules([own])
    assert rules.digest != RULES.digest
    found = classify(pipeline("{run: ship-it now}", "{uses: actions/checkout@v4}"), rules)
    assert [found.step("work", n).activity for n in (0, 1)] == ["deploy", "lint"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("commands: [", "line"),
        ("- x", "has to be a mapping"),
        ("spells: {}", "there is no section 'spells'"),
        ("commands: {cooking: [pasta]}", "'cooking' is no activity"),
        ("names: [{match: '(', activity: lint, strength: 1}]", "is no regular expression"),
    ],
)
def test_a_wrong_rule_file_is_told_in_a_sentence(
    tmp_path: Path, content: str, message: str
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(content)
    with pytest.raises(RuleError, match=message) as raised:
        load_rules([own])
    assert "own.yaml" in str(raised.value)
