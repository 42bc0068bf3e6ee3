"""Manifests of Python dependencies, each read by the reader of its format."""

from collections.abc import Callable

from ciatlas.parsing.build.manifest.pyproject import read_pyproject
from ciatlas.parsing.build.manifest.requirements import read_requirements
from ciatlas.parsing.build.manifest.setup_cfg import read_setup_cfg
from ciatlas.parsing.build.manifest.setup_py import read_setup_py
from ciatlas.parsing.build.target import Target

_READERS: dict[str, Callable[[str], list[Target]]] = {
    "pyproject.toml": read_pyproject,
    "setup.py": read_setup_py,
    "setup.cfg": read_setup_cfg,
}


def read_manifest(path: str, text: str) -> list[Target]:
    """Return the groups of dependencies in a manifest; a name nobody knows means requirements.

    Raises:
        BuildFileError: the file is not what its name says.
    """
    return _READERS.get(path.rpartition("/")[2], read_requirements)(text)
