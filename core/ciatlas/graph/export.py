"""A drawing written as text, JSON, Mermaid, Graphviz dot or SVG."""
