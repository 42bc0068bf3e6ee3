"""A drawing written as text, JSON, Mermaid, Graphviz dot or SVG."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ciatlas.display import visible
from ciatlas.graph.drawing import Drawing
from ciatlas.graph.svg import to_svg

if TYPE_CHECKING:
    import networkx as nx


def export(graph: nx.DiGraph[str], drawing: Drawing, form: str) -> str:
    """Return `drawing` of `graph` in the form `text`, `json`, `mermaid`, `dot` or `svg`.

    Mermaid and dot carry the drawn needs and, dashed, those left out because they close a cycle.

    Raises:
        ValueError: if there is no such form.
    """
    if form not in _FORMS:
        raise ValueError(f"{form!r} is none of {', '.join(_FORMS)}")
    return _FORMS[form](graph, drawing)


def as_document(drawing: Drawing) -> dict[str, Any]:
    """Return `drawing` as JSON-ready values.

    Places are in terminal cells from 0. `edges` are the needs drawn, `implied` those that follow
    from them, `cyclic` those left out because they close a cycle, each as [needed, needing].
    """
    return {
        "schema": 1,
        "width": drawing.width,
        "height": drawing.height,
        "direction": drawing.direction,
        "text": list(drawing.lines),
        "boxes": [
            {
                "jobs": list(box.jobs),
                "row": box.row,
                "column": box.column,
                "height": box.height,
                "width": box.width,
            }
            for box in drawing.boxes
        ],
        "edges": [list(edge) for edge in drawing.edges],
        "implied": [list(edge) for edge in drawing.implied],
        "cyclic": [list(edge) for edge in drawing.cyclic],
        "notes": list(drawing.notes),
    }


def _text(_graph: nx.DiGraph[str], drawing: Drawing) -> str:
    lines = [line.rstrip() for line in drawing.lines]
    notes = ["", *drawing.notes] if lines and drawing.notes else [*drawing.notes]
    return "\n".join(lines + notes)


def _json(_graph: nx.DiGraph[str], drawing: Drawing) -> str:
    return json.dumps(as_document(drawing), ensure_ascii=False, indent=2)


def _mermaid(graph: nx.DiGraph[str], drawing: Drawing) -> str:
    number = {job: index for index, job in enumerate(graph.nodes)}
    lines = [f"flowchart {drawing.direction.upper()}"]
    lines += [f'  j{number[job]}["{_mermaid_text(_caption(graph, job))}"]' for job in number]
    lines += [f"  j{number[source]} --> j{number[target]}" for source, target in drawing.edges]
    lines += [f"  j{number[source]} -.-> j{number[target]}" for source, target in drawing.cyclic]
    return "\n".join(lines)


def _mermaid_text(text: str) -> str:
    """Return `text` with everything that Mermaid or HTML could read as markup as entity codes."""
    return "".join(
        character if character.isalnum() or character in " -_./:," else f"#{ord(character)};"
        for character in text
    )


def _dot(graph: nx.DiGraph[str], drawing: Drawing) -> str:
    rank = {"lr": "LR", "td": "TB"}[drawing.direction]
    lines = ["digraph jobs {", f"  rankdir={rank};", '  node [shape=box, style="rounded"];']
    lines += [f"  {_quoted(job)} [label={_quoted(_caption(graph, job))}];" for job in graph.nodes]
    lines += [f"  {_quoted(source)} -> {_quoted(target)};" for source, target in drawing.edges]
    lines += [
        f"  {_quoted(source)} -> {_quoted(target)} [style=dashed, constraint=false];"
        for source, target in drawing.cyclic
    ]
    return "\n".join([*lines, "}"])


def _quoted(text: str) -> str:
    """Return `text` as a dot string; every backslash doubled, so that none is an escape."""
    escaped = visible(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _caption(graph: nx.DiGraph[str], job: str) -> str:
    """Return what is said about a job where there is room: label, reuse, matrix legs."""
    facts = graph.nodes[job]
    words = [str(facts.get("label", job))]
    if facts.get("uses"):
        words.append("↗")
    legs = facts.get("legs", 1)
    if legs != 1:
        words.append("×?" if legs is None else f"×{legs}")
    return visible(" ".join(words))


def _svg(_graph: nx.DiGraph[str], drawing: Drawing) -> str:
    return to_svg(drawing)


_FORMS: dict[str, Callable[[nx.DiGraph[str], Drawing], str]] = {
    "text": _text,
    "json": _json,
    "mermaid": _mermaid,
    "dot": _dot,
    "svg": _svg,
}
