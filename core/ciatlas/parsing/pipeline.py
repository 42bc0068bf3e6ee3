"""Which file is which: pipelines recognised by path, then by content."""

import re

from ciatlas.model.pipeline import Kind, Pipeline, System
from ciatlas.parsing import yaml
from ciatlas.parsing.build import BUILD_FILES
from ciatlas.parsing.values import child

_PATHS: tuple[tuple[re.Pattern[str], System, Kind], ...] = tuple(
    (re.compile(pattern), system, kind)
    for pattern, system, kind in (
        (r"\.github/workflows/[^/]+\.ya?ml", System.GITHUB_ACTIONS, Kind.WORKFLOW),
        (r"(.+/)?action\.ya?ml", System.GITHUB_ACTIONS, Kind.ACTION),
        (r"\.circleci/[^/]+\.ya?ml", System.CIRCLECI, Kind.WORKFLOW),
        (r"\.devcontainer/([^/]+/)?devcontainer\.json", System.DEVCONTAINER, Kind.ENVIRONMENT),
        (r"\.devcontainer\.json", System.DEVCONTAINER, Kind.ENVIRONMENT),
    )
)


def kind_of(path: str) -> tuple[System, Kind] | None:
    """Tell which system and kind a repository path stands for, `None` when it is no pipeline."""
    if path in BUILD_FILES:
        return BUILD_FILES[path], Kind.BUILD
    for pattern, system, kind in _PATHS:
        if pattern.fullmatch(path):
            return system, kind
    return None


def parse(path: str, source: bytes | str, system: System | None = None) -> Pipeline:
    """Read a pipeline file; never raises for any content.

    Args:
        path: path in the repository, which tells the system and kind where it can.
        source: the file's content.
        system: the system where the path does not tell; else the content decides.
    """
    known = kind_of(path)
    if system is None and known is not None:
        system = known[0]
    if system is not None and system in BUILD_FILES.values():
        from ciatlas.parsing.build.reader import parse_build

        return parse_build(path, source, system)
    if system is System.DEVCONTAINER or (system is None and path.endswith((".json", ".jsonc"))):
        from ciatlas.parsing.devcontainer import parse_devcontainer

        return parse_devcontainer(path, source)
    document = yaml.read(source, merge_keys=system is System.CIRCLECI)
    if system is System.CIRCLECI or (system is None and _looks_like_circleci(document)):
        from ciatlas.parsing.circleci import parse_circleci

        return parse_circleci(path, document)
    from ciatlas.parsing.github import parse_action, parse_workflow

    action = known[1] is Kind.ACTION if known else _looks_like_action(document)
    return parse_action(path, document) if action else parse_workflow(path, document)


def _looks_like_circleci(document: yaml.Document) -> bool:
    return child(document.root, "version") is not None and child(document.root, "on") is None


def _looks_like_action(document: yaml.Document) -> bool:
    return child(document.root, "runs") is not None and child(document.root, "jobs") is None
