"""Job graphs to draw: written by hand, or random by shape."""

from collections.abc import Iterable
from typing import Any

import networkx as nx
from hypothesis import strategies as st

LABELS = st.text(
    st.sampled_from("abcdefghij-_ .日本🚀é\x1b[]\u202e\u200b"), min_size=1, max_size=40
)


def graph(*edges: tuple[str, str], jobs: Iterable[str] = (), **facts: Any) -> "nx.DiGraph[str]":
    """Make a graph of `jobs` and those in `edges`; `facts` are the attributes of jobs by name."""
    made: nx.DiGraph[str] = nx.DiGraph()
    made.add_nodes_from(jobs)
    made.add_edges_from(edges)
    for job, attributes in facts.items():
        made.nodes[job].update(attributes)
    return made


DIAMOND = graph(("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"))
ZIGZAG = graph(("a", "x"), ("b", "x"), ("b", "y"), ("c", "y"))
LADDER = graph(
    ("plan", "lint"), ("plan", "unit"), ("lint", "pack"), ("unit", "pack"), ("unit", "docs"),
    ("plan", "scan"), ("scan", "ship"), ("pack", "ship"), ("docs", "site"), ("scan", "site"),
)  # fmt: skip
MESH = graph(*((f"s{i}", f"t{j}") for i in range(4) for j in range(4) if (i * j) % 3 != 1))
CHAIN = graph(*((f"c{i}", f"c{i + 1}") for i in range(12)))
FAN = graph(*(("root", f"f{i}") for i in range(20)), *((f"f{i}", "end") for i in range(20)))
KNOWN = {
    "diamond": DIAMOND,
    "zigzag": ZIGZAG,
    "ladder": LADDER,
    "mesh": MESH,
    "chain": CHAIN,
    "fan": FAN,
}


@st.composite
def dags(draw: st.DrawFn, most: int = 24) -> "nx.DiGraph[str]":
    """Draw an acyclic graph with labels, matrix legs and reusable workflows here and there."""
    size = draw(st.integers(0, most))
    made: nx.DiGraph[str] = nx.DiGraph()
    for number in range(size):
        made.add_node(
            f"j{number}",
            label=draw(LABELS),
            legs=draw(st.sampled_from((1, 1, 1, None, 3))),
            leg_labels=("3.11", "3.12", "3.13"),
            uses=draw(st.sampled_from((None, None, "./w.yml"))),
        )
    pairs = [(u, v) for v in range(size) for u in range(v)]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=3 * size)) if pairs else []
    made.add_edges_from((f"j{u}", f"j{v}") for u, v in chosen)
    return made


@st.composite
def any_graphs(draw: st.DrawFn, most: int = 10) -> "nx.DiGraph[str]":
    """Draw a directed graph that may have cycles and jobs that need themselves."""
    jobs = [f"j{number}" for number in range(draw(st.integers(0, most)))]
    made: nx.DiGraph[str] = nx.DiGraph()
    made.add_nodes_from(jobs)
    if jobs:
        ends = st.sampled_from(jobs)
        made.add_edges_from(draw(st.lists(st.tuples(ends, ends), max_size=30)))
    return made
