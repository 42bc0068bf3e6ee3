"""Surveying a repository that nobody has cloned: its head, its files, and how much it holds.

Counts come from the number of the last page at one entry a page, which costs one request whatever
the count. Source: GitHub's "Using pagination in the REST API".
"""

import asyncio
import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from ciatlas.model.history import ParsedBlob
from ciatlas.model.repository import Repository
from ciatlas.model.survey import Survey
from ciatlas.model.system import Kind, System
from ciatlas.parsing import kind_of, parse
from ciatlas.sources.git.blobs import MAX_BYTES
from ciatlas.sources.git.markers import marker_kinds
from ciatlas.sources.github.answers import (
    Answer,
    TooLargeError,
    UnavailableError,
    list_of,
    moment_of,
    part_of,
)
from ciatlas.sources.github.client import Client
from ciatlas.sources.github.credentials import PUBLIC_API, api_address
from ciatlas.sources.study import load_study

PUBLIC_RAW = "https://raw.githubusercontent.com"
SOURCE = "github"
MOST_FILES = 400
"""Pipeline files read of one repository at most."""
_OID = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")


def survey_cost() -> int:
    """Return how many requests a survey takes at most: five, and one for each tracked folder."""
    return 5 + sum(len(paths) for paths in load_study().path_groups.values())


def is_surveyed(repository: Repository) -> bool:
    """Tell whether a repository is known by surveys, not by a clone or the bundle."""
    return repository.head is None or repository.source == SOURCE


def raw_address(api: str, chosen: str | None) -> str | None:
    """Return where files are read from: as chosen, GitHub's own, or `None` for another server."""
    if chosen is not None:
        return api_address(chosen)
    return PUBLIC_RAW if api == PUBLIC_API else None


async def survey(client: Client, repository: Repository, now: int) -> Survey:
    """Ask where a repository stands.

    Raises:
        UnavailableError: something cannot be had; the message says what.
        SpentError: the budget is spent.
    """
    at = f"/repos/{repository.full_name}"
    branch = _text((await client.get(at)).content, "default_branch")
    newest = await client.get(f"{at}/commits", {"sha": branch, "per_page": 1})
    head = _first(newest)
    oid, authored, committed = _commit(head)
    tree = (await client.get(f"{at}/git/trees/{oid}", {"recursive": 1})).content
    files = _files(tree)
    found = Survey(
        repository=replace(
            repository,
            branch=branch,
            head=oid,
            head_time=committed,
            source=SOURCE,
            retrieved_at=now,
        ),
        authored=authored,
        files={path: blob for path, blob in files.items() if kind_of(path) is not None},
        markers=tuple(sorted(marker_kinds(files, load_study().markers))),
        commits=_counted(newest),
        contributors=await _contributors(client, at),
        first_commit=await _first_commit(client, newest, committed),
        paths=await _groups(client, at, oid, files),
    )
    for asked in ("git/trees/", "commits?sha="):
        client.forget(f"{at}/{asked}", lambda rest: bool(_OID.match(rest)) and oid not in rest)
    return found


async def read_files(
    client: Client,
    raw: str,
    found: Survey,
    known: Collection[tuple[str, System, Kind]],
) -> list[ParsedBlob]:
    """Read and parse the pipeline files of a survey that are not known yet.

    What is larger than an import of a clone would read is left out as there. Parsing goes on beside
    the event loop, which may have keys to answer.

    Raises:
        UnavailableError: a file cannot be had, or is another than the tree says.
    """
    parsed = []
    for path, blob in list(found.files.items())[:MOST_FILES]:
        kind = kind_of(path)
        if kind is None or (blob, *kind) in known:
            continue
        name, head = found.repository.full_name, found.repository.head
        try:
            address = f"{raw}/{quote(name)}/{head}/{quote(path)}"
            content = await client.file(address, MAX_BYTES)
        except TooLargeError:
            continue
        if _object_id(content, len(blob)) != blob:
            raise UnavailableError(f"{path} came as another file than the commit holds")
        parsed.append(ParsedBlob(blob, await asyncio.to_thread(parse, path, content)))
    return parsed


def _object_id(content: bytes, length: int) -> str:
    """Return the id git gives a file; the longer ones are SHA-256."""
    make = hashlib.sha1 if length == 40 else hashlib.sha256
    return make(b"blob %d\0" % len(content) + content).hexdigest()


def _files(tree: object) -> dict[str, str]:
    if part_of(tree, "truncated") is not False:
        raise UnavailableError("it has too many files to be listed; bring in a clone of it")
    found = {}
    for entry in list_of(part_of(tree, "tree")):
        path, oid = _maybe(entry, "path"), _maybe(entry, "sha")
        if _maybe(entry, "type") == "blob" and path and oid and _OID.fullmatch(oid):
            found[path] = oid
    return found


async def _contributors(client: Client, at: str) -> int:
    answer = await client.get(f"{at}/contributors", {"per_page": 1, "anon": 1})
    return 0 if answer.content is None else _counted(answer)


async def _first_commit(client: Client, newest: Answer, head: int) -> int | None:
    last = newest.links.get("last")
    if last is None:
        return head
    return _commit(_first(await client.get(last)))[2]


async def _groups(client: Client, at: str, oid: str, files: Mapping[str, str]) -> dict[str, int]:
    """Count the commits to each path group; folders that are not there now are not asked for."""
    counts = {}
    for group, paths in load_study().path_groups.items():
        there = [path for path in paths if any(file.startswith(f"{path}/") for file in files)]
        counts[group] = 0
        for path in there:
            query: dict[str, str | int] = {"sha": oid, "path": path, "per_page": 1}
            counts[group] += _counted(await client.get(f"{at}/commits", query))
    return counts


def _counted(answer: Answer) -> int:
    """Return how many entries there are, by the number of the last page of one entry each."""
    entries = list_of(answer.content)
    last = answer.links.get("last")
    if last is None:
        if "next" in answer.links:
            raise UnavailableError("the API does not say how many there are")
        return len(entries)
    try:
        page = parse_qs(urlsplit(last).query).get("page", [""])[0]
    except ValueError:
        page = ""
    if not page.isascii() or not page.isdigit() or len(page) > 15:
        raise UnavailableError("the API's link to the last page names none")
    return int(page)


def _first(answer: Answer) -> object:
    entries = list_of(answer.content)
    if not entries:
        raise UnavailableError("it has no commits")
    return entries[0]


def _commit(entry: object) -> tuple[str, int, int]:
    """Return id, and when it was authored and committed."""
    oid = _text(entry, "sha")
    if not _OID.fullmatch(oid):
        raise UnavailableError("the answer names a commit that is none")
    commit = part_of(entry, "commit")
    return oid, _moment(part_of(commit, "author")), _moment(part_of(commit, "committer"))


def _moment(person: object) -> int:
    try:
        return moment_of(_text(person, "date"))
    except (ValueError, OverflowError) as error:
        raise UnavailableError("the answer holds a date that is none") from error


def _text(found: object, key: str) -> str:
    value = part_of(found, key)
    if not isinstance(value, str) or not value:
        raise UnavailableError(f"the answer's {key!r} is no text")
    return value


def _maybe(found: Any, key: str) -> str | None:
    value = found.get(key) if isinstance(found, dict) else None
    return value if isinstance(value, str) else None
