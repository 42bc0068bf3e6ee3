"""What is remembered of a question holds as long as the files looked up for it are the same."""

import gc
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ciatlas.analysis.activities import classify, load_rules
from ciatlas.analysis.activities.recall import Recall
from ciatlas.analysis.activities.targets import Resolve
from ciatlas.model.pipeline import Pipeline
from ciatlas.parsing import parse

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
    for question in "abcde":
        recall.answer(question, resolver(A, None), Asked())
        assert len(recall) <= 2
    recall.clear()
    assert len(recall) == 0


LINT = "on: push\njobs: {work: {runs-on: x, steps: [{run: make check}, {uses: ./do}]}}\n"
TARGETS = st.sampled_from(["ruff check .", "pytest tests/unit", "docker build .", "echo hi"])


@given(st.lists(st.tuples(TARGETS, TARGETS), min_size=2, max_size=6))
def test_labels_are_those_of_a_first_look_in_whatever_order_versions_come(
    versions: list[tuple[str, str]],
) -> None:
    pipeline, rules = parse(".github/workflows/a.yml", LINT), load_rules()
    for number, (target, inner) in enumerate(versions):
        action = f"runs: {{using: composite, steps: [{{run: {inner}, shell: sh}}]}}\n"
        files = {
            "./Makefile": parse("Makefile", f"check:\n\t{target}\n"),
            "./do": parse("do/action.yml", action),
        }
        never_asked = replace(rules, digest=f"{number} of {versions}")
        expected = classify(pipeline, never_asked, files.get)
        assert classify(pipeline, rules, files.get) == expected
