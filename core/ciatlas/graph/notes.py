"""What a drawing cannot show, said in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ciatlas.display import visible
from ciatlas.graph.reduce import Reduction

if TYPE_CHECKING:
    import networkx as nx


def notes(graph: nx.DiGraph[str], reduction: Reduction) -> tuple[str, ...]:
    """Return notes on needs that are unknown, close a cycle or are implied by others."""
    found = [] if graph else ["There are no jobs to draw."]
    found += [
        f"{visible(job)} needs {visible(need)}, which is no job of this pipeline."
        for job, need in graph.graph.get("unknown", ())
    ]
    found += [
        f"{visible(target)} needs {visible(source)}, but that closes a cycle: not drawn."
        for source, target in reduction.cyclic
    ]
    count = len(reduction.implied)
    if count:
        found.append(
            "1 need follows from the others and is not drawn."
            if count == 1
            else f"{count} needs follow from the others and are not drawn."
        )
    return tuple(found)
