"""Local files as they stood beside a pipeline, while a clone is being imported."""

from ciatlas.model.history import History
from ciatlas.model.local import LocalContents, Resolve, Standing
from ciatlas.model.pipeline import Kind, Pipeline
from ciatlas.parsing import parse
from ciatlas.sources.git import Clone, read_blobs

CALLED = frozenset((Kind.ACTION, Kind.BUILD))
"""Kinds of files that others call, all but reusable workflows."""


class LocalFiles:
    """Finds what `./…` named when a content first stood on the mainline: actions, build files."""

    def __init__(self, clone: Clone, history: History) -> None:
        self._clone = clone
        self._contents = LocalContents(
            (version.path, Standing(version.since, version.until, version.blob))
            for version in history.versions
        )
        self._first: dict[str, int] = {}
        for version in history.versions:
            first = self._first.get(version.blob, version.since)
            self._first[version.blob] = min(first, version.since)
        self._parsed: dict[tuple[str, str], Pipeline | None] = {}

    def remember(self, blob: str, pipeline: Pipeline) -> None:
        """Take over a content that has been parsed already, so that it is not read again."""
        if pipeline.kind in CALLED:
            self._parsed.setdefault((pipeline.path, blob), pipeline)

    def beside(self, blob: str) -> Resolve:
        """Return what looks local files up as they stood beside the content `blob`."""
        position = self._first.get(blob)
        if position is None:
            return lambda _uses: None
        return lambda uses: self._resolve(uses, position)

    def _resolve(self, uses: str, position: int) -> Pipeline | None:
        found = self._contents.named(uses, position)
        if found is None:
            return None
        if found not in self._parsed:
            self._parsed[found] = self._read(*found)
        return self._parsed[found]

    def _read(self, path: str, blob: str) -> Pipeline | None:
        ((_, source),) = read_blobs(self._clone, [blob])
        return None if source is None else parse(path, source)
