"""What words weigh, and how they correct labels that only names gave."""

import json
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from ciatlas.analysis.activities import classify, load_rules
from ciatlas.analysis.activities.features import JobFeatures, Said, words
from ciatlas.analysis.activities.guesses import (
    BELIEVED,
    CLEAR,
    EVIDENT,
    LIKELY,
    STRIKING,
    SURE,
    corrected,
    is_better,
    is_guess,
    is_open,
    told_by,
)
from ciatlas.analysis.activities.subject import Subject
from ciatlas.analysis.activities.weights import Opinion, Weights, read_weights
from ciatlas.model.activity import Activity
from ciatlas.model.label import Label
from ciatlas.model.pipeline import Job, Pipeline, Step
from ciatlas.parsing import parse

WEIGHTS = Weights(
    activities=(Activity.DOCS, Activity.LINT, Activity.UNIT_TEST),
    bias=(0, 0, 0),
    words={"name spell": ((1, 300),), "job docs": ((0, 100), (1, -100)), "name test": ((2, 500),)},
)
FLOW = """
name: Nightly checks
on: push
jobs:
  build-docs:
    name: Manual
    runs-on: x
    steps:
      - uses: actions/checkout@v4
      - name: Render pages
        if: failure()
        env: {SITE_TOKEN: x}
        run: |
          cd site
          make html --jobs 2
      - uses: docker/build-push-action@v6
        with: {push: true, tags: one/two}
"""


def guess(activity: Activity, rule: str = "names:1", confidence: float = 0.5) -> Label:
    return Label(activity, rule, "its name says so", confidence)


def parts() -> tuple[Pipeline, Job, tuple[Step, ...]]:
    pipeline = parse(".github/workflows/nightly.yml", FLOW)
    (job,) = pipeline.jobs
    return pipeline, job, job.steps


def about(pipeline: Pipeline) -> Subject:
    return Subject(pipeline, load_rules())


def test_words_are_those_of_identifiers_and_paths_without_expressions() -> None:
    assert words("runUnitTests_on/linux-${{ matrix.os }}") == (
        "run",
        "unit",
        "tests",
        "on",
        "linux",
    )


def test_features_tell_the_place_of_each_word() -> None:
    pipeline, job, steps = parts()
    found = JobFeatures(pipeline, job, Said(), about(pipeline)).of(steps[1])
    assert {"name render", "name pages", "name render pages", "starts render"} <= found
    assert {"program make", "target html", "last make", "option --jobs"} <= found
    assert {"if failure", "env site", "env token", "job docs", "job manual"} <= found
    assert {"workflow nightly", "workflow checks"} <= found
    assert {"before checkout", "after docker", "beside docker/build-push-action"} <= found
    assert not any(word.startswith("uses ") for word in found)


def test_features_of_an_action_are_its_name_and_what_it_is_given() -> None:
    pipeline, job, steps = parts()
    found = JobFeatures(pipeline, job, Said(), about(pipeline)).of(steps[2])
    assert {"action docker/build-push-action", "uses push", "with push", "value one"} <= found
    assert {"unnamed", "last step"} <= found


def test_features_tell_what_the_other_steps_are_for_and_where_the_step_stands() -> None:
    pipeline, job, steps = parts()
    checkout = Label(Activity.SETUP, "actions/checkout", "it uses actions/checkout", 0.9)
    said = {
        job.id: {0: checkout, 1: guess(Activity.DOCS), 2: guess(Activity.BUILD)},
        "elsewhere": {0: guess(Activity.DEPLOY)},
    }
    found = JobFeatures(pipeline, job, Said.of(said), about(pipeline)).of(steps[2])
    assert {"others setup", "surely setup", "others docs", "previous docs"} <= found
    assert {"flow deploy", "part 3"} <= found
    assert {"rules build", "by name", "by name build"} <= found
    assert not {"surely docs", "others build", "surely build", "previous setup"} & found


ML_FLOW = """
on: push
jobs:
  check:
    runs-on: x
    strategy: {matrix: {backend: [torch, jax]}}
    steps:
      - run: pytest tests/core
  docs:
    runs-on: x
    steps:
      - run: make html
"""


def test_features_tell_whether_the_job_names_an_ml_framework() -> None:
    pipeline = parse(".github/workflows/ci.yml", ML_FLOW)
    subject = about(pipeline)
    check, docs = (
        JobFeatures(pipeline, job, Said(), subject).of(job.steps[0]) for job in pipeline.jobs
    )
    assert "ml framework" in check
    assert "ml framework" not in docs


