"""Whole histories brought in by a process beside the explorer, whose keys are not to wait for it.

`python -m ciatlas_tui.cloning` reads what to do from its standard input, as JSON: the atlas, the
address to clone from, and the names of the repositories. It writes lines of JSON: how far it is
(`phase`, `done`, `total`), and what came of each repository (`repository`, `said`, `failed`). Told
to end, or with nobody left to read, it gives up what is under way; what was imported is stored.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from ciatlas.model.errors import CiatlasError
from ciatlas.model.repository import Repository

_BETWEEN = 0.2
"""Seconds between two lines about the same phase; the explorer need not follow each file."""


def main() -> int:
    """Do what is asked; return the exit code."""
    signal.signal(signal.SIGTERM, _end)
    asked = json.load(sys.stdin)
    try:
        _bring_in(Path(asked["atlas"]), asked["address"], asked["names"])
    except CiatlasError as error:
        _write(said=str(error))
        return 1
    except (KeyboardInterrupt, BrokenPipeError):
        _end_helpers()
        return 1
    return 0


def _end_helpers() -> None:
    """End what git started and left behind, such as what waits for a server that says nothing."""
    if os.getpgrp() == os.getpid():
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(0, signal.SIGTERM)


def _bring_in(path: Path, address: str, names: list[str]) -> None:
    from ciatlas.analysis.labelling import label_pipelines, labeller
    from ciatlas.sources.cloning import Cloned, import_all
    from ciatlas.store import open_atlas

    def told(repository: Repository, cloned: Cloned) -> None:
        if isinstance(cloned, CiatlasError):
            _write(repository=repository.full_name, said=str(cloned), failed=True)
        else:
            said = f"cloned, {cloned.commits:,} commits"
            _write(repository=repository.full_name, said=said, failed=False)

    progress = _seldom()
    with open_atlas(path) as atlas:
        known = {one.full_name: one for one in [*atlas.repositories(), *atlas.awaited()]}
        chosen = [known[name] for name in names if name in known]
        label = labeller(atlas)
        import_all(address, atlas, chosen, label=label, progress=progress, told=told)
        label_pipelines(atlas, progress)


def _seldom() -> Callable[[str, int, int | None], None]:
    """Return what writes how far it is, but not too often."""
    last = ("", 0.0)

    def progress(phase: str, done: int, total: int | None) -> None:
        nonlocal last
        now = time.monotonic()
        if phase != last[0] or now - last[1] >= _BETWEEN:
            last = (phase, now)
            _write(phase=phase, done=done, total=total)

    return progress


def _write(**line: Any) -> None:
    print(json.dumps(line), flush=True)


def _end(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
