"""Metrics: what is measured of a tool, how, and what came of it."""

from dataclasses import dataclass

from ciatlas.model.claim import Evidence


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of the catalogue.

    Attributes:
        id: its name in hypotheses, tables and JSON.
        title: its name for people, a few words.
        definition: what is counted, over what.
        unit: `share` (0 to 1), `count`, `days`, `minutes`, `per year`, `per week`, `yes or no`.
        source: where its facts come from: `pipelines`, `files`, `counts`, `history` or `api`.
        missing: when it is unknown, and what brings it.
        sql: for a metric of the user's own, the query that gives its value.
    """

    id: str
    title: str
    definition: str
    unit: str
    source: str
    missing: str = ""
    sql: str | None = None


@dataclass(frozen=True, slots=True)
class Measurement:
    """A metric of one tool as of a day.

    `value` is `None` while it is unknown; `note` then says why and what would bring it, and
    otherwise in a few words what the value was made of (`3 of 35 workflows`). `computed_by` is the
    dotted name of the function, or the SQL query, that gives the value again.
    """

    metric: str
    repository: str
    tool: str
    value: float | None
    unit: str
    note: str
    computed_by: str
    evidence: tuple[Evidence, ...] = ()
