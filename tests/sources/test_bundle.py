"""The bundle: the same facts are the same bytes, whole or not at all, and about nobody."""

import lzma
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from ciatlas.analysis.activities import load_rules
from ciatlas.analysis.labelling import label_pipelines, labeller
from ciatlas.model.errors import CiatlasError
from ciatlas.parsing import PARSER_VERSION
from ciatlas.sources import bundle, importer
from ciatlas.sources.bundle import DATABASE, MANIFEST, build_bundle, unpack_bundle
from ciatlas.sources.importer import import_clone
from ciatlas.sources.study import load_study
from ciatlas.store import Atlas, open_atlas
from tests.repositories import Repository

CI = ".github/workflows/ci.yml"
WORKFLOW = """\
name: CI
on: push
jobs:
  test:
    runs-on: x
    steps:
      - uses: ./.github/actions/do
      - run: pytest --cov tests
"""
ACTION = "name: Do\nruns:\n  using: composite\n  steps:\n    - run: ruff check\n      shell: bash\n"
GUARDED = """\
on: issue_comment
jobs:
  a:
    if: CONDITION
    runs-on: x
    steps:
      - run: make
        if: CONDITION
"""


@pytest.fixture(scope="module")
def clones(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Repository]:
    """Two tools to pack, which share a content, and one to leave out, which shares it too."""
    folder = tmp_path_factory.mktemp("clones")
    made = {name: Repository(folder / name) for name in ("one", "two", "other")}
    made["one"].commit({CI: WORKFLOW, ".github/actions/do/action.yml": ACTION})
    made["one"].commit({CI: WORKFLOW.replace("CI", "Checks")}, date="2024-02-01T00:00:00+00:00")
    made["two"].commit({"README": "x"}, author="ben@example.org")
    made["two"].commit({CI: WORKFLOW, ".github/actions/do/action.yml": ACTION, "tests/a": "1"})
    made["other"].commit({CI: WORKFLOW.replace("CI", "Else"), ".circleci/config.yml": "jobs: {}"})
    made["other"].commit({CI: WORKFLOW, ".github/actions/do/action.yml": ACTION})
    return made


Pack = Callable[..., dict[str, bytes]]


@pytest.fixture
def pack(tmp_path: Path, clones: dict[str, Repository]) -> Pack:
    """Import clones in an order, and return the files of their bundle."""

    def packed(*names: str, name: str = "atlas", on_the_way: bool = True) -> dict[str, bytes]:
        with open_atlas(tmp_path / f"{name}.db", create=True) as atlas:
            for clone in names:
                cohort = "" if clone == "other" else "study"
                label = labeller(atlas) if on_the_way else None
                path = clones[clone].path
                import_clone(atlas, path, f"x/{clone}", cohort=cohort, label=label)
            label_pipelines(atlas)
            build_bundle(atlas, ["study"], tmp_path / name)
        return {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()}

    return packed


@pytest.mark.parametrize(
    "order",
    [("two", "one"), ("other", "one", "two"), ("two", "other", "one"), ("one", "two", "one")],
    ids=" ".join,
)
def test_the_order_of_imports_leaves_no_trace(pack: Pack, order: tuple[str, ...]) -> None:
    assert pack(*order, name="another") == pack("one", "two")


def test_when_labels_were_made_leaves_no_trace(pack: Pack) -> None:
    assert pack("one", "two", name="another", on_the_way=False) == pack("one", "two")


def test_importing_step_by_step_leaves_no_trace(
    tmp_path: Path, pack: Pack, clones: dict[str, Repository]
) -> None:
    whole = pack("one", "two")
    clones["one"].git("branch", "--force", "past", "HEAD~1")
    with open_atlas(tmp_path / "steps.db", create=True) as atlas:
        import_clone(atlas, clones["one"].path, "x/one", branch="past", label=labeller(atlas))
    assert pack("one", "two", name="steps") == whole


