"""Reports: what a meeting leaves behind, as Markdown."""
