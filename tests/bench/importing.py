"""A full history import against the floor under it: git's own reading and a bare YAML parse.

The floor is `git log --raw` over the same paths, `git cat-file --batch` of the same blobs and
PyYAML's CSafeLoader on them. The budget is 2.5 times their sum, over all clones together.
"""

import os
import subprocess
import tempfile
import time
from pathlib import Path

import yaml

from ciatlas.analysis.labelling import labeller
from ciatlas.parsing import kind_of
from ciatlas.sources.importer import PIPELINE_PATHS, import_clone
from ciatlas.store import open_atlas
from tests.bench.clones import synthetic_clone

BUDGET = 2.5
_ROUNDS = 3
_PATHS = (*PIPELINE_PATHS, "tests", "test", "testing")


def run() -> None:
    """Measure the clones named in CLONES (`PATH=OWNER/NAME …`), or a generated one."""
    with tempfile.TemporaryDirectory() as scratch:
        named = os.environ.get("CLONES", "").split()
        clones = dict(_named(entry) for entry in named)
        if not clones:
            clones = {synthetic_clone(Path(scratch) / "clone"): "example/generated"}
        # Turn by turn and the best of each, so that what else the machine does weighs little.
        rounds = [(_floor_of(clones), _import(clones, scratch, n)) for n in range(_ROUNDS)]
    floor, spent = map(min, zip(*rounds, strict=True))
    print(f"import of {len(clones)} clone(s)   {spent:6.2f} s")
    print(f"git + CSafeLoader      {floor:6.2f} s")
    print(f"ratio                  {spent / floor:6.2f}   (budget {BUDGET})")


def _floor_of(clones: dict[Path, str]) -> float:
    return sum(_floor(path) for path in clones)


def _import(clones: dict[Path, str], scratch: str, number: int) -> float:
    started = time.perf_counter()
    with open_atlas(Path(scratch) / f"atlas{number}.db", create=True) as atlas:
        for path, name in clones.items():
            import_clone(atlas, path, name, label=labeller(atlas))
    return time.perf_counter() - started


def _named(entry: str) -> tuple[Path, str]:
    path, _, name = entry.partition("=")
    return Path(path), name or "/".join(Path(path).resolve().parts[-2:])


def _floor(clone: Path) -> float:
    started = time.perf_counter()
    log = ("log", "--raw", "--no-renames", "--no-abbrev", "--format=", "HEAD", "--", *_PATHS)
    raw = _git(clone, *log).decode(errors="replace")
    blobs = sorted({_blob(line) for line in raw.splitlines() if _is_pipeline(line)})
    content = _git(clone, "cat-file", "--batch", stdin="\n".join(blobs).encode())
    for text in _split(content):
        try:
            yaml.load(text, Loader=yaml.CSafeLoader)
        except yaml.YAMLError:
            continue
    return time.perf_counter() - started


def _is_pipeline(line: str) -> bool:
    _, _, path = line.partition("\t")
    return kind_of(path) is not None and set(_blob(line)) != {"0"}


def _blob(line: str) -> str:
    return line.split(" ", 4)[3]


def _split(batch: bytes) -> list[bytes]:
    texts, at = [], 0
    while at < len(batch):
        end = batch.index(b"\n", at)
        header = batch[at:end].split()
        at = end + 1
        if header[1] != b"missing":
            size = int(header[2])
            texts.append(batch[at : at + size])
            at += size + 1
    return texts


def _git(clone: Path, *arguments: str, stdin: bytes | None = None) -> bytes:
    command = ["git", "-C", str(clone), *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, check=True).stdout
