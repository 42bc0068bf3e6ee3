"""From a pipeline to its job graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ciatlas.model.pipeline import Job, Pipeline

if TYPE_CHECKING:
    import networkx as nx


def job_graph(pipeline: Pipeline) -> nx.DiGraph[str]:
    """Return the graph of a pipeline's jobs: an edge leads from a needed job to the one needing it.

    Nodes are job ids in the order of the file, with the attributes `label` (text shown), `legs`
    (matrix legs, `None` if only a run could know), `leg_labels` (one text per leg) and `uses` (the
    reusable workflow in place of steps, or `None`). A caller may add `glyph`, one character shown
    before the label. The graph attribute `unknown` lists (job, need) pairs whose need names no job;
    cycles are kept as they are.

    As GitHub does, needs are matched without regard to case where no job has the exact name.
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph(name=pipeline.name or pipeline.path)
    for job in pipeline.jobs:
        graph.add_node(
            job.id, label=job.id, legs=job.legs, leg_labels=_leg_labels(job), uses=job.uses
        )
    names = {job.id.casefold(): job.id for job in reversed(pipeline.jobs)}
    unknown = []
    for job in pipeline.jobs:
        for need in job.needs:
            source = need if need in graph else names.get(need.casefold())
            if source is None:
                unknown.append((job.id, need))
            else:
                graph.add_edge(source, job.id)
    graph.graph["unknown"] = tuple(unknown)
    return graph


def _leg_labels(job: Job) -> tuple[str, ...]:
    legs = job.matrix.legs if job.matrix is not None else None
    return tuple(", ".join(value for _, value in leg) for leg in legs or ())
