"""Drawings: time, size and crossings, beside Graphviz dot on the same reduced, grouped graph.

Crossings are layered: pairs of arcs between neighbouring columns that cross. dot tells its own
count; it draws each edge by itself, while edges of one net share a line here.
"""

import asyncio
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import networkx as nx
from textual.app import App, ComposeResult

from ciatlas.graph import Drawing, draw
from ciatlas.graph.group import edges_between, group_jobs
from ciatlas.graph.layout import Plan, make_plan
from ciatlas.graph.order import arrange
from ciatlas.graph.reduce import reduce_needs
from ciatlas_tui.widgets.graph_view import GraphView

_BUDGET = {100: 150, 300: 500, 1000: 1500}
"""Milliseconds for so many jobs."""
_CROSSINGS = re.compile(r"mincross \S+ (\d+) crossings")
Jobs = "nx.DiGraph[str]"


def run() -> None:
    """Print a line per graph: those of GRAPHS=FILE (`{name: {jobs, needs}}`), else random ones."""
    chosen = os.environ.get("GRAPHS")
    graphs = _read(Path(chosen)) if chosen else _random_graphs()
    dot = shutil.which("dot")
    print(f"{'graph':<32}  jobs      ms  budget      size     ┼  crossings      dot  grown")
    for name, jobs in graphs:
        started = time.perf_counter()
        drawing = draw(jobs)
        spent = (time.perf_counter() - started) * 1000
        budget = next((most for size, most in _BUDGET.items() if len(jobs) <= size), 0)
        ours, theirs = _crossings(jobs), _dot(jobs) if dot else "–"
        size = f"{drawing.width}×{drawing.height}"
        painted = sum(line.count("┼") for line in drawing.lines)
        flipped = _flips(jobs, drawing)
        print(
            f"{name:<32} {len(jobs):>5} {spent:>7.0f} {budget:>7} {size:>9} {painted:>5}"
            f" {ours:>10} {theirs:>8} {flipped:>6.1%}"
        )
    print("(grown: pairs of one column that swap places when a job is added; budget 3%)")
    asyncio.run(_scrolling(dict(_random_graphs())["random1000"]))


async def _scrolling(jobs: Jobs) -> None:
    """Print what it takes to paint the lines in sight while a large drawing scrolls by."""

    class Board(App[None]):
        def compose(self) -> ComposeResult:
            yield GraphView(ascii_only=False)

    async with Board().run_test(size=(120, 40)) as pilot:
        view = pilot.app.query_one(GraphView)
        view.show_graph(jobs)
        await pilot.pause()
        spent = []
        for step in range(40):
            view.scroll_to(x=step * 7, y=step * 3, animate=False)
            await pilot.pause()
            started = time.perf_counter()
            for line in range(view.size.height):
                view.render_line(line)
            spent.append((time.perf_counter() - started) * 1000)
    print(f"repaint of 1,000 jobs while scrolling {statistics.median(spent):.1f} ms (budget 15)")


def _read(path: Path) -> Iterator[tuple[str, Jobs]]:
    for name, facts in json.loads(path.read_text(encoding="utf-8")).items():
        jobs: Jobs = nx.DiGraph()
        jobs.add_nodes_from(facts["jobs"])
        jobs.add_edges_from(facts["needs"])
        yield name, jobs


def _random_graphs() -> Iterator[tuple[str, Jobs]]:
    """Yield graphs shaped like large workflows: most jobs need a few of those shortly before."""
    for size in (10, 30, 100, 300, 1000):
        chance = random.Random(size)
        jobs: Jobs = nx.DiGraph()
        jobs.add_nodes_from(f"job{number}" for number in range(size))
        for number in range(1, size):
            for _ in range(chance.choice((0, 1, 1, 1, 2, 2, 3))):
                jobs.add_edge(f"job{chance.randrange(max(0, number - 40), number)}", f"job{number}")
        yield f"random{size}", jobs


def _plan(jobs: Jobs) -> tuple[Plan, list[tuple[int, int]], int]:
    reduction = reduce_needs(jobs.nodes, jobs.edges)
    groups = group_jobs(jobs.nodes, reduction.drawn)
    edges = edges_between(groups, reduction.drawn)
    return make_plan(len(groups), edges), edges, len(groups)


def _crossings(jobs: Jobs) -> int:
    """Count crossings of single edges, each running through the passages of its net."""
    plan, _, _ = _plan(jobs)
    order = arrange(plan.layers, {})
    place = {item: index for column in order for index, item in enumerate(column)}
    arcs: dict[int, set[tuple[int, int]]] = {}
    for number, net in enumerate(plan.nets):
        for source in net.sources:
            for target in net.targets:
                first, last = plan.depth[source], plan.depth[target]
                way = [plan.layers.passages[number, column] for column in range(first + 1, last)]
                stops = [source, *way, target]
                for channel, arc in enumerate(pairwise(stops), start=first):
                    arcs.setdefault(channel, set()).add((place[arc[0]], place[arc[1]]))
    return sum(_inversions(sorted(found)) for found in arcs.values())


def _inversions(arcs: list[tuple[int, int]]) -> int:
    return sum(
        left < other_left and right > other_right
        for index, (left, right) in enumerate(arcs)
        for other_left, other_right in arcs[index + 1 :]
    )


def _dot(jobs: Jobs) -> str:
    _, edges, boxes = _plan(jobs)
    lines = [f"{box};" for box in range(boxes)] + [f"{u} -> {v};" for u, v in edges]
    done = subprocess.run(
        ["dot", "-v", "-Grankdir=LR", "-Tplain", "-o", os.devnull],
        input="digraph {" + "\n".join(lines) + "}",
        capture_output=True,
        text=True,
        check=True,
    )
    return str(sum(int(count) for count in _CROSSINGS.findall(done.stderr)))


def _flips(jobs: Jobs, before: Drawing) -> float:
    """Return the share of pairs of one column that swap places when a job is added."""
    grown = jobs.copy()
    nodes = list(jobs)
    grown.add_edge(nodes[len(nodes) // 2], "one more")
    after = draw(grown, previous=before)
    place = {job: (n, i) for n, stage in enumerate(after.stages) for i, job in enumerate(stage)}
    pairs = [(a, b) for stage in before.stages for a, b in _pairs(stage)]
    same = [(place[a], place[b]) for a, b in pairs if place[a][0] == place[b][0]]
    return sum(a > b for a, b in same) / max(1, len(same))


def _pairs(stage: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    return ((a, b) for index, a in enumerate(stage) for b in stage[index + 1 :])
