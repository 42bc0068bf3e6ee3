"""Write docs/schema.md from the schema."""

from pathlib import Path

from ciatlas.store.schema_page import schema_page

PAGE = Path(__file__).parent.parent / "docs" / "schema.md"

if __name__ == "__main__":
    PAGE.write_text(schema_page(), encoding="utf-8")
