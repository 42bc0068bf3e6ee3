"""What an atlas answers: as of a day, by name, by words, and to free SQL that only reads."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ciatlas.model.repository import Repository as Known
from ciatlas.sources.importer import import_clone
from ciatlas.store import Atlas, AtlasError, open_atlas, query
from tests.repositories import Repository

LINT = """\
name: Linting
on: push
jobs:
  style:
    runs-on: x
    steps:
      - uses: actions/checkout@v4
      - name: Check the style
        run: ruff check src
"""
NIGHT = "name: Night watch\non: {schedule: [{cron: '0 3 * * *'}]}\njobs: {}\n"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An atlas of a tool with a side branch, one known by an alias, and two of the same name."""
    folder = tmp_path_factory.mktemp("queries")
    tool = Repository(folder / "tool")
    tool.commit({".github/workflows/lint.yml": LINT}, date="2024-01-10T23:59:59+00:00")
    tool.git("switch", "--quiet", "--create", "side")
    tool.commit(
        {".github/workflows/night.yml": NIGHT}, author="ben@x.org", date="2024-02-01T00:00:00+00:00"
    )
    tool.git("switch", "--quiet", "main")
    tool.commit({"tests/a": "1"}, date="2024-03-01T23:30:00-08:00")
    tool.git(
        "merge", "--quiet", "--no-ff", "--message", "bring in", "side",
        GIT_AUTHOR_EMAIL="ann@example.org",
        GIT_AUTHOR_DATE="2024-04-01T12:00:00+00:00", GIT_COMMITTER_DATE="2024-04-01T12:00:00+00:00",
    )  # fmt: skip
    tool.commit({".github/workflows/lint.yml": None}, date="2024-05-01T00:00:00+02:00")
    small = Repository(folder / "small")
    small.commit({"README": "x"}, date="2024-01-01T00:00:00+00:00")
    path = folder / "atlas.db"
    with open_atlas(path, create=True) as atlas:
        import_clone(atlas, tool.path, "Example/Tool")
        import_clone(atlas, small.path, "jozu-ai/kitops")
        import_clone(atlas, small.path, "one/twin")
        import_clone(atlas, small.path, "two/twin")
    return path


@pytest.fixture
def atlas(path: Path) -> Iterator[Atlas]:
    with open_atlas(path, readonly=True) as opened:
        yield opened


@pytest.fixture
def tool(atlas: Atlas) -> Known:
    return atlas.find_repository("Example/Tool")


@pytest.mark.parametrize(
    ("day", "position"),
    [
        ("2024-01-09", None),
        ("2024-01-10", 0),
        ("2024-02-15", 0),
        ("2024-03-01", 0),
        ("2024-03-02", 1),
        ("2024-03-31", 1),
        ("2024-04-01", 2),
        ("2024-04-30", 3),
        ("2030-01-01", 3),
    ],
)
def test_a_day_means_the_last_mainline_commit_before_it_ends_in_utc(
    atlas: Atlas, tool: Known, day: str, position: int | None
) -> None:
    at = atlas.snapshot(tool, date.fromisoformat(day))
    assert (None if at is None else at.position) == position


def test_without_a_day_the_head_is_meant(atlas: Atlas, tool: Known) -> None:
    at = atlas.snapshot(tool)
    assert at is not None
    assert (at.commit, at.as_of) == (tool.head, None)


def test_times_are_in_the_zone_of_the_committer(atlas: Atlas, tool: Known) -> None:
    at = atlas.snapshot(tool, date(2024, 3, 2))
    assert at is not None
    assert at.time.isoformat() == "2024-03-01T23:30:00-08:00"


@pytest.mark.parametrize(
    ("day", "commits", "people", "tests", "changes", "files"),
    [
        ("2024-01-09", 0, 0, None, None, []),
        ("2024-01-10", 1, 1, 0, 1, ["lint.yml"]),
        ("2024-03-02", 2, 1, 1, 1, ["lint.yml"]),
        ("2024-04-01", 4, 2, 1, 2, ["lint.yml", "night.yml"]),
        ("2024-05-01", 5, 2, 1, 3, ["night.yml"]),
    ],
)
def test_figures_count_what_the_snapshot_contains(
    atlas: Atlas,
    tool: Known,
    day: str,
    commits: int,
    people: int,
    tests: int | None,
    changes: int | None,
    files: list[str],
) -> None:
    figures = atlas.summary(tool, date.fromisoformat(day))
    assert (figures.commits, figures.contributors) == (commits, people)
    assert (figures.paths.get("tests"), figures.paths.get("workflows")) == (tests, changes)
    standing = [] if figures.snapshot is None else atlas.pipelines(figures.snapshot)
    assert [entry.path.removeprefix(".github/workflows/") for entry in standing] == files
    assert figures.workflows == len(files)