def test_features_name_the_ml_frameworks_a_repository_needs_where_something_is_tested() -> None:
    files = {"./requirements.txt": parse("requirements.txt", "torch==2.1\nclick\n")}
    pipeline, job, steps = parts()
    subject = Subject(pipeline, load_rules(), files.get)
    tested = Said.of({job.id: {1: guess(Activity.UNIT_TEST)}})
    found = JobFeatures(pipeline, job, tested, subject).of(steps[1])
    assert {"needs torch", "needs ml"} <= found
    assert "needs click" not in found
    untested = Said.of({job.id: {1: guess(Activity.DOCS)}})
    assert "needs ml" not in JobFeatures(pipeline, job, untested, subject).of(steps[1])


def test_an_opinion_is_the_softmax_of_the_weights_of_known_words() -> None:
    opinion = WEIGHTS.opinion(frozenset(("name spell", "job docs", "name unheard")))
    # e^(3-1) beside e^1 and e^0.
    assert opinion.activity is Activity.LINT
    assert opinion.probability == pytest.approx(7.389 / (7.389 + 2.718 + 1), abs=1e-3)


def test_an_opinion_is_the_same_however_the_words_are_parted() -> None:
    own, shared = frozenset(("name spell", "name unheard")), frozenset(("job docs",))
    whole = WEIGHTS.opinion(own | shared)
    assert WEIGHTS.opinion(own, shared) == WEIGHTS.opinion(shared, own) == whole
    assert WEIGHTS.opinion(own, shared) == whole  # now that what the shared ones weigh is known
    more = shared | {"name test"}
    assert WEIGHTS.opinion(own, more, but=frozenset(("name test",))) == whole
    assert WEIGHTS.opinion(own, more) != whole


def test_the_parts_of_a_step_have_no_word_in_common_and_make_up_the_whole() -> None:
    pipeline, job, steps = parts()
    said = {job.id: {index: guess(Activity.UNIT_TEST) for index in range(3)}}
    features = JobFeatures(pipeline, job, Said.of(said), about(pipeline))
    for step in steps:
        around, own, shared, but = features.parts(step)
        assert but < shared
        assert len(around) + len(own) + len(shared) - len(but) == len(features.of(step))


def test_weights_are_there_or_not() -> None:
    assert WEIGHTS
    assert not Weights()


def test_the_words_that_tell_most_come_first_and_only_once() -> None:
    said = WEIGHTS.telling(frozenset(("name spell", "job docs", "name test")), Activity.LINT)
    assert said == ("spell",)
    elsewhere = ("beside ruff", "needs torch", "ml framework")
    aside = Weights((Activity.LINT,), (0,), dict.fromkeys(elsewhere, ((0, 200),)))
    assert aside.telling(frozenset(elsewhere), Activity.LINT) == ()


def decided(label: Label, activity: Activity, probability: float) -> Activity:
    return activity if is_better(Opinion(activity, probability), label) else label.activity


def test_a_guess_is_corrected_and_says_what_it_was() -> None:
    label = corrected(guess(Activity.SETUP), Opinion(Activity.LINT, 0.9), ("spell", "check"))
    assert (label.activity, label.rule, label.confidence) == (Activity.LINT, "weights", SURE)
    assert label.why == (
        "words like 'spell', 'check' speak for it; rules alone say setup, as its name says so"
    )


def test_words_correct_what_is_sure_only_where_they_are_clear() -> None:
    unsure, sure = guess(Activity.SETUP), Label(Activity.SETUP, "make", "it runs make", 0.9)
    assert LIKELY < CLEAR
    assert decided(unsure, Activity.LINT, LIKELY - 0.01) is Activity.SETUP
    assert decided(unsure, Activity.LINT, LIKELY) is Activity.LINT
    assert decided(sure, Activity.LINT, CLEAR - 0.01) is Activity.SETUP
    assert decided(sure, Activity.LINT, CLEAR) is Activity.LINT


def test_words_correct_a_clear_name_only_where_they_are_striking() -> None:
    clear = guess(Activity.SECURITY, "names:1", confidence=SURE)
    assert CLEAR < STRIKING
    assert decided(clear, Activity.BUILD, STRIKING - 0.01) is Activity.SECURITY
    assert decided(clear, Activity.BUILD, STRIKING) is Activity.BUILD


def test_a_name_that_tells_very_surely_is_not_asked_again() -> None:
    sure = guess(Activity.SECURITY, "names:1", confidence=BELIEVED)
    assert not is_open(sure, Step(0, name="Notarize"), frozenset())
    assert is_open(replace(sure, confidence=BELIEVED - 0.01), Step(0), frozenset())
    assert is_open(replace(sure, rule="make"), Step(0), frozenset())


