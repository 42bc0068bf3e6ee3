"""Names, identifiers and paths as the words they are made of."""

import re
from pathlib import PurePosixPath

MOST_READ = 1_000
"""Characters of a name that are read; patterns may take long over what is longer."""

_EXPRESSION = re.compile(r"\$\{\{.*?\}\}")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])|(?<=[A-Z])(?=[A-Z][a-z])")
_KNOWN_CAMELS = re.compile(r"Git(Hub|Lab)|CodeQL|CodeCov|SonarQube|JavaScript|TypeScript|CircleCI")
"""Words of two humps that are one word."""
_SPACED = str.maketrans("_-/.:(),'\"=", "           ")


def spaced(text: str) -> str:
    """Write identifiers as words."""
    return text.translate(_SPACED)


def humps_apart(text: str) -> str:
    """Write the words of CamelCase with blanks between."""
    return _HUMP.sub(" ", text)


def without_expressions(text: str) -> str:
    """Leave out what only a run could know: `${{ … }}`."""
    return _EXPRESSION.sub("", text)


def apart(name: str) -> str:
    """Write a name that is an identifier or a path as words: those of snake_case and CamelCase."""
    name = without_expressions(name).strip()
    if " " in name:
        return name
    name = PurePosixPath(name).stem
    return spaced(name if _KNOWN_CAMELS.search(name) else humps_apart(name))
