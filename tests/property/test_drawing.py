"""Whatever the graph, its drawing says exactly what the needs say."""

from typing import Literal

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from ciatlas.graph import Drawing, draw
from tests.unit.graph.graphs import any_graphs, dags
from tests.unit.graph.tracer import reachable

Direction = Literal["lr", "td"]
WAYS = st.tuples(st.sampled_from(("lr", "td")), st.booleans(), st.sampled_from((None, 40, 80)))


def closure(jobs: "nx.DiGraph[str]", edges: object) -> set[tuple[str, str]]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(jobs)
    graph.add_edges_from(edges)  # type: ignore[arg-type]
    return set(nx.transitive_closure(graph).edges)


def successors(drawing: Drawing) -> list[set[int]]:
    found: list[set[int]] = [set() for _ in drawing.boxes]
    for source, target in drawing.edges:
        found[drawing.box_of[source]].add(drawing.box_of[target])
    return found


@settings(max_examples=150, deadline=None)
@given(dags(), WAYS)
def test_tracing_the_lines_finds_the_drawn_needs_and_nothing_else(
    graph: "nx.DiGraph[str]", way: tuple[Direction, bool, int | None]
) -> None:
    direction, plain, width = way
    drawing = draw(graph, direction=direction, ascii=plain, width=width)
    assert reachable(drawing) == successors(drawing)


@settings(max_examples=150, deadline=None)
@given(any_graphs())
def test_drawn_needs_imply_all_that_close_no_cycle(graph: "nx.DiGraph[str]") -> None:
    drawing = draw(graph)
    assert sorted((*drawing.edges, *drawing.implied, *drawing.cyclic)) == sorted(graph.edges)
    assert nx.is_directed_acyclic_graph(nx.DiGraph(drawing.edges))
    acyclic = set(graph.edges) - set(drawing.cyclic)
    assert closure(graph, drawing.edges) == closure(graph, acyclic)
    assert set(nx.transitive_reduction(nx.DiGraph(list(acyclic))).edges) == set(drawing.edges)


@settings(max_examples=100, deadline=None)
@given(dags(), WAYS, st.data())
def test_boxes_keep_apart_and_inside_and_every_line_is_as_wide_as_said(
    graph: "nx.DiGraph[str]", way: tuple[Direction, bool, int | None], data: st.DataObject
) -> None:
    direction, plain, width = way
    jobs = sorted(graph.nodes)
    some = st.sets(st.sampled_from(jobs)) if jobs else st.just(set())
    drawing = draw(
        graph,
        direction=direction,
        ascii=plain,
        width=width,
        unfolded=data.draw(some),
        folded=data.draw(some),
    )
    assert [cell_len(line) for line in drawing.lines] == [drawing.width] * drawing.height
    taken: set[tuple[int, int]] = set()
    for box in drawing.boxes:
        cells = {
            (row, column)
            for row in range(box.row, box.row + box.height)
            for column in range(box.column, box.column + box.width)
        }
        assert not cells & taken
        taken |= cells
    assert all(0 <= row < drawing.height and 0 <= col < drawing.width for row, col in taken)
    assert sorted(job for box in drawing.boxes for job in box.jobs) == jobs
    assert "".join(drawing.lines).isprintable()
    if plain:
        assert "".join(drawing.lines).isascii()


@settings(max_examples=60, deadline=None)
@given(dags(most=8), st.booleans(), st.integers(20, 80))
def test_a_drawing_is_wider_than_asked_only_where_neither_direction_fits(
    graph: "nx.DiGraph[str]", plain: bool, width: int
) -> None:
    if draw(graph, width=width, ascii=plain).width > width:
        directions: tuple[Direction, ...] = ("lr", "td")
        for one in directions:
            assert draw(graph, width=width, ascii=plain, direction=one).width > width


@settings(max_examples=60, deadline=None)
@given(dags(most=16), st.sampled_from(("lr", "td")))
def test_every_job_can_be_found_where_its_row_is(
    graph: "nx.DiGraph[str]", direction: Direction
) -> None:
    drawing = draw(graph, direction=direction)
    for job in graph:
        box = drawing.boxes[drawing.box_of[job]]
        assert drawing.job_at(drawing.row_of(job).row, box.column + 1) == job
    assert [job for stage in drawing.stages for job in stage] == [
        job for box in drawing.boxes for job in box.jobs
    ]


@settings(max_examples=60, deadline=None)
@given(dags(most=16), dags(most=16))
def test_a_drawing_warm_started_from_itself_is_itself(
    graph: "nx.DiGraph[str]", other: "nx.DiGraph[str]"
) -> None:
    first = draw(graph, direction="lr")
    again = draw(graph, direction="lr", previous=first)
    assert [box.jobs for box in again.boxes] == [box.jobs for box in first.boxes]
    # A previous drawing of anything else is no trouble either.
    changed = draw(graph, previous=draw(other))
    assert reachable(changed) == successors(changed)


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_jobs_without_needs_share_one_box(jobs: int) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(f"job{number}" for number in range(jobs))
    (box,) = draw(graph).boxes
    assert len(box.rows) == jobs
