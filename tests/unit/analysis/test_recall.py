"""What is remembered of a question holds as long as the files looked up for it are the same."""

import gc
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ciatlas.analysis.activities import Memory, RuleSet, classify, load_rules
from ciatlas.analysis.activities.contents import JobContent, StepContent, WorkflowContent
from ciatlas.analysis.activities.recall import Recall
from ciatlas.model.local import Resolve
from ciatlas.model.pipeline import Job, Pipeline, Step
from ciatlas.parsing import parse

Patch = pytest.MonkeyPatch
A, B = (parse("Makefile", f"{name}:\n\tls\n") for name in "ab")


class Asked:
    """Finds the names of the targets in two files, the second only where there is a first."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, look_up: Resolve) -> str:
        self.times += 1
        first = look_up("./first")
        if first is None:
            return "none"
        second = look_up("./second")
        return first.jobs[0].id + (second.jobs[0].id if second else "")


def resolver(first: Pipeline | None, second: Pipeline | None) -> Resolve:
    return {"./first": first, "./second": second}.get


def test_an_answer_is_found_once_for_the_same_files() -> None:
    recall: Recall[str] = Recall(10)
    find = Asked()
    assert recall.answer("q", resolver(A, B), find) == "ab"
    assert recall.answer("q", resolver(A, B), find) == "ab"
    assert find.times == 1
    assert recall.answer("another", resolver(A, B), find) == "ab"
    assert find.times == 2


def test_another_file_asks_for_another_answer_whichever_it_is() -> None:
    recall: Recall[str] = Recall(10)
    find = Asked()
    files = [(A, B), (B, B), (A, A), (A, None), (None, A), (None, B)]
    answers = ["ab", "bb", "aa", "a", "none", "none"]
    assert [recall.answer("q", resolver(*pair), find) for pair in files] == answers
    assert find.times == 5  # without a first file the second is not looked at
    assert [recall.answer("q", resolver(*pair), find) for pair in files] == answers
    assert find.times == 5


def test_a_file_asked_for_twice_is_looked_up_once() -> None:
    recall: Recall[bool] = Recall(10)
    looked_up = []

    def resolve(uses: str) -> Pipeline:
        looked_up.append(uses)
        return parse("Makefile", "a:\n\tls\n")

    assert recall.answer("q", resolve, lambda look_up: look_up("./x") is look_up("./x"))
    assert looked_up == ["./x"]


def test_files_that_are_gone_are_not_taken_for_new_ones_in_their_place() -> None:
    recall: Recall[str] = Recall(1_000)
    for number in range(200):
        file = parse("Makefile", f"t{number}:\n\tls\n")
        assert recall.answer("q", resolver(file, None), Asked()) == f"t{number}"
        del file
        gc.collect(0)


def test_as_many_answers_are_kept_as_was_said() -> None:
    recall: Recall[str] = Recall(2)
    find = Asked()
    for question in "abab":
        recall.answer(question, resolver(A, None), find)
    assert find.times == 2
    for question in "ca":  # two are known when the third comes, and all are forgotten
        recall.answer(question, resolver(A, None), find)
    assert find.times == 4


TARGETS = st.sampled_from(["ruff check .", "pytest tests/unit", "docker build .", "echo hi"])
CALLS = "on: push\njobs: {work: {runs-on: x, steps: [{run: make check}, {uses: ./do}]}}\n"


def never_asked(text: object) -> RuleSet:
    """Return the rules under a name under which nothing is remembered."""
    return replace(load_rules(), digest=str(text))


@given(st.lists(st.tuples(TARGETS, TARGETS), min_size=2, max_size=6))
def test_labels_are_those_of_a_first_look_in_whatever_order_versions_come(
    versions: list[tuple[str, str]],
) -> None:
    pipeline, memory = parse(".github/workflows/a.yml", CALLS), Memory()
    for number, (target, inner) in enumerate(versions):
        action = f"runs: {{using: composite, steps: [{{run: {inner}, shell: sh}}]}}\n"
        files = {
            "./Makefile": parse("Makefile", f"check:\n\t{target}\n"),
            "./do": parse("do/action.yml", action),
        }
        expected = classify(pipeline, never_asked(f"{number} of {versions}"), files.get)
        assert classify(pipeline, load_rules(), files.get, memory) == expected


def read_attributes(kind: type, pipelines: Iterable[Pipeline], monkeypatch: Patch) -> set[str]:
    """Return what labelling reads of the steps or jobs of pipelines, copies and hashes aside."""
    read = set()
    plain = kind.__getattribute__

    def noting(thing: object, name: str) -> object:
        asking = sys._getframe(1).f_globals["__name__"]
        if asking not in ("dataclasses", kind.__module__):
            read.add(name)
        return plain(thing, name)

    with monkeypatch.context() as patch:
        patch.setattr(kind, "__getattribute__", noting)
        for pipeline in pipelines:
            classify(pipeline, never_asked("which attributes"), lambda _uses: None)
    return {name for name in read if not name.startswith("_")}


EVERYTHING = """
name: Check ${{ github.ref }}
on: [push, pull_request]
defaults: {run: {working-directory: tools}}
jobs:
  checks:
    name: Checks on ${{ matrix.kind }}
    if: github.event_name == 'push'
    needs: []
    runs-on: ubuntu-latest
    timeout-minutes: 9
    container: python:3.12
    services: {postgres: {image: "postgres:16"}}
    env: {TORCH: "2"}
    outputs: {version: "1"}
    strategy: {matrix: {kind: [lint, docs]}}
    defaults: {run: {working-directory: inner}}
    steps:
      - uses: actions/checkout@v4
        with: {path: inner}
      - name: Work
        id: work
        if: failure()
        run: make ${{ matrix.kind }} && ./own.sh --all && pytest tests
        shell: bash
        env: {TOKEN: x}
        working-directory: inner
        timeout-minutes: 3
        continue-on-error: true
      - run: ./unknown
      - uses: ./do
  calling: {uses: ./.github/workflows/b.yml, needs: checks}
