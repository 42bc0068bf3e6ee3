"""The catalogue (data/ciatlas_data/metrics.yaml) joined with the functions that compute it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from typing import Any

from ciatlas.analysis.metrics.result import Result
from ciatlas.analysis.tool import Tool
from ciatlas.model.metric import Metric

PACKAGE = "ciatlas.analysis.metrics"


@dataclass(frozen=True, slots=True)
class Entry:
    """A metric, what computes it, and the name by which that can be called again."""

    metric: Metric
    compute: Callable[[Tool], Result]
    computed_by: str


@cache
def load_catalogue() -> Mapping[str, Entry]:
    """Return the metrics that ship with ciatlas, by id, in the catalogue's order."""
    import yaml

    text = resources.files("ciatlas_data").joinpath("metrics.yaml").read_text(encoding="utf-8")
    content = yaml.load(text, Loader=yaml.CSafeLoader)
    return {
        entry["id"]: _entry(module, entry)
        for module, entries in content.items()
        for entry in entries
    }


def _entry(module: str, entry: Mapping[str, Any]) -> Entry:
    name = f"{PACKAGE}.{module}"
    compute = getattr(import_module(name), entry["id"])
    return Entry(Metric(**entry), compute, f"{name}.{entry['id']}")
