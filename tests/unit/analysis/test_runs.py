"""What runs tell: success, durations, waiting, and how soon a change is answered."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ciatlas.analysis.runs import Bar, feedback_seconds, run_figures, waterfall
from ciatlas.model.run import Run, RunJob

CI, DOCS = ".github/workflows/ci.yml", ".github/workflows/docs.yml"
RUN = Run(1, CI, "push", "success", 1, "abc", 100, 110, 200)
JOB = RunJob(1, 1, "test", "success", 100, 130, 200)


def test_cancelled_runs_say_nothing_about_success() -> None:
    runs = [
        RUN,
        replace(RUN, id=2, conclusion="failure", ended=300),
        replace(RUN, id=3, conclusion="cancelled", ended=111),
        replace(RUN, id=4, path=DOCS, event="schedule", created=500, conclusion="skipped"),
    ]
    ci, docs = run_figures(runs, [JOB, replace(JOB, id=2, started=110)])
    assert (ci.path, ci.runs, ci.decided, ci.succeeded) == (CI, 3, 2, 1)
    assert (ci.seconds, ci.queued) == ((90 + 190) / 2, 20)
    assert ci.events == (("push", 3),)
    assert (docs.decided, docs.seconds, docs.queued, docs.newest) == (0, None, None, 500)


def test_feedback_waits_for_the_last_test_run_of_a_change() -> None:
    runs = [
        RUN,
        replace(RUN, id=2, path=DOCS, ended=400),
        replace(RUN, id=3, head="def", created=0, ended=50),
    ]
    assert feedback_seconds(runs, {CI, DOCS}) == (300 + 50) / 2
    assert feedback_seconds(runs, {CI}) == (100 + 50) / 2
    assert feedback_seconds(runs, set()) is None


def test_feedback_leaves_out_what_is_no_first_answer() -> None:
    others = (
        replace(RUN, event="schedule"),
        replace(RUN, attempt=2),
        replace(RUN, conclusion="cancelled"),
    )
    for run in others:
        assert feedback_seconds([run], {CI}) is None


def test_a_waterfall_counts_from_the_first_moment() -> None:
    late = replace(JOB, id=2, name="ship", created=200, started=205, ended=260)
    assert waterfall([late, JOB]) == [
        Bar("test", 0, 30, 100, "success"),
        Bar("ship", 100, 105, 160, "success"),
    ]
    assert waterfall([]) == []


@given(st.lists(st.tuples(st.integers(0, 9**9), st.integers(0, 9**9), st.integers(0, 9**9))))
def test_bars_never_run_backwards_whatever_clocks_say(times: list[tuple[int, int, int]]) -> None:
    jobs = [
        RunJob(1, number, "x", "success", created, started, ended)
        for number, (created, started, ended) in enumerate(times)
    ]
    for bar in waterfall(jobs):
        assert 0 <= bar.waits <= bar.starts <= bar.ends
