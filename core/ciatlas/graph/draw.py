"""From a job graph to its drawing."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING, Literal

from ciatlas.graph.boxes import Folding
from ciatlas.graph.drawing import Box, Direction, Drawing, Row, Wire
from ciatlas.graph.glyphs import ASCII, UTF8
from ciatlas.graph.group import edges_between, group_jobs
from ciatlas.graph.layout import make_plan
from ciatlas.graph.notes import notes
from ciatlas.graph.order import arrange, ranks
from ciatlas.graph.paint import paint
from ciatlas.graph.reduce import reduce_needs
from ciatlas.graph.views import Scene, View, choose_view, turn

if TYPE_CHECKING:
    import networkx as nx


def draw(
    graph: nx.DiGraph[str],
    *,
    width: int | None = None,
    height: int | None = None,
    direction: Literal["lr", "td", "auto"] = "auto",
    ascii: bool = False,  # noqa: A002 - the option is called so everywhere
    unfolded: Set[str] = frozenset(),
    folded: Set[str] = frozenset(),
    previous: Drawing | None = None,
) -> Drawing:
    """Draw a job graph on a grid of terminal cells.

    Args:
        graph: jobs and needs, as from `job_graph`; any directed graph with text nodes will do.
        width: cells to fit the drawing into where that is possible: labels get shorter and, with
            direction `auto`, the flow is turned to achieve it.
        height: lines to fit it into; of lesser concern than `width`.
        direction: left to right, top down, or left to right unless only top down fits.
        ascii: use ASCII characters only.
        unfolded: jobs whose matrix legs are listed.
        folded: jobs whose box, if it holds several jobs, is shown as one row.
        previous: a drawing of an earlier state; jobs keep the order they have in it.

    Returns:
        The drawing: the same for the same input, always. Cycles and unknown needs are explained in
        its notes.
    """
    reduction = reduce_needs(graph.nodes, graph.edges)
    groups = group_jobs(graph.nodes, reduction.drawn)
    plan = make_plan(len(groups), edges_between(groups, reduction.drawn))
    order = arrange(plan.layers, ranks(groups, previous))
    scene = Scene(groups, graph.nodes, plan, order)
    glyphs = ASCII if ascii else UTF8
    directions: tuple[Direction, ...] = ("lr", "td") if direction == "auto" else (direction,)
    view = choose_view(scene, glyphs, Folding(unfolded, folded), directions, width, height)
    boxes, wires = _boxes_and_wires(scene, view)
    rows, columns = view.size
    return Drawing(
        width=columns,
        height=rows,
        lines=paint(view.size, boxes, wires, view.direction, glyphs),
        direction=view.direction,
        boxes=boxes,
        wires=wires,
        edges=reduction.drawn,
        implied=reduction.implied,
        cyclic=reduction.cyclic,
        notes=notes(graph, reduction),
    )


def _boxes_and_wires(scene: Scene, view: View) -> tuple[tuple[Box, ...], tuple[Wire, ...]]:
    """Return boxes stage by stage, each in order across the flow, and the wires between them."""
    starts = view.grid.boxes
    sequence = sorted(range(len(starts)), key=lambda box: (scene.plan.depth[box], starts[box][1]))
    number = {box: index for index, box in enumerate(sequence)}
    wires = sorted(
        (number[source], number[target], net, tuple(turn(view.direction, *at) for at in path))
        for net, (source, target), path in view.grid.paths()
    )
    boxes = tuple(_box(scene, view, box, starts[box]) for box in sequence)
    return boxes, tuple(Wire(*wire) for wire in wires)


def _box(scene: Scene, view: View, box: int, start: tuple[int, int]) -> Box:
    row, column = turn(view.direction, *start)
    height, width = view.sizes[box]
    return Box(
        jobs=scene.groups[box],
        row=row,
        column=column,
        height=height,
        width=width,
        stage=scene.plan.depth[box],
        rows=tuple(
            Row(line.jobs, row + 1 + index, line.text, line.leg)
            for index, line in enumerate(view.contents[box])
        ),
    )
