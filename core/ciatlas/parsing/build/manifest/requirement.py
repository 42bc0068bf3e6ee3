"""Requirements: the distributions that manifests name, and the targets which install them.

Source: PEP 508, "Names" and "Grammar"; PEP 503, "Normalized Names".
"""

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import NamedTuple

from ciatlas.model.pipeline import Command
from ciatlas.parsing.build.target import Target

DEPENDENCIES = "dependencies"
"""The group of what is always needed."""

MAX_REQUIREMENTS = 2000
_MAX_NAME = 100

_NAME = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*+(?<=[A-Za-z0-9]))?)(?=[\s\[(<>=!~;@,#]|\Z)")
_SEPARATORS = re.compile(r"[-_.]+")


class Requirement(NamedTuple):
    """A distribution by its normalised name, in a group, on a line (0 when unknown).

    `program` is what installs it.
    """

    group: str
    name: str
    line: int = 0
    program: str = "pip"


def name_of(text: str) -> str:
    """Return the normalised name at the start of a requirement, empty where there is none."""
    found = _NAME.match(text)
    return _SEPARATORS.sub("-", found[1]).lower()[:_MAX_NAME] if found else ""


def targets(
    requirements: Iterable[Requirement], needs: Mapping[str, tuple[str, ...]] | None = None
) -> list[Target]:
    """Make a target of each group.

    Args:
        requirements: the requirements; those without a name are left out.
        needs: other groups that groups include.
    """
    groups: dict[str, dict[str, Requirement]] = {}
    for requirement in islice(requirements, MAX_REQUIREMENTS):
        if requirement.name:
            groups.setdefault(requirement.group, {}).setdefault(requirement.name, requirement)
    for group in needs or ():
        groups.setdefault(group, {})
    return [
        _target(group, list(found.values()), (needs or {}).get(group, ()))
        for group, found in groups.items()
    ]


def _target(group: str, requirements: list[Requirement], needs: tuple[str, ...]) -> Target:
    runs = [
        Command(found.program, "install", found.name, line=found.line)
        for found in sorted(requirements, key=lambda found: found.line)
    ]
    return Target(group, needs=needs, line=runs[0].line if runs else 0, runs=tuple(runs))
