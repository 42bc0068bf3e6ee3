"""An import brings in a clone's history and parses only what nobody has parsed yet."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ciatlas.analysis.labelling import label_pipelines, labeller
from ciatlas.model.errors import CiatlasError
from ciatlas.model.pipeline import Pipeline, System
from ciatlas.parsing import kind_of
from ciatlas.sources import importer, readers
from ciatlas.sources.importer import ImportResult, import_clone
from ciatlas.store import Atlas, open_atlas
from ciatlas.store.changes import known_paths
from tests.repositories import Repository

CI = ".github/workflows/ci.yml"
WORKFLOW = """\
name: CI
on: push
jobs:
  check:
    runs-on: x
    steps:
      - run: make
"""
NAME = "a/tool"
CALLER = WORKFLOW.replace("run: make", "uses: ./.github/actions/do")
ACTION = """\
name: Do it
runs:
  using: composite
  steps:
    - uses: actions/setup-python@v5
    - run: pytest tests
      shell: bash
"""


@pytest.fixture
def clone(tmp_path: Path) -> Repository:
    """Four commits, the second of which is not about pipelines."""
    repository = Repository(tmp_path / "clone")
    repository.commit({CI: WORKFLOW}, date="2024-01-01T00:00:00+00:00")
    repository.commit({"README": "x"}, author="ben@x.org", date="2024-01-02T00:00:00+00:00")
    repository.commit({CI: WORKFLOW.replace("CI", "Checks")}, date="2024-01-03T00:00:00+00:00")
    repository.commit(
        {".circleci/config.yml": "version: 2.1\njobs: {}\n", "tests/a": "1"},
        date="2024-01-04T00:00:00+00:00",
    )
    return repository


@pytest.fixture
def atlas(tmp_path: Path) -> Iterator[Atlas]:
    with open_atlas(tmp_path / "atlas.db", create=True) as opened:
        yield opened


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths whose contents were parsed since."""
    paths: list[str] = []
    parse = readers.parse

    def watched(path: str, source: bytes | str) -> Pipeline:
        paths.append(path)
        return parse(path, source)

    monkeypatch.setattr(readers, "parse", watched)
    return paths


def brought_in(atlas: Atlas, clone: Repository, name: str = NAME) -> ImportResult:
    return import_clone(atlas, clone.path, name, label=labeller(atlas))


def activity(atlas: Atlas, path: str = CI, day: date | None = None) -> str:
    """What the first step of the pipeline at `path` is for."""
    at, _ = atlas.require_pipeline("tool", path, day)
    (found,) = atlas._connection.execute(
        "SELECT activity FROM versions JOIN paths ON paths.id = path_id JOIN pipelines USING (blob)"
        " JOIN jobs ON pipeline_id = pipelines.id JOIN steps ON job_id = jobs.id"
        " JOIN labels ON step_id = steps.id WHERE path = ?1 AND steps.position = 0"
        " AND since <= ?2 AND (until IS NULL OR until > ?2)",
        (path, at.position),
    )
    return str(found[0])


def ml_specific(atlas: Atlas, day: date | None = None) -> bool:
    """Whether the workflow is about models or ML frameworks."""
    at = atlas.snapshot(atlas.find_repository("tool"), day)
    assert at is not None
    (found,) = [entry.ml_specific for entry in atlas.pipelines(at) if entry.path == CI]
    return bool(found)


def test_a_first_import_brings_in_everything(atlas: Atlas, clone: Repository) -> None:
    assert brought_in(atlas, clone) == ImportResult(
        repository="a/tool",
        head=clone.git("rev-parse", "HEAD"),
        commits=4,
        new_commits=4,
        files=2,
        parsed=3,
        missing=0,
    )


def test_figures_are_kept_by_path_group(atlas: Atlas, clone: Repository) -> None:
    brought_in(atlas, clone)
    figures = atlas.summary(atlas.find_repository("tool"))
    assert figures.paths == {"circleci": 1, "devcontainer": 0, "tests": 1, "workflows": 2}
    assert (figures.workflows, figures.jobs, figures.steps) == (1, 1, 1)
    assert figures.systems == (System.CIRCLECI, System.GITHUB_ACTIONS)


def test_an_import_of_an_unchanged_clone_parses_and_changes_nothing(
    atlas: Atlas, clone: Repository, parsed: list[str]
) -> None:
    brought_in(atlas, clone)
    parsed.clear()
    before = list(atlas._connection.iterdump())
    again = brought_in(atlas, clone)
    assert (again.commits, again.new_commits, again.files, again.parsed) == (4, 0, 2, 0)
    assert parsed == []
    assert list(atlas._connection.iterdump()) == before


