"""pyproject.toml: dependencies, extras and groups, by the standards and by Poetry.

Source: PEP 621, "dependencies/optional-dependencies"; PEP 735; the Poetry manual, "The
pyproject.toml file". The standard library reads TOML, which tells no lines.
"""

import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress

from ciatlas.parsing.build.manifest.requirement import (
    DEPENDENCIES,
    Requirement,
    name_of,
    targets,
)
from ciatlas.parsing.build.target import BuildFileError, Target

Table = dict[str, object]

_OTHER_TABLES = re.compile(
    r"^\[{1,2}(?!project\b|dependency-groups\b|tool\.poetry\b)[\w.\"' -]++\]{1,2}[ \t]*+(#.*)?\n"
    r"((?!\[).*\n?)*+",
    re.MULTILINE,
)
"""Tables of tools that have no dependencies; reading them takes most of the time there is."""

_LINE = re.compile(r"\(at line (\d+), column \d+\)\Z")


def read_pyproject(text: str) -> list[Target]:
    """Return the groups of dependencies of a pyproject.toml.

    Raises:
        BuildFileError: the file is no TOML.
    """
    content = _content(text)
    groups = _table(content, "dependency-groups")
    included = {group: _included(listed) for group, listed in groups.items()}
    return targets(
        [*_standard(content), *_poetry(_table(content, "tool", "poetry"))],
        needs={group: names for group, names in included.items() if names},
    )


def _content(text: str) -> Table:
    """Read the tables that may hold dependencies, the whole where they cannot be told apart."""
    with suppress(ValueError, RecursionError):
        return tomllib.loads(_OTHER_TABLES.sub("", text))
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found = _LINE.search(str(error))
        raise BuildFileError(int(found[1]) if found else 1, "this is no TOML") from error


def _standard(content: Table) -> Iterator[Requirement]:
    project = _table(content, "project")
    yield from _listed(DEPENDENCIES, project.get("dependencies"))
    for group, listed in _table(project, "optional-dependencies").items():
        yield from _listed(group, listed)
    for group, listed in _table(content, "dependency-groups").items():
        yield from _listed(group, listed)


def _poetry(poetry: Table) -> Iterator[Requirement]:
    yield from _named(DEPENDENCIES, _table(poetry, "dependencies"))
    yield from _named("dev", _table(poetry, "dev-dependencies"))
    groups = _table(poetry, "group")
    for group in groups:
        yield from _named(group, _table(groups, group, "dependencies"))


def _listed(group: str, listed: object) -> Iterator[Requirement]:
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, str):
            yield Requirement(group, name_of(entry))


def _named(group: str, table: Table) -> Iterator[Requirement]:
    """Yield the keys of a table of Poetry's, in which Python itself is one."""
    for key in table:
        if key != "python":
            yield Requirement(group, name_of(key))


def _included(listed: object) -> tuple[str, ...]:
    entries = listed if isinstance(listed, list) else ()
    names = (entry.get("include-group") for entry in entries if isinstance(entry, dict))
    return tuple(name for name in names if isinstance(name, str))


def _table(content: Table, *keys: str) -> Table:
    """Return the table under a path of keys, an empty one where there is none."""
    for key in keys:
        found = content.get(key)
        if not isinstance(found, dict):
            return {}
        content = found
    return content
