"""CircleCI configurations read for tests."""

from ciatlas.model.pipeline import Pipeline
from ciatlas.parsing import parse

PATH = ".circleci/config.yml"
Found = list[tuple[int, int, str]]


def found(text: str) -> Found:
    return [(d.line, d.column, d.code) for d in parse(PATH, text).diagnostics]


def config(text: str) -> Pipeline:
    """Read a configuration that has to be free of errors."""
    pipeline = parse(PATH, f"version: 2.1\n{text}")
    assert pipeline.diagnostics == ()
    return pipeline
