"""Where one activity ends and the next begins: the border rules of the taxonomy, one by one."""

import pytest

from ciatlas.analysis.activities import classify
from ciatlas.model.label import PipelineLabels
from ciatlas.parsing import parse
from tests.unit.analysis.rules_alone import RULES


def labelled(text: str) -> PipelineLabels:
    return classify(parse(".github/workflows/ci.yml", text), RULES)


def activities(*steps: str, name: str = "ci", job: str = "work", more: str = "") -> list[str]:
    listed = "".join(f"      - {step}\n" for step in steps)
    head = f"name: {name}\non: push\njobs:\n  {job}:\n    runs-on: x\n{more}    steps:\n"
    found = labelled(head + listed)
    return [found.step(job, index).activity.value for index in range(len(steps))]


def test_a_step_that_starts_something_and_checks_it_is_the_check() -> None:
    assert activities("{run: 'docker compose up -d && npm run test:e2e'}") == ["e2e-test"]
    assert activities("{run: 'kind create cluster && pytest', name: Run tests}") == ["unit-test"]


@pytest.mark.parametrize(
    "step",
    [
        "{uses: dorny/paths-filter@v3}",
        "{uses: tj-actions/changed-files@v45}",
        "{name: Check whether anything changed, run: git diff --name-only}",
        "{name: Determine the next version, run: ./next.sh}",
        "{name: Check labels, uses: actions/github-script@v7}",
    ],
)
def test_guards_that_only_compute_are_setup(step: str) -> None:
    assert activities(step) == ["setup"]


def test_a_push_under_a_condition_is_publication_where_the_workflow_exists_to_publish() -> None:
    step = "{uses: docker/build-push-action@v6, with: {push: \"${{ github.ref == 'x' }}\"}}"
    assert activities(step, name="publish images") == ["publish"]


@pytest.mark.parametrize(
    "around",
    [
        {"more": "    strategy: {matrix: {framework: [torch, keras]}}\n"},
        {"job": "training"},
    ],
)
def test_model_work_is_ml_test_whatever_runs_it(around: dict[str, str]) -> None:
    assert activities("{run: pytest tests}", **around) == ["ml-test"]


def test_model_work_in_docker_is_ml_test() -> None:
    assert activities("{name: Train in Docker, run: python train.py}") == ["ml-test"]


def test_the_core_suite_of_an_ml_tool_is_unit_test() -> None:
    step = "{name: Run tests, run: pytest tests/unit}"
    assert activities("{run: pip install torch}", step)[1] == "unit-test"


def test_a_suite_that_merely_has_a_service_at_hand_is_unit_test() -> None:
    services = "    services: {cache: {image: redis}}\n"
    assert activities("{run: pytest tests}", more=services) == ["unit-test"]
    assert activities("{run: pytest tests/integration}", more=services) == ["integration-test"]


def test_a_suite_run_again_with_other_library_versions_is_unit_test() -> None:
    steps = ("{run: pip install pydantic==1.10}", "{run: pytest tests}")
    assert activities(*steps, more="    strategy: {matrix: {python: ['3.9']}}\n")[1] == "unit-test"


def test_the_suite_of_a_partners_plug_in_is_integration_test() -> None:
    assert activities("{run: pytest}", name="plugin tests") == ["integration-test"]


def test_diffing_generated_files_is_lint_whatever_the_step_is_called() -> None:
    assert activities("{name: Docs, run: 'make generate && git diff --exit-code'}") == ["lint"]


def test_formatting_is_lint_even_in_a_test_job() -> None:
    assert activities("{run: black --check .}", job="test") == ["lint"]


@pytest.mark.parametrize("name", ["Print versions", "Show disk usage", "List files"])
def test_value_printing_is_setup(name: str) -> None:
    assert activities(f"{{name: {name}, run: echo $X}}") == ["setup"]


@pytest.mark.parametrize(
    "step",
    [
        "{name: Show logs on failure, run: cat server.log}",
        "{name: Debug failure, run: kubectl describe pods}",
        "{run: docker compose logs}",
        "{run: kubectl logs deploy/x}",
    ],
)
def test_failure_logs_are_report(step: str) -> None:
    assert activities(step, job="e2e") == ["report"]


def test_links_to_a_preview_of_the_docs_are_docs() -> None:
    assert activities("{name: Create preview link, run: ./link}") == ["docs"]


