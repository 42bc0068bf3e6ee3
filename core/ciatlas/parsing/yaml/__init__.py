"""YAML 1.2 as CI systems read it: nodes with positions, diagnostics, bounds."""

from ciatlas.parsing.yaml.nodes import Mapping, Node, Plain, Scalar, Sequence
from ciatlas.parsing.yaml.reader import MAX_CHARACTERS, Document, read

__all__ = ["MAX_CHARACTERS", "Document", "Mapping", "Node", "Plain", "Scalar", "Sequence", "read"]