"""


def test_labelling_reads_nothing_of_steps_and_jobs_that_their_contents_lack(
    monkeypatch: Patch,
) -> None:
    pipelines = [parse(".github/workflows/a.yml", text) for text in (EVERYTHING, CALLS)]
    of_steps = {*StepContent._fields, "index", "working_directory"}
    assert read_attributes(Step, pipelines, monkeypatch) == of_steps
    of_jobs = {*JobContent._fields, "outputs"} - {"has_outputs", "folders"}
    assert read_attributes(Job, pipelines, monkeypatch) == of_jobs


CHANGES: list[tuple[str, str]] = [
    ("name: Work", "name: Rest"),
    ("id: work", "id: rest"),
    ("if: failure()", "if: always()"),
    ("env: {TOKEN: x}", "env: {OTHER: x}"),
    ("run: ./unknown", "run: ./other"),
    ("with: {path: inner}", "with: {path: other}"),
    ("uses: ./do", "uses: ./other"),
    ("        working-directory: inner", "        working-directory: docs"),
    ("working-directory: inner}", "working-directory: docs}"),
    ("name: Checks on", "name: Rest on"),
    ("postgres: {", "redis: {"),
    ("outputs: {version: '1'}", ""),
    ("kind: [lint, docs]", "kind: [lint]"),
    ("b.yml", "c.yml"),
]


def test_every_change_of_what_labels_depend_on_makes_another_content() -> None:
    text = EVERYTHING.replace('"', "'")
    for old, new in CHANGES:
        assert text.count(old) == 1
        before, after = (
            [JobContent.of(job) for job in parse(".github/workflows/a.yml", one).jobs]
            for one in (text, text.replace(old, new))
        )
        assert before != after
    changed = ("name: Check ", "name: Rest "), ("pull_request]", "release]"), ("tools}", "x}")
    for old, new in changed:
        before, after = (
            WorkflowContent.of(parse(".github/workflows/a.yml", one))
            for one in (text, text.replace(old, new))
        )
        assert before != after


def test_where_a_job_stands_does_not_change_its_content() -> None:
    first, moved = (
        [JobContent.of(job) for job in parse(".github/workflows/a.yml", text).jobs]
        for text in (EVERYTHING, f"# moved\n\n{EVERYTHING}")
    )
    assert first == moved


def test_workflows_that_call_one_another_many_times_are_labelled_once_a_level() -> None:
    calls = "".join(f"  j{number}: {{uses: ./a.yml}}\n" for number in range(40))
    pipeline = parse(".github/workflows/a.yml", f"on: workflow_call\njobs:\n{calls}")
    looked_up = []

    def resolve(uses: str) -> Pipeline:
        looked_up.append(uses)
        return pipeline

    assert len(classify(pipeline, load_rules(), resolve).jobs) == 40
    assert len(looked_up) == 1


def test_labelling_in_several_threads_at_once_gives_each_its_labels() -> None:
    flows = [
        parse(".github/workflows/a.yml", CALLS.replace("make check", f"{run} {number}"))
        for number in range(60)
        for run in ("pytest", "ruff check", "docker push")
    ]
    rules = load_rules()
    expected = [classify(flow, never_asked("threads")) for flow in flows]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as threads:
            found = threads.map(lambda _: [classify(flow, rules) for flow in flows], range(4))
            assert all(labels == expected for labels in found)
    finally:
        sys.setswitchinterval(before)
