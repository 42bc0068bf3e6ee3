"""The study's claims as data (data/ciatlas_data/claims.yaml), held against an atlas."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from ciatlas.analysis.replication.checks import run_check
from ciatlas.analysis.replication.facts import ToolFacts
from ciatlas.analysis.tool import Tool
from ciatlas.model.claim import Finding, Replication, Status
from ciatlas.model.errors import CiatlasError
from ciatlas.store import Reader


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim and the checks that together decide it."""

    id: str
    statement: str
    checks: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims, the tools they are about, and the day they were made."""

    as_of: date
    tools: tuple[str, ...]
    claims: tuple[Claim, ...]


@cache
def load_claims() -> Claims:
    """Read the claims that ship with ciatlas."""
    import yaml

    text = resources.files("ciatlas_data").joinpath("claims.yaml").read_text(encoding="utf-8")
    content = yaml.load(text, Loader=yaml.CSafeLoader)
    claims = tuple(
        Claim(entry["id"], entry["statement"], tuple(entry["checks"]))
        for entry in content["claims"]
    )
    return Claims(content["as_of"], tuple(content["tools"]), claims)


def replicate(
    atlas: Reader, as_of: date | None = None, ids: Sequence[str] = ()
) -> list[Replication]:
    """Hold the claims (those with the given ids, or all) against the data.

    Args:
        atlas: where the data are.
        as_of: the day to ask for, by default that on which the claims were made.
        ids: which claims.

    Raises:
        CiatlasError: there is no claim of that id, or a tool of the study is not in the atlas.
    """
    study = load_claims()
    wanted = [_id_of(text, {claim.id for claim in study.claims}) for text in ids]
    day = study.as_of if as_of is None else as_of
    facts = {name: ToolFacts(Tool(atlas, atlas.find_repository(name), day)) for name in study.tools}
    return [
        _held(claim, [run_check(check, facts) for check in claim.checks])
        for claim in study.claims
        if not wanted or claim.id in wanted
    ]


def _id_of(text: str, known: Collection[str]) -> str:
    """Return the id of a claim by what people call it: `C03`, `c3` or `3`."""
    number = text.upper().removeprefix("C")
    found = f"C{number:0>2}"
    if found not in known:
        raise CiatlasError(f"there is no claim {text!r}; claims run from C01 to {max(known)}")
    return found


def _held(claim: Claim, findings: Sequence[Finding]) -> Replication:
    """A claim stands if all of it does; one part that is wrong contradicts the whole."""
    outcomes = [finding.holds for finding in findings]
    status = Status.REPRODUCED
    if False in outcomes:
        status = Status.CONTRADICTED
    elif None in outcomes:
        status = Status.NOT_CHECKABLE
    return Replication(claim.id, claim.statement, status, tuple(findings))