def test_dispatching_another_repositorys_release_is_publish() -> None:
    step = "{uses: peter-evans/repository-dispatch@v3, name: Release the formula}"
    assert activities(step) == ["publish"]
    assert activities("{uses: peter-evans/repository-dispatch@v3}") == ["repo-automation"]


def test_a_tear_down_is_other_and_freeing_space_is_setup() -> None:
    assert activities("{run: kind delete cluster}") == ["other"]
    assert activities("{name: Tear down, run: ./down.sh}") == ["other"]
    assert activities("{name: Clean up disk space, run: rm -rf /opt}") == ["setup"]


def test_what_is_deployed_to_a_cluster_for_a_test_is_setup() -> None:
    steps = ("{run: kubectl apply -f app.yaml}",)
    assert activities(*steps, job="e2e-tests") == ["setup"]
    assert activities(*steps, job="production") == ["deploy"]


def test_licence_headers_are_lint_and_dependency_licences_are_security() -> None:
    assert activities("{name: Check license headers, run: ./x}") == ["lint"]
    assert activities("{name: Check dependency licenses, run: ./x}") == ["security"]


def test_code_scanning_is_security_from_its_first_step_to_its_upload() -> None:
    steps = [
        f"{{uses: github/codeql-action/{part}@v3}}" for part in ("init", "autobuild", "analyze")
    ]
    assert activities(*steps, "{uses: github/codeql-action/upload-sarif@v3}") == ["security"] * 4


def test_building_a_snapshot_is_build_and_releasing_is_publish() -> None:
    action = "{uses: goreleaser/goreleaser-action@v6, with: {args: %s}}"
    assert activities(action % "release --snapshot", action % "release --clean") == [
        "build",
        "publish",
    ]
    assert activities("{run: twine check dist/*}", "{run: twine upload dist/*}") == [
        "build",
        "publish",
    ]


def test_a_pages_artifact_is_deployed_and_any_other_is_reported() -> None:
    steps = ("{uses: actions/upload-pages-artifact@v3}", "{uses: actions/upload-artifact@v4}")
    assert activities(*steps) == ["deploy", "report"]


def test_gates_on_other_checks_are_repo_automation() -> None:
    assert activities("{uses: re-actors/alls-green@release/v1}") == ["repo-automation"]


def test_bumps_and_sync_pull_requests_are_repo_automation() -> None:
    steps = ("{run: bump-my-version bump}", "{uses: peter-evans/create-pull-request@v7}")
    assert activities(*steps) == ["repo-automation"] * 2


def test_examples_are_about_models_where_python_runs_them() -> None:
    assert activities("{name: Run examples, run: python examples/all.py}") == ["ml-test"]
    assert activities("{name: Run examples, run: cargo run --example x}") == ["integration-test"]


def test_a_name_of_any_length_is_read_in_no_time() -> None:
    name = "unit test run " * 20_000
    assert activities(f"{{name: {name}, run: ./go}}") == ["unit-test"]


@pytest.mark.parametrize(
    ("step", "around", "activity"),
    [
        ("{run: 'echo skipped on purpose'}", {}, "repo-automation"),
        ("{run: 'echo all green', name: Done}", {"more": "    needs: []\n"}, "repo-automation"),
        ("{run: 'mkdir out && zip out/x.zip tool', name: Archive binary}", {}, "build"),
        ("{run: make ebpf.test, name: Build tests}", {}, "build"),
        ("{run: ./send.sh, name: Upload to packages.example.org}", {}, "publish"),
        ("{run: python weigh.py, name: Compare binary sizes}", {}, "performance-test"),
        ("{uses: actions/github-script@v7, name: Annotate}", {}, "report"),
        (
            "{run: ./install.sh, name: Install latest version}",
            {"name": "install script"},
            "e2e-test",
        ),
        ("{run: 'make generate && ./hack/check-uncommitted.sh'}", {}, "lint"),
        ("{run: './x.py > out.yaml', name: Generate manifests}", {"name": "release"}, "build"),
        ("{run: skopeo delete docker://host/image}", {}, "other"),
    ],
)
def test_purpose_beats_the_program(step: str, around: dict[str, str], activity: str) -> None:
    assert activities(step, **around) == [activity]


def test_a_job_that_only_computes_an_output_by_echo_is_no_gate() -> None:
    found = activities("{run: 'echo x=1 >> $GITHUB_OUTPUT', id: a}", more="    outputs: {x: '1'}\n")
    assert found == ["setup"]


