"""requirements.txt: a requirement a line.

Source: the pip manual, "Requirements File Format". Files that are included are not followed.
"""

import re
from collections.abc import Iterator

from ciatlas.parsing.build.manifest.requirement import (
    DEPENDENCIES,
    Requirement,
    name_of,
    targets,
)
from ciatlas.parsing.build.target import Target, logical_lines

_COMMENT = re.compile(r"(?:\A|\s)#.*")
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9._-]+)")


def read_requirements(text: str) -> list[Target]:
    """Return the requirements as one group."""
    return targets(_requirements(text))


def required_by(line: str) -> str:
    """Return the name of what a line requires, empty for options and comments."""
    said = _COMMENT.sub("", line.partition("\n")[0]).rstrip(" \t\\")
    # What comes from version control says its name at the end of the address.
    egg = _EGG.search(said)
    return name_of(egg[1] if egg else said)


def _requirements(text: str) -> Iterator[Requirement]:
    for number, line in logical_lines(text):
        yield Requirement(DEPENDENCIES, required_by(line), number)
