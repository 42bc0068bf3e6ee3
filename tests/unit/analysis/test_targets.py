"""Steps that call a target of a build file are labelled by what the target runs."""

import pytest

from ciatlas.analysis.activities import classify
from ciatlas.analysis.activities.calls import Call, called_target
from ciatlas.analysis.activities.folders import is_root
from ciatlas.analysis.activities.proposals import proposer
from ciatlas.analysis.activities.targets import Targets
from ciatlas.model.label import Label
from ciatlas.model.pipeline import Command, Pipeline
from ciatlas.parsing import parse
from ciatlas.parsing.shell import commands
from tests.unit.analysis.rules_alone import RULES

MAKE = ("GNUmakefile", "makefile", "Makefile")


def command(script: str) -> Command:
    (found,) = commands(script)
    return found


def label(
    run: str, files: dict[str, str], more: str = "", job: str = "", beside: str = ""
) -> Label:
    """Label a step that runs `run` in a repository that holds these build files."""
    step = f"{{run: '{run}'{more}}}"
    text = f"on: push\njobs: {{work: {{runs-on: x{job}, steps: [{step}{beside}]}}}}\n"

    def resolve(uses: str) -> Pipeline | None:
        path = uses.removeprefix("./")
        return parse(path, files[path]) if path in files else None

    return classify(parse(".github/workflows/a.yml", text), RULES, resolve).step("work", 0)


def activity(run: str, files: dict[str, str], more: str = "", job: str = "") -> str:
    return label(run, files, more, job).activity.value


def makefile(text: str) -> dict[str, str]:
    return {"Makefile": text.replace("    ", "\t")}


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("make", Call(MAKE, "")),
        ("make lint", Call(MAKE, "lint")),
        ("make -j4 A=b lint", Call(MAKE, "lint")),
        ("tox", Call(("tox.ini",), "")),
        ("tox -e py311", Call(("tox.ini",), "py311")),
        ("python -m tox -e lint -- x", Call(("tox.ini",), "lint")),
        ("nox -s lint", Call(("noxfile.py",), "lint")),
        ("npm test", Call(("package.json",), "test")),
        ("npm run build -- --prod", Call(("package.json",), "build")),
        ("yarn build", Call(("package.json",), "build")),
        ("yarn run build", Call(("package.json",), "build")),
        ("pnpm test:unit", Call(("package.json",), "test:unit")),
        ("bun run x", Call(("package.json",), "x")),
    ],
)
def test_a_command_may_call_a_target_at_the_root(script: str, expected: Call) -> None:
    assert called_target(command(script)) == expected


@pytest.mark.parametrize(
    "script",
    [
        "pytest",
        "make -C sub lint",
        "make -Csub lint",
        "make --directory=sub lint",
        "make -f other.mk lint",
        "tox -c sub -e lint",
        "nox -f sub/noxfile.py -s lint",
        "tox -e ${{ matrix.env }}",
        "make $TARGET",
        "npm ci",
        "npm install",
        "npm run build --prefix ui",
        "npm run build -w ui",
        "npm run",
        "yarn",
        "yarn install",
        "yarn --cwd ui build",
        "yarn workspace ui build",
        "yarn workspaces foreach run build",
        "pnpm --filter ui build",
        "bun test",
        "task -d sub build",
    ],
)
def test_other_commands_call_none(script: str) -> None:
    assert called_target(command(script)) is None


def test_a_target_is_what_its_commands_are_and_says_so() -> None:
    found = label("make frob", makefile("frob:\n    ruff check src\n"))
    assert found.activity == "lint"
    assert found.why == "it runs make frob → ruff check src"


def test_a_target_without_commands_is_what_it_needs() -> None:
    files = makefile("every: fmt unit\nfmt:\n    black .\nunit:\n    pytest\n")
    assert activity("make every", files) == "unit-test"
    assert activity("make", files) == "unit-test"


def test_a_targets_own_commands_count_before_what_it_needs() -> None:
    files = makefile("image: unit\n    docker build .\nunit:\n    pytest\n")
    assert activity("make image", files) == "build"


def test_targets_are_followed_into_other_build_files() -> None:
    files = makefile("ui:\n    echo ui\n    npm run frob\n")
    files["package.json"] = '{"scripts": {"frob": "yarn types", "types": "tsc"}}'
    found = label("make ui", files)
    assert (found.activity, found.why) == ("lint", "it runs make ui → tsc")


def test_targets_that_need_each_other_come_to_an_end() -> None:
    files = makefile("a: b\n    $(MAKE) b\nb: a\n    $(MAKE) a\n    ./x.sh\n")
    assert activity("make a", files) == activity("make a", {})


def test_only_so_many_targets_are_followed() -> None:
    chain = "".join(f"t{n}: t{n + 1}\n" for n in range(20)) + "t20:\n    pytest\n"
    assert activity("make t0", makefile(chain)) == "build"
    assert activity("make t16", makefile(chain)) == "unit-test"


