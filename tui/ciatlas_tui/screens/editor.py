"""The lines of a file in the user's own editor, as they stood at the commit."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path, PurePosixPath

from textual.app import SuspendNotSupported

from ciatlas.display import visible
from ciatlas.model.errors import CiatlasError
from ciatlas.model.repository import Snapshot
from ciatlas_tui.atlas_app import AtlasApp

_NO_CLONE = (
    "the text of {} is not in the atlas, which holds facts only;"
    " name a clone of it under 'clones:' in {}"
)


def edit(explorer: AtlasApp, at: Snapshot, path: str, line: int) -> None:
    """Open a copy of a file at its line in the user's editor; say why where that cannot be."""
    try:
        text = _text(explorer, at, path)
        with tempfile.TemporaryDirectory(prefix="ciatlas-") as folder:
            copy = Path(folder) / (PurePosixPath(path).name or "file")
            copy.write_bytes(text)
            copy.chmod(0o400)
            with explorer.suspend():
                subprocess.run([*_editor(), *_at_line(line), str(copy)], check=False)
    except (CiatlasError, SuspendNotSupported, OSError, ValueError) as error:
        reason = "it cannot be suspended here" if isinstance(error, SuspendNotSupported) else error
        explorer.notify(visible(str(reason)), markup=False, severity="warning")


def _text(explorer: AtlasApp, at: Snapshot, path: str) -> bytes:
    """Read a file at a commit from the clone the settings name."""
    from ciatlas.sources.git.blobs import read_blobs
    from ciatlas.sources.git.clone import open_clone
    from ciatlas_tui.configuration import configuration_path

    repository = explorer.atlas.find_repository(at.repository)
    named = explorer.configuration.clones
    names = (repository.full_name, *repository.aliases)
    place = next((named[name] for name in names if name in named), None)
    if place is None:
        raise CiatlasError(_NO_CLONE.format(repository.full_name, configuration_path()))
    with open_clone(place) as clone:
        entry = clone.run("ls-tree", at.commit, "--", path).split()
        found = dict(read_blobs(clone, [entry[2].decode("ascii")])) if len(entry) > 2 else {}
    text = next(iter(found.values()), None)
    if text is None:
        raise CiatlasError(f"the clone at {place} does not hold {path} at that commit")
    return text


def _editor() -> list[str]:
    return shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")


def _at_line(line: int) -> list[str]:
    """Return the argument vi, Emacs, nano and their kin take for a line."""
    return [f"+{line}"] if line else []
