"""Labels for every pipeline in the atlas that has none under the rules in force."""

from collections.abc import Callable
from itertools import islice

from ciatlas.analysis.activities import classify, load_rules
from ciatlas.model.pipeline import Pipeline
from ciatlas.model.repository import Snapshot
from ciatlas.store import Atlas

Progress = Callable[[str, int, int | None], None]

_BATCH = 250


def label_pipelines(atlas: Atlas, progress: Progress = lambda _phase, _done, _total: None) -> int:
    """Label what has no labels yet, in batches; return how many pipelines there were.

    Labels made by other rules are dropped first, so a changed rule file needs no new import.
    """
    rules = load_rules()
    atlas.use_rules(rules.digest)
    waiting = iter(list(atlas.unlabelled()))
    total = 0
    while batch := list(islice(waiting, _BATCH)):
        atlas.save_labels(
            [(item, classify(item.pipeline, rules, _local(atlas, item.at))) for item in batch]
        )
        total += len(batch)
        progress("labelling steps", total, None)
    return total


def _local(atlas: Atlas, at: Snapshot | None) -> Callable[[str], Pipeline | None]:
    """Look local actions and workflows up as they were beside the pipeline."""
    return lambda uses: None if at is None else atlas.local_pipeline(at, uses)
