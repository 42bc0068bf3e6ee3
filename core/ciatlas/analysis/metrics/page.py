"""The reference page of the metrics, docs/metrics.md, made from the catalogue."""

from itertools import groupby

from ciatlas.analysis.metrics.catalogue import Entry, load_catalogue

_INTRODUCTION = """# Metrics

What `ciatlas metrics` measures and the verdicts are built on: each metric of a tool as of a day, by
a function whose name stands here. `ciatlas metrics --json` gives, for every value, what it was made
of and where that stands. This page is made from the catalogue by `make docs`.

A value that cannot be known is a dash (`null` in JSON), never zero; it then says why and what
brings it. That is so for every metric as long as the history does not begin as early as the day
asked for; of repositories the atlas knows as of single days only (docs/cohorts.md) also on other
days, and for what needs the history.

| source | where the facts come from |
|---|---|
| pipelines | workflows, local actions, CircleCI and dev container files as of the day |
| files | which files the repository has on that day |
| counts | how many commits and people there are, over all and by path group |
| history | the commits themselves, with their authors' numbers, and tags |
| api | what only GitHub tells, once a sync has brought it |

## Metrics of your own

A study file (`ciatlas metrics --study FILE`) lists further metrics as SQL that can only read. It
may name `:repository` (row id), `:position` (on the mainline) and `:time` (seconds since 1970
UTC) of the tool as of the day; docs/schema.md says what there is.

```yaml
metrics:
  - id: tags
    title: tags
    unit: count
    sql: SELECT count(*) FROM tags WHERE repository_id = :repository
```
"""


def metrics_page() -> str:
    """Return the page as Markdown."""
    entries = load_catalogue().values()
    parts = [_INTRODUCTION]
    for module, group in groupby(entries, key=lambda entry: entry.computed_by.rpartition(".")[0]):
        parts.append(f"## {module.rpartition('.')[2].capitalize()}\n\n`{module}`\n")
        parts += [_section(entry) for entry in group]
    return "\n".join(parts)


def _section(entry: Entry) -> str:
    metric = entry.metric
    missing = f" Unknown when: {metric.missing}." if metric.missing else ""
    return (
        f"### {metric.id}\n\n**{metric.title}** ({metric.unit}, from {metric.source})."
        f" {metric.definition.strip()}{missing}\n"
    )