def test_the_order_of_hashes_leaves_no_trace(tmp_path: Path, clones: dict[str, Repository]) -> None:
    bundles = []
    for seed in ("0", "4711"):
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "PYTHONHASHSEED": seed,
            "CIATLAS_ATLAS": str(tmp_path / f"{seed}.db"),
        }
        for arguments in (
            ("import", clones["one"].path, "--as", "x/one", "--cohort", "study"),
            ("import", clones["two"].path, "--as", "x/two", "--cohort", "study"),
            ("bundle", "build", "--output", tmp_path / seed),
        ):
            command = [sys.executable, "-m", "ciatlas", *map(str, arguments)]
            subprocess.run(command, env=environment, check=True, capture_output=True)
        bundles.append((tmp_path / seed / DATABASE).read_bytes())
    assert bundles[0] == bundles[1]


@pytest.fixture
def shipped(tmp_path: Path, pack: Pack, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a bundle, shipped in place of the package's own."""
    pack("one", "two")
    monkeypatch.setattr(bundle, "bundle_folder", lambda: tmp_path / "atlas")
    return tmp_path / "atlas"


def answers(atlas: Atlas) -> list[object]:
    """Everything an atlas says about the repositories packed."""
    said: list[object] = []
    for repository in atlas.repositories("study"):
        figures, at = atlas.summary(repository), atlas.snapshot(repository)
        assert at is not None
        said.append((figures.commits, figures.author_emails, figures.paths, figures.needs, at))
        said.append([(e, atlas.pipeline(at, e.path)) for e in atlas.pipelines(at)])
        said.append([*atlas.history(repository), *atlas.change_points(repository)])
        said.append(sorted(map(repr, atlas.search(repository.name))))
    return said


def test_what_is_unpacked_says_what_was_packed(tmp_path: Path, shipped: Path) -> None:
    unpack_bundle(tmp_path / "new" / "unpacked.db")
    with (
        open_atlas(tmp_path / "atlas.db", readonly=True) as packed,
        open_atlas(tmp_path / "new" / "unpacked.db", readonly=True) as unpacked,
    ):
        assert answers(unpacked) == answers(packed) != []
        assert {known.source for known in unpacked.repositories()} == {"bundle"}
        assert unpacked.problems() == []
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["unpacked.db"]


def test_an_import_into_the_unpacked_bundle_parses_nothing(
    tmp_path: Path, shipped: Path, clones: dict[str, Repository]
) -> None:
    unpack_bundle(tmp_path / "unpacked.db")
    with open_atlas(tmp_path / "unpacked.db") as atlas:
        result = import_clone(atlas, clones["one"].path, "x/one")
        assert (result.commits, result.new_commits, result.parsed) == (2, 0, 0)
        assert atlas.head("x/one") == result.head


def test_an_atlas_that_is_there_is_never_overwritten(tmp_path: Path, shipped: Path) -> None:
    own = tmp_path / "own.db"
    own.write_text("mine")
    unpack_bundle(own)
    assert own.read_text() == "mine"


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _content: b"",
    "cut short": lambda content: content[:-100],
    "a bit turned": lambda content: content[:5000] + bytes((content[5000] ^ 1,)) + content[5001:],
    "another file": lambda _content: lzma.compress(b"something else"),
    "no archive": lambda _content: b"something else",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_bundle_is_refused_and_leaves_nothing(
    tmp_path: Path, shipped: Path, damage: str
) -> None:
    database = shipped / DATABASE
    database.write_bytes(DAMAGES[damage](database.read_bytes()))
    with pytest.raises(CiatlasError, match=r"^the bundle is damaged; install ciatlas again\Z"):
        unpack_bundle(tmp_path / "new" / "unpacked.db")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "manifest", [b'{"a', b"", b"\xff\xfe\x00", b"[1]", b'{"format": 1}', b'{"format": 99}']
)
def test_a_damaged_manifest_is_refused(tmp_path: Path, shipped: Path, manifest: bytes) -> None:
    (shipped / MANIFEST).write_bytes(manifest)
    with pytest.raises(CiatlasError, match=r"^the bundle is damaged; install ciatlas again\Z"):
        unpack_bundle(tmp_path / "unpacked.db")