def test_an_import_of_a_grown_clone_parses_only_new_contents(
    atlas: Atlas, clone: Repository, parsed: list[str]
) -> None:
    brought_in(atlas, clone)
    parsed.clear()
    new = ".github/workflows/new.yml"
    clone.commit({new: WORKFLOW.replace("CI", "New"), CI: WORKFLOW})
    again = brought_in(atlas, clone)
    assert (again.commits, again.new_commits, again.files, again.parsed) == (5, 1, 3, 1)
    assert parsed == [new]
    assert {hit.path for hit in atlas.search("new")} == {new}
    assert not atlas.search("checks")


def test_a_content_is_labelled_by_what_its_own_repository_holds(
    tmp_path: Path, parsed: list[str]
) -> None:
    flow = "on: push\njobs: {a: {runs-on: x, steps: [{uses: ./.github/actions/do}]}}\n"
    action = "runs: {{using: composite, steps: [{{run: {}, shell: sh}}]}}\n"
    clones = {}
    for name, command in (("x/tests", "pytest"), ("x/lints", "ruff check .")):
        clones[name] = Repository(tmp_path / name)
        clones[name].commit(
            {
                ".github/workflows/a.yml": flow,
                ".github/actions/do/action.yml": action.format(command),
            },
            date="2024-01-01T12:00:00+00:00",
        )
    for number, order in enumerate((("x/tests", "x/lints"), ("x/lints", "x/tests"))):
        with open_atlas(tmp_path / f"{number}.db", create=True) as atlas:
            for name in order:
                import_clone(atlas, clones[name].path, name, label=labeller(atlas))
            checks = {}
            for name in order:
                at = atlas.snapshot(atlas.find_repository(name))
                assert at is not None
                flows = [e for e in atlas.pipelines(at) if e.path == ".github/workflows/a.yml"]
                checks[name] = flows[0].checks
        assert checks == {"x/tests": ("unit-test",), "x/lints": ("lint",)}


def test_a_content_that_is_two_things_is_read_as_both(atlas: Atlas, tmp_path: Path) -> None:
    clone = Repository(tmp_path / "both")
    clone.commit(
        {".github/workflows/a.yml": "version: 2.1\n", ".circleci/config.yml": "version: 2.1\n"},
        date="2024-01-01T12:00:00+00:00",
    )
    assert import_clone(atlas, clone.path, "a/both").files == 2
    for path in (".github/workflows/a.yml", ".circleci/config.yml"):
        assert atlas.require_pipeline("a/both", path)[1].path == path


def test_cohort_and_tags_are_noted_without_a_new_commit(
    atlas: Atlas, clone: Repository, parsed: list[str]
) -> None:
    brought_in(atlas, clone)
    assert atlas.tags(NAME) == {}
    clone.git("tag", "v1")
    import_clone(atlas, clone.path, NAME, cohort="other")
    assert list(atlas.tags(NAME)) == ["v1"]
    assert atlas.find_repository(NAME).cohort == "other"
    import_clone(atlas, clone.path, NAME)
    assert atlas.find_repository(NAME).cohort == "other"


