"""Answers of the API: read within bounds, or a sentence for what went wrong."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ciatlas.model.errors import CiatlasError

if TYPE_CHECKING:
    from aiohttp import ClientResponse

MOST_BYTES = 16_000_000
"""Bytes of a body; the API's largest answers are 7 MB."""
_SENTENCES = {
    400: "the API did not understand the question",
    401: "the API refuses the token; make a new one",
    403: "the API refuses this; the token may lack a permission",
    404: "it is missing or private",
    409: "the repository is empty",
    410: "it is switched off for this repository",
    422: "the API cannot process the question",
    451: "it is blocked for legal reasons",
}
MOST = 2**53
"""Counts and ids beyond are none: readers of JSON disagree on them (RFC 8259, section 6)."""
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
"""Half a character, which cannot be stored, begins like this; so does the half of a whole one."""
_LINK = re.compile(r'<([^>]*)>\s*;[^,]*\brel="?(\w+)"?')


LATEST = 32_503_680_000
"""The year 3000, in seconds since 1970 UTC: later moments are none, and no calendar shows them."""


class UnavailableError(CiatlasError):
    """One fact could not be had; the message says why, and `status` how the API answered."""

    status: int | None = None


class TooLargeError(UnavailableError):
    """A body is larger than whoever asked wants to read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A JSON answer.

    Attributes:
        content: the decoded body.
        links: addresses of the pages beside it, by relation.
        cached: whether nothing changed since it was asked before.
        url: where it was found after all redirects.
        etag: by which one sees whether it changed.
    """

    content: Any
    links: Mapping[str, str]
    cached: bool
    url: str
    etag: str | None = None


def refusal(status: int) -> UnavailableError:
    """Return the sentence for a status that no waiting will change."""
    known = _SENTENCES.get(status)
    error = UnavailableError(known or f"the API answered with status {status}")
    error.status = status
    return error


async def read_body(response: "ClientResponse", most: int = MOST_BYTES) -> bytes:
    """Read a body of `most` bytes at most.

    Raises:
        TooLargeError: it is larger.
    """
    parts, size = [], 0
    async for part in response.content.iter_chunked(65_536):
        parts.append(part)
        size += len(part)
        if size > most:
            raise TooLargeError("the answer is larger than any that GitHub documents")
    return b"".join(parts)


def decode(body: bytes, content_type: str) -> Any:
    """Decode a JSON body.

    Raises:
        UnavailableError: it is no JSON.
    """
    if "json" not in content_type.casefold():
        raise UnavailableError("the answer is no JSON; is this the address of an API?")
    try:
        content = json.loads(body)
        if _SURROGATE.search(body):
            content = json.loads(json.dumps(content, ensure_ascii=False).encode(errors="replace"))
        return content
    except (ValueError, RecursionError) as error:
        raise UnavailableError("the answer breaks off or cannot be read") from error


def encode(content: Any) -> str:
    """Write an answer as JSON to be kept.

    Raises:
        UnavailableError: it is nested deeper than can be written.
    """
    try:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    except RecursionError as error:
        raise UnavailableError("the answer is nested too deeply") from error


def recall(kept: str) -> Any:
    """Read an answer that was kept.

    Raises:
        UnavailableError: it is nested deeper than can be read here, or was damaged.
    """
    try:
        return json.loads(kept)
    except (ValueError, RecursionError) as error:
        raise UnavailableError("the answer that was kept cannot be read") from error


def links_of(header: str | None) -> dict[str, str]:
    """Read a Link header: the addresses by relation."""
    return {relation: address for address, relation in _LINK.findall(header or "")}


def part_of(found: object, key: str) -> object:
    """Return what stands at a key; `UnavailableError` where it is not there."""
    if not isinstance(found, dict) or key not in found:
        raise UnavailableError(f"the answer lacks {key!r}")
    return found[key]


def count_of(found: object, key: str) -> int:
    """Return the count that stands at a key; `UnavailableError` where it is none."""
    value = part_of(found, key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST:
        raise UnavailableError(f"the answer's {key!r} is no count")
    return value


def list_of(value: object) -> list[Any]:
    """Return what is a list; `UnavailableError` where it is none."""
    if not isinstance(value, list):
        raise UnavailableError("the answer is no list")
    return value


def text_in(told: Any, key: str) -> str:
    """Return a text of an answer; `KeyError` or `TypeError` where there is none."""
    value = told[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value


def moment_in(told: Any, key: str) -> int:
    """Return a moment of an answer in seconds since 1970; `ValueError` as well where it is none."""
    return moment_of(text_in(told, key))


def moment_of(text: str) -> int:
    """Read a moment, in seconds since 1970 UTC.

    Raises:
        ValueError, OverflowError: it is none between 1970 and `LATEST`.
    """
    seconds = int(datetime.fromisoformat(text).timestamp())
    if not 0 <= seconds < LATEST:
        raise ValueError(text)
    return seconds
