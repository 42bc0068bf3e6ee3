"""`ciatlas sync --clone` brings in a whole history, as an import of a full clone does."""

import asyncio
import json
import shutil
from pathlib import Path
from threading import Event

import pytest

from ciatlas.analysis.labelling import label_pipelines, labeller
from ciatlas.cli.main import run as run_command
from ciatlas.model.errors import CiatlasError
from ciatlas.model.repository import Repository as Named
from ciatlas.model.repository import Snapshot
from ciatlas.sources import cloning
from ciatlas.sources.cloning import (
    AT_ONCE,
    clone_address,
    clone_folder,
    import_all,
    import_from,
)
from ciatlas.sources.git import bring_contents, bring_history, open_clone
from ciatlas.sources.importer import ImportResult, import_clone
from ciatlas.store import Atlas, open_atlas
from tests.repositories import Repository
from tests.sources.contents import content
from tests.sources.github.server import GitHub, running

NAME = "example/tool"
CI = ".github/workflows/ci.yml"
CALLER = "on: push\njobs: {t: {runs-on: x, steps: [{uses: ./ci/check}, {run: make test}]}}\n"
ACTION = "name: Check\nruns: {using: composite, steps: [{run: pytest, shell: bash}]}\n"


@pytest.fixture(autouse=True)
def _no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GH_TOKEN", "GITHUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def origin(tmp_path: Path) -> Repository:
    """A project whose workflow uses an action and a build file from elsewhere in it."""
    made = Repository(tmp_path / "served" / "example" / "tool.git")
    made.commit({CI: CALLER, "ci/check/action.yml": ACTION, "uv.lock": ""})
    made.commit({"Makefile": "test:\n\tpytest\n", "code.py": "1"}, author="ben@example.org")
    made.commit({CI: CALLER.replace("push", "release"), "tests/a.py": ""})
    made.git("tag", "v1")
    made.git("config", "uploadpack.allowFilter", "true")
    made.git("config", "uploadpack.allowAnySHA1InWant", "true")
    return made


@pytest.fixture
def address(tmp_path: Path) -> str:
    return (tmp_path / "served").as_uri()


def cloned(atlas: Atlas, address: str) -> ImportResult:
    return import_from(
        address, atlas, Named(NAME, "tool"), label=labeller(atlas), progress=lambda *_: None
    )


def test_it_gives_the_same_atlas_as_an_import_of_a_full_clone(
    origin: Repository, address: str, tmp_path: Path
) -> None:
    with open_atlas(tmp_path / "full" / "atlas.db", create=True) as full:
        expected = import_clone(full, origin.path, NAME, label=labeller(full))
    with open_atlas(tmp_path / "own" / "atlas.db", create=True) as own:
        found = cloned(own, address)
        assert found == expected
        assert found.missing == 0
        assert [entry.path for entry in own.pipelines(_now(own))] == [CI, "ci/check/action.yml"]
    assert content(own.path) == content(full.path)
    code = origin.git("rev-parse", "HEAD:code.py")
    folder = clone_folder(own.path, NAME)
    assert f"?{code}" in origin.git(
        "-C", str(folder), "rev-list", "--objects", "--all", "--missing=print"
    )


def _now(atlas: Atlas) -> Snapshot:
    at = atlas.snapshot(atlas.find_repository(NAME))
    assert at is not None
    return at


def test_a_second_time_only_what_is_new_comes_in(
    origin: Repository, address: str, tmp_path: Path
) -> None:
    with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
        cloned(atlas, address)
        same = cloned(atlas, address)
        assert (same.new_commits, same.parsed) == (0, 0)
        origin.commit(
            {CI: CALLER.replace("./ci/check", "./ci/other"), "ci/other/action.yml": ACTION}
        )
        more = cloned(atlas, address)
        assert (more.new_commits, more.missing) == (1, 0)
    with open_atlas(tmp_path / "full.db", create=True) as full:
        import_clone(full, origin.path, NAME, label=labeller(full))
    assert more.commits == 4


OUTER = "runs: {using: composite, steps: [{uses: ./tools/inner}]}\n"