def test_a_commit_of_a_side_branch_counts_in_the_month_it_was_made(
    atlas: Atlas, tool: Known
) -> None:
    before, after = (atlas.snapshot(tool, day) for day in (date(2024, 3, 2), date(2024, 4, 1)))
    assert before is not None
    assert after is not None
    assert atlas.monthly(before, "workflows") == [("2024-01", 1)]
    assert atlas.monthly(after, "workflows") == [("2024-01", 1), ("2024-02", 1)]


def test_history_ends_with_the_day(atlas: Atlas, tool: Known) -> None:
    def changes(day: date | None) -> list[tuple[str, str]]:
        return [(v.path[18:], v.change) for v in atlas.history(tool, as_of=day)]

    assert changes(date(2024, 1, 9)) == []
    assert changes(date(2024, 2, 15)) == [("lint.yml", "added")]
    assert changes(None) == [("lint.yml", "removed"), ("night.yml", "added"), ("lint.yml", "added")]


def test_a_file_has_only_its_own_history(atlas: Atlas, tool: Known) -> None:
    versions = atlas.history(tool, ".github/workflows/night.yml")
    assert [(v.path, v.change) for v in versions] == [(".github/workflows/night.yml", "added")]


def test_the_newest_changes_end_with_the_day(atlas: Atlas) -> None:
    assert [v.change for v in atlas.newest_changes(1)] == ["removed"]
    (newest,) = atlas.newest_changes(1, date(2024, 3, 31))
    assert newest.path == ".github/workflows/night.yml"


def test_the_newest_changes_come_by_the_day_the_committers_saw(tmp_path: Path) -> None:
    tool = Repository(tmp_path / "tool")
    tool.commit({".github/workflows/a.yml": NIGHT}, date="2024-01-02T05:00:00+10:00")
    tool.commit({".github/workflows/b.yml": NIGHT}, date="2024-01-01T22:00:00+00:00")
    tool.commit({".github/workflows/c.yml": NIGHT}, date="2024-01-01T23:00:00+00:00")
    with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
        import_clone(atlas, tool.path, "example/tool")
        newest = [version.path[-5] for version in atlas.newest_changes(9)]
        (first,) = atlas.newest_changes(1)
    assert newest == ["a", "c", "b"]
    assert f"{first.time:%Y-%m-%d}" == "2024-01-02"


def test_change_points_are_where_the_mainline_changed(atlas: Atlas, tool: Known) -> None:
    assert [at.position for at in atlas.change_points(tool)] == [0, 2, 3]
    night = atlas.change_points(tool, ".github/workflows/night.yml")
    assert [at.position for at in night] == [2]


def test_a_pipeline_is_found_by_the_last_part_of_its_path(atlas: Atlas) -> None:
    _, pipeline = atlas.require_pipeline("tool", "night.yml")
    assert pipeline.name == "Night watch"


def test_a_pipeline_that_went_away_is_found_as_of_a_day(atlas: Atlas) -> None:
    with pytest.raises(AtlasError, match=r"has no pipeline 'lint[.]yml' as of 2024-04-30"):
        atlas.require_pipeline("tool", "lint.yml")
    _, pipeline = atlas.require_pipeline("tool", "lint.yml", date(2024, 4, 1))
    assert pipeline.name == "Linting"


def test_a_day_before_the_first_commit_has_no_pipeline(atlas: Atlas) -> None:
    with pytest.raises(AtlasError, match="no history that early; choose a later date"):
        atlas.require_pipeline("tool", "lint.yml", date(2023, 1, 1))


@pytest.mark.parametrize("text", ["Example/Tool", "example/tool", "Tool", "TOOL"])
def test_a_repository_is_found_by_full_or_short_name_in_any_case(atlas: Atlas, text: str) -> None:
    assert atlas.find_repository(text).full_name == "Example/Tool"


@pytest.mark.parametrize("text", ["kitops-ml/kitops", "jozu-ai/kitops", "JOZU-AI/KitOps", "KitOps"])
def test_a_repository_is_found_by_its_alias(atlas: Atlas, text: str) -> None:
    found = atlas.find_repository(text)
    assert (found.full_name, found.aliases) == ("kitops-ml/kitops", ("jozu-ai/kitops",))


