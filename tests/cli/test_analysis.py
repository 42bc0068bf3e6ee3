"""`ciatlas verdicts` and `ciatlas metrics` on the bundle."""

from pathlib import Path

import pytest

from ciatlas.sources.bundle import unpack_bundle
from tests.cli.conftest import Command

STUDY = ("--as-of", "2025-01-25")


@pytest.fixture(autouse=True)
def _made(tmp_path: Path) -> None:
    """Make the atlas before it is asked, so that nothing is said of its making."""
    unpack_bundle(tmp_path / "atlas.db")


def test_verdicts_are_one_document_of_all_hypotheses(ciatlas: Command) -> None:
    document = ciatlas("verdicts", *STUDY, "--json").json
    assert document["schema"] == 1
    assert [one["id"] for one in document["verdicts"]] == [f"H{n}" for n in range(1, 9)]
    for one in document["verdicts"]:
        assert one["verdict"] in (
            "supported", "partly-supported", "not-supported", "inconclusive",
        )  # fmt: skip
        assert 0 <= one["confidence"] <= 1
        assert one["limits"]
        assert one["statement"]
        for metric in one["metrics"]:
            assert all(tool["computed_by"].startswith("ciatlas.analysis.metrics.")
                       for tool in metric["tools"])  # fmt: skip


def test_reliability_waits_for_issues(ciatlas: Command) -> None:
    (verdict,) = ciatlas("verdicts", "h2", *STUDY, "--json").json["verdicts"]
    assert verdict["verdict"] == "inconclusive"
    assert any("ciatlas sync" in text for text in verdict["missing"])


def test_evidence_names_commit_path_job_step_and_line(ciatlas: Command) -> None:
    (verdict,) = ciatlas("verdicts", "H8", *STUDY, "--json").json["verdicts"]
    pointers = [one for one in verdict["evidence"] if one["metric"] == "ml_test_jobs"]
    steps = [one for one in pointers if one["step"] is not None]
    assert steps
    for pointer in steps:
        assert (pointer["tool"], pointer["sign"]) == ("MLflow", "for")
        assert len(pointer["commit"]) == 40
        assert pointer["path"]
        assert pointer["job"]
        assert pointer["line"] > 0


def test_the_same_question_gives_the_same_bytes(ciatlas: Command) -> None:
    assert ciatlas("verdicts", "--json").out == ciatlas("verdicts", "--json").out


def test_one_hypothesis_is_shown_in_full(ciatlas: Command) -> None:
    said = ciatlas("verdicts", "H8", *STUDY, "--evidence").out
    for part in ("because", "would change it", "limits", "at mlflow/mlflow@", "for at least 1"):
        assert part in said


def test_what_would_change_a_verdict_is_told_in_the_words_of_the_verdicts(
    ciatlas: Command,
) -> None:
    said = ciatlas("verdicts", "H1", *STUDY).out
    changes = said.partition("would change it\n")[2].partition("    missing")[0].splitlines()
    assert changes
    words = {line.rpartition(": ")[2] for line in changes if line.startswith("      ")}
    assert words <= {"holds", "partly", "fails", "unknown"}


def test_too_few_tools_are_told_by_what_is_needed(ciatlas: Command) -> None:
    said = ciatlas("verdicts", "H1").out
    assert "against up to 0; needs 4 tools with both values known, here 3 of 4)" in said


def test_a_day_before_all_histories_is_told_beside_the_table(ciatlas: Command) -> None:
    for command in ("tools", "compare", "metrics"):
        said = ciatlas(command, "--cohort", "study", "--as-of", "1999-01-01").err
        assert said.startswith("nothing is known of all of them on 1999-01-01: no history that")
        assert said.count("\n") == 1
    every, single = ciatlas("tools", "--as-of", "1999-01-01").err.splitlines()
    assert "MLflow, KitOps, Metaflow, ClearML" in every
    assert single.endswith("in the atlas as of single days only; import a clone for other days")


def test_thousands_are_set_apart_in_every_column(ciatlas: Command) -> None:
    line = next(one for one in ciatlas("tools").out.splitlines() if one.startswith("MLflow"))
    numbers = [word for word in line.split() if word.replace(",", "").isdigit()]
    assert len(numbers) == 7
    assert all("," in number for number in numbers if len(number) > 3)


def test_limits_fit_every_cohort(ciatlas: Command) -> None:
    said = ciatlas("verdicts", "H4", "--cohort", "mlops").out
    assert "The tools are a selection" in said
    assert "four tools" not in said


def test_turns_name_their_commits(ciatlas: Command) -> None:
    (found,) = ciatlas("verdicts", "H8", "--timeline", "--json").json["timelines"]
    first, *turns = found["turns"]
    assert first["before"] is None
    assert turns
    assert all(turn["before"] != turn["after"] for turn in turns)