@pytest.mark.parametrize(
    "recipe",
    ["./run.sh", "echo x", "pip install x\n    ./run.sh", "go build ./...", "helm unittest"],
)
def test_a_name_that_tells_more_than_the_commands_is_believed(recipe: str) -> None:
    assert activity("make test", makefile(f"test:\n    {recipe}\n")) == "unit-test"


@pytest.mark.parametrize(
    ("target", "recipe", "expected"),
    [
        ("lint", "go test ./lint", "lint"),
        ("e2e", "kubectl apply -f x", "e2e-test"),
        ("check", "golangci-lint run", "lint"),
        ("test-docs", "mkdocs build", "docs"),
        ("build-all", "docker push x", "publish"),
        ("build-ui", "pytest", "build"),
        ("install-test-tools", "pip install x", "setup"),
        ("deps", "npm ci", "setup"),
    ],
)
def test_precise_names_are_believed_and_vague_ones_are_looked_into(
    target: str, recipe: str, expected: str
) -> None:
    assert activity(f"make {target}", makefile(f"{target}:\n    {recipe}\n")) == expected


def test_a_target_that_is_not_there_is_taken_by_its_name() -> None:
    assert label("make lint", makefile("other:\n    pytest\n")) == label("make lint", {})


def test_only_the_root_is_looked_into() -> None:
    files = makefile("frob:\n    ruff check .\n")
    assert activity("make frob", files, ", working-directory: ./") == "lint"
    assert activity("make frob", files, ", working-directory: sub") == "build"
    assert activity("make frob", files, job=", defaults: {run: {working-directory: sub}}") == (
        "build"
    )
    assert activity("cd sub && make frob", files) == "build"
    assert activity("cd sub; npm ci; cd ..; make frob", files) == "lint"


@pytest.mark.parametrize(
    "folder",
    [None, "", ".", "./", "~/repo", "$GITHUB_WORKSPACE", "${GITHUB_WORKSPACE}",
     "${{ github.workspace }}"],
)  # fmt: skip
def test_the_root_has_many_names(folder: str | None) -> None:
    assert is_root(folder)


@pytest.mark.parametrize(
    "folder", ["sub", "./sub", "..", "$DIR", "${{ github.workspace }}/sub", "$"]
)
def test_other_folders_are_not_the_root(folder: str) -> None:
    assert not is_root(folder)


@pytest.mark.parametrize(
    ("checkout", "folder", "expected"),
    [
        ("path: src/mine", "src/mine", "lint"),
        ("path: ./src/mine/", "${{ github.workspace }}/src/mine", "lint"),
        ("path: src/mine", "src/other", "build"),
        ("path: src/mine, repository: a/other", "src/mine", "build"),
    ],
)
def test_where_the_repository_is_put_is_its_root(checkout: str, folder: str, expected: str) -> None:
    files = makefile("it:\n    ruff check\n")
    beside = f", {{uses: actions/checkout@v4, with: {{{checkout}}}}}"
    found = label("make it", files, f", working-directory: '{folder}'", beside=beside)
    assert found.activity == expected


def test_what_is_built_is_signed_on_the_way() -> None:
    assert activity("make", makefile("all:\n    go build\n    codesign x\n")) == "build"
    assert activity("make", makefile("all:\n    codesign x\n")) == "security"


def test_each_of_several_targets_is_looked_into() -> None:
    files = makefile("check:\n    go vet\ntest:\n    go test ./...\n")
    assert activity("make check test", files) == "unit-test"


def test_environments_of_tox_are_found_by_name_list_and_python() -> None:
    files = {
        "tox.ini": "[testenv]\ncommands = pytest\n[testenv:docs]\ncommands = mkdocs build\n"
        "[testenv:py312-types]\ncommands = mypy .\n"
    }
    found = {env: label(f"tox -e {env}", files).why for env in ("py311", "py312-types", "docs,x")}
    assert found == {
        "py311": "it runs tox py311 → pytest",
        "py312-types": "it runs tox py312-types → mypy .",
        "docs,x": "it runs tox docs,x → mkdocs build",
    }
    assert label("tox", files).why == "it runs tox → pytest"
    assert label("tox -e unknown", files).why == "it runs tox unknown"


def test_sessions_of_nox_are_found_without_python_and_parameters() -> None:
    files = {"noxfile.py": "@nox.session\ndef types(s):\n  s.run('mypy')\n"}
    for session in ("types", "types-3.11", '"types(a=1)"'):
        assert activity(f"nox -s {session}", files) == "lint"
    assert activity("nox", files) == "unit-test"


def test_a_build_file_is_asked_for_once() -> None:
    asked: list[str] = []

    def resolve(uses: str) -> None:
        asked.append(uses)

    step = parse(
        ".github/workflows/a.yml",
        "on: push\njobs: {a: {runs-on: x, steps: [{run: 'make a; make b; make a'}]}}\n",
    ).jobs[0].steps[0]  # fmt: skip
    Targets(proposer(RULES), resolve).from_step(step, None)
    assert asked == [f"./{name}" for name in MAKE]
