"""Whole histories for those who have no clone: cloned beside the atlas, then imported."""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from ciatlas.model.errors import CiatlasError
from ciatlas.model.repository import FULL_NAME, Repository
from ciatlas.sources.git import Clone, bring_contents, bring_history
from ciatlas.sources.github.credentials import LOOPBACK, PUBLIC_API
from ciatlas.sources.importer import ImportResult, Label, Progress, import_clone
from ciatlas.store import Atlas

PUBLIC_CLONES = "https://github.com"
_ENTERPRISE_API = "/api/v3"


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
        raise CiatlasError(f"{_shown(address)!r} is no address to clone from; write https://HOST")
    secret = parts.password or (parts.username and parts.scheme != "ssh")
    if secret or (parts.scheme == "http" and parts.hostname not in LOOPBACK):
        raise CiatlasError("projects are cloned over https or ssh only, with no password in it")
    if parts.query or parts.fragment or not (parts.hostname or parts.scheme == "file"):
        raise CiatlasError(f"{address!r} is no address to clone from; write https://HOST")
    return address


def _shown(address: str) -> str:
    """Leave out what may be a password."""
    return address.rpartition("@")[2]


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
    folder = clone_folder(atlas.path, repository.full_name)

    def bring(clone: Clone, oids: Iterable[str]) -> None:
        progress("fetching pipelines", 0, None)
        bring_contents(folder, clone, oids)

    progress("cloning", 0, None)
    bring_history(f"{address}/{repository.full_name}.git", folder)
    return import_clone(
        atlas,
        folder,
        repository.full_name,
        cohort=repository.cohort,
        label=label,
        bring=bring,
        progress=progress,
    )
