"""Whatever goes wrong is one sentence and exit 1, and nothing stored is lost."""

import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ciatlas.sources.bundle import DATABASE, build_bundle
from ciatlas.store import open_atlas
from tests.cli.conftest import NIGHTLY, WORKFLOW, Command, Outcome
from tests.repositories import Repository

CODE = os.environ.get("PYTHONPATH", "")
"""Where the code of this checkout is, if not where it is installed."""

IMPATIENT = """\
# The program, but waiting less long for others.
import ciatlas.store.opening
ciatlas.store.opening._BUSY_SECONDS = 0.1
from ciatlas.cli import main
main()
"""

INTERRUPTED = """
import os, signal, sqlite3, time
time.time = lambda: 1_700_000_000
if "KILL_BEFORE" in os.environ:
    class Watched(sqlite3.Connection):
        def execute(self, statement, *rest):
            watch(statement)
            return super().execute(statement, *rest)
        def executemany(self, statement, *rest):
            watch(statement)
            return super().executemany(statement, *rest)
    def watch(statement):
        if statement.startswith(os.environ["KILL_BEFORE"]):
            os.kill(os.getpid(), signal.SIGKILL)
    connect = sqlite3.connect
    sqlite3.connect = lambda *a, **k: connect(*a, factory=Watched, **k)
"""
"""Read by Python when it starts: stops the clock, and kills the process before a statement."""

READERS = [["tools"], ["search", "x"], ["sql", "SELECT 1"], ["workflow", "tool", "ci.yml"]]


@pytest.fixture
def atlas(tmp_path: Path) -> Path:
    return tmp_path / "atlas.db"


@pytest.fixture
def stored(ciatlas: Command, clone: Repository, atlas: Path) -> Command:
    """The program, with something in its atlas."""
    assert ciatlas("import", clone.path, "--as", "example/tool").code == 0
    assert [file.name for file in atlas.parent.glob("atlas.db*")] == ["atlas.db"]
    return ciatlas


@pytest.fixture
def big(tmp_path: Path) -> Repository:
    """A clone whose import writes more than half a megabyte."""
    repository = Repository(tmp_path / "big")
    for number in range(6):
        steps = "".join(
            f"      - name: part {part} of {number}\n        run: pytest -k part_{number}_{part}\n"
            for part in range(150)
        )
        workflow = f"on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n{steps}"
        repository.commit({f".github/workflows/{number}.yml": workflow})
    return repository


def failure(outcome: Outcome) -> str:
    """The sentence of a command that failed as it should."""
    assert (outcome.code, outcome.out) == (1, "")
    found = re.fullmatch(r"ciatlas: ([^\n]+)\n", outcome.err)
    assert found is not None, outcome.err
    return found[1]


