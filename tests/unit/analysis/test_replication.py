"""Claims of the study held against the data, and the checks they are made of."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ciatlas.analysis.labelling import labeller
from ciatlas.analysis.replication import load_claims, replicate
from ciatlas.analysis.replication.checks import run_check
from ciatlas.analysis.replication.facts import FIGURES, VALUES, ToolFacts
from ciatlas.analysis.tool import Tool
from ciatlas.model.claim import Replication, Status
from ciatlas.model.errors import CiatlasError
from ciatlas.sources.bundle import unpack_bundle
from ciatlas.sources.importer import import_clone
from ciatlas.store import Atlas, open_atlas
from tests.repositories import Repository

STUDY = date(2025, 1, 25)
FLOW = """\
name: CI
on: {push: {branches: [main], paths: [src/**]}, schedule: [{cron: '0 1 * * *'}]}
jobs:
  test:
    runs-on: ubuntu-latest
    strategy: {matrix: {python: ['3.11', '3.12']}}
    steps:
      - uses: actions/checkout@v4
      - name: Run the tests
        run: pytest tests
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    """The shipped bundle, open for writing so that facts of the API can be put in."""
    path = tmp_path_factory.mktemp("study") / "atlas.db"
    unpack_bundle(path)
    with open_atlas(path) as atlas:
        yield atlas


@pytest.fixture(scope="module")
def claims(study: Atlas) -> dict[str, Replication]:
    return {result.id: result for result in replicate(study, STUDY)}


def test_every_claim_of_the_study_is_there(claims: dict[str, Replication]) -> None:
    assert list(claims) == [f"C{number:02}" for number in range(1, 24)]


def test_claims_on_files_and_history_are_decided(claims: dict[str, Replication]) -> None:
    wrong = {name for name, result in claims.items() if result.status is Status.CONTRADICTED}
    open_ones = {name for name, result in claims.items() if result.status is Status.NOT_CHECKABLE}
    assert (wrong, open_ones) == ({"C17", "C18"}, {"C21", "C22"})


def test_contradicted_claims_show_the_true_dates(claims: dict[str, Replication]) -> None:
    for name in ("C17", "C18"):
        (finding,) = claims[name].findings
        assert "MLflow 2018-06-05" in finding.computed
        assert "Metaflow 2019-12-02" in finding.computed


def test_a_schedule_is_told_as_it_stands_in_the_file(claims: dict[str, Replication]) -> None:
    (finding,) = claims["C02"].findings
    assert finding.expected == "triggers of ClearML: is schedule 45 3 * * 0"
    assert [at.line for at in finding.evidence] == [21]


def test_evidence_tells_the_steps_and_not_only_what_they_are_for(
    claims: dict[str, Replication],
) -> None:
    told = [at.text for finding in claims["C04"].findings for at in finding.evidence]
    assert told[1].startswith("security: ")
    assert len(set(told)) == len(told)


def test_a_day_before_a_tools_history_decides_nothing_about_it(study: Atlas) -> None:
    early = {result.id: result for result in replicate(study, date(2019, 1, 1))}
    assert early["C05"].status is Status.NOT_CHECKABLE
    assert early["C05"].findings[0].computed.startswith("KitOps has no history that early")


def test_what_is_decided_has_evidence(claims: dict[str, Replication]) -> None:
    for result in claims.values():
        for finding in result.findings:
            if finding.holds and "lacks" not in finding.expected and "only" not in finding.expected:
                assert finding.evidence, (result.id, finding.expected)
    (pointer,) = claims["C02"].findings[0].evidence
    assert pointer.repository == "clearml/clearml"
    assert pointer.path == ".github/workflows/codeql-analysis.yml"


def put(atlas: Atlas, figures: dict[str, dict[str, int]]) -> None:
    with closing(sqlite3.connect(atlas.path)) as connection, connection:
        for name, known in figures.items():
            for figure, value in known.items():
                connection.execute(
                    "INSERT OR REPLACE INTO figures SELECT id, ?, ?, 1, 'test', 0"
                    " FROM repositories WHERE name = ?",
                    (figure, value, name),
                )


def test_claims_on_the_api_are_decided_once_a_sync_has_brought_it(study: Atlas) -> None:
    put(
        study,
        {
            "Metaflow": {"stars": 9000},
            "ClearML": {"stars": 6000, "issues": 1000, "bug_issues": 300},
            "KitOps": {"stars": 700},
            "MLflow": {"stars": 20000, "issues": 5000, "bug_issues": 2000},
        },
    )
    status = {r.id: r.status for r in replicate(study, STUDY, ["c21", "C22"])}
    assert status == {"C21": Status.CONTRADICTED, "C22": Status.REPRODUCED}


def test_a_claim_goes_by_its_number_too(study: Atlas) -> None:
    assert [one.id for one in replicate(study, STUDY, ["c3", "17", "C04"])] == ["C03", "C04", "C17"]


def test_an_unknown_claim_is_told(study: Atlas) -> None:
    with pytest.raises(CiatlasError, match="there is no claim 'C99'; claims run from C01 to C23"):
        replicate(study, STUDY, ["C99"])


def test_claims_ask_only_for_what_there_is() -> None:
    for claim in load_claims().claims:
        for check in claim.checks:
            assert check.get("values", "paths") in VALUES
            assert check.get("figure", "stars") in FIGURES
            assert len({"is", "has", "only", "lacks"} & check.keys()) <= 1


@pytest.fixture
def tools(tmp_path: Path) -> Iterator[dict[str, ToolFacts]]:
    """Two tools: one with a test workflow, one younger and without any."""
    one, two = Repository(tmp_path / "one"), Repository(tmp_path / "two")
    one.commit({".github/workflows/ci.yml": FLOW, "tests/a": "1"}, date="2023-01-01T12:00:00+00:00")
    one.commit({"tests/b": "1"}, author="eve@x.org", date="2023-06-01T12:00:00+00:00")
    two.commit({"README": "x"}, date="2024-01-01T12:00:00+00:00")
    with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
        import_clone(atlas, one.path, "x/one", label=labeller(atlas))
        import_clone(atlas, two.path, "x/two")
        yield {name: ToolFacts(Tool(atlas, atlas.find_repository(name))) for name in ("one", "two")}


STARTS = "push main, schedule 0 1 * * *"


@pytest.mark.parametrize(
    ("check", "holds", "computed"),
    [
        (
            {"values": "triggers", "is": ["push main", "schedule*"]},
            True,
            STARTS,
        ),
        ({"values": "triggers", "is": ["push main"]}, False, STARTS),
        ({"values": "triggers", "has": ["PUSH*"]}, True, "push main"),
        ({"values": "triggers", "has": ["release"]}, False, STARTS),
        ({"values": "path filters", "is": ["push"]}, True, "push"),
        ({"values": "activities", "only": ["setup"]}, False, "unit-test"),
        ({"values": "activities", "only": ["setup", "*-test"]}, True, "setup, unit-test"),
        ({"values": "activities", "lacks": ["deploy"]}, True, "setup, unit-test"),
        ({"values": "activities", "lacks": ["*-test"]}, False, "unit-test"),
        ({"values": "axes", "at_least": 2}, True, "python=3.11, python=3.12"),
        ({"values": "axes", "at_least": 3}, False, "python=3.11, python=3.12"),
        ({"values": "commands", "has": ["pytest*"]}, True, "pytest tests"),
        ({"values": "names", "has": ["unit-test: *tests"]}, True, "unit-test: Run the tests"),
        ({"values": "jobs", "path": "*/other.yml", "has": ["test"]}, False, "nothing"),
        ({"values": "jobs", "path": "*/ci.yml", "is": ["test"]}, True, "test"),
        ({"values": "runners", "is": ["ubuntu-latest"]}, True, "ubuntu-latest"),
        ({"values": "actions", "is": ["actions/checkout"]}, True, "actions/checkout"),
        ({"figure": "workflows", "equals": 1}, True, "one 1"),
        ({"figure": "commits to tests", "equals": 1}, False, "one 2"),
        ({"figure": "commits", "at_most": 2}, True, "one 2"),
        ({"figure": "commits", "at_least": 3}, False, "one 2"),
        ({"figure": "age in days", "at_most": 151}, True, "one 151"),
    ],
    ids=lambda value: json.dumps(value) if isinstance(value, dict) else None,
)
def test_a_check_of_one_tool(
    tools: dict[str, ToolFacts], check: dict[str, Any], holds: bool, computed: str
) -> None:
    finding = run_check({"tool": "one", **check}, tools)
    assert (finding.holds, finding.computed) == (holds, computed)


@pytest.mark.parametrize(
    ("check", "holds"),
    [
        ({"figure": "first commit", "greatest": "two"}, True),
        ({"figure": "first commit", "greatest": "one"}, False),
        ({"figure": "first commit", "least": "one"}, True),
        ({"figure": "contributors", "rising": ["two", "one"]}, True),
        ({"figure": "contributors", "rising": ["one", "two"]}, False),
        ({"figure": "contributors", "about": ["one", "two"], "within": 0.5}, True),
        ({"figure": "contributors", "about": ["one", "two"], "within": 0.4}, False),
        ({"figure": "contributors", "times": "one", "at_least": 2}, True),
        ({"figure": "contributors", "times": "one", "at_least": 3}, False),
        ({"figure": "ML test steps", "of": "test steps", "below": 0.5}, True),
        ({"figure": "stars", "greatest": "one"}, None),
    ],
    ids=lambda value: json.dumps(value) if isinstance(value, dict) else None,
)
def test_a_check_over_tools(
    tools: dict[str, ToolFacts], check: dict[str, Any], holds: bool | None
) -> None:
    assert run_check(check, tools).holds is holds


def test_evidence_leads_to_the_very_step(tools: dict[str, ToolFacts]) -> None:
    check = {"values": "activities", "tool": "one", "has": ["unit-test"]}
    (pointer,) = run_check(check, tools).evidence
    assert (pointer.repository, pointer.path) == ("x/one", ".github/workflows/ci.yml")
    assert (pointer.job, pointer.step, pointer.line) == ("test", 1, 9)
