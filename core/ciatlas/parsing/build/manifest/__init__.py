"""Manifests: files that name the Python distributions a repository depends on.

A group of dependencies (those always needed, an extra, a group for development) is a job that
installs them. This module only knows the files' names, so that asking which is which stays quick.
"""

from ciatlas.model.pipeline import System

_AUDIENCES = ("dev", "test")
_FOLDER = "requirements"

MANIFESTS: dict[str, System] = {
    "pyproject.toml": System.PIP,
    "setup.py": System.PIP,
    "setup.cfg": System.PIP,
    "requirements.txt": System.PIP,
    "requirements.in": System.PIP,
    "environment.yml": System.CONDA,
    "environment.yaml": System.CONDA,
    **{
        path: System.PIP
        for audience in _AUDIENCES
        for path in (
            f"requirements-{audience}.txt",
            f"requirements_{audience}.txt",
            f"requirements.{audience}.txt",
            f"{audience}-requirements.txt",
            f"{audience}_requirements.txt",
            f"{_FOLDER}/requirements-{audience}.txt",
            f"{_FOLDER}/requirements_{audience}.txt",
            f"{_FOLDER}/{audience}-requirements.txt",
            f"{_FOLDER}/{audience}_requirements.txt",
        )
    },
    **{
        f"{_FOLDER}/{name}.txt": System.PIP
        for name in ("requirements", "base", *_AUDIENCES, "tests")
    },
}
"""Names of manifests at the root of a repository, and of requirements in a folder there."""
