"""The reference page of the schema, docs/schema.md, made from the schema itself."""

from ciatlas.store.schema import SEARCH_ABOUT, TABLES, VIEWS, Column, Table

_INTRODUCTION = """# The atlas, table by table

An atlas is one SQLite file. Open it read-only with any SQLite tool (Datasette, DuckDB, `sqlite3`)
or ask `ciatlas sql "SELECT …"`. This page is made from the schema by `make docs`.

Positions on the mainline make questions "as of" a date easy: find the position of the last mainline
commit before that date in `commits`, then take the rows of `versions` and `path_commits` whose
`since` is at or below it and whose `until` is above it or NULL, and the `commits` whose `landed` is
at or below it.

```sql
-- Workflows of Metaflow on 25 January 2025
WITH day AS (
  SELECT repository_id, max(mainline) AS position FROM commits
  WHERE mainline IS NOT NULL AND committed < unixepoch('2025-01-26')
    AND repository_id = (SELECT id FROM repositories WHERE full_name = 'Netflix/metaflow')
)
SELECT paths.path, pipelines.jobs, pipelines.steps
FROM day JOIN paths ON paths.repository_id = day.repository_id
JOIN versions ON versions.path_id = paths.id AND versions.since <= day.position
  AND (versions.until IS NULL OR versions.until > day.position)
JOIN pipelines ON pipelines.repository_id = paths.repository_id
  AND pipelines.blob = versions.blob AND pipelines.kind = paths.kind
ORDER BY paths.path;
```
"""


def schema_page() -> str:
    """Return the page as Markdown."""
    parts = [_INTRODUCTION, "## Tables\n"]
    parts += [_table(table) for table in TABLES]
    parts.append(f"### search\n\n{SEARCH_ABOUT}\n")
    parts.append("## Views\n")
    parts += [f"### {view.name}\n\n{view.about}\n" for view in VIEWS]
    return "\n".join(parts)


def _table(table: Table) -> str:
    rows = "\n".join(
        f"| {column.name} | {_type(column)} | {column.about} |" for column in table.columns
    )
    head = "| column | type | meaning |\n|---|---|---|"
    return f"### {table.name}\n\n{table.about}\n\n{head}\n{rows}\n"


def _type(column: Column) -> str:
    words = column.declaration.split()
    if "REFERENCES" in words:
        return f"{words[0]} → {words[words.index('REFERENCES') + 1].removesuffix('(id)')}"
    return words[0]
