"""Indicators and what would change a verdict, in the words of the catalogue of metrics."""

from ciatlas.analysis.verdicts.words import _missing, change_in_words, indicator_in_words
from ciatlas.model.verdict import Change, Outcome, Statistic


def test_an_indicator_is_named_by_the_titles_of_its_metrics() -> None:
    assert indicator_in_words("review_check_types") == "checks before landing"
    assert (
        indicator_in_words("stages_automated ~ commits_per_week")
        == "stages automated with commits per week"
    )
    assert (
        indicator_in_words("ml_test_share: study beside devops")
        == "ML tests among checks: study beside devops"
    )


def test_a_metric_of_the_user_s_own_keeps_its_name() -> None:
    assert indicator_in_words("my_own") == "my own"


def test_what_would_change_a_verdict_names_no_id() -> None:
    said = [
        change_in_words(Change(what, Outcome.NOT))
        for what in (
            "without MLflow",
            "without the indicator ml_test_share: study beside devops",
            "ml_test_share against from 0.02 to 0.164",
        )
    ]
    assert said == [
        "without MLflow: fails",
        "without the indicator ML tests among checks: study beside devops: fails",
        "ML tests among checks against from 0.02 to 0.164: fails",
    ]


def test_of_many_tools_the_first_are_named() -> None:
    names = ", ".join(f"tool{number}" for number in range(2000))
    assert _missing(f"run_success: runs are not known ({names})") == (
        "runs that succeed: runs are not known"
        " (tool0, tool1, tool2, tool3, tool4, tool5, tool6, tool7 and 1,992 more)"
    )


def test_a_chance_that_was_not_counted_to_the_end_is_approximate() -> None:
    assert str(Statistic("rho", 0.5, 0.04, True, (5,))) == "rho +0.50, p 0.040 (exact)"
    assert str(Statistic("delta", -0.5, 0.04, False, (9, 90))).endswith("p 0.040 (approximate)")