def test_when_clones_were_imported_leaves_no_trace(
    pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = pack("one", "two")
    monkeypatch.setattr(importer.time, "time", lambda: 1_700_000_000)
    assert pack("one", "two", name="another") == now


def test_nothing_in_the_bytes_tells_who_wrote_a_commit(tmp_path: Path) -> None:
    clone = Repository(tmp_path / "clone")
    clone.commit({CI: WORKFLOW, ".mailmap": "Zeb Quux <zeb@quux.example> <old@quux.example>\n"})
    clone.git(
        "commit", "--quiet", "--allow-empty", "--message", "By Quux\n\nSigned-off-by: Zeb Quux",
        GIT_AUTHOR_NAME="Zeb Quux", GIT_AUTHOR_EMAIL="old@quux.example",
        GIT_COMMITTER_NAME="Zeb Quux", GIT_COMMITTER_EMAIL="zeb@quux.example",
    )  # fmt: skip
    with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
        import_clone(atlas, clone.path, "x/clone", cohort="study", label=labeller(atlas))
        build_bundle(atlas, ["study"], tmp_path / "out")
    content = lzma.decompress((tmp_path / "out" / DATABASE).read_bytes()).lower()
    assert b"x/clone" in content
    assert [trace for trace in (b"quux", b"zeb", b"ann@", b"example.org") if trace in content] == []


@pytest.mark.parametrize(
    ("condition", "packed"),
    [
        ("github.actor == 'somebody'", "github.actor == '…'"),
        ("'somebody' != github.triggering_actor", "'…' != github.triggering_actor"),
        ("github.event.sender.login=='some''body'", "github.event.sender.login=='…'"),
        ("contains('[\"somebody\"]', github.actor)", "contains('…', github.actor)"),
        ("GitHub.Actor == 'somebody'", "GitHub.Actor == '…'"),
        ("github['actor'] == 'somebody'", "github.actor == '…'"),
        ("github.event.pusher.name == 'somebody'", "github.event.pusher.name == '…'"),
        (
            "github.event.head_commit.committer.name == 'somebody else'",
            "github.event.head_commit.committer.name == '…'",
        ),
        ("github.actor == 'SOMEBODY'", "github.actor == '…'"),
        ("github.actor != 'dependabot[bot]'", "github.actor != 'dependabot[bot]'"),
        ("github.ref == 'refs/heads/main'", "github.ref == 'refs/heads/main'"),
        (
            "github.actor == 'somebody' && github.repository == 'o/r'",
            "github.actor == '…' && github.repository == 'o/r'",
        ),
        (
            "github.event.x.author_association == 'Member'",
            "github.event.x.author_association == 'Member'",
        ),
        pytest.param("a == '" + "x" * 200 + "'", "a == '" + "x" * 113 + "…", id="a program"),
    ],
)
def test_people_in_conditions_are_blanked(tmp_path: Path, condition: str, packed: str) -> None:
    clone = Repository(tmp_path / "clone")
    quoted = '"' + condition.replace('"', '\\"') + '"'
    clone.commit({CI: GUARDED.replace("CONDITION", quoted)})
    with open_atlas(tmp_path / "atlas.db", create=True) as atlas:
        import_clone(atlas, clone.path, "x/clone", cohort="study")
        build_bundle(atlas, ["study"], tmp_path / "out")
    content = lzma.decompress((tmp_path / "out" / DATABASE).read_bytes())
    (tmp_path / "unpacked.db").write_bytes(content)
    with open_atlas(tmp_path / "unpacked.db", readonly=True) as atlas:
        (job,) = atlas.require_pipeline("x/clone", CI)[1].jobs
    assert (job.condition, job.steps[0].condition) == (packed, packed)
    assert b"somebody" not in content


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("study") / "atlas.db"
    unpack_bundle(path)
    return path


STUDY_DATE = date(2025, 1, 25)
FIGURES = """\
tool     commits author_emails workflows jobs steps needs changes circleci devcontainer tests
KitOps       708            27         5   11    70     6      85        -            -    14
Metaflow    1167           109         5    9    35     -      46        -            -   116
ClearML     2468           110         1    1     4     -       2        -            -     -
MLflow      7072           827        35   56   360     9     601       48           27  2995
"""
FIRST = {"Metaflow": "2019-12-02", "ClearML": "2019-06-10", "MLflow": "2018-06-05"}


@pytest.mark.parametrize("line", FIGURES.splitlines()[1:], ids=lambda line: line.split()[0])
def test_the_shipped_bundle_has_the_figures_of_the_study(study: Path, line: str) -> None:
    row = dict(zip(FIGURES.split("\n")[0].split(), line.split(), strict=True))
    with open_atlas(study, readonly=True) as atlas:
        found = atlas.summary(atlas.find_repository(row.pop("tool")), STUDY_DATE)
    counted = {**found.paths, "changes": found.paths["workflows"], **asdict(found)}
    given = {name: int(number) for name, number in row.items() if number != "-"}
    assert {name: counted[name] for name in given} == given


@pytest.mark.parametrize("tool", FIRST)
def test_the_shipped_bundle_reaches_back_to_the_first_commit(study: Path, tool: str) -> None:
    with open_atlas(study, readonly=True) as atlas:
        first = atlas.summary(atlas.find_repository(tool), STUDY_DATE).first_commit
    assert first is not None
    assert first.date().isoformat() == FIRST[tool]


def test_clearml_was_only_started_by_the_clock(study: Path) -> None:
    with open_atlas(study, readonly=True) as atlas:
        at = atlas.snapshot(atlas.find_repository("ClearML"), STUDY_DATE)
        assert at is not None
        (workflow,) = atlas.pipelines(at)
    (trigger,) = workflow.triggers
    assert (trigger.event, trigger.cron) == ("schedule", "45 3 * * 0")


def test_mlflow_had_four_jobs_on_circleci(study: Path) -> None:
    with open_atlas(study, readonly=True) as atlas:
        _, pipeline = atlas.require_pipeline("MLflow", ".circleci/config.yml", STUDY_DATE)
    jobs = "build_doc build_doc_r mlflow-recipes windows"
    assert [job.id for job in pipeline.jobs] == jobs.split()


@pytest.mark.parametrize("cohort", ["mlops", "devops"])
def test_the_shipped_bundle_has_tools_to_compare_with(study: Path, cohort: str) -> None:
    with open_atlas(study, readonly=True) as atlas:
        tools = [atlas.summary(one, STUDY_DATE) for one in atlas.repositories(cohort)]
        today = [atlas.summary(tool.repository) for tool in tools]
    assert len(tools) >= 8
    assert all(figures.workflows for figures in (*tools, *today))
    assert all(then.commits <= now.commits for then, now in zip(tools, today, strict=True))


def test_the_shipped_bundle_holds_what_the_study_file_lists(study: Path) -> None:
    listed = {one.full_name: one.cohort for one in load_study().repositories}
    with open_atlas(study, readonly=True) as atlas:
        held = {one.full_name: one.cohort for one in atlas.repositories()}
    packed = {one["repository"]: one["cohort"] for one in bundle.bundle_manifest()["repositories"]}
    assert held == packed == listed


def test_the_shipped_bundle_was_made_by_the_parser_and_rules_that_ship(study: Path) -> None:
    with open_atlas(study, readonly=True) as atlas:
        (parsers,) = zip(*atlas.sql("SELECT DISTINCT parser FROM pipelines")[1], strict=True)
        ((ruleset,),) = atlas.sql("SELECT value FROM meta WHERE key = 'ruleset'")[1]
        (unlabelled,) = atlas.sql(
            "SELECT count(*) FROM pipelines WHERE kind != 'build' AND id NOT IN"
            " (SELECT pipeline_id FROM pipeline_labels)"
        )[1]
    assert (parsers, ruleset, unlabelled) == ((PARSER_VERSION,), load_rules().digest, (0,))
