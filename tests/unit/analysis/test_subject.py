"""A test of Python is ML-specific where a manifest at the root names an ML framework."""

import pytest

from ciatlas.analysis.activities import classify, load_rules
from ciatlas.model.label import PipelineLabels
from ciatlas.model.pipeline import Pipeline
from ciatlas.parsing import MANIFESTS, parse

RULES = load_rules()
LEARNER = {"requirements.txt": "scikit-learn>=1\n"}
ACTION = "runs: {{using: composite, steps: [{{run: {}, shell: sh}}]}}\n"


def labels(steps: str, files: dict[str, str], asked: list[str] | None = None) -> PipelineLabels:
    """Label a workflow with these steps in a repository that holds these files."""
    text = f"on: push\njobs: {{check: {{runs-on: x, steps: [{steps}]}}}}\n"

    def resolve(uses: str) -> Pipeline | None:
        path = uses.removeprefix("./")
        if asked is not None:
            asked.append(path)
        found = next((place for place in (path, f"{path}/action.yml") if place in files), None)
        return None if found is None else parse(found, files[found])

    return classify(parse(".github/workflows/a.yml", text), RULES, resolve)


def is_ml(steps: str, files: dict[str, str]) -> bool:
    return labels(steps, files).ml_specific


def makefile(recipe: str) -> dict[str, str]:
    return {**LEARNER, "Makefile": f"test:\n\t{recipe}\n"}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"requirements.txt": "torch==2\n"}, True),
        ({"requirements-test.txt": "xgboost\n"}, True),
        ({"requirements/dev.txt": "scikit_learn\n"}, True),
        ({"pyproject.toml": "[project]\ndependencies = ['jax']\n"}, True),
        ({"pyproject.toml": "[project.optional-dependencies]\nnet = ['Keras']\n"}, True),
        ({"setup.cfg": "[options]\ninstall_requires = lightgbm\n"}, True),
        ({"setup.py": "setup(install_requires=['tensorflow>=2'])\n"}, True),
        ({"environment.yml": "dependencies: [pytorch]\n"}, True),
        ({"requirements.txt": "requests\n", "setup.py": "setup(install_requires=['onnx'])"}, True),
        ({}, False),
        ({"requirements.txt": "requests\n"}, False),
        ({"requirements.txt": "torchlike\n"}, False),
        ({"requirements.txt": "# torch\n"}, False),
        ({"pyproject.toml": "[project]\nname = 'torch'\n"}, False),
        ({"pyproject.toml": "[project.optional-dependencies]\ndocs = ['torch']\n"}, False),
        ({"pyproject.toml": "[dependency-groups]\nbuild_doc = ['torch']\n"}, False),
        ({"sub/requirements.txt": "torch\n"}, False),
        ({"pyproject.toml": "torch = ["}, False),
    ],
)
def test_the_manifests_at_the_root_tell(files: dict[str, str], expected: bool) -> None:
    assert is_ml("{run: pytest}", files) is expected


@pytest.mark.parametrize(
    "run",
    [
        "pytest tests",
        "python -m pytest",
        "python -m unittest discover",
        "python tests/run_tests.py",
        "tox -e py311",
        "nox -s tests",
        "coverage run -m pytest",
        "poetry run pytest",
        "uv run pytest",
        "pdm run pytest",
        "make test",
        "npm test && pytest",
        "cd . && pytest",
    ],
)
def test_a_test_that_runs_python_is_of_what_the_repository_needs(run: str) -> None:
    assert is_ml(f"{{run: '{run}'}}", LEARNER)
    assert not is_ml(f"{{run: '{run}'}}", {})


@pytest.mark.parametrize(
    "run",
    [
        "go test ./...",
        "npm test",
        "yarn test",
        "cargo test",
        "./gradlew test",
        "mvn test",
        "Rscript -e tests",
        "cd sub && pytest",
        "ruff check .",
        "mypy .",
        "python -m build",
        "make docs",
        "sphinx-build docs out",
        "lychee docs",
        "twine upload dist/x",
        "python -m build && twine upload dist/x",
        "pip install .",
    ],
)
def test_what_is_no_test_of_python_at_the_root_is_not(run: str) -> None:
    assert not is_ml(f"{{run: '{run}'}}", LEARNER)


def test_a_line_of_python_exercises_no_framework() -> None:
    smoke = "{name: Test the wheel, run: 'python -c \"import tool\"'}"
    assert labels(smoke, LEARNER).checks != ()
    assert not is_ml(smoke, LEARNER)


def test_a_test_in_another_folder_is_not_of_the_package_at_the_root() -> None:
    assert not is_ml("{run: pytest, working-directory: sub}", LEARNER)
    assert is_ml("{run: pytest, working-directory: .}", LEARNER)


@pytest.mark.parametrize(
    ("recipe", "expected"),
    [
        ("python -m pytest tests", True),
        ("tox", True),
        ("go test ./...", False),
        ("cd sub && make test", False),
        ("./scripts/test.sh", False),
    ],
)
def test_a_target_is_what_its_recipe_runs(recipe: str, expected: bool) -> None:
    files = makefile(recipe) | {"tox.ini": "[testenv]\ncommands = pytest\n"}
    assert is_ml("{run: make test}", files) is expected


@pytest.mark.parametrize(("command", "expected"), [("pytest tests", True), ("go test", False)])
def test_a_local_action_is_what_it_runs(command: str, expected: bool) -> None:
    files = {**LEARNER, "do/action.yml": ACTION.format(command)}
    assert labels("{uses: ./do}", files).checks == ("unit-test",)
    assert is_ml("{uses: ./do}", files) is expected


def test_manifests_are_not_looked_at_where_nothing_tests() -> None:
    asked: list[str] = []
    labels("{run: go build ./...}, {run: ruff check}", LEARNER, asked)
    assert not MANIFESTS.keys() & asked
    labels("{run: pytest}", LEARNER, asked)
    assert MANIFESTS.keys() & asked
