"""Local actions and workflows as they stood beside a pipeline, while a clone is being imported."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from ciatlas.model.history import FileVersion, History
from ciatlas.model.pipeline import Kind, Pipeline
from ciatlas.parsing import kind_of, parse
from ciatlas.sources.git import Clone, read_blobs

Resolve = Callable[[str], Pipeline | None]


class LocalFiles:
    """Finds what `uses: ./…` named when a content first stood on the mainline."""

    def __init__(self, clone: Clone, history: History) -> None:
        self._clone = clone
        self._versions: dict[str, list[FileVersion]] = defaultdict(list)
        self._first: dict[str, int] = {}
        for version in history.versions:
            self._versions[version.path].append(version)
            first = self._first.get(version.blob, version.since)
            self._first[version.blob] = min(first, version.since)
        self._parsed: dict[str, Pipeline | None] = {}

    def prepare(self, contents: Mapping[str, str]) -> None:
        """Read all actions at once; what else is named is read when it is asked for."""
        actions = [blob for blob, path in contents.items() if _is_action(path)]
        self._read(actions, contents)

    def beside(self, blob: str) -> Resolve:
        """Return what looks local files up as they stood beside the content `blob`."""
        position = self._first.get(blob)
        if position is None:
            return lambda _uses: None
        return lambda uses: self._resolve(uses, position)

    def _resolve(self, uses: str, position: int) -> Pipeline | None:
        base = uses.removeprefix("./").rstrip("/")
        folder = f"{base}/" if base else ""
        for path in (base, f"{folder}action.yml", f"{folder}action.yaml"):
            for version in self._versions.get(path, ()):
                if version.since <= position and (
                    version.until is None or position < version.until
                ):
                    if version.blob not in self._parsed:
                        self._read([version.blob], {version.blob: path})
                    return self._parsed[version.blob]
        return None

    def _read(self, blobs: Iterable[str], paths: Mapping[str, str]) -> None:
        for blob, source in read_blobs(self._clone, list(blobs)):
            self._parsed[blob] = None if source is None else parse(paths[blob], source)


def _is_action(path: str) -> bool:
    kind = kind_of(path)
    return kind is not None and kind[1] is Kind.ACTION
