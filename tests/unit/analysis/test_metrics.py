"""Every metric of the catalogue, on a tool small enough to count by hand."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from scripts.pages import DOCS

from ciatlas.analysis.metrics import Measuring, load_catalogue, load_own
from ciatlas.analysis.metrics.page import metrics_page
from ciatlas.analysis.tool import Tool
from ciatlas.model.errors import CiatlasError
from ciatlas.model.run import Run, RunJob
from ciatlas.store import Atlas, open_atlas
from tests.unit.analysis.tools import add_tool, put_figures

FIRST = "on: push\njobs: {a: {runs-on: x, steps: [{name: 'unit-test: first', run: ./t}]}}\n"
SECOND = FIRST.replace("first", "second")
CI = """\
name: CI
on:
  push: {branches: [main], paths: [src/**]}
  pull_request:
concurrency: {group: ci, cancel-in-progress: true}
jobs:
  lint:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - {name: "setup: checkout", uses: actions/checkout@v4}
      - {name: "lint: style", run: ruff check}
  test:
    needs: lint
    runs-on: ${{ matrix.os }}
    strategy:
      matrix:
        os: [ubuntu-latest, macos-latest]
        backend: [redis, kafka]
    steps:
      - {name: "setup: checkout", uses: actions/checkout@8f4b7f84864484a7bf31766abe9204da3cbe65b3}
      - {name: "setup: prepare", uses: ./.github/actions/prepare}
      - {name: "setup: cache", uses: actions/cache@main, with: {path: x, key: y}}
      - {name: "unit-test: all", run: pytest tests, continue-on-error: true}
  shared:
    uses: ./.github/workflows/reusable.yml
"""
NIGHTLY = """\
on:
  schedule: [{cron: '0 1 * * *'}]
  workflow_dispatch:
jobs:
  train:
    runs-on: x
    steps:
      - {name: "setup: prepare", uses: ./.github/actions/prepare}
      - {name: "ml-test: train a model", run: python train.py}
      - {name: "report: keep logs", uses: actions/upload-artifact@v4}
      - {name: "performance-test: load", run: one bench --retry 3}
"""
RELEASE = """\
on: {release: {types: [published]}}
jobs:
  ship:
    runs-on: x
    timeout-minutes: 10
    steps:
      - {name: "build: wheel", run: python -m build}
      - {name: "publish: upload", run: twine upload dist/x}
"""
LABELS = """\
on: pull_request_target
jobs:
  label:
    runs-on: x
    steps: [{name: "repo-automation: label", uses: actions/labeler@v5}]
"""
REUSABLE = """\
on: workflow_call
jobs:
  scan:
    runs-on: x
    steps: [{name: "security: scan", uses: owner/scan/action@v1}]
"""
PAGES = """\
on: workflow_dispatch
jobs:
  pages:
    runs-on: x
    steps: [{name: "docs: pages", run: mkdocs build}]
"""
ACTION = "runs: {using: composite, steps: [{name: 'setup: it', run: ./prepare, shell: bash}]}\n"
FLOWS = ".github/workflows"
COMMITS = [
    ("2023-02-01", "ann", {"tests/a": "1", f"{FLOWS}/ci.yml": FIRST}),
    ("2023-12-01", "ann", {"tests/b": "1"}),
    ("2024-01-10", "ben", {f"{FLOWS}/ci.yml": SECOND}),
    ("2024-01-10", "eve", {f"{FLOWS}/ci.yml": CI, "tag": "v1"}),
    (
        "2024-03-01",
        "ann",
        {
            f"{FLOWS}/nightly.yml": NIGHTLY,
            f"{FLOWS}/release.yml": RELEASE,
            f"{FLOWS}/labels.yml": LABELS,
            f"{FLOWS}/reusable.yml": REUSABLE,
            f"{FLOWS}/pages.yml": PAGES,
            ".github/actions/prepare/action.yml": ACTION,
            ".github/dependabot.yml": "version: 2\n",
            ".github/CODEOWNERS": "* @ann\n",
            ".pre-commit-config.yaml": "repos: []\n",
            ".devcontainer/devcontainer.json": '{"image": "x"}',
        },
    ),
    ("2024-06-01", "dan", {"README": "x", "tag": "v2"}),
]
EXPECTED = {
    "stages_automated": 4 / 8,  # integrate, build, security (called by ci), publish
    "stages_covered": 5 / 8,  # and document, by hand
    "ml_stages": 1,  # train
    "ml_step_share": 2 / 8,  # of lint, unit, ml, performance, build, publish, security, docs
    "ml_workflow_share": 1 / 6,
    "delivery_share": 2 / 8,
    "check_types": 6,  # lint, security, unit, ml, performance, docs
    "review_check_types": 3,  # lint, unit, security
    "test_steps": 3,
    "ml_test_steps": 1,
    "tests_on_change": 1 / 2,  # ci, not nightly
    "ml_test_share": 2 / 6,
    "ml_test_jobs": 1,
    "ml_tests_automatic": 1,
    "outputs_validated": 1,
    "matrix_breadth": 4,
    "timeouts": 2 / 7,
    "errors_tolerated": 1 / 15,
    "retries": 1,
    "actions_pinned": 1 / 6,
    "actions_floating": 1 / 6,
    "caching": 1 / 5,  # test; not lint, train, ship, pages
    "dependency_updates": 1,
    "lock_file": 0,
    "test_commits": 2 / 6,
    "bug_share": 10 / 40,
    "repo_automation": 1,
    "review_files": 2 / 6,
    "path_filters": 1 / 3,  # ci; not labels, reusable
    "concurrency": 1 / 3,
    "contributors": 4,
    "contributors_per_year": 4,
    "top_three_share": 4 / 5,  # ann two, ben, eve and dan one each
    "workflow_people": 3,
    "quick_fixes": 1 / 7,  # ci twice in a day, five files added
    "shared_parts": 2,
    "shared_uses": 3 / 2,
    "published_action": 0,
    "dev_container": 1,
    "ci_systems": 2,
    "own_program": 1,
    "integrations": 2,  # redis, kafka
    "fail_fast": 1,
    "cancel_stale": 1 / 3,
    "parallelism": 1 - 1 / 2,  # three jobs, two in a row
    "days_to_release": 20,  # 343, 40, 0, 0 to v1; 92, 0 to v2
    "commits_per_week": 5 / (365 / 7),
    "releases_per_year": 2,
    "release_regularity": None,  # one gap only
    "workflow_age": 92,  # one of 486, five of 92
    "workflow_churn": 7 / 6,
    "workflow_rest": 92,
    "workflow_commits": 4 / 6,
    "run_success": 2 / 3,
    "run_minutes": 1340 / 60,  # of 940, 1340 and 8940 seconds
    "queue_minutes": 1.5,
    "feedback_minutes": 20,
    "stars": 7,
}


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tool]:
    folder = tmp_path_factory.mktemp("metrics")
    with open_atlas(folder / "atlas.db", create=True) as atlas:
        made = add_tool(atlas, folder, "one", COMMITS)
        put_figures(atlas, "one", stars=7, issues=40, bug_issues=10, runs=3)
        runs = [
            Run(1, f"{FLOWS}/ci.yml", "push", "success", 1, "a", 0, 60, 1000),
            Run(2, f"{FLOWS}/ci.yml", "pull_request", "failure", 1, "b", 0, 60, 1400),
            Run(3, f"{FLOWS}/pages.yml", "push", "success", 1, "a", 0, 60, 9000),  # no tests
        ]
        jobs = [RunJob(1, 1, "a", "success", 0, 80, 99), RunJob(1, 2, "b", "success", 0, 100, 150)]
        atlas.save_runs(atlas.find_repository("one"), runs, jobs)
        yield made


def test_every_metric_of_the_catalogue_has_an_example() -> None:
    assert list(load_catalogue()) == list(EXPECTED)


@pytest.mark.parametrize("metric", EXPECTED)
def test_a_metric_is_what_counting_by_hand_gives(tool: Tool, metric: str) -> None:
    assert Measuring().measure(metric, tool).value == pytest.approx(EXPECTED[metric])


@pytest.mark.parametrize("metric", EXPECTED)
def test_a_value_says_what_it_is_made_of_and_how_to_get_it_again(tool: Tool, metric: str) -> None:
    measured = Measuring().measure(metric, tool)
    assert measured.note
    module, _, function = measured.computed_by.rpartition(".")
    assert function == metric
    assert module.startswith("ciatlas.analysis.metrics.")
    if measured.value is not None:
        assert all(pointer.repository == "example/one" for pointer in measured.evidence)
        assert measured.evidence


def test_evidence_of_steps_leads_to_their_line(tool: Tool) -> None:
    (pointer,) = Measuring().measure("own_program", tool).evidence
    assert (pointer.path, pointer.job, pointer.step, pointer.line) == (
        f"{FLOWS}/nightly.yml", "train", 3, 11,
    )  # fmt: skip


@pytest.mark.parametrize("metric", EXPECTED)
def test_nothing_is_known_before_the_history_begins(tool: Tool, metric: str) -> None:
    early = Tool(tool.atlas, tool.repository, date(2020, 1, 1))
    measured = Measuring().measure(metric, early)
    assert (measured.value, measured.note) == (None, tool.repository.absence)


def test_a_tool_without_pipelines_has_no_shares_of_them(tmp_path: Path) -> None:
    with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
        bare = add_tool(atlas, tmp_path, "bare", [("2024-01-01", "ann", {"README": "x"})])
        measuring = Measuring()
        values = {name: measuring.measure(name, bare).value for name in EXPECTED}
    nothing = {name for name, value in values.items() if value == 0}
    unknown = {name for name, value in values.items() if value is None}
    assert {"check_types", "test_steps", "stages_automated", "shared_uses"} <= nothing
    assert {"tests_on_change", "caching", "timeouts", "parallelism", "stars", "releases_per_year",
            "bug_share", "run_success", "workflow_age"} <= unknown  # fmt: skip
    assert values["commits_per_week"] == pytest.approx(1 / (365 / 7))


def test_metrics_follow_the_day(tool: Tool) -> None:
    measuring = Measuring()
    then = Tool(tool.atlas, tool.repository, date(2024, 1, 31))
    assert measuring.measure("check_types", then).value == 2
    assert measuring.measure("contributors", then).value == 3
    assert measuring.measure("check_types", tool).value == 6


def test_even_gaps_between_releases_are_regular(tmp_path: Path) -> None:
    days = ["2024-01-01", "2024-02-01", "2024-03-03", "2024-05-04"]
    commits = [(day, "ann", {"README": day, "tag": f"v{day}"}) for day in days]
    with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
        even = add_tool(atlas, tmp_path, "even", commits[:3])
        uneven = add_tool(atlas, tmp_path, "uneven", commits)
        assert Measuring().measure("release_regularity", even).value == 1
        gaps = [31, 31, 62]
        mean, spread = sum(gaps) / 3, (2 * (31 - 124 / 3) ** 2 + (62 - 124 / 3) ** 2) / 3
        assert Measuring().measure("release_regularity", uneven).value == pytest.approx(
            1 / (1 + spread**0.5 / mean)
        )


def test_a_test_of_models_is_ml_specific_whatever_its_stage(tmp_path: Path) -> None:
    flow = (
        "on: push\njobs: {work: {runs-on: x, steps: ["
        "{name: 'ml-test: notebooks', run: papermill a b}, "
        "{name: 'lint: style', run: ruff check}]}}\n"
    )
    with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
        one = add_tool(atlas, tmp_path, "one", [("2024-01-01", "ann", {f"{FLOWS}/ci.yml": flow})])
        assert Measuring().measure("ml_step_share", one).value == 1 / 2
        assert Measuring().measure("ml_stages", one).value == 0


def test_files_of_other_systems_are_not_counted_as_workflows(tmp_path: Path) -> None:
    circle = "version: 2.1\njobs: {a: {docker: [{image: x}], steps: [{run: make}]}}\n"
    files = {".github/workflows/ci.yml": FIRST, ".github/workflows/two.yml": SECOND}
    with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
        tools = [
            add_tool(atlas, tmp_path, "one", [("2024-01-01", "ann", files)]),
            add_tool(
                atlas,
                tmp_path,
                "both",
                [("2024-01-01", "ann", {**files, ".circleci/config.yml": circle})],
            ),
        ]
        for metric, said in (
            ("ml_workflow_share", ["0 of 2 workflows", "0 of 3 pipelines"]),
            ("workflow_age", ["over 2 workflows", "over 3 pipelines"]),
        ):
            assert [Measuring().measure(metric, tool).note for tool in tools] == said


def test_jobs_that_need_one_another_in_a_circle_have_no_longest_path(tmp_path: Path) -> None:
    circle = "on: push\njobs: {a: {needs: b, runs-on: x, steps: []}, b: {needs: a, runs-on: x}}\n"
    with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
        files = {f"{FLOWS}/ci.yml": circle}
        odd = add_tool(atlas, tmp_path, "odd", [("2024-01-01", "ann", files)])
        assert Measuring().measure("parallelism", odd).value is None


class TestRunsOfTwoSystems:
    """A tool that runs tests on GitHub and on CircleCI, and releases on GitHub."""

    CIRCLE = ".circleci/config.yml"
    CONFIG = """\
version: 2.1
jobs: {t: {docker: [{image: x}], steps: [{run: {name: "unit-test: all", command: pytest}}]}}
workflows: {all: {jobs: [t]}}
"""

    @pytest.fixture
    def both(self, tmp_path: Path) -> Iterator[Tool]:
        files = {
            f"{FLOWS}/ci.yml": FIRST,
            f"{FLOWS}/release.yml": RELEASE,
            self.CIRCLE: self.CONFIG,
        }
        with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
            made = add_tool(atlas, tmp_path, "one", [("2024-01-01", "ann", files)])
            runs = [
                # Change a is answered after 900 seconds, by CircleCI; b after 200, by GitHub.
                Run(1, f"{FLOWS}/ci.yml", "push", "success", 1, "a", 0, 60, 360),
                Run(2, self.CIRCLE, "push", "success", 1, "a", 10, 300, 900),
                Run(3, f"{FLOWS}/ci.yml", "push", "success", 1, "b", 1000, 1010, 1200),
                Run(4, self.CIRCLE, "push", "failure", 1, "b", 1000, 1050, 1150),
                Run(5, f"{FLOWS}/release.yml", "release", "cancelled", 1, "b", 2000, 2000, 2020),
            ]
            repository = atlas.find_repository("one")
            atlas.save_runs(repository, runs, [])
            atlas.save_figures(repository, {"runs": (3, True)}, "github", 0)
            atlas.save_figures(repository, {"circleci_runs": (2, False)}, "circleci", 0)
            yield made

    @pytest.mark.parametrize(
        ("metric", "value"),
        [
            ("run_success", 3 / 5),
            ("run_minutes", 190 / 60),  # of 300, 600, 190, 100 and 20 seconds
            ("feedback_minutes", (900 + 200) / 2 / 60),
        ],
    )
    def test_count_together(self, both: Tool, metric: str, value: float) -> None:
        measured = Measuring().measure(metric, both)
        assert measured.value == pytest.approx(value)
        assert measured.note.endswith("5 runs (3 on GitHub, the newest 2 on CircleCI)")

    def test_count_where_only_circleci_told_of_some(self, tmp_path: Path) -> None:
        with open_atlas(tmp_path / "other.db", create=True) as atlas:
            files = {self.CIRCLE: self.CONFIG}
            one = add_tool(atlas, tmp_path, "circle", [("2024-01-01", "ann", files)])
            atlas.save_runs(
                one.repository, [Run(1, self.CIRCLE, "push", "success", 1, "a", 0, 0, 120)], []
            )
            values = [Measuring().measure(name, one) for name in ("run_success", "run_minutes")]
            assert [one.value for one in values] == [1, 2]
            assert values[0].note == "1 of 1 run (the newest 1 on CircleCI)"
            assert Measuring().measure("feedback_minutes", one).value == 2


class TestMetricsOfTheUsersOwn:
    def write(self, tmp_path: Path, text: str) -> Path:
        path = tmp_path / "study.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    def test_are_read_only_sql_about_the_tool_as_of_the_day(
        self, tool: Tool, tmp_path: Path
    ) -> None:
        own = self.write(
            tmp_path,
            "metrics:\n- id: old\n  sql: SELECT count(*) FROM commits\n"
            "    WHERE repository_id = :repository AND landed <= :position AND committed < :time\n",
        )
        measured = Measuring(load_own(own)).measure("old", tool)
        assert measured.value == 5
        assert measured.computed_by.startswith("SELECT count(*)")

    def test_cannot_change_anything(self, tool: Tool, tmp_path: Path) -> None:
        own = self.write(tmp_path, "metrics:\n- {id: bad, sql: DELETE FROM commits}\n")
        with pytest.raises(CiatlasError, match="only statements that read"):
            Measuring(load_own(own)).measure("bad", tool)

    def test_that_give_no_number_say_so(self, tool: Tool, tmp_path: Path) -> None:
        own = self.write(
            tmp_path, "metrics:\n- {id: a, sql: SELECT NULL}\n- {id: b, sql: \"SELECT 'x'\"}\n"
        )
        measuring = Measuring(load_own(own))
        assert measuring.measure("a", tool).value is None
        with pytest.raises(CiatlasError, match="'x', which is no number"):
            measuring.measure("b", tool)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "needs a list `metrics`"),
            ("metrics: 1", "needs a list `metrics`"),
            ("metrics: [1]", "metric 1: write it as a mapping"),
            ("metrics: [{id: a}]", "the key 'sql' is missing"),
            ("metrics: [{id: a, sql: SELECT 1, x: y}]", "there is no key 'x'"),
            ("metrics: [{id: stars, sql: SELECT 1}]", "'stars' is in the catalogue"),
            ("metrics: [", "cannot be read"),
        ],
    )
    def test_are_checked(self, tmp_path: Path, text: str, said: str) -> None:
        with pytest.raises(CiatlasError, match=said):
            load_own(self.write(tmp_path, text))


def test_the_page_is_what_the_catalogue_says() -> None:
    assert (DOCS / "metrics.md").read_text(encoding="utf-8") == metrics_page()


def test_figures_of_another_tool_do_not_count(tool: Tool, tmp_path: Path) -> None:
    with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
        assert isinstance(atlas, Atlas)
        commits = [("2024-01-01", "ann", {"README": "x"})]
        one = add_tool(atlas, tmp_path, "left", commits)
        add_tool(atlas, tmp_path, "right", commits)
        put_figures(atlas, "right", stars=9)
        assert Measuring().measure("stars", one).value is None
