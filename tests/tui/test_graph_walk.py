"""Where the arrow keys lead on a drawing."""

import pytest

from ciatlas.graph import draw
from ciatlas_tui.widgets.graph_walk import Walk, Way
from tests.unit.graph.graphs import CHAIN, DIAMOND, FAN, ZIGZAG, graph

TWO_LANES = graph(("a1", "a2"), ("a2", "a3"), ("b1", "b2"), ("b2", "b3"), ("a1", "b2"))


def walked(walk: Walk, start: str, *ways: Way) -> list[str | None]:
    found: list[str | None] = []
    job: str | None = start
    for way in ways:
        job = walk.step(job, way) if job is not None else None
        found.append(job)
    return found


def test_right_and_left_follow_edges() -> None:
    walk = Walk(draw(TWO_LANES, direction="lr"))
    assert walked(walk, "a1", "right", "right", "left", "left") == ["a2", "a3", "a2", "a1"]
    assert walk.step("b3", "right") is None


def test_the_key_back_returns_to_where_one_came_from() -> None:
    walk = Walk(draw(ZIGZAG, direction="lr"))
    assert walked(walk, "b", "right", "left") == ["y", "b"]
    assert walked(walk, "c", "right", "left") == ["y", "c"]
    fresh = Walk(draw(ZIGZAG, direction="lr"))
    assert walked(fresh, "a", "right", "left") == ["x", "a"]


def test_without_an_edge_the_nearest_job_of_the_next_column_is_next() -> None:
    walk = Walk(draw(graph(("a", "b"), jobs=["lonely"]), direction="lr"))
    assert walk.step("lonely", "right") == "b"


def test_up_and_down_walk_rows_and_on_to_the_next_box() -> None:
    walk = Walk(draw(graph(("a", "c"), ("b", "c"), ("x", "y")), direction="lr"))
    assert walked(walk, "a", "down", "down", "down") == ["b", "x", None]
    assert walked(walk, "x", "up", "up") == ["b", "a"]


def test_top_down_rows_come_before_edges() -> None:
    walk = Walk(draw(DIAMOND, direction="td"))
    assert walked(walk, "a", "down", "down", "down") == ["b", "c", "d"]
    assert walked(walk, "d", "up", "up", "up") == ["c", "b", "a"]
    turned = Walk(draw(TWO_LANES, direction="td"))
    assert turned.step("a1", "right") == "b1"
    assert turned.step("b1", "down") == "b2"


def test_a_folded_box_is_one_row() -> None:
    walk = Walk(draw(FAN, direction="lr", folded={"f5"}))
    assert walked(walk, "root", "right", "down") == ["f0", None]
    assert walk.step("f9", "right") == "end"


@pytest.mark.parametrize("direction", ["lr", "td"])
def test_every_job_of_a_chain_is_reached(direction: str) -> None:
    walk = Walk(draw(CHAIN, direction="lr" if direction == "lr" else "td"))
    way: Way = "right" if direction == "lr" else "down"
    assert walked(walk, "c0", *[way] * 12) == [f"c{number}" for number in range(1, 13)]