def test_a_short_name_that_two_share_is_asked_back(atlas: Atlas) -> None:
    with pytest.raises(AtlasError, match="may be any of one/twin, two/twin; write the full name"):
        atlas.find_repository("twin")


def test_a_misspelt_name_is_answered_with_the_nearest(atlas: Atlas) -> None:
    with pytest.raises(AtlasError, match="did you mean 'Example/Tool'"):
        atlas.find_repository("exmaple/tool")


def found(atlas: Atlas, text: str) -> set[tuple[str, str]]:
    return {(hit.kind, hit.text) for hit in atlas.search(text)}


def test_search_finds_words_by_their_beginning(atlas: Atlas) -> None:
    workflow = ("workflow", "Night watch .github/workflows/night.yml")
    assert found(atlas, "nig wat") == {workflow}
    assert found(atlas, "WATCH night") == {workflow}
    assert found(atlas, "ight") == set()


def test_search_wants_every_word(atlas: Atlas) -> None:
    assert found(atlas, "night style") == set()


def test_search_looks_only_at_what_stands_now(atlas: Atlas) -> None:
    assert found(atlas, "linting") == set()
    assert found(atlas, "ruff") == set()


def test_search_finds_tools_by_name(atlas: Atlas) -> None:
    assert ("tool", "Example/Tool Tool") in found(atlas, "example")


@pytest.mark.parametrize(
    "text", ['"night', "(night", "night*", "^night", "night\0", "night)", "-night"]
)
def test_search_takes_the_signs_of_query_syntax_for_blanks(atlas: Atlas, text: str) -> None:
    assert found(atlas, text) == found(atlas, "night") != set()


@pytest.mark.parametrize("text", ["night OR", "NEAR(night watch)", "path:night", "{text}: night"])
def test_search_takes_the_words_of_query_syntax_for_words(atlas: Atlas, text: str) -> None:
    assert found(atlas, text) == set()


@pytest.mark.parametrize("text", ["", " ", '"', "*", "%", "\0", "'; DROP TABLE x; --", "n" * 300])
def test_search_finds_nothing_for_what_is_no_word(atlas: Atlas, text: str) -> None:
    assert found(atlas, text) == set()


def test_sql_gives_columns_and_rows(atlas: Atlas) -> None:
    statement = "SELECT full_name AS tool, 1 FROM repositories WHERE full_name LIKE 'ex%'"
    assert atlas.sql(statement) == (["tool", "1"], [("Example/Tool", 1)])


CHANGES = """\
INSERT INTO meta VALUES ('a', 'b')
WITH x AS (SELECT 1) INSERT INTO meta SELECT 1, 2
UPDATE repositories SET name = 'x'
DELETE FROM repositories
DROP TABLE jobs
CREATE TABLE t (a)
CREATE TEMP TABLE t (a)
ALTER TABLE jobs ADD x
ATTACH ':memory:' AS other
DETACH main
PRAGMA query_only = OFF
PRAGMA user_version = 9
SELECT load_extension('x')
"""


@pytest.mark.parametrize("statement", CHANGES.splitlines())
def test_sql_refuses_whatever_does_not_read(path: Path, atlas: Atlas, statement: str) -> None:
    before = path.read_bytes()
    with pytest.raises(AtlasError, match="only statements that read are possible here"):
        atlas.sql(statement)
    assert path.read_bytes() == before


@pytest.mark.parametrize("statement", ["VACUUM", "VACUUM INTO 'copy.db'", "SELECT 1; SELECT 2"])
def test_sql_refuses_what_is_no_single_question(
    path: Path, atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AtlasError, match=r"the query cannot be run: |only statements that read"):
        atlas.sql(statement)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("statement", ["SELEC 1", "SELECT * FROM nowhere", "SELECT 'a", "\0", "("])
def test_wrong_sql_is_told_in_a_sentence(atlas: Atlas, statement: str) -> None:
    with pytest.raises(AtlasError, match=r"^the query cannot be run: [^\n]+\Z"):
        atlas.sql(statement)


def test_sql_that_never_ends_is_stopped(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "MAX_SECONDS", 0.05)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    with pytest.raises(AtlasError, match="the query took more than"):
        atlas.sql(endless)


def test_a_healthy_atlas_has_no_problems(atlas: Atlas) -> None:
    assert atlas.problems() == []
