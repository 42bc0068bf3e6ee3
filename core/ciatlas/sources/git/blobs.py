"""File contents by object id, a batch at a time through `git cat-file --batch`."""

from collections.abc import Iterator, Sequence

from ciatlas.sources.git.clone import Clone

MAX_BYTES = 2 * 1024 * 1024
"""Larger files are no pipelines anybody wrote; they are treated as missing."""

_BATCH = 200


def read_blobs(clone: Clone, oids: Sequence[str]) -> Iterator[tuple[str, bytes | None]]:
    """Yield each object id with the blob's content, `None` when the clone lacks it."""
    for start in range(0, len(oids), _BATCH):
        batch = oids[start : start + _BATCH]
        sizes = _sizes(clone, batch)
        readable = [oid for oid in batch if 0 <= sizes[oid] <= MAX_BYTES]
        contents = _contents(clone, readable)
        for oid in batch:
            yield oid, contents.get(oid)


def _sizes(clone: Clone, oids: Sequence[str]) -> dict[str, int]:
    """Ask for the sizes first, so that nothing oversized is ever read; -1 when missing."""
    output = clone.run("cat-file", "--batch-check", stdin=_lines(oids))
    sizes = {}
    for oid, line in zip(oids, output.decode("ascii").splitlines(), strict=True):
        fields = line.split()
        sizes[oid] = int(fields[2]) if fields[1] == "blob" else -1
    return sizes


def _contents(clone: Clone, oids: Sequence[str]) -> dict[str, bytes]:
    output = clone.run("cat-file", "--batch", stdin=_lines(oids)) if oids else b""
    contents = {}
    at = 0
    for oid in oids:
        end = output.index(b"\n", at)
        size = int(output[at:end].split()[2])
        contents[oid] = output[end + 1 : end + 1 + size]
        at = end + size + 2
    return contents


def _lines(oids: Sequence[str]) -> bytes:
    return "".join(f"{oid}\n" for oid in oids).encode("ascii")
