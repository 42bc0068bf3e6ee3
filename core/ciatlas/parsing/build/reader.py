"""Build files read by the reader of their tool."""

from collections.abc import Callable, Sequence
from functools import partial

from ciatlas.model.diagnostic import Diagnostic, Severity
from ciatlas.model.pipeline import Kind, Pipeline, System
from ciatlas.parsing.build.just import read_justfile
from ciatlas.parsing.build.make import read_makefile
from ciatlas.parsing.build.manifest.conda import read_environment
from ciatlas.parsing.build.manifest.reader import read_manifest
from ciatlas.parsing.build.nox import read_noxfile
from ciatlas.parsing.build.npm import read_package
from ciatlas.parsing.build.target import BuildFileError, Target, jobs
from ciatlas.parsing.build.task import read_taskfile
from ciatlas.parsing.build.tox import read_tox

MAX_CHARACTERS = 256 * 1024
"""Longer build files are generated, or there to keep a reader busy."""

_READERS: dict[System, Callable[[str], Sequence[Target]]] = {
    System.MAKE: read_makefile,
    System.TOX: read_tox,
    System.NOX: read_noxfile,
    System.NPM: read_package,
    System.JUST: read_justfile,
    System.TASK: read_taskfile,
    System.CONDA: read_environment,
}


def parse_build(path: str, source: bytes | str, system: System) -> Pipeline:
    """Read a build file as far as it can be understood; never raises."""
    text = source if isinstance(source, str) else source.decode("utf-8-sig", "replace")
    text = text.replace("\r\n", "\n")
    targets: Sequence[Target] = ()
    problems: tuple[Diagnostic, ...] = ()
    try:
        if len(text) > MAX_CHARACTERS:
            raise BuildFileError(1, f"the file has more than {MAX_CHARACTERS:,} characters")
        read = partial(read_manifest, path) if system is System.PIP else _READERS[system]
        targets = read(text)
    except BuildFileError as error:
        problems = (Diagnostic(error.line, 1, Severity.ERROR, "unreadable-build", str(error)),)
    return Pipeline(path, system, Kind.BUILD, jobs=jobs(targets), diagnostics=problems)
