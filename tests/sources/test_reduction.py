"""Repositories of which the bundle keeps single days: what it says of those is what it said."""

import lzma
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ciatlas.analysis.labelling import labeller
from ciatlas.analysis.metrics import Measuring
from ciatlas.analysis.tool import Tool
from ciatlas.model.errors import CiatlasError
from ciatlas.sources.bundle import DATABASE, build_bundle
from ciatlas.sources.importer import import_clone
from ciatlas.store import Atlas, open_atlas
from ciatlas.store.repack import repack
from tests.repositories import Repository

STUDY = date(2025, 1, 25)
CI, NIGHTLY = ".github/workflows/ci.yml", ".github/workflows/nightly.yml"
ACTION = ".github/actions/do/action.yml"
NAME = "example/tool"


def flow(word: str) -> str:
    return f"on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{{run: {word}}}]\n"


@pytest.fixture
def clone(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "clone")
    composite = "runs: {using: composite, steps: [{run: ./do, shell: bash}]}\n"
    made.commit({CI: flow("old"), "uv.lock": ""}, date="2024-06-01T10:00:00+00:00")
    made.commit({CI: flow("pytest"), ACTION: composite, "tests/a": "1"}, author="ben@x.org",
                date="2025-01-20T10:00:00+02:00")  # fmt: skip
    made.git("tag", "v1")
    made.commit({NIGHTLY: flow("between"), "uv.lock": None}, date="2025-03-01T10:00:00+00:00")
    made.commit({NIGHTLY: None, CI: flow("ruff"), "tests/b": "1"}, author="eve@x.org",
                date="2026-02-01T10:00:00+00:00")  # fmt: skip
    return made


@pytest.fixture
def whole(tmp_path: Path, clone: Repository) -> Iterator[Atlas]:
    with open_atlas(tmp_path / "whole.db", create=True) as atlas:
        import_clone(atlas, clone.path, NAME, cohort="mlops", label=labeller(atlas))
        yield atlas


@pytest.fixture
def reduced(tmp_path: Path, whole: Atlas) -> Iterator[Atlas]:
    target = tmp_path / "reduced.db"
    repack(whole.path, [NAME], target, {NAME: [STUDY]})
    with open_atlas(target) as atlas:
        yield atlas


@pytest.mark.parametrize("day", [date(2025, 1, 20), STUDY, date(2026, 2, 1), None])
def test_a_kept_day_says_what_it_said(whole: Atlas, reduced: Atlas, day: date | None) -> None:
    def said(atlas: Atlas) -> object:
        repository = atlas.find_repository(NAME)
        summary = atlas.summary(repository, day)
        at = summary.snapshot
        assert at is not None
        return (
            at.commit, at.position, at.time, summary.commits, summary.contributors,
            summary.author_emails, summary.first_commit, summary.paths, summary.workflows,
            summary.jobs, summary.steps, summary.systems,
            [(one.path, one.blob, one.checks, one.commits) for one in atlas.pipelines(at)],
            [atlas.pipeline(at, one.path) for one in atlas.pipelines(at)],
            [(file.kind, file.path) for file in atlas.repository_files(at)],
            atlas.local_pipeline(at, "./.github/actions/do"),
        )  # fmt: skip

    assert said(reduced) == said(whole)


@pytest.mark.parametrize("day", [date(2024, 7, 1), date(2025, 3, 1), date(2026, 1, 31)])
def test_no_other_day_is_known(reduced: Atlas, day: date) -> None:
    repository = reduced.find_repository(NAME)
    assert reduced.snapshot(repository, day) is None
    with pytest.raises(CiatlasError, match="as of 2025-01-20 and 2026-02-01 only; import a clone"):
        reduced.require_pipeline(NAME, "ci.yml", day)


def test_a_kept_day_holds_until_the_next_commit(reduced: Atlas) -> None:
    repository = reduced.find_repository(NAME)
    last = reduced.snapshot(repository, date(2025, 2, 28))
    assert last is not None
    assert last.position == 1


def test_the_history_is_gone_and_says_so(reduced: Atlas) -> None:
    with pytest.raises(CiatlasError, match="history of example/tool is not in the atlas"):
        reduced.history(reduced.find_repository(NAME))
    assert reduced.row_count("commits") == 2
    assert reduced.row_count("changes") == 0
    assert reduced.tags(NAME) == {}
    assert reduced.problems() == []


def test_contents_of_no_kept_day_are_gone(reduced: Atlas) -> None:
    _, rows = reduced.sql("SELECT program FROM commands ORDER BY 1")
    assert rows == [("./do",), ("pytest",), ("ruff",)]


def test_what_needs_the_history_is_unknown(reduced: Atlas) -> None:
    measuring, tool = Measuring(), Tool(reduced, reduced.find_repository(NAME), STUDY)
    known = {name: measuring.measure(name, tool) for name in ("contributors", "test_commits",
             "check_types", "lock_file", "commits_per_week", "workflow_age")}  # fmt: skip
    assert known["contributors"].value == 2
    assert known["test_commits"].value == 0.5
    assert known["check_types"].value == 1
    assert known["lock_file"].value == 1
    assert known["commits_per_week"].value is None
    assert "import a clone" in known["commits_per_week"].note
    assert known["workflow_age"].value is None


def test_a_clone_brings_the_history_back(reduced: Atlas, whole: Atlas, clone: Repository) -> None:
    import_clone(reduced, clone.path, NAME, label=labeller(reduced))
    for atlas in (reduced, whole):
        repository = atlas.find_repository(NAME)
        assert repository.observed_on == ()
        assert len(atlas.history(repository)) == 6
    assert reduced.row_count("observations") == 0
    assert reduced.row_count("pipelines") == whole.row_count("pipelines")
    assert reduced.problems() == []


def test_a_bundle_of_the_bundle_is_the_same(tmp_path: Path, whole: Atlas) -> None:
    build_bundle(whole, ["mlops"], tmp_path / "one")
    packed = (tmp_path / "one" / DATABASE).read_bytes()
    (tmp_path / "unpacked.db").write_bytes(lzma.decompress(packed))
    with open_atlas(tmp_path / "unpacked.db") as unpacked:
        build_bundle(unpacked, ["mlops"], tmp_path / "two")
    assert (tmp_path / "two" / DATABASE).read_bytes() == packed


def test_the_bundle_reduces_the_cohorts_the_study_gives_days_for(
    tmp_path: Path, whole: Atlas, clone: Repository
) -> None:
    import_clone(whole, clone.path, "example/whole", cohort="study", label=labeller(whole))
    manifest = build_bundle(whole, ["study", "mlops"], tmp_path / "out")
    days = {one["repository"]: one["days"] for one in manifest["repositories"]}
    assert days == {"example/whole": None, NAME: ["2025-01-20", "2026-02-01"]}
    assert (tmp_path / "out" / DATABASE).exists()


def test_contributors_are_listed_only_where_the_history_is(reduced: Atlas, whole: Atlas) -> None:
    query = "SELECT count(*) FROM contributors"
    assert reduced.sql(query)[1] == [(0,)]
    assert whole.sql(query)[1] == [(3,)]