def limited(size: int, atlas: Path, *arguments: object) -> Outcome:
    """Run the program on a system where no file may grow beyond `size`, as on a full disk."""
    done = subprocess.run(
        [sys.executable, "-m", "ciatlas", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": CODE, "CIATLAS_ATLAS": str(atlas)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def facts(atlas: Path) -> bytes:
    """Every row of an atlas, in an order of their own."""
    folder = atlas.with_suffix(".facts")
    with open_atlas(atlas, readonly=True) as opened:
        build_bundle(opened, [""], folder)
    return (folder / DATABASE).read_bytes()


def test_what_is_no_clone_is_refused(stored: Command, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "file").write_text("x")
    Repository(tmp_path / "empty")
    before = stored("tools").out
    said = {
        name: failure(stored("import", tmp_path / name, "--as", "a/b"))
        for name in ("plain", "file", "empty", "missing")
    }
    assert said == {
        "plain": f"{tmp_path}/plain is no git repository; name the folder of a git clone",
        "file": f"{tmp_path}/file is no git repository; name the folder of a git clone",
        "empty": f"{tmp_path}/empty has no commits yet; commit or fetch something first",
        "missing": f"{tmp_path}/missing does not exist; name the folder of a git clone",
    }
    assert stored("tools").out == before


def noise(_content: bytes) -> bytes:
    return random.Random(1).randbytes(20_000)


def other_application(content: bytes) -> bytes:
    return content[:68] + b"GPKG" + content[72:]


def newer_version(content: bytes) -> bytes:
    return content[:60] + (99).to_bytes(4, "big") + content[64:]


DAMAGED = "is damaged or no atlas; move it away to start anew from the bundle"
CORRUPT: list[tuple[Callable[[bytes], bytes], str]] = [
    (noise, DAMAGED),
    (lambda content: content[:50], DAMAGED),
    (lambda content: content[:4096], DAMAGED),
    (lambda content: content[: len(content) // 2], DAMAGED),
    (lambda content: content[:100] + bytes(8000) + content[8100:], DAMAGED),
    (other_application, "is no atlas of ciatlas; name another file with --atlas"),
    (newer_version, "was made by a newer ciatlas; update ciatlas to open it"),
]


@pytest.mark.parametrize(("corrupt", "reason"), CORRUPT)
def test_a_file_that_is_no_atlas_is_refused_and_left_as_it_is(
    stored: Command, atlas: Path, clone: Repository, corrupt: Callable[[bytes], bytes], reason: str
) -> None:
    atlas.write_bytes(content := corrupt(atlas.read_bytes()))
    for command in (["tools"], ["sql", "SELECT 1"], ["import", clone.path, "--as", "a/b"]):
        assert failure(stored(*command)) == f"{atlas} {reason}"
        assert atlas.read_bytes() == content


def test_damage_found_on_the_way_is_told_in_a_sentence(stored: Command, atlas: Path) -> None:
    page, content = 4096, atlas.read_bytes()
    said = set()
    for number in range(2, len(content) // page, 4):
        broken = noise(content)[:page]
        atlas.write_bytes(content[: number * page] + broken + content[(number + 1) * page :])
        outcome = stored("workflow", "tool", "ci.yml")
        if outcome.code != 0:
            said.add(failure(outcome))
    assert said == {f"{atlas} {DAMAGED}"}


def test_a_place_where_no_atlas_can_be_made_is_told(
    ciatlas: Command, clone: Repository, atlas: Path
) -> None:
    atlas.write_text("a file, no folder")
    for place in (atlas / "own.db", Path("/proc/own.db")):
        elsewhere = {"CIATLAS_ATLAS": str(place)}
        read = failure(ciatlas("tools", **elsewhere))
        assert read.startswith(f"the atlas cannot be made at {place}: ")
        assert read.endswith("; name another place with --atlas")
        written = failure(ciatlas("import", clone.path, "--as", "a/b", **elsewhere))
        assert written.startswith(f"{place} cannot be ")
    assert atlas.read_text() == "a file, no folder"


def test_a_place_where_no_bundle_can_be_written_is_told(stored: Command, atlas: Path) -> None:
    outcome = stored("bundle", "build", "--cohort", "", "--output", atlas / "folder")
    assert failure(outcome) == f"{atlas}/folder: Not a directory"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_atlas_nobody_can_write_to_can_be_read(
    stored: Command, clone: Repository, atlas: Path
) -> None:
    before = stored("tools").out
    folder = atlas.parent / "still"
    folder.mkdir()
    shutil.copy(atlas, folder)
    (folder / atlas.name).chmod(0o400)
    folder.chmod(0o500)
    elsewhere = {"CIATLAS_ATLAS": str(folder / atlas.name)}
    assert stored("tools", **elsewhere).out == before
    said = failure(stored("import", clone.path, "--as", "a/b", **elsewhere))
    folder.chmod(0o700)
    assert said.endswith("cannot be written to; check the permissions of the file and its folder")


@pytest.mark.parametrize("size", [1 << 16, 3 << 16])
def test_a_full_disk_keeps_what_was_stored_before(
    stored: Command, atlas: Path, big: Repository, size: int
) -> None:
    before = facts(atlas)
    said = failure(limited(size, atlas, "import", big.path, "--as", "a/big"))
    assert said == (
        f"the disk is full: {atlas} keeps what was stored before; free some space and repeat"
    )
    assert facts(atlas) == before
    again = stored("import", big.path, "--as", "a/big", "--json").json
    assert (again["commits"], again["new_commits"], again["files"]) == (6, 6, 6)


def test_a_disk_too_full_for_a_first_start_leaves_nothing(tmp_path: Path) -> None:
    atlas = tmp_path / "new" / "atlas.db"
    atlas.parent.mkdir()
    said = failure(limited(1 << 20, atlas, "tools"))
    assert said == (
        f"the atlas cannot be made at {atlas}: file too large; name another place with --atlas"
    )
    assert list(atlas.parent.iterdir()) == []


def impatient(atlas: Path, *arguments: object) -> Outcome:
    command = [sys.executable, "-c", IMPATIENT, *map(str, arguments)]
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": CODE,
        "CIATLAS_ATLAS": str(atlas),
    }
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    return Outcome(done.returncode, done.stdout, done.stderr)


def test_an_atlas_that_another_process_writes_to_can_only_be_read(
    stored: Command, atlas: Path, clone: Repository
) -> None:
    before = stored("tools").out
    other = sqlite3.connect(atlas, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    said = failure(impatient(atlas, "import", clone.path, "--as", "a/b"))
    assert said == f"{atlas} is in use by another program; try again when that is done"
    assert impatient(atlas, "tools").out == before
    other.execute("ROLLBACK")
    other.close()
    assert stored("import", clone.path, "--as", "a/b").code == 0


def test_an_atlas_that_another_process_locked_cannot_be_used(stored: Command, atlas: Path) -> None:
    other = sqlite3.connect(atlas, isolation_level=None)
    other.execute("PRAGMA journal_mode = DELETE")
    other.execute("BEGIN EXCLUSIVE")
    for command in READERS:
        said = failure(impatient(atlas, *command))
        assert said == f"{atlas} is in use by another program; try again when that is done"
    other.close()
    assert stored("tools").code == 0


MOMENTS = """\
BEGIN
INSERT INTO pipelines
COMMIT
DELETE FROM commits
INSERT INTO path_commits
INSERT INTO versions
DELETE FROM search
"""


@pytest.mark.parametrize("statement", MOMENTS.splitlines())
def test_an_import_killed_at_any_moment_is_made_good_by_the_next(
    ciatlas: Command, clone: Repository, tmp_path: Path, statement: str
) -> None:
    (tmp_path / "sitecustomize.py").write_text(INTERRUPTED)
    fixed = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{CODE}"}
    arguments = ("import", clone.path, "--as", "example/tool")
    ciatlas(*arguments, **fixed)
    before = ciatlas("tools").out
    clone.commit({".github/workflows/new.yml": NIGHTLY.replace("45", "50"), "tests/b": "2"})
    clone.commit({".github/workflows/ci.yml": WORKFLOW.replace("pytest", "tox")})
    undisturbed = tmp_path / "undisturbed.db"
    shutil.copy(tmp_path / "atlas.db", undisturbed)
    assert ciatlas(*arguments, **fixed, CIATLAS_ATLAS=str(undisturbed)).code == 0
    after = ciatlas("tools", CIATLAS_ATLAS=str(undisturbed)).out

    killed = ciatlas(*arguments, **fixed, KILL_BEFORE=statement)
    assert killed.code == -signal.SIGKILL
    assert ciatlas("tools").out in (before, after)
    assert ciatlas(*arguments, **fixed).code == 0
    assert ciatlas("tools").out == after != before
    assert facts(tmp_path / "atlas.db") == facts(undisturbed)
    assert "new.yml" in ciatlas("search", "new").out


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE", "CREATE VIEW", "PRAGMA user_version = 1", "INSERT INTO jobs"]
)
def test_a_first_import_killed_at_any_moment_can_be_repeated(
    ciatlas: Command, clone: Repository, tmp_path: Path, statement: str
) -> None:
    (tmp_path / "sitecustomize.py").write_text(INTERRUPTED)
    code = f"{tmp_path}{os.pathsep}{CODE}"
    fixed = {"PYTHONPATH": code, "CIATLAS_ATLAS": str(tmp_path / "new.db")}
    arguments = ("import", clone.path, "--as", "example/tool")
    assert ciatlas(*arguments, **fixed, KILL_BEFORE=statement).code == -signal.SIGKILL
    assert ciatlas(*arguments, **fixed).code == 0
    assert "example/tool" in ciatlas("tools", **fixed).out


def test_a_first_import_on_a_full_disk_can_be_repeated(
    ciatlas: Command, clone: Repository, tmp_path: Path
) -> None:
    arguments = ("import", clone.path, "--as", "example/tool")
    assert "the disk is full" in failure(limited(100_000, tmp_path / "new.db", *arguments))
    assert ciatlas(*arguments, CIATLAS_ATLAS=str(tmp_path / "new.db")).code == 0