@pytest.mark.parametrize(
    ("step", "activity"),
    [
        ("{name: Launch the server for E2E tests, run: ./serve.sh}", "setup"),
        ("{name: Setup / build docs, run: ./all.sh}", "docs"),
        ("{name: Ensure browsers are installed for playwright, run: ./get.sh}", "setup"),
        ("{name: Should we push this image to a registry?, run: 'test -n \"$X\"'}", "setup"),
        ("{name: Publish website, run: ./site.sh}", "deploy"),
        ("{name: Create documentation issue, run: ./open.sh}", "repo-automation"),
        ("{name: Prepare release PR, run: ./release.sh}", "repo-automation"),
        ("{name: Check docstrings, run: ./words.sh}", "lint"),
        ("{name: Check that the CODEOWNERS is valid, run: ./owners.sh}", "lint"),
        ("{name: Change folder and install dependencies, run: ./in.sh}", "setup"),
        ("{run: 'npm run knip:production'}", "lint"),
        ("{run: 'curl -d @- ${{ secrets.TEAMS_WEBHOOK }}'}", "report"),
        ("{run: gh pr checkout 12}", "setup"),
        ("{run: towncrier check}", "lint"),
        ("{run: towncrier build}", "publish"),
        ("{run: 'tox --notest'}", "setup"),
        ("{uses: goreleaser/goreleaser-action@v6, with: {args: build --clean}}", "build"),
        ("{name: Build and push by digest, uses: docker/build-push-action@v6}", "publish"),
    ],
)
def test_what_is_done_decides_before_what_it_is_done_to(step: str, activity: str) -> None:
    assert activities(step) == [activity]


def test_the_action_of_the_repository_itself_is_tried_where_it_is_used() -> None:
    assert activities("{uses: ./, name: Use it}") == ["e2e-test"]
    assert activities("{uses: ./.github/actions/setup-all}") == ["setup"]


def test_manifests_built_to_be_applied_to_a_test_cluster_are_set_up() -> None:
    step = "{run: 'kustomize build base | kubectl apply -f -'}"
    assert activities(step, job="e2e-tests") == ["setup"]
    assert activities("{run: kustomize build base}", job="e2e-tests") == ["build"]


def test_a_step_called_unit_test_stays_one() -> None:
    assert activities("{name: Unit Test SQLite, run: go test ./...}") == ["unit-test"]
    assert activities("{name: Test SQLite, run: go test ./...}") == ["integration-test"]


def test_environments_that_a_matrix_calls_lint_are_linted() -> None:
    matrix = "    strategy: {matrix: {env: [linters, docs]}}\n"
    assert activities("{run: tox}", more=matrix) == ["lint"]
    assert activities("{run: tox}", more="    strategy: {matrix: {env: [py311]}}\n") == [
        "unit-test"
    ]


def test_what_unknown_programs_do_is_no_mere_preparing() -> None:
    found = labelled(
        "on: push\njobs:\n  work:\n    runs-on: x\n    steps: [{run: 'export A=1 && ./strange'}]\n"
    ).step("work", 0)
    assert (found.activity, found.rule) == ("setup", "none")
    assert found.confidence < 0.5


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("{name: Grab shellcheck, run: ./fetch}", "setup"),
        ("{name: Decide to publish or not, run: ./own}", "setup"),
        ("{name: Tar integration tests, run: tar czf tests.tgz out}", "report"),
        ("{name: Run CTest, run: ./own}", "unit-test"),
        ("{name: UT, run: ./build/builder.sh all}", "unit-test"),
        ("{name: Run global AI evals, run: ./own}", "ml-test"),
        ("{name: Check job status, uses: actions/github-script@v7}", "repo-automation"),
        ("{name: Check that the image still builds, run: ./own}", "build"),
        ("{run: make cover_profile}", "unit-test"),
        ("{run: ./own, if: failure()}", "report"),
    ],
)
def test_names_tell_apart_what_is_done_from_what_it_is_done_to(step: str, expected: str) -> None:
    assert activities(step) == [expected]


def test_what_runs_after_a_failure_or_without_one_reports_nothing() -> None:
    for condition in ("success() || failure()", "steps.changes.outputs.any || failure()"):
        assert activities(f"{{run: ./own, if: '{condition}'}}") != ["report"]


def test_a_job_that_generates_code_by_programs_of_its_own_builds() -> None:
    assert activities("{run: ./own}", job="generate-protos", name="Tests") == ["build"]
