"""File contents by object id, through `git cat-file`."""

from collections.abc import Iterable, Iterator, Mapping

from ciatlas.sources.git.clone import Clone

MAX_BYTES = 2 * 1024 * 1024
"""Larger files are no pipelines anybody wrote; they are treated as missing."""

_BATCH_BYTES = 8 * 1024 * 1024
"""Content git is asked for at a time, which bounds the memory an import takes."""


def read_blobs(clone: Clone, oids: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
    """Yield each distinct object id with the blob's content, those that cannot be had last.

    The content is `None` where the clone lacks the object (a partial clone), where it is no blob,
    and where it is larger than `MAX_BYTES`.
    """
    wanted = dict.fromkeys(oids)
    sizes = _readable_sizes(clone, wanted)
    for batch in _batches(sizes):
        yield from _contents(clone, batch)
    for oid in wanted:
        if oid not in sizes:
            yield oid, None


def held(clone: Clone, oids: Iterable[str]) -> set[str]:
    """Return those contents that can be read."""
    wanted = dict.fromkeys(oids)
    return set(_readable_sizes(clone, wanted)) if wanted else set()


def _readable_sizes(clone: Clone, oids: Iterable[str]) -> dict[str, int]:
    """Ask for sizes first, so that nothing oversized is ever read."""
    sizes = {}
    for line in clone.run("cat-file", "--batch-check", stdin=_lines(oids)).splitlines():
        oid, kind, *size = line.decode("ascii").split()
        if kind == "blob" and int(size[0]) <= MAX_BYTES:
            sizes[oid] = int(size[0])
    return sizes


def _batches(sizes: Mapping[str, int]) -> Iterator[dict[str, int]]:
    batch: dict[str, int] = {}
    total = 0
    for oid, size in sizes.items():
        batch[oid] = size
        total += size
        if total >= _BATCH_BYTES:
            yield batch
            batch, total = {}, 0
    if batch:
        yield batch


def _contents(clone: Clone, sizes: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    """Cut git's answer (a header line, the content, a line break, and so on) into contents."""
    output = clone.run("cat-file", "--batch", stdin=_lines(sizes))
    end = -1
    for oid, size in sizes.items():
        start = output.index(b"\n", end + 1) + 1
        end = start + size
        yield oid, output[start:end]


def _lines(oids: Iterable[str]) -> bytes:
    return "".join(f"{oid}\n" for oid in oids).encode("ascii")