def test_one_kind_of_test_is_made_another_only_where_that_is_evident() -> None:
    integrates = guess(Activity.INTEGRATION_TEST)
    assert CLEAR < EVIDENT
    assert decided(integrates, Activity.E2E_TEST, EVIDENT - 0.01) is Activity.INTEGRATION_TEST
    assert decided(integrates, Activity.E2E_TEST, EVIDENT) is Activity.E2E_TEST
    assert decided(guess(Activity.E2E_TEST), Activity.SETUP, 1) is Activity.SETUP


@pytest.mark.parametrize(
    ("rule", "uses", "told"),
    [
        ("names:3", None, "name"),
        ("targets:3", None, "target"),
        ("none", None, "none"),
        ("go test + contexts:9", None, "context"),
        ("go test", None, "command"),
        ("actions/cache", "actions/cache@v4", "action"),
        ("names:3", "./here", "name"),
    ],
)
def test_what_told_is_known_by_the_rule(rule: str, uses: str | None, told: str) -> None:
    assert told_by(guess(Activity.SETUP, rule), Step(0, uses=uses)) == told


@pytest.mark.parametrize(
    ("rule", "uses", "expected"),
    [
        ("make", None, True),
        ("names:3", None, True),
        ("make mine", None, False),
        ("make + own.yaml contexts:1", None, False),
        ("actions/cache", "actions/cache@v4", False),
    ],
)
def test_actions_and_rules_of_ones_own_are_never_corrected(
    rule: str, uses: str | None, expected: bool
) -> None:
    own = frozenset(("make mine", "own.yaml contexts:1"))
    label = Label(Activity.BUILD, rule, "so it is", 0.9)
    assert is_open(label, Step(0, uses=uses), own) is expected


def test_all_rules_of_ones_own_file_are_known_as_such(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "actions: {lint: [a/b]}\n"
        "conditional_actions: [{action: c/d, input: x, value: y, activity: lint}]\n"
        "commands: {lint: [make mine]}\n"
        "targets: [{match: a, activity: lint}]\n"
        "names: [{match: a, activity: lint, strength: 1}]\n"
        "contexts: [{from: [build], where: [job], match: a, to: lint}]\n"
    )
    assert load_rules([own]).own == {
        "a/b",
        "c/d x",
        "make mine",
        "own.yaml targets:4",
        "own.yaml names:5",
        "own.yaml contexts:6",
    }
    assert not load_rules().own


@pytest.mark.parametrize(
    ("rule", "confidence", "expected"),
    [
        ("names:12", 0.5, True),
        ("targets:3 + contexts:9", 0.7, True),
        ("none", 0.4, True),
        ("names:12", SURE, False),
        ("pytest + contexts:9", 0.5, False),
        ("actions/checkout", 0.5, False),
        ("own.yaml names:12", 0.5, False),
        ("names:12 + own.yaml contexts:1", 0.5, False),
    ],
)
def test_only_names_and_surroundings_guess(rule: str, confidence: float, expected: bool) -> None:
    assert is_guess(guess(Activity.SETUP, rule, confidence)) is expected


def test_the_weights_that_ship_are_of_every_activity_and_speak_for_what_words_mean() -> None:
    text = resources.files("ciatlas_data").joinpath("weights.json").read_text("utf-8")
    assert sorted(json.loads(text)["activities"]) == sorted(Activity)
    weights = read_weights(text)
    said = frozenset(("name lint", "name docs", "name release"))
    assert weights.telling(said, Activity.LINT, 1) == ("lint",)
    assert weights.telling(said, Activity.DOCS, 1) == ("docs",)
    assert weights.telling(said, Activity.PUBLISH, 1) == ("release",)


def test_each_version_of_a_job_is_asked_about_anew() -> None:
    """What is remembered of a job depends on all its words, and on none of its lines."""
    rules = replace(load_rules(), digest="asked anew", weights=WEIGHTS)
    flow = "on: push\njobs:\n  docs:\n    runs-on: x\n    steps:\n      - {name: %s, run: ./x}\n"
    found = [
        classify(parse(".github/workflows/a.yml", text), rules).step("docs", 0).activity
        for text in (flow % "Spell", flow % "Test", "# a line more\n" + flow % "Spell")
    ]
    assert found == [Activity.LINT, Activity.UNIT_TEST, Activity.LINT]


def test_labels_by_words_are_the_same_every_time() -> None:
    flow = (
        "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - {name: Ping people, run: ./x}\n"
    )
    pipeline = parse(".github/workflows/ping.yml", flow)
    found = {classify(pipeline, load_rules()).step("a", 0) for _ in range(3)}
    assert len(found) == 1
