"""Pieces of GitHub workflows read for tests, all free of errors."""

from textwrap import indent

from ciatlas.model.pipeline import Job, Pipeline, Step
from ciatlas.parsing import parse

PATH = ".github/workflows/a.yml"


def workflow(text: str) -> Pipeline:
    """Read a workflow that has to be free of errors."""
    pipeline = parse(PATH, text)
    assert pipeline.diagnostics == ()
    return pipeline


def job(lines: str) -> Job:
    """Read a job from its keys, the first of which stands on line 4."""
    keys = {line.split(":")[0] for line in lines.splitlines()}
    if not keys & {"uses", "runs-on"}:
        lines += "\nruns-on: box"
    if not keys & {"uses", "steps"}:
        lines += "\nsteps: [{run: make}]"
    (only,) = workflow(f"on: push\njobs:\n  one:\n{indent(lines, '    ')}\n").jobs
    return only


def step(lines: str) -> Step:
    """Read a step from its keys, the first of which stands on line 5."""
    (only,) = job("steps:\n  - " + indent(lines, "    ").lstrip()).steps
    return only
