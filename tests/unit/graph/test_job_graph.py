"""From a pipeline to its job graph."""

from ciatlas.graph import job_graph
from ciatlas.parsing import parse

SOURCE = """\
on: push
jobs:
  lint: {runs-on: x, steps: [{run: "true"}]}
  Unit:
    runs-on: x
    needs: lint
    strategy: {matrix: {python: ['3.11', '3.12'], os: [a, b]}}
    steps: [{run: "true"}]
  release:
    needs: [unit, gone]
    uses: ./.github/workflows/release.yml
"""


def test_jobs_come_in_file_order_with_what_a_box_shows() -> None:
    graph = job_graph(parse(".github/workflows/ci.yml", SOURCE))
    assert list(graph.nodes) == ["lint", "Unit", "release"]
    assert graph.nodes["Unit"]["legs"] == 4
    assert graph.nodes["Unit"]["leg_labels"][0] == "3.11, a"
    assert graph.nodes["release"]["uses"] == "./.github/workflows/release.yml"


def test_needs_are_matched_without_regard_to_case_and_unknown_ones_kept() -> None:
    graph = job_graph(parse(".github/workflows/ci.yml", SOURCE))
    assert set(graph.edges) == {("lint", "Unit"), ("Unit", "release")}
    assert graph.graph["unknown"] == (("release", "gone"),)
