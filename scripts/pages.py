"""Write the reference pages in docs/: schema, metrics and configuration, each from its data."""

from pathlib import Path

from ciatlas.analysis.metrics.page import metrics_page
from ciatlas.store.schema_page import schema_page
from ciatlas_tui.configuration_page import configuration_page

DOCS = Path(__file__).parent.parent / "docs"

if __name__ == "__main__":
    (DOCS / "schema.md").write_text(schema_page(), encoding="utf-8")
    (DOCS / "metrics.md").write_text(metrics_page(), encoding="utf-8")
    (DOCS / "configuration.md").write_text(configuration_page(), encoding="utf-8")
