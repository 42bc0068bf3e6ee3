"""What steps are taken to be for, and why."""

import pytest

from ciatlas.analysis.activities import classify
from ciatlas.model.label import PipelineLabels
from ciatlas.model.pipeline import Pipeline
from ciatlas.parsing import parse
from tests.unit.analysis.rules_alone import RULES

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
        ("{uses: someone/setup-tool@v1}", "setup"),
        ("{uses: docker/login-action@v3}", "setup"),
        ("{run: pip install -r requirements.txt}", "setup"),
        ("{run: sudo apt-get install -y jq}", "setup"),
        ("{run: docker buildx prune -f}", "setup"),
        ("{run: pre-commit run --all-files}", "lint"),
        ("{run: ruff check src}", "lint"),
        ("{run: cargo clippy --all}", "lint"),
        ("{run: terraform fmt -check}", "lint"),
        ("{run: git diff --exit-code}", "lint"),
        ("{uses: golangci/golangci-lint-action@v6}", "lint"),
        ("{uses: crate-ci/typos@v1}", "lint"),
        ("{uses: github/codeql-action/analyze@v3}", "security"),
        ("{uses: aquasecurity/trivy-action@v1}", "security"),
        ("{run: bandit -r src}", "security"),
        ("{run: cosign sign image}", "security"),
        ("{run: pytest tests}", "unit-test"),
        ("{run: go test ./...}", "unit-test"),
        ("{run: cargo nextest run}", "unit-test"),
        ("{run: dotnet test}", "unit-test"),
        ("{run: npm test}", "unit-test"),
        ("{run: npm run test:unit}", "unit-test"),
        ("{run: helm test release}", "integration-test"),
        ("{run: npx playwright test}", "e2e-test"),
        ("{run: make test-e2e}", "e2e-test"),
        ("{run: python train.py}", "ml-test"),
        ("{run: papermill in.ipynb out.ipynb}", "ml-test"),
        ("{run: hyperfine ./bin/tool}", "performance-test"),
        ("{run: go test -bench=. --bench ./...}", "performance-test"),
        ("{uses: CodSpeedHQ/action@v3}", "performance-test"),
        ("{run: python -m build}", "build"),
        ("{run: docker build -t x .}", "build"),
        ("{run: docker buildx build --push .}", "publish"),
        ("{uses: docker/build-push-action@v6}", "build"),
        ("{uses: docker/build-push-action@v6, with: {push: false}}", "build"),
        ("{uses: docker/build-push-action@v6, with: {push: true}}", "publish"),
        ("{run: mkdocs build}", "docs"),
        ("{run: cargo doc --no-deps}", "docs"),
        ("{uses: lycheeverse/lychee-action@v2}", "docs"),
        ("{uses: pypa/gh-action-pypi-publish@release/v1}", "publish"),
        ("{run: twine upload dist/*}", "publish"),
        ("{run: gh release create v1}", "publish"),
        ("{run: kubectl apply -f k8s}", "deploy"),
        ("{run: terraform apply -auto-approve}", "deploy"),
        ("{uses: actions/deploy-pages@v4}", "deploy"),
        ("{uses: actions/upload-artifact@v4}", "report"),
        ("{uses: codecov/codecov-action@v4}", "report"),
        ("{uses: actions/stale@v9}", "repo-automation"),
        ("{uses: re-actors/alls-green@release/v1}", "repo-automation"),
        ("{uses: someone/pr-labeler@v1}", "repo-automation"),
        ("{run: gh pr merge --auto}", "repo-automation"),
        ("{run: kind delete cluster}", "other"),
        ("{run: 'true'}", "setup"),
        ("{uses: someone/thing@v1}", "setup"),
    ],
)
def test_a_step_by_itself(step: str, expected: str) -> None:
    assert activity(step) == expected


def test_purpose_beats_preparation() -> None:
    assert activity("{run: 'pip install pytest && pytest tests'}") == "unit-test"


