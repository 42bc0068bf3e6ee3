"""Measuring tools: any metric of the catalogue, or of the user's own, of a tool as of a day."""

from collections.abc import Mapping
from datetime import date

from ciatlas.analysis.metrics.catalogue import Entry, load_catalogue
from ciatlas.analysis.metrics.result import Result, unknown
from ciatlas.analysis.tool import Tool
from ciatlas.model.metric import Measurement


class Measuring:
    """Measures tools and remembers what it measured.

    Args:
        own: metrics of the user's own, by id, beside those of the catalogue.
    """

    def __init__(self, own: Mapping[str, Entry] | None = None) -> None:
        self.catalogue: Mapping[str, Entry] = {**load_catalogue(), **(own or {})}
        self._known: dict[tuple[str, str, date | None], Measurement] = {}

    def measure(self, metric: str, tool: Tool) -> Measurement:
        """Measure a metric of a tool.

        Raises:
            KeyError: there is no such metric.
        """
        key = metric, tool.repository.full_name, tool.as_of
        if key not in self._known:
            entry = self.catalogue[metric]
            result = _result(entry, tool)
            self._known[key] = Measurement(
                metric=metric,
                repository=tool.repository.full_name,
                tool=tool.name,
                value=result.value,
                unit=entry.metric.unit,
                note=result.note,
                computed_by=entry.computed_by,
                evidence=result.evidence or tool.whole(result.note),
            )
        return self._known[key]


def _result(entry: Entry, tool: Tool) -> Result:
    if tool.at is None:
        return unknown(tool.repository.absence)
    if entry.metric.source == "history" and tool.repository.observed_on:
        return unknown("its history is not in the atlas; import a clone of it")
    return entry.compute(tool)
