"""Labels of steps against labels that people gave, and the time that labelling takes.

The labels are those in tests/bench/labels, given by reading each file under the taxonomy, as of the
study's day: steps.jsonl (repo, commit, path, job, step, activity, alt) and workflows.jsonl (repo,
commit, path, checks, checks_optional, ml_specific, ml_ambiguous). They point into clones, which
CLONES="PATH=OWNER/NAME …" names; those of others are passed over. CIATLAS_GOLD names another folder
of such labels.

Rules are written by hand, so leaving one repository out means: every rule that decides steps of
that repository alone is dropped before that repository is scored.
"""

import gc
import json
import os
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ciatlas.analysis.activities import Memory, RuleSet, classify, load_rules
from ciatlas.analysis.activities.rules import Layer
from ciatlas.model.label import PipelineLabels
from ciatlas.model.local import Resolve, local_paths
from ciatlas.model.pipeline import Pipeline
from ciatlas.parsing import parse
from ciatlas.sources.bundle import unpack_bundle
from ciatlas.store import open_atlas

_LABELS = Path(__file__).with_name("labels")
_VERSIONS, _BUDGET = 2600, 3.0
"""Versions of workflows, and the seconds within which they are labelled."""

Record = dict[str, Any]
Labeller = Callable[[Record], PipelineLabels]


class Score(NamedTuple):
    """How well labels meet those that people gave."""

    strict: float
    lenient: float
    checks: float
    ml: float

    def __str__(self) -> str:
        return "  ".join(f"{share:7.3f}" for share in self)


def run() -> None:
    """Measure agreement, where there is something to agree with, and speed."""
    _speed()
    places = clones()
    steps, flows = (
        [record for record in records if record["repo"] in places]
        for records in (labelled_steps(), _records(_folder() / "workflows.jsonl"))
    )
    if not steps:
        print("agreement: skipped; CLONES names the clones that the labels are of")
        return
    rules = load_rules()
    whole = labeller(rules, places)
    print(f"{'':28}{'strict':>7}  {'lenient':>7}  {'checks':>7}  {'ml':>7}")
    print(f"{'all':28}{_score(steps, flows, whole)}")
    served = _served(steps, whole)
    for name in sorted({record["repo"] for record in steps}):
        own = [
            [record for record in records if record["repo"] == name] for records in (steps, flows)
        ]
        alone = {rule for rule, names in served.items() if names == {name}}
        left = labeller(_without(rules, alone), places)
        print(f"{name:28}{_score(*own, whole)}")
        print(f"{f'  without {len(alone)} rules of its own':28}{_score(*own, left)}")
    _bands(steps, whole)


def clones() -> dict[str, str]:
    """Return the paths of the clones at hand by repository."""
    entries = (entry.partition("=") for entry in os.environ.get("CLONES", "").split())
    return {name: path for path, _, name in entries}


def labelled_steps() -> list[Record]:
    """Return the steps that people labelled."""
    return _records(_folder() / "steps.jsonl")


def _folder() -> Path:
    return Path(os.environ.get("CIATLAS_GOLD", _LABELS))