@pytest.mark.parametrize("at_hand", ["none", "workflows"])
def test_what_an_import_missed_is_made_up_for_without_a_new_commit(
    origin: Repository, address: str, tmp_path: Path, at_hand: str
) -> None:
    """Actions outside .github are found through contents, however deep they lead."""
    flow = CALLER.replace("./ci/check", "./tools/outer")
    origin.commit(
        {CI: flow, "tools/outer/action.yml": OUTER, "tools/inner/action.yml": ACTION},
        date="2024-02-01T00:00:00+00:00",
    )
    folder = clone_folder(tmp_path / "own" / "atlas.db", NAME)
    bring_history(f"{address}/{NAME}.git", folder)
    with open_atlas(tmp_path / "own" / "atlas.db", create=True) as own:
        if at_hand == "workflows":
            with open_clone(folder) as clone:
                bring_contents(folder, clone, _oids(origin, CI))
        first = import_clone(own, folder, NAME, label=labeller(own))
        label_pipelines(own)
        assert first.missing > 0
        assert first.parsed == (3 if at_hand == "workflows" else 0)
        # The same head, with all contents at hand by now.
        again = cloned(own, address)
        assert (again.head, again.new_commits, again.missing) == (first.head, 0, 0)
        label_pipelines(own)
        assert cloned(own, address).parsed == 0
        with open_atlas(tmp_path / "full.db", create=True) as full:
            import_clone(full, origin.path, NAME, label=labeller(full))
            assert _activities(own) == _activities(full)
            assert ("tools/inner/action.yml", "unit-test") in _activities(own)
            assert (CI, "unit-test") in _activities(own)
    assert content(tmp_path / "own" / "atlas.db") == content(tmp_path / "full.db")


def _oids(repository: Repository, path: str) -> list[str]:
    """Return the contents a file had in the whole history."""
    listed = repository.git("rev-list", "--objects", "--all", "--", path).splitlines()
    return [line.split()[0] for line in listed if line.endswith(path)]


def _activities(atlas: Atlas) -> list[tuple[object, ...]]:
    _, rows = atlas.sql("SELECT path, activity FROM current_steps ORDER BY path, job, step")
    return rows


@pytest.fixture
def origins(origin: Repository, tmp_path: Path) -> list[Named]:
    """Five projects, the third of which is not there."""
    for number in (0, 1, 3, 4):
        shutil.copytree(origin.path, tmp_path / "served" / "many" / f"tool{number}.git")
    return [Named(f"many/tool{number}", f"tool{number}") for number in range(5)]


