"""The study's claims against the data."""

from dataclasses import asdict
from typing import Any

import click

from ciatlas.cli.output import print_json, say
from ciatlas.cli.settings import Settings, global_options, pass_settings
from ciatlas.model.claim import Evidence, Replication, Status

_WIDEST = max(len(status) for status in Status)


@click.command()
@global_options
@click.argument("claims", nargs=-1, metavar="[CLAIM]...")
@click.option("--evidence", is_flag=True, help="Say where every computed value stands.")
@pass_settings
def replicate(settings: Settings, claims: tuple[str, ...], evidence: bool) -> None:
    """Hold the study's claims (C01 to C23, or those named) against the data.

    Without --as-of, against those of the day the study was made.
    """
    from ciatlas.analysis.replication import load_claims
    from ciatlas.analysis.replication import replicate as hold

    as_of = settings.as_of or load_claims().as_of
    with settings.open_atlas() as atlas:
        results = hold(atlas, as_of, claims)
    if settings.json:
        print_json(as_of=str(as_of), claims=[_record(result) for result in results])
        return
    for result in results:
        say(f"{result.id}  {result.status:{_WIDEST}}  {result.statement}")
        for finding in result.findings:
            say(f"              {finding.computed}")
            for pointer in finding.evidence if evidence else ():
                say(f"                at {place(pointer)}")
    counts = [(status, sum(r.status is status for r in results)) for status in Status]
    say(f"{', '.join(f'{number} {status.value}' for status, number in counts)} as of {as_of}")


def place(evidence: Evidence) -> str:
    """Write a pointer: repository, commit, path, line, job, step."""
    where = f"{evidence.repository}@{evidence.commit[:12]}"
    if evidence.path:
        where += f" {evidence.path}" + (f":{evidence.line}" if evidence.line else "")
    if evidence.job:
        where += f" {evidence.job}"
    return where + (f" step {evidence.step + 1}" if evidence.step is not None else "")


def _record(result: Replication) -> dict[str, Any]:
    return {
        "id": result.id,
        "statement": result.statement,
        "status": result.status,
        "computed": [
            {"expected": f.expected, "computed": f.computed, "holds": f.holds}
            for f in result.findings
        ],
        "evidence": [asdict(pointer) for f in result.findings for pointer in f.evidence],
    }
