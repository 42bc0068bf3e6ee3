"""Whole histories for those who have no clone: cloned beside the atlas, then imported."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

from ciatlas.model.errors import CiatlasError
from ciatlas.model.repository import FULL_NAME, Repository
from ciatlas.sources.git import Clone, bring_contents, bring_history
from ciatlas.sources.github.credentials import LOOPBACK, PUBLIC_API, shown
from ciatlas.sources.importer import ImportResult, Label, Progress, import_clone
from ciatlas.store import Atlas

PUBLIC_CLONES = "https://github.com"
AT_ONCE = 3
"""Histories under way at the same time, at most; each is imported for itself."""
_ENTERPRISE_API = "/api/v3"
_LOOK = 1.0
"""Seconds after which it is told that it still goes on."""

Cloned = ImportResult | CiatlasError
"""What came in, or why it did not."""


def clone_address(api: str, chosen: str | None) -> str:
    """Return where projects are cloned from: as chosen, or the server the API belongs to.

    Raises:
        CiatlasError: it is no address, or holds a password, or would be asked in the clear.
    """
    if chosen is None:
        return PUBLIC_CLONES if api == PUBLIC_API else api.removesuffix(_ENTERPRISE_API)
    address = chosen.rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in ("https", "ssh", "file", "http"):
        raise CiatlasError(f"{shown(address)!r} is no address to clone from; write https://HOST")
    secret = parts.password or (parts.username and parts.scheme != "ssh")
    if secret or (parts.scheme == "http" and parts.hostname not in LOOPBACK):
        raise CiatlasError("projects are cloned over https or ssh only, with no password in it")
    if parts.query or parts.fragment or not (parts.hostname or parts.scheme == "file"):
        raise CiatlasError(f"{shown(address)!r} is no address to clone from; write https://HOST")
    return address


def clone_folder(atlas: Path, full_name: str) -> Path:
    """Return where the clone of a repository is kept: beside the atlas, for the next time.

    Raises:
        CiatlasError: the name is malformed, and might lead elsewhere.
    """
    if not FULL_NAME.match(full_name):
        raise CiatlasError(f"{full_name!r} is no repository name; write it as OWNER/NAME")
    owner, name = full_name.split("/")
    return atlas.absolute().parent / "clones" / owner / f"{name}.git"


def import_from(
    address: str, atlas: Atlas, repository: Repository, *, label: Label, progress: Progress
) -> ImportResult:
    """Bring in a repository's whole history, or what is new in it, with its pipeline files only.

    Raises:
        CiatlasError: it cannot be reached, cloned or imported; what is stored stays as it was.
    """
    progress("cloning", 0, None)
    _bring(address, atlas.path, repository, None)
    return _import(atlas, repository, label, progress)


def import_all(
    address: str,
    atlas: Atlas,
    repositories: Sequence[Repository],
    *,
    label: Label,
    progress: Progress,
    told: Callable[[Repository, Cloned], None] = lambda _repository, _cloned: None,
) -> dict[str, Cloned]:
    """Bring in several histories, a few at once; return what came of each, by full name.

    Whatever is raised by `progress`, which is called again and again, or otherwise ends all of it:
    clones under way are given up, and what was imported by then is stored.

    Args:
        address: where projects are cloned from.
        atlas: the atlas, open for writing.
        repositories: whose histories.
        label: labels what is parsed on the way.
        progress: told of how many are cloned, and of the import under way.
        told: told of each that is done.
    """
    stop = Event()
    results: dict[str, Cloned] = {}
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="cloning")
    try:
        under_way: dict[Future[None], Repository] = {
            pool.submit(_bring, address, atlas.path, one, stop): one for one in repositories
        }
        while under_way:
            progress("cloning", len(repositories) - len(under_way), len(repositories))
            done = wait(under_way, _LOOK, FIRST_COMPLETED).done
            if not done:
                continue
            future = done.pop()  # one by one: progress is told between them, and may end it there
            one = under_way.pop(future)
            try:
                future.result()
                result: Cloned = _import(atlas, one, label, progress)
            except CiatlasError as error:
                result = error
            results[one.full_name] = result
            told(one, result)
        progress("cloning", len(repositories), len(repositories))
    finally:
        stop.set()
        pool.shutdown(cancel_futures=True)
    return results


def _bring(address: str, atlas: Path, repository: Repository, stop: Event | None) -> None:
    """Bring a history to where it is kept."""
    folder = clone_folder(atlas, repository.full_name)
    bring_history(f"{address}/{repository.full_name}.git", folder, stop)


def _import(atlas: Atlas, repository: Repository, label: Label, progress: Progress) -> ImportResult:
    """Import a history that is there, with its pipeline files only."""
    folder = clone_folder(atlas.path, repository.full_name)

    def bring(clone: Clone, oids: Iterable[str]) -> None:
        progress("fetching pipelines", 0, None)
        bring_contents(folder, clone, oids)

    return import_clone(
        atlas,
        folder,
        repository.full_name,
        cohort=repository.cohort,
        label=label,
        bring=bring,
        progress=progress,
    )
