"""Metrics of the user's own: a YAML file of titles, definitions and read-only SQL."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ciatlas.analysis.metrics.catalogue import Entry, load_catalogue
from ciatlas.analysis.metrics.result import Result, unknown
from ciatlas.analysis.tool import Tool
from ciatlas.model.errors import CiatlasError
from ciatlas.model.metric import Metric

_KEYS = frozenset(("id", "title", "definition", "unit", "source", "missing", "sql"))
_NEEDED = ("id", "sql")


def load_own(path: Path) -> Mapping[str, Entry]:
    """Read the metrics of a study file (its key `metrics`), by id.

    Its `source` is `history` unless the file says that pipelines, files or counts are enough, which
    the atlas knows also of repositories whose history it lacks. The SQL gives one value; it may
    name `:repository` (row id), `:position` (of the snapshot on the mainline) and `:time` (of the
    snapshot, in seconds since 1970 UTC).

    Raises:
        CiatlasError: the file cannot be read or understood; the message says where.
    """
    import yaml

    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CiatlasError(f"the study file {path} cannot be read: {error}") from error
    entries = content.get("metrics") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise CiatlasError(f"the study file {path} needs a list `metrics`")
    found = [_entry(path, number, entry) for number, entry in enumerate(entries, start=1)]
    return {entry.metric.id: entry for entry in found}


def _entry(path: Path, number: int, entry: Any) -> Entry:
    where = f"{path}, metric {number}"
    if not isinstance(entry, dict):
        raise CiatlasError(f"{where}: write it as a mapping with the keys id and sql")
    if lacking := [key for key in _NEEDED if not isinstance(entry.get(key), str)]:
        raise CiatlasError(f"{where}: the key {lacking[0]!r} is missing")
    if unknown_keys := sorted(str(key) for key in entry if key not in _KEYS):
        known = ", ".join(sorted(_KEYS))
        raise CiatlasError(f"{where}: there is no key {unknown_keys[0]!r}; known are {known}")
    if entry["id"] in load_catalogue():
        raise CiatlasError(f"{where}: {entry['id']!r} is in the catalogue; choose another id")
    texts = {key: str(value) for key, value in entry.items()}
    metric = Metric(
        **{"title": texts["id"], "definition": "", "unit": "count", "source": "history", **texts}
    )
    return Entry(metric, _asking(texts["sql"]), texts["sql"])


def _asking(sql: str) -> Callable[[Tool], Result]:
    def compute(tool: Tool) -> Result:
        value = tool.atlas.ask(tool.snapshot, sql)
        if value is None:
            return unknown("the query gives no value")
        try:
            return Result(float(str(value)), f"{value}")
        except ValueError:
            raise CiatlasError(f"the query gives {value!r}, which is no number") from None

    return compute