def test_a_script_handed_to_a_retrying_action_counts() -> None:
    step = "{uses: nick-fields/retry@v3, with: {command: mypy --strict}}"
    assert activity(step) == "lint"


def test_asking_a_program_what_it_is_does_not_run_it() -> None:
    assert activity("{run: shellcheck --version}") == "setup"
    assert activity("{run: cosign version}") == "setup"


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("make lint", "lint"),
        ("task docs:generate", "docs"),
        ("just install-deps", "setup"),
        ("nox -s integration", "integration-test"),
        ("yarn build", "build"),
        ("./scripts/run_e2e.sh", "e2e-test"),
        ("bash ci/build-wheel.sh", "build"),
        ("python tools/benchmark.py", "performance-test"),
    ],
)
def test_targets_and_scripts_say_what_they_are_for_by_their_names(run: str, expected: str) -> None:
    assert activity(f"{{run: {run}}}") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Install the audit tool", "setup"),
        ("Get coverage tool", "setup"),
        ("Install and test the wheel", "e2e-test"),
        ("Set up benchmark environment", "setup"),
        ("Set commit status to pending", "report"),
        ("Show logs", "report"),
        ("Publish the chart", "publish"),
        ("Force version for Test PyPI", "setup"),
        ("Verify generated code", "lint"),
        ("Create pull request", "repo-automation"),
        ("Clean up", "other"),
        ("Clean up disk space", "setup"),
        ("Create the installer packages", "build"),
    ],
)
def test_a_name_is_read_from_its_verb_on(name: str, expected: str) -> None:
    assert activity(f"{{name: {name}, run: ./go}}") == expected


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
        ({"more": "    strategy: {matrix: {plugin: [s3, gs]}}\n"}, "integration-test"),
        ({"more": "    strategy: {matrix: {framework: [x, y]}}\n"}, "ml-test"),
    ],
)
def test_a_test_is_refined_by_what_stands_around_it(around: dict[str, str], expected: str) -> None:
    assert activity("{run: pytest}", **around) == expected


def test_what_the_repositorys_own_programs_do_is_told_by_the_job() -> None:
    assert activity("{run: tool bootstrap}", job="e2e") == "e2e-test"
    assert activity("{run: tool bootstrap}", job="release") == "publish"
    assert activity("{run: tool bootstrap}", job="work") == "setup"


@pytest.mark.parametrize("job", ["tests", "release", "docs"])
def test_an_unknown_action_may_as_well_prepare_what_its_job_is_for(job: str) -> None:
    assert activity("{uses: someone/thing@v1}", job=job) == "setup"


def test_an_unknown_action_is_told_by_the_words_of_its_name() -> None:
    label = labels("{uses: someone/verify-manifests@v1}").step("work", 0)
    assert (label.activity, label.confidence) == ("lint", 0.5)
    assert "someone/verify-manifests" in label.why


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("PullLogsFromNode", "report"),
        ("install_dependencies", "setup"),
        ("'Compile for ${{ matrix.test }}'", "build"),
    ],
)
def test_names_are_read_as_people_read_them(name: str, expected: str) -> None:
    assert activity(f"{{name: {name}, run: ./go}}") == expected


def test_what_runs_only_after_a_failure_tells_of_it() -> None:
    assert activity("{run: ./dump-it, if: failure()}", job="tests") == "report"


def test_a_gate_on_other_jobs_is_repo_automation() -> None:
    gate = "contains(needs.*.result, 'failure')"
    assert activity(f'{{run: exit 1, if: "{gate}"}}') == "repo-automation"


def test_a_message_on_how_other_jobs_ended_is_a_report() -> None:
    gate = "needs.publish.result == 'success'"
    assert activity(f'{{uses: slackapi/slack-github-action@v2, if: "{gate}"}}') == "report"


def test_who_signs_makes_secure_even_where_all_others_build() -> None:
    steps = "{run: go build}", "{name: Notarize the binary, run: ./notarize.sh dist/app}"
    assert labels(*steps).step("work", 1).activity == "security"


