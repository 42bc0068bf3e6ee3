"""Drawings of small graphs, as they are to look."""

import os
import subprocess
import sys

import pytest

from ciatlas.graph import Drawing, draw
from tests.unit.graph.graphs import CHAIN, DIAMOND, FAN, KNOWN, LADDER, MESH, ZIGZAG, graph


def picture(drawing: Drawing) -> str:
    return "\n".join(line.rstrip() for line in drawing.lines)


def test_jobs_with_equal_neighbours_share_a_box() -> None:
    assert picture(draw(DIAMOND, direction="lr")) == (
        "        ┌───┐\n┌───┐   │ b │   ┌───┐\n│ a ├──▶│ c ├──▶│ d │\n└───┘   └───┘   └───┘"
    )


def test_lines_that_share_a_target_join_and_others_split() -> None:
    assert picture(draw(ZIGZAG, direction="lr")) == (
        "┌───┐    ┌───┐\n"
        "│ a ├───▶│ x │\n"
        "└───┘ ╭─▶│   │\n"
        "┌───┐ │  └───┘\n"
        "│ b ├─┤  ┌───┐\n"
        "└───┘ ╰─▶│ y │\n"
        "┌───┐ ╭─▶│   │\n"
        "│ c ├─╯  └───┘\n"
        "└───┘"
    )


def test_top_down_is_the_same_turned() -> None:
    assert picture(draw(graph(("a", "b")), direction="td")) == (
        "┌───┐\n│ a │\n└─┬─┘\n  ▼\n┌───┐\n│ b │\n└───┘"
    )


def test_ascii_uses_plus_for_contact_and_angle_for_heads() -> None:
    assert picture(draw(graph(("a", "b")), direction="lr", ascii=True)) == (
        "+---+   +---+\n| a +-->| b |\n+---+   +---+"
    )


def test_implied_needs_are_counted_but_not_drawn() -> None:
    drawing = draw(graph(("a", "b"), ("b", "c"), ("a", "c")))
    assert drawing.edges == (("a", "b"), ("b", "c"))
    assert drawing.implied == (("a", "c"),)
    assert drawing.notes == ("1 need follows from the others and is not drawn.",)


def test_cycles_are_explained_and_the_rest_is_drawn() -> None:
    drawing = draw(graph(("a", "b"), ("b", "a"), ("c", "c")))
    assert drawing.edges == (("a", "b"),)
    assert drawing.cyclic == (("b", "a"), ("c", "c"))
    assert drawing.notes[0] == "a needs b, but that closes a cycle: not drawn."


def test_unknown_needs_are_explained() -> None:
    lonely = graph(jobs=["a"])
    lonely.graph["unknown"] = (("a", "\x1b[31mgone"),)
    (note,) = draw(lonely).notes
    assert note.startswith("a needs ")
    assert note.endswith("which is no job of this pipeline.")
    assert "\x1b" not in note


def test_no_jobs_is_no_drawing_but_a_sentence() -> None:
    drawing = draw(graph())
    assert (drawing.width, drawing.height, drawing.lines) == (0, 0, ())
    assert drawing.notes == ("There are no jobs to draw.",)


def test_matrix_legs_are_folded_until_asked_for() -> None:
    legs = {"legs": 2, "leg_labels": ("3.11", "3.12")}
    jobs = graph(jobs=["unit"], unit=legs)
    assert picture(draw(jobs)) == "┌─────────┐\n│ unit ×2 │\n└─────────┘"
    unfolded = draw(jobs, unfolded={"unit"})
    assert [row.text for row in unfolded.boxes[0].rows] == ["unit ×2", "· 3.11", "· 3.12"]
    assert [row.leg for row in unfolded.boxes[0].rows] == [None, 0, 1]


def test_a_folded_group_is_one_row_with_a_count() -> None:
    drawing = draw(FAN, folded={"f3"})
    assert [row.text for row in drawing.boxes[1].rows] == ["f0 +19"]
    assert drawing.row_of("f7").jobs == tuple(f"f{number}" for number in range(20))


def test_reusable_workflows_and_unknown_legs_are_marked() -> None:
    jobs = graph(jobs=["call"], call={"uses": "./w.yml", "legs": None})
    assert "call ↗ ×?" in picture(draw(jobs))
    assert "call ^ x?" in picture(draw(jobs, ascii=True))


def test_wide_characters_keep_borders_straight() -> None:
    drawing = draw(graph(jobs=["日本語", "🚀 ship", "plain"]))
    assert picture(drawing) == ("┌─────────┐\n│ 日本語  │\n│ 🚀 ship │\n│ plain   │\n└─────────┘")


def test_labels_equal_after_shortening_are_numbered() -> None:
    jobs = graph(jobs=["a" * 60, "a" * 30 + "b" + "a" * 29])
    texts = [row.text for row in draw(jobs, width=20).boxes[0].rows]
    assert len(set(texts)) == 2
    assert [text[-1] for text in texts] == ["1", "2"]


def test_escape_sequences_in_labels_are_made_visible() -> None:
    hostile = graph(jobs=["x"], x={"label": "\x1b]52;c;eA==\x07 [red]\u202e"})
    text = picture(draw(hostile))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[red]" in text


def test_a_narrow_width_shortens_labels_then_turns_the_flow() -> None:
    long = graph(("build-" + "x" * 30, "deploy-" + "y" * 30))
    assert draw(long, width=100).direction == "lr"
    assert draw(long, width=40).width <= 40
    assert draw(CHAIN, width=80).direction == "td"


def test_the_narrowest_width_leaves_marks_their_room() -> None:
    marked = {"legs": 12, "uses": "./w.yml", "glyph": "◆"}
    text = picture(
        draw(graph(jobs=["cross-version-tests"], **{"cross-version-tests": marked}), width=20)
    )
    assert text.splitlines()[1] == "│ ◆ cros…sts ↗ ×12 │"


def test_a_new_job_leaves_the_order_of_the_others_alone() -> None:
    before = draw(LADDER, direction="lr")
    grown = LADDER.copy()
    grown.add_edge("lint", "extra")
    after = draw(grown, direction="lr", previous=before)
    order = {job: place for stage in after.stages for place, job in enumerate(stage)}
    for number, stage in enumerate(before.stages):
        kept = [job for job in stage if job in after.stages[number]]
        assert sorted(kept, key=order.__getitem__) == kept


def test_jobs_are_found_by_cell() -> None:
    drawing = draw(MESH, direction="lr")
    assert drawing.job_at(drawing.height + 5, 0) is None
    box = drawing.boxes[0]
    assert drawing.job_at(box.row, box.column) == box.jobs[0]
    with pytest.raises(KeyError):
        drawing.row_of("nobody")


def test_wires_lead_from_border_to_head() -> None:
    drawing = draw(MESH, direction="lr")
    for wire in drawing.wires:
        (row, column), (last_row, last_column) = wire.points[0], wire.points[-1]
        assert drawing.lines[row][column] == "├"
        assert drawing.lines[last_row][last_column] == "▶"
    assert {wire.source for wire in drawing.wires_at("s0")} == {drawing.box_of["s0"]}


def test_the_same_graph_gives_the_same_bytes_under_any_hash_seed() -> None:
    script = (
        "from tests.unit.graph.graphs import KNOWN\n"
        "from ciatlas.graph import draw, export\n"
        "for jobs in KNOWN.values():\n"
        "    for way in ('lr', 'td'):\n"
        "        print(export(jobs, draw(jobs, direction=way), 'json'))\n"
        "        print(export(jobs, draw(jobs, direction=way), 'svg'))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 1000 * len(KNOWN)
