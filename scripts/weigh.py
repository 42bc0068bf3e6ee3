"""Weigh words: data/ciatlas_data/weights.json from steps that people labelled.

    CLONES="PATH=OWNER/NAME …" python scripts/weigh.py

The labels are those of tests/bench/labels, which point into clones. First it is printed how the
weights do on repositories they were not made of: each tenth of the repositories in turn is labelled
by rules and by the weights of the others.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from ciatlas.analysis.activities import RuleSet, load_rules
from ciatlas.analysis.activities.features import JobFeatures, Said
from ciatlas.analysis.activities.subject import Subject
from ciatlas.analysis.activities.weights import Weights, read_weights
from ciatlas.model.label import Label
from tests.bench import activities as bench

TARGET = Path(__file__).parents[1] / "data" / "ciatlas_data" / "weights.json"
FOLDS = 10
FREEDOM = 0.7
"""The inverse of how strongly large weights are punished."""
LEAST_SEEN = 2
"""Steps a word has to be in to be weighed."""
LEAST_WEIGHT = 0.15
"""Smaller weights are left out; they tell nothing, and there are many."""


NEARNESS = {
    **dict.fromkeys(("rules", "by"), 2.0),
    **dict.fromkeys(("flow", "others", "surely", "part"), 0.5),
    **dict.fromkeys(("before", "after"), 0.4),
    "beside": 0.3,
    "on": 0.6,
}
"""How much words of a place count beside those of the step itself, by the first word of both."""


SHARES = {
    "setup": 0.22,
    **dict.fromkeys(("unit-test", "repo-automation"), 0.11),
    "build": 0.10,
    **dict.fromkeys(("lint", "publish"), 0.08),
    **dict.fromkeys(("ml-test", "security", "report"), 0.065),
    "integration-test": 0.06,
    **dict.fromkeys(("docs", "e2e-test"), 0.035),
    "deploy": 0.02,
}
"""How frequent activities are among the steps that people ask about, not among all: setup is most
of what there is, and easily told. Others are one in a hundred."""
BALANCE = 0.5
"""How far labels are counted as if activities had those shares: 0 is not at all, 1 fully."""


class Example(NamedTuple):
    """A labelled step: its words, the activity people gave it, and the record itself."""

    words: frozenset[str]
    activity: str
    record: bench.Record


def main() -> None:
    """Print how well weights carry over, then write those of all labels."""
    places = bench.clones()
    records = [record for record in bench.labelled_steps() if record["repo"] in places]
    if not records:
        sys.exit("CLONES names no clone that a label is of: CLONES='PATH=OWNER/NAME …'")
    rules = load_rules()
    alone = bench.labeller(replace(rules, digest="alone", weights=Weights()), places)
    examples = [_example(record, places, alone, rules) for record in records]
    _cross_validate(examples, places, rules)
    TARGET.write_text(weigh(examples), encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes of {len(examples):,} labelled steps")


def _example(
    record: bench.Record, places: dict[str, str], alone: bench.Labeller, rules: RuleSet
) -> Example:
    place = places[record["repo"]]
    pipeline = bench.read(place, record["commit"], record["path"])
    if pipeline is None:
        sys.exit(f"{record['path']} of {record['repo']} cannot be read; is the clone complete?")
    job = next(job for job in pipeline.jobs if job.id == record["job"])
    step = next(step for step in job.steps if step.index == record["step"])
    subject = Subject(pipeline, rules, bench.resolver(place, record["commit"]))
    said: dict[str, dict[int, Label]] = defaultdict(dict)
    for (name, index), label in alone(record).steps.items():
        said[name][index] = label
    words = JobFeatures(pipeline, job, Said.of(said), subject).of(step)
    return Example(words, record["activity"], record)


def _cross_validate(examples: Sequence[Example], places: dict[str, str], rules: RuleSet) -> None:
    names = sorted({example.record["repo"] for example in examples})
    agreed: Counter[str] = Counter()
    for fold in range(FOLDS):
        left = set(names[fold::FOLDS])
        weights = read_weights(weigh([ex for ex in examples if ex.record["repo"] not in left]))
        for kind, used in (("rules alone", Weights()), ("rules and weights", weights)):
            digest = f"{rules.digest} {kind} {fold}"
            label = bench.labeller(replace(rules, digest=digest, weights=used), places)
            for example in examples:
                if example.record["repo"] in left:
                    strict, lenient = bench.agrees(example.record, label)
                    agreed[f"{kind}, strict"] += strict
                    agreed[f"{kind}, lenient"] += lenient
    for kind, count in sorted(agreed.items()):
        print(f"{kind:28}{count / len(examples):7.3f}")


def weigh(examples: Sequence[Example]) -> str:
    """Return the text of weights.json for labelled steps."""
    seen = Counter(word for example in examples for word in example.words)
    vectorizer = DictVectorizer()
    rows = vectorizer.fit_transform(
        [
            {word: _nearness(word) for word in ex.words if seen[word] >= LEAST_SEEN}
            for ex in examples
        ]
    )
    model = LogisticRegression(C=FREEDOM, max_iter=500)
    model.fit(rows, [example.activity for example in examples], sample_weight=_counts(examples))
    words: dict[str, list[int]] = {}
    for column, word in enumerate(vectorizer.get_feature_names_out()):
        pairs = [
            (number, round(100 * weight))
            for number, weight in enumerate(model.coef_[:, column] * _nearness(word))
            if abs(weight) >= LEAST_WEIGHT
        ]
        if pairs:
            words[word] = [value for pair in pairs for value in pair]
    content: dict[str, Any] = {
        "activities": list(model.classes_),
        "bias": [round(100 * bias) for bias in model.intercept_],
        "words": words,
    }
    head = json.dumps({key: content[key] for key in ("activities", "bias")})[:-1]
    lines = [f"{json.dumps(word)}: {json.dumps(pairs)}" for word, pairs in sorted(words.items())]
    return f'{head}, "words": {{\n' + ",\n".join(lines) + "\n}}\n"


def _counts(examples: Sequence[Example]) -> list[float]:
    """Return how much each example counts, one on the average of those with the right share."""
    seen = Counter(example.activity for example in examples)
    return [
        (SHARES.get(example.activity, 0.01) * len(examples) / seen[example.activity]) ** BALANCE
        for example in examples
    ]


def _nearness(word: str) -> float:
    return NEARNESS.get(word.partition(" ")[0], 1.0)


if __name__ == "__main__":
    main()