def test_what_stands_beside_a_step_tells_what_a_change_of_files_is_for() -> None:
    update = "{name: Update component versions, run: ./next.sh}"
    assert activity(update) == "setup"
    beside = "{uses: peter-evans/create-pull-request@v7}"
    assert labels(update, beside).step("work", 0).activity == "repo-automation"


def test_a_local_action_that_only_prepares_is_told_by_the_name_of_its_step() -> None:
    action = parse(
        ".github/actions/submit/action.yml",
        "runs: {using: composite, steps: [{uses: aws-actions/configure-aws-credentials@v4}]}",
    )
    step = "{name: Test the core, uses: ./.github/actions/submit}"
    found = classify(pipeline(step), RULES, lambda _uses: action)
    assert found.step("work", 0).activity == "unit-test"


def test_every_label_names_its_rule_and_feature() -> None:
    label = labels("{run: pytest tests/more}").step("work", 0)
    assert (label.rule, label.why) == ("pytest", "it runs pytest tests/more")
    assert 0 < label.confidence <= 1


def test_a_refined_label_names_both_rules() -> None:
    label = labels("{run: pytest}", job="e2e").step("e2e", 0)
    assert label.rule.startswith("pytest + contexts:")
    assert label.why == "it runs pytest; its job says 'e2e'"


def test_what_things_agree_on_is_surer_than_what_they_contest() -> None:
    plain = labels("{run: ruff check}").step("work", 0)
    agreed = labels("{name: Lint, run: ruff check}").step("work", 0)
    contested = labels("{name: Deploy, run: ruff check}").step("work", 0)
    assert contested.confidence < plain.confidence < agreed.confidence


def test_a_guess_is_the_least_sure() -> None:
    guess = labels("{uses: someone/thing@v1}").step("work", 0)
    assert guess.confidence < labels("{name: Build, run: ./go}").step("work", 0).confidence


def test_checks_are_the_check_types_present_in_the_taxonomys_order() -> None:
    found = labels("{run: mkdocs build}", "{run: pytest}", "{run: ruff check}", "{run: make}")
    assert found.checks == ("lint", "unit-test", "docs")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["{run: python train.py}"], True),
        (["{name: Test the model server, run: pytest tests/serving}"], True),
        (["{run: pip install torch}", "{run: pytest tests}"], True),
        (["{run: pip install torch}"], False),
        (["{run: pytest tests, env: {HF_TOKEN: x}}"], True),
        (["{run: pytest tests}"], False),
        (["{name: Publish the homebrew recipe, run: ./go.sh}"], False),
        (["{run: docker push ghcr.io/tool-ml/tool}"], False),
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


def test_an_option_may_stand_anywhere_after_what_it_belongs_to() -> None:
    assert activity('{run: "docker buildx build --push --label a=b ."}') == "publish"
    assert activity('{run: "docker buildx build --load --label a=b ."}') == "build"


def test_where_the_strongest_thing_only_prepares_the_next_one_decides() -> None:
    step = '{name: Run e2e, run: "kubectl apply -f x.yaml && make test-e2e"}'
    assert activity(step, job="tests") == "e2e-test"
    assert activity('{run: "kubectl apply -f x.yaml"}', job="e2e-tests") == "setup"


def test_a_diff_that_guards_a_commit_is_not_there_to_check() -> None:
    assert activity('{run: "git diff --quiet || git commit -am x"}') == "repo-automation"
    assert activity('{run: "git diff --quiet"}') == "lint"


def test_what_only_issues_start_is_a_bot() -> None:
    text = "on: {}\njobs: {{a: {{runs-on: x, steps: [{{run: python ping.py}}]}}}}"
    bot = parse(FLOW.format("ping"), text.format("{issues: {types: [opened]}}"))
    plain = parse(FLOW.format("ping"), text.format("push"))
    assert classify(bot, RULES).step("a", 0).activity == "repo-automation"
    assert classify(plain, RULES).step("a", 0).activity == "setup"