def test_several_come_a_few_at_once_and_each_is_told(
    origins: list[Named], address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way, most = set(), 0
    bring = cloning.bring_history

    def watched(address: str, folder: Path, stop: Event | None = None) -> None:
        nonlocal most
        under_way.add(folder)
        most = max(most, len(under_way))
        try:
            bring(address, folder, stop)
        finally:
            under_way.discard(folder)

    monkeypatch.setattr(cloning, "bring_history", watched)
    told: list[str] = []
    with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
        results = import_all(
            address, atlas, origins, label=labeller(atlas), progress=lambda *_: None,
            told=lambda one, _: told.append(one.full_name),
        )  # fmt: skip
        assert sorted(told) == sorted(results) == [one.full_name for one in origins]
        assert "cannot be cloned" in str(results.pop("many/tool2"))
        assert {one.commits for one in results.values() if isinstance(one, ImportResult)} == {3}
        assert len(atlas.repositories()) == 4
    assert 1 < most <= AT_ONCE


def test_what_ends_it_leaves_what_was_imported_and_nothing_half_done(
    origins: list[Named], address: str, tmp_path: Path
) -> None:
    def progress(phase: str, done: int, _total: int | None) -> None:
        if (phase, done) == ("cloning", 2):
            raise KeyboardInterrupt

    with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
        with pytest.raises(KeyboardInterrupt):
            import_all(address, atlas, origins, label=labeller(atlas), progress=progress)
        assert atlas.problems() == []
        assert 1 <= len(atlas.repositories()) <= 2
        assert not list(tmp_path.glob("clones/**/*.begun"))
        results = import_all(
            address, atlas, origins, label=labeller(atlas), progress=lambda *_: None
        )
        assert [name for name, one in results.items() if isinstance(one, CiatlasError)] == [
            "many/tool2"
        ]
        assert len(atlas.repositories()) == 4


def test_a_failure_leaves_the_atlas_as_it_was(
    origin: Repository, address: str, tmp_path: Path
) -> None:
    with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
        cloned(atlas, address)
        before = content(atlas.path)
        with pytest.raises(CiatlasError, match="cannot be cloned"):
            cloned(atlas, f"{address}/nowhere")
        assert content(atlas.path) == before


@pytest.mark.parametrize(
    "name", ["../x", "a/..", "a/.", "a/b/c", "tool", "a/../../b", "-x/y", "a/b\n", "/etc", "a/"]
)
def test_a_hostile_name_becomes_no_folder(tmp_path: Path, address: str, name: str) -> None:
    with (
        open_atlas(tmp_path / "atlas.db", create=True) as atlas,
        pytest.raises(CiatlasError, match="write it as OWNER/NAME"),
    ):
        import_from(
            address, atlas, Named(name, "x"), label=labeller(atlas), progress=lambda *_: None
        )
    assert not (tmp_path / "clones").exists()


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("https://me:secret@example.org", "no password in it"),
        ("https://secret@example.org", "no password in it"),
        ("ssh://git:secret@example.org", "no password in it"),
        ("http://example.org", "https or ssh only"),
        ("git://example.org", "no address to clone from"),
        ("ext::sh -c touch% x", "no address to clone from"),
        ("me:secret@example.org", "no address to clone from"),
        ("--upload-pack=x", "no address to clone from"),
        ("https://", "no address to clone from"),
        ("https://example.org/?a=secret", "no address to clone from"),
    ],
)
def test_an_address_is_checked_before_it_is_asked(chosen: str, said: str) -> None:
    with pytest.raises(CiatlasError, match=said) as told:
        clone_address("https://api.github.com", chosen)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("api", "chosen", "address"),
    [
        ("https://api.github.com", None, "https://github.com"),
        ("https://ghe.example.org/api/v3", None, "https://ghe.example.org"),
        ("https://api.github.com", "ssh://git@example.org/", "ssh://git@example.org"),
        ("https://api.github.com", "http://127.0.0.1:80", "http://127.0.0.1:80"),
        ("https://api.github.com", "file:///srv/git", "file:///srv/git"),
    ],
)
def test_projects_are_cloned_from_where_the_api_is(
    api: str, chosen: str | None, address: str
) -> None:
    assert clone_address(api, chosen) == address


def test_the_plan_counts_what_a_clone_spares(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
        atlas.add_repository(Named(NAME, "tool"))
    at = ["--atlas", str(tmp_path / "atlas.db"), "sync", NAME, "--plan", "--json"]
    assert run_command(at) == 0
    surveyed = json.loads(capsys.readouterr().out)
    assert run_command([*at, "--clone"]) == 0
    told = json.loads(capsys.readouterr().out)
    (planned,) = told["plan"]
    assert planned["asked"] == ["clone", "repository", "releases", "runs", "issues", "bug issues"]
    assert planned["skipped"]["survey"] == "a clone tells more"
    assert told["cost"] == {"core": 3, "search": 2, "graphql": 0, "circleci": 0}
    assert told["cost"]["core"] < surveyed["cost"]["core"]


async def test_by_commands_alone_from_a_name_to_its_history(
    origin: Repository, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--atlas", str(tmp_path / "atlas.db")]
    assert run_command([*at, "add", NAME, "example/gone"]) == 0
    github = GitHub(stars={NAME: 5}, issues={NAME: (3, 1), "example/gone": (0, 0)})
    async with running(github):
        command = [*at, "sync", NAME, "example/gone", "--clone", "--clone-url", address, "--json"]
        capsys.readouterr()
        code = await asyncio.to_thread(run_command, [*command, "--api-url", github.url])
    found, gone = json.loads(capsys.readouterr().out)["repositories"]
    assert code == 1
    assert (found["failed"], found["figures"]["commits"], found["figures"]["pipelines"]) == (
        {},
        3,
        2,
    )
    assert "does not appear to be a git repository" in gone["failed"]["clone"]
    # As planned: three of each, and no survey even of what cannot be cloned.
    assert sum(n for path, n in github.seen.items() if path.startswith("/repos/")) == 6
    assert run_command([*at, "history", NAME, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["versions"]) == 3
    assert run_command([*at, "workflow", NAME, "ci.yml", "--json"]) == 0
    steps = json.loads(capsys.readouterr().out)["jobs"][0]["steps"]
    assert [step["activity"] for step in steps] == ["unit-test", "unit-test"]
