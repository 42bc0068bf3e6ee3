"""environment.yml: packages of conda, and of pip below them.

Source: the conda manual, "Creating an environment file manually", "Package match specifications".
"""

from collections.abc import Iterator

from ciatlas.parsing import yaml
from ciatlas.parsing.build.manifest.requirement import (
    DEPENDENCIES,
    Requirement,
    name_of,
    targets,
)
from ciatlas.parsing.build.manifest.requirements import required_by
from ciatlas.parsing.build.target import BuildFileError, Target
from ciatlas.parsing.values import child


def read_environment(source: str) -> list[Target]:
    """Return the dependencies of an environment.

    Raises:
        BuildFileError: the file is no YAML, and no dependency could be read.
    """
    document = yaml.read(source)
    found = targets(_requirements(child(document.root, "dependencies")))
    if not found and document.diagnostics:
        first = document.diagnostics[0]
        raise BuildFileError(first.line, first.message)
    return found


def _requirements(listed: yaml.Node | None) -> Iterator[Requirement]:
    for package in _scalars(listed):
        # A channel stands before the name: `conda-forge::numpy`.
        name = name_of(package.text.rpartition("::")[2])
        yield Requirement(DEPENDENCIES, name, package.line, "conda")
    for entry in listed if isinstance(listed, yaml.Sequence) else ():
        for line in _scalars(child(entry, "pip")):
            yield Requirement(DEPENDENCIES, required_by(line.text), line.line)


def _scalars(listed: yaml.Node | None) -> Iterator[yaml.Scalar]:
    for entry in listed if isinstance(listed, yaml.Sequence) else ():
        if isinstance(entry, yaml.Scalar):
            yield entry
