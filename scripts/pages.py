"""Write the reference pages: docs/schema.md from the schema, docs/metrics.md from the catalogue."""

from pathlib import Path

from ciatlas.analysis.metrics.page import metrics_page
from ciatlas.store.schema_page import schema_page

DOCS = Path(__file__).parent.parent / "docs"

if __name__ == "__main__":
    (DOCS / "schema.md").write_text(schema_page(), encoding="utf-8")
    (DOCS / "metrics.md").write_text(metrics_page(), encoding="utf-8")
