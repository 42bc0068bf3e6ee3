"""Job graphs: built from pipelines, drawn on a grid of terminal cells, exported."""

from ciatlas.graph.draw import draw
from ciatlas.graph.drawing import Box, Drawing, Row, Wire
from ciatlas.graph.export import as_document, export
from ciatlas.graph.jobs import job_graph

__all__ = ["Box", "Drawing", "Row", "Wire", "as_document", "draw", "export", "job_graph"]