def test_an_unknown_hypothesis_or_cohort_is_one_sentence(ciatlas: Command) -> None:
    for arguments, said in (
        (("verdicts", "H9"), "there is no hypothesis 'H9'"),
        (("verdicts", "--cohort", "none"), "no repository belongs to the cohort 'none'"),
        (("tools", "--cohort", "none"), "no repository belongs to the cohort 'none'"),
        (("compare", "--cohort", "none"), "no repository belongs to the cohort 'none'"),
        (("metrics", "--cohort", "none"), "no repository belongs to the cohort 'none'"),
        (("metrics", "--metric", "none"), "there is no metric 'none'"),
    ):
        outcome = ciatlas(*arguments)
        assert (outcome.code, outcome.err.count("\n")) == (1, 1)
        assert said in outcome.err


def test_metrics_are_told_by_tool(ciatlas: Command) -> None:
    (metric,) = ciatlas("metrics", "--metric", "test_commits", *STUDY, "--json").json["metrics"]
    values = {tool["tool"]: tool["value"] for tool in metric["tools"]}
    assert values["MLflow"] == 2995 / 7072
    assert values["ClearML"] == 0
    assert (metric["unit"], metric["source"]) == ("share", "counts")


def test_metrics_of_ones_own_are_sql(ciatlas: Command, tmp_path: Path) -> None:
    study = tmp_path / "study.yaml"
    study.write_text(
        "metrics: [{id: mine, title: Mine, unit: count,"
        " sql: 'SELECT count(*) FROM authors WHERE repository_id = :repository'}]\n"
    )
    shown = ciatlas("metrics", "mlflow", "--study", str(study), "--metric", "mine").out
    assert shown.split("\n")[1].split()[0] == "mine"


def test_a_timeline_of_metrics_goes_back_by_years(ciatlas: Command) -> None:
    arguments = ("metrics", "metaflow", "--metric", "contributors", "--timeline", *STUDY, "--json")
    values = [one["tools"][0]["value"] for one in ciatlas(*arguments).json["metrics"]]
    known = [value for value in values if value is not None]
    assert known == sorted(known)
    assert len(known) > 3


def test_two_tools_are_compared_by_what_differs(ciatlas: Command) -> None:
    said = ciatlas("compare", "kitops", "clearml", *STUDY).out
    assert "  < .github/workflows/pr.yaml: " in said
    assert "= " not in said
    document = ciatlas("compare", "kitops", "clearml", *STUDY, "--json").json
    assert {one["difference"] for one in document["aspects"]} == {
        "same", "changed", "only left", "only right",
    }  # fmt: skip


def test_a_workflow_is_compared_with_itself_on_another_day(ciatlas: Command) -> None:
    said = ciatlas("compare", "metaflow:test.yml@2024-01-01", "metaflow:test.yml@2025-01-25").out
    assert said.strip()
    same = ciatlas("compare", "metaflow:test.yml@2025-01-25", "metaflow:test.yml@2025-01-25").out
    assert same == "no difference\n"


def test_tools_are_told_apart_by_what_their_steps_are_for(ciatlas: Command) -> None:
    tools = ciatlas("compare", *STUDY, "--json").json["tools"]
    counts = {one["tool"]: one["activities"] for one in tools}
    assert sum(counts["ClearML"].values()) == 4
    assert counts["ClearML"]["ml-test"] == 0 < counts["MLflow"]["ml-test"]


def test_sides_that_cannot_be_compared_are_told(ciatlas: Command) -> None:
    for sides, code in (
        (("mlflow",), 2),
        (("mlflow", "kitops:pr.yaml"), 2),
        (("mlflow", "kitops@yesterday"), 2),
        (("mlflow:none.yml", "kitops:pr.yaml"), 1),
        (("mlflow@1999-01-01", "kitops"), 1),
    ):
        outcome = ciatlas("compare", *sides)
        assert (outcome.code, outcome.err.count("\n")) == (code, 1)


def test_a_day_the_bundle_does_not_hold_is_an_error_not_an_empty_list(ciatlas: Command) -> None:
    outcome = ciatlas("workflows", "helm", "--as-of", "2025-06-01", "--json")
    assert (outcome.code, outcome.out) == (1, "")
    assert "is in the atlas as of 2025-01-24 and" in outcome.err


def test_own_metrics_do_not_count_a_history_that_is_not_there(
    ciatlas: Command, tmp_path: Path
) -> None:
    study = tmp_path / "study.yaml"
    study.write_text(
        "metrics: [{id: mine, sql: SELECT count(*) FROM commits"
        " WHERE repository_id = :repository}]\n"
    )
    arguments = ("metrics", "helm", "--study", str(study), "--metric", "mine", "--json")
    (metric,) = ciatlas(*arguments).json["metrics"]
    assert metric["tools"][0]["value"] is None
