"""Drawings taken elsewhere: JSON, Mermaid, Graphviz dot, SVG."""

import json
from xml.etree import ElementTree

import pytest

from ciatlas.graph import draw, export
from tests.unit.graph.graphs import DIAMOND, graph

HOSTILE = graph(
    ('"];evil', "b"), ("b", "<script>"), ("<script>", "b"), b={"label": '\\" & <b>\x1b[0m [red]'}
)


def test_json_is_the_contract() -> None:
    document = json.loads(export(DIAMOND, draw(DIAMOND, direction="lr"), "json"))
    assert document["schema"] == 1
    assert (document["width"], document["height"]) == (21, 4)
    assert document["text"][2] == "│ a ├──▶│ c ├──▶│ d │"
    assert document["direction"] == "lr"
    assert document["boxes"][1] == {
        "jobs": ["b", "c"],
        "row": 0,
        "column": 8,
        "height": 4,
        "width": 5,
    }
    assert document["edges"] == [["a", "b"], ["a", "c"], ["b", "d"], ["c", "d"]]
    assert document["implied"] == []


def test_text_ends_with_the_notes() -> None:
    cycle = graph(("a", "b"), ("b", "a"))
    assert export(cycle, draw(cycle), "text").splitlines()[-1] == (
        "a needs b, but that closes a cycle: not drawn."
    )


def test_mermaid_names_jobs_by_number_so_that_no_id_can_break_it() -> None:
    lines = export(HOSTILE, draw(HOSTILE), "mermaid").splitlines()
    assert lines[0] == "flowchart LR"
    assert lines[1] == '  j0["#34;#93;#59;evil"]'
    assert "  j0 --> j1" in lines
    assert "  j2 -.-> j1" in lines or "  j1 -.-> j2" in lines


def test_dot_quotes_everything() -> None:
    text = export(HOSTILE, draw(HOSTILE), "dot")
    assert text.startswith("digraph jobs {\n  rankdir=LR;")
    assert '"\\"];evil"' in text
    assert "style=dashed" in text
    assert "\x1b" not in text


def test_svg_is_well_formed_and_shows_every_job_and_line() -> None:
    drawing = draw(HOSTILE)
    root = ElementTree.fromstring(export(HOSTILE, drawing, "svg"))
    name = "{http://www.w3.org/2000/svg}"
    titles = [title.text for title in root.iter(f"{name}title")]
    assert titles == ['"];evil', "b", "<script>"]
    assert len(root.findall(f".//{name}rect")) == len(drawing.boxes)
    assert len(root.findall(f".//{name}polygon")) == len({w.points[-1] for w in drawing.wires})


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(ValueError, match="'pdf' is none of text"):
        export(DIAMOND, draw(DIAMOND), "pdf")