def _records(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def labeller(rules: RuleSet, places: dict[str, str]) -> Labeller:
    """Return what labels the pipelines of clones, each once."""
    memory = Memory()

    @cache
    def label(name: str, commit: str, path: str) -> PipelineLabels:
        pipeline = read(places[name], commit, path)
        if pipeline is None:
            return PipelineLabels()
        return classify(pipeline, rules, resolver(places[name], commit), memory)

    return lambda record: label(record["repo"], record["commit"], record["path"])


def resolver(clone: str, commit: str) -> Resolve:
    """Return what looks up the local files of a clone as of a commit."""

    def resolve(uses: str) -> Pipeline | None:
        found = (read(clone, commit, path) for path in local_paths(uses))
        return next((pipeline for pipeline in found if pipeline is not None), None)

    return resolve


@cache
def read(clone: str, commit: str, path: str) -> Pipeline | None:
    """Return a pipeline of a clone, `None` where there is no such file."""
    command = ["git", "-C", clone, "cat-file", "blob", f"{commit}:{path}"]
    read = subprocess.run(command, capture_output=True, check=False)
    return parse(path, read.stdout) if read.returncode == 0 else None


def _score(steps: Iterable[Record], flows: Iterable[Record], label: Labeller) -> Score:
    strict, lenient = zip(*(agrees(record, label) for record in steps), strict=True)
    counts: Counter[str] = Counter()
    told = []
    for record in flows:
        labels = label(record)
        optional, expected = set(record["checks_optional"]), set(record["checks"])
        found = set(labels.checks) - (optional - expected)
        counts["right"] += len(found & expected)
        counts["wrong"] += len(found ^ expected)
        told.append(labels.ml_specific is record["ml_specific"] or record.get("ml_ambiguous"))
    double = 2 * counts["right"]
    checks = double / (double + counts["wrong"]) if counts.total() else 1.0
    return Score(_share(strict), _share(lenient), checks, _share(told))


def agrees(record: Record, label: Labeller) -> tuple[bool, bool]:
    """Return whether a label is the one people gave, and whether it is that or the second one."""
    found = label(record).step(record["job"], record["step"]).activity
    return found == record["activity"], found in (record["activity"], record["alt"])


def _share(values: Iterable[object]) -> float:
    values = list(values)
    return sum(map(bool, values)) / len(values) if values else 1.0


def _served(steps: Iterable[Record], label: Labeller) -> dict[str, set[str]]:
    """Return which repositories each rule decides steps of."""
    served: dict[str, set[str]] = defaultdict(set)
    for record in steps:
        for rule in label(record).step(record["job"], record["step"]).rule.split(" + "):
            served[rule].add(record["repo"])
    return served


def _without(rules: RuleSet, dropped: set[str]) -> RuleSet:
    return replace(
        rules,
        digest=f"{rules.digest} without {sorted(dropped)}",
        layers=tuple(_layer_without(layer, dropped) for layer in rules.layers),
        targets=tuple(rule for rule in rules.targets if rule.shown not in dropped),
        names=tuple(rule for rule in rules.names if rule.shown not in dropped),
        contexts=tuple(rule for rule in rules.contexts if rule.shown not in dropped),
    )


def _layer_without(layer: Layer, dropped: set[str]) -> Layer:
    return Layer(
        conditional=tuple(rule for rule in layer.conditional if rule.shown not in dropped),
        actions={key: rule for key, rule in layer.actions.items() if rule.shown not in dropped},
        action_globs=tuple(rule for rule in layer.action_globs if rule.shown not in dropped),
        commands={
            program: tuple(rule for rule in rules if rule.shown not in dropped)
            for program, rules in layer.commands.items()
        },
    )


def _bands(steps: Iterable[Record], label: Labeller) -> None:
    """Print whether labels that claim to be surer are right more often."""
    bands: dict[str, list[bool]] = defaultdict(list)
    for record in steps:
        sure = label(record).step(record["job"], record["step"]).confidence
        band = "below 0.7" if sure < 0.7 else "0.7 to 0.9" if sure < 0.9 else "from 0.9"
        bands[band].append(agrees(record, label)[1])
    for band, agreed in sorted(bands.items()):
        print(f"confidence {band:12} {_share(agreed):7.3f} of {len(agreed)} labels agree")


def _speed() -> None:
    """Label every version in the bundle, local files aside."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "atlas.db"
        unpack_bundle(path)
        with open_atlas(path) as atlas:
            atlas.use_rules("none")
            pipelines = [item.pipeline for item in atlas.unlabelled()]
    rules = load_rules()
    gc.freeze()  # thousands of pipelines at once, which labelling reads in batches
    started = time.perf_counter()
    for pipeline in pipelines:
        classify(pipeline, rules)
    spent = time.perf_counter() - started
    steps = sum(pipeline.step_count for pipeline in pipelines)
    print(f"{len(pipelines)} versions with {steps} steps labelled in {spent:.2f} s")
    print(f"{_VERSIONS:,} in {spent / len(pipelines) * _VERSIONS:.2f} s   (budget {_BUDGET:.1f})")
    print(f"{spent / steps * 1e6:.0f} µs a step")
