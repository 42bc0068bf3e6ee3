"""The command line keeps its contract: JSON, exit codes, one sentence per error."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import WORKFLOW, Command
from tests.repositories import Repository


@pytest.fixture
def imported(ciatlas: Command, clone: Repository) -> Command:
    outcome = ciatlas("import", clone.path, "--as", "example/tool", "--json")
    assert outcome.code == 0
    return ciatlas


def test_an_import_counts_what_it_brought_in(ciatlas: Command, clone: Repository) -> None:
    outcome = ciatlas("import", clone.path, "--as", "example/tool", "--json")
    assert outcome.json["schema"] == 1
    assert (outcome.json["commits"], outcome.json["files"], outcome.json["parsed"]) == (3, 2, 3)


def test_a_second_import_of_an_unchanged_clone_parses_nothing(
    imported: Command, clone: Repository
) -> None:
    again = imported("import", clone.path, "--as", "example/tool", "--json").json
    assert (again["new_commits"], again["parsed"]) == (0, 0)


def test_an_import_of_a_grown_clone_brings_only_what_is_new(
    imported: Command, clone: Repository
) -> None:
    clone.commit({".github/workflows/new.yml": WORKFLOW}, date="2024-07-01T00:00:00+00:00")
    clone.commit({"README": "text"}, date="2024-07-02T00:00:00+00:00")
    again = imported("import", clone.path, "--as", "example/tool", "--json").json
    assert (again["commits"], again["new_commits"], again["parsed"]) == (5, 2, 0)


def test_tools_shows_the_figures_as_of_a_day(imported: Command) -> None:
    (tool,) = imported("tools", "--as-of", "2024-03-01", "--json").json["tools"]
    assert tool["repository"] == "example/tool"
    assert (tool["commits"], tool["contributors"]) == (2, 2)
    assert (tool["workflows"], tool["jobs"], tool["steps"], tool["needs"]) == (2, 3, 6, 1)
    assert tool["paths"] == {"circleci": 0, "devcontainer": 0, "tests": 1, "workflows": 2}
    assert tool["stars"] is None


def test_the_first_commit_has_the_day_git_shows(imported: Command) -> None:
    (tool,) = imported("tools", "--json").json["tools"]
    assert tool["first_commit"] == "2024-01-10"


def test_a_day_before_the_first_commit_has_no_figures(imported: Command) -> None:
    (tool,) = imported("tools", "--as-of", "2020-01-01", "--json").json["tools"]
    assert (tool["head"], tool["commits"]) == (None, 0)


def test_rows_of_dashes_are_explained(imported: Command) -> None:
    early = ("--as-of", "1999-01-01")
    for command in (("tools",), ("metrics", "tool", "--metric", "check_types")):
        outcome = imported(*command, *early)
        assert outcome.err == (
            "nothing is known of tool on 1999-01-01: no history that early; choose a later date\n"
        )
        assert imported(*command).err == imported(*command, *early, "--json").err == ""


def test_global_options_stand_before_or_after_the_command(imported: Command) -> None:
    before = imported("--json", "--as-of", "2024-03-01", "tools").json
    after = imported("tools", "--json", "--as-of", "2024-03-01").json
    assert before == after


def test_workflows_lists_triggers_with_their_filters_and_crons(imported: Command) -> None:
    ci, nightly = imported("workflows", "example/tool", "--json").json["workflows"]
    assert ci["path"] == ".github/workflows/ci.yml"
    assert [trigger["event"] for trigger in ci["triggers"]] == ["push", "pull_request"]
    assert ci["triggers"][0]["branches"] == ["main"]
    assert nightly["triggers"][0]["cron"] == "45 3 * * 0"
    assert (ci["commits"], ci["first_commit"], ci["last_commit"]) == (2, "2024-01-10", "2024-06-01")
    assert "unit-test" in ci["checks"]
    assert nightly["checks"] == ["security"]


def test_workflow_shows_jobs_and_steps_with_their_activities(imported: Command) -> None:
    shown = imported("workflow", "tool", "ci.yml", "--json").json
    lint, test = shown["jobs"]
    assert (test["needs"], test["legs"]) == (["lint"], 2)
    assert [step["activity"] for step in lint["steps"]] == ["setup", "lint"]
    assert test["steps"][1]["commands"][0]["program"] == "pytest"
    assert test["steps"][1]["line"] == 20


def test_history_lists_changes_newest_first(imported: Command) -> None:
    versions = imported("history", "example/tool", "--json").json["versions"]
    assert [(v["path"].split("/")[-1], v["change"]) for v in versions] == [
        ("ci.yml", "modified"),
        ("nightly.yml", "added"),
        ("ci.yml", "added"),
    ]


def test_history_of_one_pipeline_goes_by_the_last_part_of_its_path(imported: Command) -> None:
    versions = imported("history", "tool", "ci.yml", "--json").json["versions"]
    assert [version["change"] for version in versions] == ["modified", "added"]


def test_history_of_what_never_was_a_pipeline_says_so(imported: Command) -> None:
    outcome = imported("history", "tool", "src/main.c")
    assert outcome.code == 1
    assert "never had a pipeline 'src/main.c'" in outcome.err


def test_a_day_before_the_history_is_said_to_be_one(imported: Command) -> None:
    early = ("--as-of", "1999-01-01")
    assert "no history that early" in imported("workflows", "tool", *early).out
    assert imported("workflows", "tool", *early, "--json").json["workflows"] == []


def test_search_finds_words_by_their_beginning(imported: Command) -> None:
    rows = imported("search", "codeq", "--json").json["rows"]
    assert {row["path"] for row in rows} == {".github/workflows/nightly.yml"}


def test_search_says_that_a_day_does_not_matter(imported: Command) -> None:
    asked = imported("search", "tests", "--as-of", "2001-01-01")
    assert asked.out == imported("search", "tests").out
    assert asked.err == "what is newest was searched: other days have no index\n"


def test_steps_are_counted_from_one_in_texts_and_from_zero_in_json(imported: Command) -> None:
    shown = imported("search", "tests").out.splitlines()
    (command,) = (line for line in shown if line.startswith("command"))
    assert re.match("command  pytest tests +example/tool", command)
    assert command.endswith("test  2")
    rows = imported("search", "tests", "--json").json["rows"]
    assert {row["step"] for row in rows if row["kind"] == "command"} == {1}
    assert "    2  unit-test" in imported("workflow", "tool", "ci.yml").out
    job = imported("workflow", "tool", "ci.yml", "--json").json["jobs"][1]
    assert [step["index"] for step in job["steps"]] == [0, 1]


def test_search_takes_query_syntax_as_plain_text(imported: Command) -> None:
    for text in ('"', "a OR b*", "NEAR(", "-x", "col:val", "'; DROP TABLE jobs"):
        assert imported("search", "--", text).code == 0


def test_sql_reads_and_nothing_else(imported: Command) -> None:
    rows = imported("sql", "SELECT count(*) AS n FROM jobs", "--json").json["rows"]
    assert rows[0]["n"] >= 3
    for statement in (
        "DELETE FROM jobs",
        "ATTACH 'other.db' AS other",
        "PRAGMA writable_schema = 1",
        "CREATE TABLE t (a)",
    ):
        outcome = imported("sql", statement)
        assert outcome.code == 1
        assert outcome.err.count("\n") == 1


def test_a_repository_alone_is_not_taken_for_a_file(ciatlas: Command) -> None:
    outcome = ciatlas("graph", "tool")
    assert outcome.code == 1
    assert outcome.err == "ciatlas: tool is no file; of a repository name a pipeline too\n"


def test_a_drawing_of_a_file_and_of_the_atlas_is_the_same(
    imported: Command, clone: Repository
) -> None:
    from_file = imported("graph", clone.path / ".github/workflows/ci.yml")
    from_atlas = imported("graph", "example/tool", "ci.yml")
    assert from_file.out == from_atlas.out
    assert "lint" in from_file.out


def test_a_drawing_wider_than_asked_is_told_beside_it(ciatlas: Command, tmp_path: Path) -> None:
    jobs = "".join(f"  {'job' * 9}{number}:\n    runs-on: x\n" for number in range(2))
    needs = f"    needs: {'job' * 9}0\n"
    workflow = tmp_path / ".github" / "workflows" / "wide.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(f"on: push\njobs:\n{jobs}{needs}")
    for fitting in (("--width", "20"), ("--width", "20", "--json"), ()):
        assert ciatlas("graph", workflow, *fitting).err == ""
    asked = ciatlas("graph", workflow, "--width", "20", "--direction", "lr")
    widest = max(map(len, asked.out.splitlines()))
    assert (asked.code, asked.err) == (
        0,
        f"the job graph takes {widest} cells and cannot be drawn in 20 left to right;"
        " --direction auto may turn it\n",
    )


def test_check_names_line_and_column_and_fails(ciatlas: Command, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yml"
    broken.write_text("on: push\njobs:\n  a:\n    needs: b\n    runs-on: x\n    steps: []\n")
    outcome = ciatlas("check", broken, "--json")
    (file,) = outcome.json["files"]
    assert outcome.code == 1
    assert not file["ok"]
    assert (4, 12, "unknown-needs") in {
        (found["line"], found["column"], found["code"]) for found in file["diagnostics"]
    }


def test_check_accepts_a_valid_file(ciatlas: Command, tmp_path: Path) -> None:
    valid = tmp_path / "valid.yml"
    valid.write_text(WORKFLOW)
    outcome = ciatlas("check", valid)
    assert (outcome.code, outcome.out) == (0, f"{valid}: ok\n")


def test_a_plan_says_what_a_survey_is_and_why_none_is_needed(imported: Command) -> None:
    said = imported("sync", "example/tool", "--plan", "--offline").out
    assert "no survey, since its pipelines are known from a clone or the bundle" in said
    assert said.count("a survey reads figures and pipeline files of the newest commit") == 1
    assert "a clone tells more" in imported("sync", "tool", "--plan", "--clone", "--offline").out


def test_classify_says_what_the_steps_of_a_file_are_for(ciatlas: Command, tmp_path: Path) -> None:
    file = tmp_path / "ci.yml"
    file.write_text(WORKFLOW)
    (record,) = ciatlas("classify", file, "--json").json["files"]
    assert record["system"] == "github-actions"
    assert record["checks"] == ["lint", "unit-test"]
    assert record["jobs"][1]["steps"][1]["activity"] == "unit-test"


def test_a_file_that_is_no_yaml_is_told_by_its_cause_first(
    ciatlas: Command, tmp_path: Path
) -> None:
    (tmp_path / "x.yml").write_text("a: [\n")
    checked = ciatlas("check", "x.yml")
    assert "[yaml-syntax]" in checked.out.splitlines()[0]
    classified = ciatlas("classify", "x.yml")
    assert (classified.code, classified.out) == (1, "")
    assert classified.err.splitlines() == checked.out.splitlines()
    assert ciatlas("classify", "x.yml", "--json").code == 1
    assert "line 2, column 1: while parsing a flow node" in ciatlas("graph", "x.yml").err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["tools", "--as-of", "yesterday"], 2),
        (["nonsense"], 2),
        (["graph", "a", "b", "c"], 2),
        (["workflows", "no/such"], 1),
        (["check", "missing.yml"], 1),
        (["graph", "missing.yml"], 1),
        (["import", "missing", "--as", "a/b"], 1),
        (["import", ".", "--as", "no-slash"], 1),
    ],
)
def test_failures_are_one_sentence(imported: Command, arguments: list[str], code: int) -> None:
    outcome = imported(*arguments)
    assert outcome.code == code
    said = outcome.err or outcome.out
    assert len(said.strip().splitlines()) == 1
    assert "Traceback" not in said


def test_foreign_names_are_shown_harmlessly(ciatlas: Command, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "hostile")
    name = '"\\x1b]52;c;eA==\\x07[red]bold[/red]"'
    repository.commit({".github/workflows/a.yml": WORKFLOW.replace("name: CI", f"name: {name}")})
    assert ciatlas("import", repository.path, "--as", "evil/repo").code == 0
    outcome = ciatlas("workflows", "evil/repo")
    assert r"\x1b]52;c;eA==\x07[red]bold[/red]" in outcome.out
    assert "\x1b" not in outcome.out


def test_output_in_a_pipe_is_plain(imported: Command) -> None:
    outcome = imported("tools")
    assert "\x1b" not in outcome.out
    assert not set("│┃─━┏┓") & set(outcome.out)


def test_doctor_tells_paths_and_never_a_token(imported: Command) -> None:
    outcome = imported("doctor", GITHUB_TOKEN="ghp_secret")
    assert outcome.code == 0
    assert "GITHUB_TOKEN" in outcome.out
    assert "ghp_secret" not in outcome.out + outcome.err


def test_doctor_tells_all_that_is_wrong_in_the_settings(imported: Command, tmp_path: Path) -> None:
    path = tmp_path / "config" / "ciatlas" / "config.yaml"
    assert f"none at {path}" in imported("doctor", XDG_CONFIG_HOME=str(tmp_path / "config")).out
    path.parent.mkdir(parents=True)
    path.write_text("thme: light\nkeys: {verdicts: j}\n")
    outcome = imported("doctor", "--json", XDG_CONFIG_HOME=str(tmp_path / "config"))
    assert outcome.code == 1
    found = [one for one in outcome.json["findings"] if one["topic"] == "settings"]
    assert [one["ok"] for one in found] == [True, False, False]
    assert found[0]["value"] == str(path)
    assert "'thme' is no setting" in found[1]["value"]
    assert "the key 'j' of 'verdicts'" in found[2]["value"]


def test_an_atlas_named_before_the_command_counts_more_than_the_environment(
    ciatlas: Command, clone: Repository, tmp_path: Path
) -> None:
    chosen = tmp_path / "chosen.db"
    arguments = ("--atlas", chosen, "import", clone.path, "--as", "a/c")
    assert ciatlas(*arguments, CIATLAS_ATLAS=str(tmp_path / "other.db")).code == 0
    assert chosen.exists()
    assert not (tmp_path / "other.db").exists()


def test_the_search_index_can_be_asked_by_sql(imported: Command) -> None:
    question = "SELECT path FROM search WHERE search MATCH 'codeql' AND kind = 'step'"
    rows = imported("sql", question, "--json").json["rows"]
    assert {row["path"] for row in rows} == {".github/workflows/nightly.yml"}


def test_what_json_has_no_form_for_is_written_as_text(imported: Command) -> None:
    document = imported("sql", "SELECT x'00ff' AS a, 1e999 AS a, NULL AS b", "--json").json
    assert document["rows"] == [{"a": "00ff", "a:2": "inf", "b": None}]


def test_arguments_that_are_no_text_are_told(imported: Command) -> None:
    outcome = imported("search", "a\udcff")
    assert (outcome.code, outcome.err) == (2, "ciatlas: an argument is not valid UTF-8 text\n")


def test_claims_are_replicated_on_the_bundle(ciatlas: Command, tmp_path: Path) -> None:
    settings = {"CIATLAS_ATLAS": str(tmp_path / "study.db")}
    ciatlas("tools", **settings)
    outcome = ciatlas("replicate", "--as-of", "2025-01-25", "--json", **settings)
    statuses = {claim["id"]: claim["status"] for claim in outcome.json["claims"]}
    assert (len(statuses), statuses["C17"], statuses["C21"]) == (
        23,
        "contradicted",
        "not-checkable",
    )
    shown = ciatlas("replicate", "c18", "--as-of", "2025-01-25", "--evidence", **settings).out
    assert shown.startswith("C18  contradicted   Metaflow is older than the other three\n")
    assert "ClearML 2019-06-10" in shown
    assert "at mlflow/mlflow@" in shown


def test_an_atlas_named_for_the_first_time_is_made_and_that_is_said_beside_the_answer(
    ciatlas: Command, tmp_path: Path
) -> None:
    named = tmp_path / "new.db"
    first = ciatlas("--atlas", named, "tools", "--json")
    assert len(first.json["tools"]) > 3
    assert first.err == f"there was no atlas at {named}; one was made of the bundle\n"
    again = ciatlas("--atlas", named, "tools", "--json")
    assert again.json == first.json
    assert again.err == ""


def test_an_atlas_of_ones_own_is_made_without_a_word(ciatlas: Command) -> None:
    assert ciatlas("tools", CIATLAS_ATLAS="").err == ""


def test_a_clone_brought_into_a_new_atlas_is_alone_there_and_that_is_said(
    ciatlas: Command, clone: Repository, tmp_path: Path
) -> None:
    done = ciatlas("import", clone.path, "--as", "a/b", "--json")
    assert done.json["repository"] == "a/b"
    assert done.err == f"there was no atlas at {tmp_path}/atlas.db; an empty one was made\n"


@pytest.mark.parametrize("command", [("tools",), ("import", ".", "--as", "a/b"), ("doctor",)])
def test_an_atlas_in_a_folder_that_is_not_there_is_a_slip_of_the_pen(
    ciatlas: Command, tmp_path: Path, command: tuple[str, ...]
) -> None:
    named = tmp_path / "fodler" / "atlas.db"
    done = ciatlas("--atlas", named, *command)
    assert done.code == 1
    said = done.out + done.err
    sentence = f"there is no folder {named.parent}; make it first, or name another atlas"
    assert sentence in said
    assert not named.parent.exists()
