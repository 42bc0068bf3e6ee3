"""Labels for every pipeline in the atlas that has none under the rules in force."""

from collections.abc import Callable
from itertools import islice

from ciatlas.analysis.activities import Memory, classify, load_rules
from ciatlas.model.label import PipelineLabels
from ciatlas.model.local import LocalContents, Resolve
from ciatlas.model.pipeline import Pipeline
from ciatlas.model.repository import Snapshot
from ciatlas.store import Atlas

Progress = Callable[[str, int, int | None], None]

_BATCH = 250


def labeller(atlas: Atlas) -> Callable[[Pipeline, Resolve], PipelineLabels]:
    """Return what labels pipelines by the rules in force, for an import into `atlas`."""
    rules = load_rules()
    atlas.use_rules(rules.digest)
    memory = Memory()
    return lambda pipeline, resolve: classify(pipeline, rules, resolve, memory)


def label_pipelines(atlas: Atlas, progress: Progress = lambda _phase, _done, _total: None) -> int:
    """Label what has no labels yet, in batches; return how many pipelines there were.

    Labels made by other rules are dropped first, so a changed rule file needs no new import.
    """
    rules = load_rules()
    atlas.use_rules(rules.digest)
    waiting = iter(atlas.unlabelled())
    local, memory = _LocalFiles(atlas), Memory()
    total = 0
    while batch := list(islice(waiting, _BATCH)):
        atlas.save_labels(
            [
                (item, classify(item.pipeline, rules, local.resolver(item.at), memory))
                for item in batch
            ]
        )
        total += len(batch)
        progress("labelling steps", total, None)
    return total


class _LocalFiles:
    """Local actions and workflows as they were beside a pipeline, each content read once."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._contents: dict[str, LocalContents[int]] = {}
        self._read: dict[tuple[str, int], Pipeline] = {}

    def resolver(self, at: Snapshot | None) -> Resolve:
        """Return what looks them up as of a snapshot."""
        if at is None:
            return lambda _uses: None
        if at.repository not in self._contents:
            self._contents[at.repository] = self._atlas.local_contents(at.repository)
        contents = self._contents[at.repository]
        return lambda uses: self._pipeline(contents.named(uses, at.position))

    def _pipeline(self, place: tuple[str, int] | None) -> Pipeline | None:
        if place is None:
            return None
        if place not in self._read:
            path, row = place
            self._read[place] = self._atlas.pipeline_at(row, path)
        return self._read[place]
