"""The bundle: the atlas that ships in the package, facts only, compressed.

It is an ordinary atlas, written anew in a fixed order so that the same facts always give the same
bytes, whatever order they were imported in. First start unpacks it to the user's own atlas.
"""

import hashlib
import json
import lzma
import os
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from ciatlas.model.errors import CiatlasError
from ciatlas.sources.study import load_study
from ciatlas.store import Atlas, open_atlas
from ciatlas.store.repack import repack
from ciatlas.store.version import is_older

DATABASE = "atlas.db.xz"
MANIFEST = "manifest.json"
FORMAT = 1

_DAMAGED = "the bundle is damaged; install ciatlas again"


def bundle_folder() -> Traversable:
    """Return where the package keeps the bundle."""
    return resources.files("ciatlas_data") / "bundle"


def bundle_manifest() -> dict[str, Any]:
    """Return what the bundle holds and how it was made; empty when none is shipped."""
    try:
        text = (bundle_folder() / MANIFEST).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise CiatlasError(_DAMAGED) from error
    try:
        manifest = json.loads(text)
        complete = {"file", "sha256", "format"} <= manifest.keys()
    except (ValueError, AttributeError) as error:
        raise CiatlasError(_DAMAGED) from error
    if not complete or manifest["format"] != FORMAT:
        raise CiatlasError(_DAMAGED)
    return dict(manifest)


def unpack_bundle(target: Path) -> None:
    """Make the atlas at `target` from the bundle, whole or not at all.

    Raises:
        CiatlasError: no bundle is shipped, it is damaged, or the folder cannot be written to.
    """
    manifest = bundle_manifest()
    if not manifest:
        raise CiatlasError("this ciatlas ships without a bundle; import a clone instead")
    content = _content(manifest)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(target, content)
        if is_older(target):
            open_atlas(target).close()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CiatlasError(
            f"the atlas cannot be made at {target}: {reason}; name another place with --atlas"
        ) from error


def _content(manifest: dict[str, Any]) -> bytes:
    """Return the bundled atlas; raise `CiatlasError` unless it is what the manifest promises."""
    try:
        content = lzma.decompress((bundle_folder() / manifest["file"]).read_bytes())
    except (OSError, EOFError, lzma.LZMAError):
        content = b""
    if hashlib.sha256(content).hexdigest() != manifest["sha256"]:
        raise CiatlasError(_DAMAGED)
    return content


def _write_whole(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # A file that appeared meanwhile (another first start) is as good, and is kept.
        if not target.exists():
            Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)


def build_bundle(
    atlas: Atlas, cohorts: Sequence[str], output: Path | None = None
) -> dict[str, Any]:
    """Write the bundle of the repositories in `cohorts` and return its manifest.

    Of cohorts for which the study names days it holds what stood on those and stands now, of others
    the whole history.

    Args:
        atlas: where the facts are.
        cohorts: names of the cohorts to pack.
        output: the folder to write to, by default the package's own.

    Raises:
        CiatlasError: no repository belongs to the cohorts.
    """
    folder = output or Path(str(bundle_folder()))
    folder.mkdir(parents=True, exist_ok=True)
    chosen = [one for cohort in cohorts for one in atlas.repositories(cohort)]
    if not chosen:
        raise CiatlasError(f"no repository belongs to {', '.join(cohorts)}; import some first")
    days = {cohort.name: cohort.days for cohort in load_study().cohorts if cohort.days}
    reduced = {one.full_name: days[one.cohort] for one in chosen if one.cohort in days}
    with tempfile.TemporaryDirectory() as scratch:
        database = Path(scratch) / "bundle.db"
        repack(atlas.path, sorted(one.full_name for one in chosen), database, reduced)
        content = database.read_bytes()
        manifest = _manifest(database, content)
    (folder / DATABASE).write_bytes(lzma.compress(content, preset=6))
    manifest["bytes"] = (folder / DATABASE).stat().st_size
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return manifest


def _manifest(path: Path, content: bytes) -> dict[str, Any]:
    with open_atlas(path, readonly=True) as atlas:
        summaries = [atlas.summary(repository) for repository in atlas.repositories()]
        counts = {
            table: atlas.row_count(table)
            for table in ("commits", "pipelines", "jobs", "steps", "commands")
        }
    heads = [s.repository.head_time for s in summaries if s.repository.head_time is not None]
    return {
        "format": FORMAT,
        "made_by": "ciatlas import of a full clone of each repository, then ciatlas bundle build;"
        " of repositories with days, what stood on those and nothing of the history",
        "newest": _day(max(heads)) if heads else None,
        "file": DATABASE,
        "sha256": hashlib.sha256(content).hexdigest(),
        "counts": counts,
        "repositories": [
            {
                "repository": summary.repository.full_name,
                "cohort": summary.repository.cohort,
                "days": [str(day) for day in summary.repository.observed_on] or None,
                "head": summary.repository.head,
                "head_date": _day(summary.repository.head_time or 0),
                "commits": summary.commits,
                "contributors": summary.contributors,
                "workflows": summary.workflows,
            }
            for summary in sorted(summaries, key=lambda s: s.repository.full_name)
        ],
    }


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