def test_a_newer_parser_reads_every_content_anew(
    atlas: Atlas, clone: Repository, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    brought_in(atlas, clone)
    parsed.clear()
    monkeypatch.setattr(importer, "PARSER_VERSION", importer.PARSER_VERSION + 1)
    assert brought_in(atlas, clone).parsed == 3
    assert sorted(parsed) == [".circleci/config.yml", CI, CI]
    assert (atlas.row_count("pipelines"), atlas.row_count("steps")) == (3, 2)
    assert brought_in(atlas, clone).parsed == 0


def test_what_a_newer_parser_read_is_labelled_and_searched_anew(
    atlas: Atlas, clone: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone.commit({CI: CALLER, ".github/actions/do/action.yml": ACTION})
    brought_in(atlas, clone)
    monkeypatch.setattr(importer, "PARSER_VERSION", importer.PARSER_VERSION + 1)
    parse = readers.parse
    monkeypatch.setattr(
        readers, "parse", lambda path, source: parse(path, source.replace(b"CI", b"Vetting"))
    )
    brought_in(atlas, clone)
    assert label_pipelines(atlas) == 0
    assert activity(atlas) == "unit-test"
    assert [(hit.kind, hit.path) for hit in atlas.search("vetting")] == [("workflow", CI)]


def test_what_only_a_newer_parser_knows_is_found_without_a_new_commit(
    atlas: Atlas, clone: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone.commit({"requirements.txt": "torch\n", CI: WORKFLOW.replace("make", "pytest")})
    with monkeypatch.context() as older:
        older.setattr(importer, "PARSER_VERSION", importer.PARSER_VERSION - 1)
        older.setattr(
            importer, "kind_of", lambda path: None if path.endswith(".txt") else kind_of(path)
        )
        brought_in(atlas, clone)
    assert not ml_specific(atlas)
    assert brought_in(atlas, clone).new_commits == 0
    assert ml_specific(atlas)


def test_a_rewritten_history_takes_the_place_of_the_old(atlas: Atlas, clone: Repository) -> None:
    brought_in(atlas, clone)
    clone.git("reset", "--quiet", "--hard", "HEAD~2")
    again = brought_in(atlas, clone)
    assert (again.commits, again.new_commits, again.files) == (2, 0, 1)
    assert atlas.summary(atlas.find_repository("tool")).paths["tests"] == 0


def test_a_branch_can_be_chosen(atlas: Atlas, clone: Repository) -> None:
    clone.git("branch", "old", "HEAD~2")
    result = import_clone(atlas, clone.path, "a/tool", branch="old")
    assert (result.commits, atlas.find_repository("tool").branch) == (2, "old")


def test_a_content_the_clone_lacks_is_counted_and_shown_as_unreadable(
    atlas: Atlas, clone: Repository
) -> None:
    blob = clone.git("rev-parse", f"HEAD:{CI}")
    (clone.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    result = brought_in(atlas, clone)
    assert (result.parsed, result.missing) == (2, 1)
    at = atlas.snapshot(atlas.find_repository("tool"))
    assert at is not None
    assert {e.path: e.readable for e in atlas.pipelines(at)} == {
        ".circleci/config.yml": True,
        CI: False,
    }


def test_local_actions_are_followed_for_labels(atlas: Atlas, clone: Repository) -> None:
    clone.commit({CI: CALLER, ".github/actions/do/action.yml": ACTION})
    brought_in(atlas, clone)
    assert activity(atlas) == "unit-test"


def test_a_local_action_counts_as_it_stood_beside_the_workflow(
    atlas: Atlas, clone: Repository
) -> None:
    action = ".github/actions/do/action.yml"
    clone.commit({CI: CALLER, action: ACTION}, date="2024-02-01T00:00:00+00:00")
    clone.commit(
        {
            CI: CALLER.replace("CI", "Renamed"),
            action: ACTION.replace("pytest tests", "ruff check src"),
        },
        date="2024-03-01T00:00:00+00:00",
    )
    brought_in(atlas, clone)
    assert activity(atlas, day=date(2024, 2, 1)) == "unit-test"
    assert activity(atlas) == "lint"


def test_the_same_action_in_two_folders_is_read_as_what_each_is_called(
    atlas: Atlas, clone: Repository
) -> None:
    action = "runs: {using: composite, steps: [{run: ./own, shell: sh}]}\n"
    both = ("deploy", "integration-tests")
    flows = {
        f".github/workflows/{number}.yml": WORKFLOW.replace("run: make", f"uses: ./{name}")
        for number, name in enumerate((*both, *reversed(both)))
    }
    clone.commit({**{f"{name}/action.yml": action for name in both}, **flows})
    brought_in(atlas, clone)
    found = [activity(atlas, path) for path in flows]
    atlas.use_rules("others")
    assert label_pipelines(atlas) > 0
    assert found == [activity(atlas, path) for path in flows]
    assert found == [*found[:2], *reversed(found[:2])]
    assert found[0] != found[1]


def test_labels_on_the_way_in_are_those_that_labelling_gives_later(
    atlas: Atlas, clone: Repository, tmp_path: Path
) -> None:
    clone.commit({CI: CALLER, ".github/actions/do/action.yml": ACTION})
    question = "SELECT blob, rule, why, activity FROM labels JOIN steps ON steps.id = step_id"
    question += " JOIN jobs ON jobs.id = job_id JOIN pipelines ON pipelines.id = pipeline_id"
    brought_in(atlas, clone)
    assert label_pipelines(atlas) == 0
    with open_atlas(tmp_path / "later.db", create=True) as later:
        import_clone(later, clone.path, "a/tool")
        assert later.row_count("labels") == 0
        assert label_pipelines(later) == 5
        assert sorted(later.sql(question)[1]) == sorted(atlas.sql(question)[1]) != []


def test_labels_of_other_rules_are_made_anew(atlas: Atlas, clone: Repository) -> None:
    brought_in(atlas, clone)
    atlas.use_rules("others")
    assert atlas.row_count("labels") == 0
    assert label_pipelines(atlas) == 3
    assert atlas.row_count("labels") == 2


def test_people_are_known_by_number_only(atlas: Atlas, clone: Repository) -> None:
    clone.commit(
        {".mailmap": "Ann <ann@example.org> <ben@x.org>\n"}, date="2024-01-05T00:00:00+00:00"
    )
    brought_in(atlas, clone)
    figures = atlas.summary(atlas.find_repository("tool"))
    assert (figures.author_emails, figures.contributors) == (2, 1)
    assert atlas.sql("SELECT number, person FROM authors")[1] == [(0, 0), (1, 0)]
    atlas._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = atlas.path.read_bytes()
    assert not [mail for mail in (b"example.org", b"x.org", b"ann@", b"ben@") if mail in content]


def test_a_studied_repository_is_recognised_by_its_alias(atlas: Atlas, clone: Repository) -> None:
    assert brought_in(atlas, clone, "Jozu-AI/KitOps").repository == "kitops-ml/kitops"
    assert brought_in(atlas, clone, "kitops-ml/kitops").new_commits == 0
    (known,) = atlas.repositories()
    assert (known.name, known.cohort, known.source) == ("KitOps", "study", "git")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "tool",
        "/tool",
        "a/",
        "a/b/c",
        "a b/c",
        "-a/b",
        "a/b\n",
        "a/b;",
        "../b",
        "a/..",
        "a/.",
        "ä/b",
        "a/ b",
    ],
)
def test_a_malformed_name_is_refused(atlas: Atlas, clone: Repository, name: str) -> None:
    with pytest.raises(CiatlasError, match="is no repository name; write it as OWNER/NAME"):
        import_clone(atlas, clone.path, name)
    assert atlas.repositories() == []


def test_an_import_that_cannot_store_its_history_leaves_the_one_before(
    atlas: Atlas, clone: Repository
) -> None:
    brought_in(atlas, clone)
    clone.commit({CI: WORKFLOW.replace("CI", "Newest")})
    atlas._connection.execute(
        "CREATE TEMP TRIGGER full BEFORE INSERT ON versions BEGIN SELECT RAISE(FAIL, 'full'); END"
    )
    with pytest.raises(CiatlasError, match="full"):
        brought_in(atlas, clone)
    atlas._connection.execute("DROP TRIGGER full")
    assert atlas.commit_count("a/tool") == 4
    assert not atlas.search("newest")
    assert brought_in(atlas, clone).new_commits == 1
    assert [hit.path for hit in atlas.search("newest")] == [CI]


def test_progress_tells_how_many_contents_are_parsed(atlas: Atlas, clone: Repository) -> None:
    told: list[tuple[str, int, int | None]] = []
    import_clone(atlas, clone.path, "a/tool", progress=lambda *step: told.append(step))
    parsing = [step for step in told if step[0] == "parsing pipelines"]
    assert parsing == [("parsing pipelines", number, 3) for number in (1, 2, 3)]


MAKEFILE = "check: deps\n\t{} .\ndeps:\n\tpip install x\n"
CALLS_MAKE = WORKFLOW.replace("run: make", "run: make check")


def test_build_files_are_kept_with_their_history_and_listed_nowhere(
    atlas: Atlas, clone: Repository
) -> None:
    before = brought_in(atlas, clone)
    repository = atlas.find_repository("tool")
    points = atlas.change_points(repository)
    clone.commit({"Makefile": "a:\n\tpytest\n", "sub/Makefile": "a:\n"})
    clone.commit({"Makefile": "a:\n\tmypy zzz\n"}, date="2024-02-01T00:00:00+00:00")
    after = brought_in(atlas, clone)
    assert (after.files, after.parsed) == (before.files, 2)
    repository = atlas.find_repository("tool")
    at = atlas.snapshot(repository)
    assert at is not None
    assert {entry.path for entry in atlas.pipelines(at)} == {CI, ".circleci/config.yml"}
    assert known_paths(atlas._connection, repository) == [".circleci/config.yml", CI]
    assert {version.path for version in atlas.history(repository)} == {CI, ".circleci/config.yml"}
    assert {v.path for v in atlas.newest_changes(50)} == {CI, ".circleci/config.yml"}
    assert atlas.change_points(repository) == points
    assert not atlas.search("zzz")
    figures = atlas.summary(repository)
    assert (figures.workflows, figures.jobs, figures.steps) == (1, 1, 1)
    assert figures.systems == (System.CIRCLECI, System.GITHUB_ACTIONS)
    assert label_pipelines(atlas) == 0
    with pytest.raises(CiatlasError, match="never had a pipeline 'Makefile'"):
        atlas.history(repository, "Makefile")
    assert atlas.sql("SELECT since, until FROM versions JOIN paths ON id = path_id"
                     " WHERE kind = 'build'")[1] == [(4, 5), (5, None)]  # fmt: skip
    makefile = atlas.pipeline(at, "Makefile")
    assert makefile is not None
    assert [command.program for command in makefile.jobs[0].steps[0].commands] == ["mypy"]


def test_a_called_target_counts_as_it_stood_beside_the_workflow(
    atlas: Atlas, clone: Repository, tmp_path: Path
) -> None:
    clone.commit(
        {CI: CALLS_MAKE, "Makefile": MAKEFILE.format("go test")}, date="2024-02-01T00:00:00+00:00"
    )
    clone.commit(
        {CI: CALLS_MAKE.replace("CI", "Renamed"), "Makefile": MAKEFILE.format("ruff check")},
        date="2024-03-01T00:00:00+00:00",
    )
    brought_in(atlas, clone)
    assert activity(atlas, day=date(2024, 2, 1)) == "unit-test"
    assert activity(atlas) == "lint"
    with open_atlas(tmp_path / "later.db", create=True) as later:
        import_clone(later, clone.path, "a/tool")
        label_pipelines(later)
        assert activity(later, day=date(2024, 2, 1)) == "unit-test"
        assert activity(later) == "lint"


def test_a_manifest_counts_as_it_stood_beside_the_workflow(
    atlas: Atlas, clone: Repository, tmp_path: Path
) -> None:
    tests = WORKFLOW.replace("run: make", "run: pytest")
    clone.commit(
        {CI: tests, "requirements.txt": "one\n", "sub/setup.py": "setup(install_requires=['jax'])"},
        date="2024-02-01T00:00:00+00:00",
    )
    clone.commit({"requirements.txt": "one\ntorch\n"}, date="2024-02-02T00:00:00+00:00")
    clone.commit({CI: tests.replace("CI", "Renamed")}, date="2024-03-01T00:00:00+00:00")
    assert brought_in(atlas, clone).parsed == 7
    with open_atlas(tmp_path / "later.db", create=True) as later:
        import_clone(later, clone.path, "a/tool")
        label_pipelines(later)
        for known in (atlas, later):
            assert not ml_specific(known, date(2024, 2, 1))
            assert ml_specific(known)
    at = atlas.snapshot(atlas.find_repository("tool"))
    assert at is not None
    assert "requirements.txt" not in {entry.path for entry in atlas.pipelines(at)}
    manifest = atlas.pipeline(at, "requirements.txt")
    assert manifest is not None
    assert [command.target for command in manifest.jobs[0].steps[0].commands] == ["one", "torch"]


def test_files_that_mark_practices_are_known_as_of_any_day(atlas: Atlas, clone: Repository) -> None:
    def files(day: date | None = None) -> list[tuple[str, str, int]]:
        at = atlas.snapshot(atlas.find_repository("tool"), day)
        assert at is not None
        return [(file.kind, file.path, file.since) for file in atlas.repository_files(at)]

    brought_in(atlas, clone)
    assert files() == []
    clone.commit(
        {"uv.lock": "1", ".github/renovate.json5": "{}", "docs/Contributing.md": "x"},
        date="2024-02-01T00:00:00+00:00",
    )
    clone.commit({"uv.lock": None}, date="2024-03-01T00:00:00+00:00")
    brought_in(atlas, clone)
    others = [
        ("contributing", "docs/Contributing.md", 4),
        ("dependency-updates", ".github/renovate.json5", 4),
    ]
    assert files(date(2024, 1, 31)) == []
    assert files(date(2024, 2, 1)) == [*others, ("lock-file", "uv.lock", 4)]
    assert files() == others
    clone.git("reset", "--quiet", "--hard", "HEAD~2")
    brought_in(atlas, clone)
    assert files() == []


def test_tags_of_a_fork_can_be_left_out(clone: Repository, atlas: Atlas) -> None:
    clone.git("tag", "v1")
    for _ in range(2):
        import_clone(atlas, clone.path, NAME, with_tags=False)
        assert atlas.tags(NAME) == {}
    import_clone(atlas, clone.path, NAME)
    assert list(atlas.tags(NAME)) == ["v1"]
