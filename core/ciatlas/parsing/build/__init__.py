"""Build files, whose targets hide what the steps of workflows do: make, tox, nox, npm and others.

Manifests of Python dependencies are among them: what they name tells what is tested.

Nothing is executed. Every target, environment, session, script, recipe or task is a job with at
most one step, which holds the commands of its recipe. This module only knows the files' names, so
that asking which file is which stays quick.
"""

from ciatlas.model.pipeline import System
from ciatlas.parsing.build.manifest import MANIFESTS

BUILD_FILES: dict[str, System] = {
    "GNUmakefile": System.MAKE,
    "makefile": System.MAKE,
    "Makefile": System.MAKE,
    "tox.ini": System.TOX,
    "noxfile.py": System.NOX,
    "package.json": System.NPM,
    "justfile": System.JUST,
    "Justfile": System.JUST,
    ".justfile": System.JUST,
    "Taskfile.yml": System.TASK,
    "taskfile.yml": System.TASK,
    "Taskfile.yaml": System.TASK,
    "taskfile.yaml": System.TASK,
    "Taskfile.dist.yml": System.TASK,
    "Taskfile.dist.yaml": System.TASK,
    **MANIFESTS,
}
"""Paths of build files; of one tool, the one it prefers first."""

__all__ = ["BUILD_FILES", "MANIFESTS"]
