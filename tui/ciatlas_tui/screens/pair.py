"""Two pipelines as wholes: their job graphs and steps in order, with marks on what differs."""

from dataclasses import replace

from ciatlas.analysis.tool import LabelledPipeline
from ciatlas.display import visible
from ciatlas.model.pipeline import Step
from ciatlas_tui.describe import step_name, step_title
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.widgets.pictures import Lines

_HEADING = 1
_LONGEST = 16
"""Cells of the longest activity."""


def draw_pair(
    left: LabelledPipeline, right: LabelledPipeline, width: int, glyphs: Glyphs
) -> tuple[Lines, Lines, int]:
    """Draw both for a width each, the steps below the graphs; and say how high the graphs are."""
    from ciatlas.analysis.job_changes import job_changes
    from ciatlas.graph import draw, job_graph

    changes = job_changes(left.pipeline, right.pipeline)
    graphs: list[Lines] = []
    for side in (left, right):
        graph = job_graph(side.pipeline)
        for job, change in changes.items():
            if job in graph:
                graph.nodes[job]["glyph"] = glyphs.changes[change.change]
        drawing = draw(graph, width=width, ascii=glyphs.cursor.isascii()) if len(graph) else None
        graphs.append(() if drawing is None else tuple(line.rstrip() for line in drawing.lines))
    high = max(map(len, graphs))
    ours = _steps(left, right, glyphs, glyphs.changes["went"])
    theirs = _steps(right, left, glyphs, glyphs.changes["came"])
    below = [(*graph, *[""] * (high - len(graph))) for graph in graphs]
    return (*below[0], *ours), (*below[1], *theirs), high + _HEADING if high else 0


def _steps(side: LabelledPipeline, other: LabelledPipeline, glyphs: Glyphs, alone: str) -> Lines:
    """Write the steps job by job, with a mark on those the other side has not, or others."""
    same = {(one.job.id, _said(one.step)) for one in other.steps()}
    alike = {(one.job.id, _name(one.step)) for one in other.steps()}
    lines: list[str] = []
    for job in side.pipeline.jobs:
        lines += ["", visible(job.id)]
        for step in job.steps:
            mark = " "
            if (job.id, _said(step)) not in same:
                known = (job.id, _name(step)) in alike
                mark = glyphs.changes["changed"] if known else alone
            activity = side.labels.step(job.id, step.index).activity.value
            lines.append(f"{mark} {step.index + 1:>2}  {activity:<{_LONGEST}}  {step_name(step)}")
        if job.uses:
            lines.append(f"      {visible(job.uses)}")
    return tuple(lines)


def _name(step: Step) -> str:
    """Name a step whatever version of an action it uses."""
    return step.name or (step.uses or "").partition("@")[0] or step_title(step)


def _said(step: Step) -> Step:
    """Return a step without where it stands."""
    commands = tuple(replace(command, line=0) for command in step.commands)
    return replace(step, index=0, line=0, column=0, commands=commands)
