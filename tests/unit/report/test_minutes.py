"""Minutes: decisions by subject, the newest first, with where they stand, and inert."""

from datetime import date

from ciatlas.model.triage import Decision, Mark, Subject
from ciatlas.report.minutes import minutes, permalink

DAY = 1_737_800_000  # 2025-01-25
VERDICT = Subject("verdict", "H8", "ML tests in workflows")
STEP = Subject(
    "step", "example/tool", "Run [red]tests[/red]", ".github/workflows/a b.yml", "test", 2,
    "c0ffee", 17,
)  # fmt: skip


def mark(subject: Subject, decision: Decision, note: str = "", at: int = DAY) -> Mark:
    return Mark(subject, decision, note, None, at)


def test_without_marks_there_is_nothing_to_tell() -> None:
    assert minutes([]) == "# Minutes\n\nNothing has been marked yet.\n"


def test_a_decision_stands_under_the_heading_of_its_kind() -> None:
    text = minutes([mark(VERDICT, Decision.CONTEST, "thresholds too low")])
    assert "2025-01-25, 1 contested." in text
    assert "## Hypotheses\n\n- **contested** H8: ML tests in workflows: thresholds too low" in text


def test_the_newest_decision_counts_and_earlier_ones_stay() -> None:
    text = minutes([
        mark(VERDICT, Decision.DISCUSS, "first"),
        mark(VERDICT, Decision.AGREE, "second", DAY + 86_400),
    ])  # fmt: skip
    assert "2025-01-25 to 2025-01-26, 1 agreed." in text
    assert "- **agreed** H8" in text
    assert "\n  - before, 2025-01-25: to discuss: first" in text


def test_a_step_is_linked_to_its_line() -> None:
    assert permalink(STEP) == (
        "https://github.com/example/tool/blob/c0ffee/.github/workflows/a%20b.yml#L17"
    )
    text = minutes([mark(STEP, Decision.NEEDS_DATA)])
    assert "› test › step 3](https://github.com/example/tool/blob/c0ffee/" in text


def test_foreign_text_stays_inert() -> None:
    hostile = Subject("tool", "example/tool", "<script>`*\x1b[31m|", commit="c0ffee")
    text = minutes([mark(hostile, Decision.DISCUSS, "a\n# heading")])
    assert "\\<script\\>\\`\\*" in text
    assert "\x1b" not in text
    assert "\n# heading" not in text


def test_the_day_looked_at_is_named() -> None:
    looked = Mark(VERDICT, Decision.AGREE, "", date(2025, 1, 25), DAY)
    assert "H8: ML tests in workflows (2025-01-25)" in minutes([looked])


def test_a_verdict_says_for_whom_when_and_what_it_was_and_whether_it_still_is() -> None:
    partly = Subject("verdict", "H8", "title", cohort="study", finding="partly-supported")
    one = Mark(partly, Decision.AGREE, "note", date(2025, 1, 25), DAY)
    named = "- **agreed** H8: title (study, 2025-01-25; partly"
    assert f"{named}): note" in minutes([one])
    assert f"{named}; unchanged since): note" in minutes([one], now={one.key: "partly-supported"})
    assert f"{named}; now holds): note" in minutes([one], now={one.key: "supported"})
    assert f"{named}; not to be computed any more): note" in minutes([one], now={})


def test_the_same_verdict_for_others_or_on_another_day_is_another_entry() -> None:
    subjects = [Subject("verdict", "H8", "t", cohort=cohort) for cohort in ("study", "")]
    marks = [Mark(one, Decision.AGREE, "", None, DAY) for one in subjects]
    marks.append(Mark(subjects[0], Decision.CONTEST, "", date(2025, 1, 25), DAY))
    text = minutes(marks)
    assert "2 agreed, 1 contested" in text
    assert "H8: t (no cohort, newest known)" in text
    assert "before" not in text


def test_a_decision_on_another_verdict_of_the_same_day_says_which() -> None:
    was, new = (Subject("verdict", "H8", "t", cohort="a", finding=found)
                for found in ("supported", "not-supported"))  # fmt: skip
    text = minutes([mark(was, Decision.AGREE), mark(new, Decision.CONTEST)])
    assert "- before, 2025-01-25: agreed (holds)" in text


def test_tools_are_called_by_their_names() -> None:
    text = minutes([mark(STEP, Decision.DISCUSS)], {"example/tool": "The Tool"})
    assert "[The Tool › .github/workflows/a b.yml › test" in text
    tool = Subject("tool", "example/tool", "example/tool", commit="c0ffee")
    named = "[The Tool](https://github.com/example/tool/tree/c0ffee)\n"
    assert named in minutes([mark(tool, Decision.DISCUSS)], {"example/tool": "The Tool"})
    assert "[example/tool](" in minutes([mark(tool, Decision.DISCUSS)])
