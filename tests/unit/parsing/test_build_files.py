"""Environments of tox, sessions of nox, scripts of npm, recipes of just, tasks of Task."""

import pytest

from ciatlas.model.pipeline import Job, Kind, System
from ciatlas.parsing import BUILD_FILES, kind_of, parse


def jobs(path: str, text: str) -> dict[str, Job]:
    pipeline = parse(path, text)
    assert pipeline.kind is Kind.BUILD
    assert pipeline.diagnostics == ()
    return {job.id: job for job in pipeline.jobs}


def runs(job: Job) -> list[tuple[int, str]]:
    """The commands of a job: line and words."""
    return [
        (c.line, " ".join(part for part in (c.program, c.subcommand, c.target) if part))
        for step in job.steps
        for c in step.commands
    ]


def commands(path: str, text: str) -> dict[str, list[str]]:
    return {name: [said for _, said in runs(job)] for name, job in jobs(path, text).items()}


@pytest.mark.parametrize("path", BUILD_FILES)
def test_build_files_are_known_by_name_at_the_root_only(path: str) -> None:
    assert kind_of(path) == (BUILD_FILES[path], Kind.BUILD)
    assert kind_of(f"sub/{path}") is None


# tox


def test_the_sections_of_a_tox_ini_are_environments() -> None:
    found = jobs("tox.ini", "[tox]\n[testenv:unit]\ndeps = x\ncommands =\n  pytest tests\n")
    assert (found["unit"].line, runs(found["unit"])) == (2, [(5, "pytest tests")])


def test_listed_environments_run_what_the_base_section_says() -> None:
    text = "[tox]\nenvlist = py311,\n  docs\n[testenv]\ncommands = pytest\n"
    assert commands("tox.ini", text) == {"testenv": ["pytest"], "py311": ["pytest"],
                                         "docs": ["pytest"]}  # fmt: skip


def test_braces_stand_for_several_names() -> None:
    text = "[tox]\nenv_list = py{38,39}-a\n[testenv:{b,c}-x]\ncommands = mypy\n"
    assert list(jobs("tox.ini", text)) == ["testenv", "b-x", "c-x", "py38-a", "py39-a"]


def test_conditional_lines_count_where_their_factors_do() -> None:
    text = """\
[testenv]
commands =
    unit,all: pytest tests
    # why
    lint: ruff check \\
        src
    !lint: - coverage report
    py39-unit: mypy src
"""
    assert commands("tox.ini", text) == {
        "testenv": ["coverage report"],
        "unit": ["pytest tests", "coverage report"],
        "all": ["pytest tests", "coverage report"],
        "lint": ["ruff check src"],
        "py39": ["coverage report"],
    }


def test_substitutions_that_say_what_is_run_are_put_in() -> None:
    text = """\
[testenv:a]
commands =
    {envpython} -m sphinx {toxinidir}/docs
    pytest {posargs:tests/unit}
    {[testenv:b]commands}
[testenv:b]
commands = mypy {posargs}
"""
    found = commands("tox.ini", text)
    assert found["a"] == ["sphinx ./docs", "pytest tests/unit", "mypy"]


def test_a_section_that_names_itself_comes_to_an_end() -> None:
    text = "[testenv:a]\ncommands =\n  black .\n  {[testenv:a]commands}\n"
    assert set(commands("tox.ini", text)["a"]) == {"black ."}


# nox


def test_the_sessions_of_a_noxfile_are_jobs() -> None:
    text = """\
import nox

@nox.session(python=["3.11"], name="unit", requires=["build"])
def tests(session: nox.Session) -> None:
    session.install("-e", ".")
    if session.posargs:
        session.run("pytest", *session.posargs, "tests", env={"A": "b"})
    session.notify("lint")

@nox.session
def lint(s):
    s.run(*["ruff", "check"], external=True)
    s.run(*words)
    s.run("true")

@nox.session(venv_backend="none")
def build(session):
    session.run("python", "-m", "build")

def helper(session):
    session.run("rm")
"""
    found = jobs("noxfile.py", text)
    assert {name: job.needs for name, job in found.items()} == {
        "unit": ("build", "lint"),
        "lint": (),
        "build": (),
    }
    assert runs(found["unit"]) == [(5, "pip install ."), (7, "pytest tests")]
    assert [said for _, said in runs(found["lint"])] == ["ruff check", "true"]
    assert found["lint"].line == 11


def test_words_of_a_session_are_never_read_as_more_than_one() -> None:
    text = '@nox.session\ndef a(session):\n  session.run("pytest", "x; twine upload", "$(b)")\n'
    assert commands("noxfile.py", text) == {"a": ["pytest"]}


# npm


def test_the_scripts_of_a_package_are_jobs_and_need_what_runs_before_them() -> None:
    text = (
        '{\n "name": "test",\n "scripts": {\n  "pretest": "eslint .",\n  "test": "jest && tsc"\n}}'
    )
    found = jobs("package.json", text)
    assert {name: (job.line, job.needs) for name, job in found.items()} == {
        "pretest": (4, ()),
        "test": (5, ("pretest",)),
    }
    assert runs(found["test"]) == [(5, "jest"), (5, "tsc")]


@pytest.mark.parametrize("text", ["{}", '{"scripts": []}', '{"scripts": {"a": 1, "": "b"}}'])
def test_a_package_without_scripts_has_no_jobs(text: str) -> None:
    assert jobs("package.json", text) == {}


# just


def test_the_recipes_of_a_justfile_are_jobs() -> None:
    text = """\
set shell := ["bash", "-c"]
name := "x: y"
alias t := test

# all of them
@test filter="a" *rest: build (lint "src")
    cargo nextest run {{filter}}

    -@cargo test --doc
[private]
build:
    cargo build
lint where:
    cargo clippy
"""
    found = jobs("justfile", text)
    assert {name: (job.line, job.needs) for name, job in found.items()} == {
        "test": (6, ("build", "lint")),
        "build": (11, ()),
        "lint": (13, ()),
    }
    assert runs(found["test"]) == [(7, "cargo nextest run {{filter}}"), (9, "cargo test")]


def test_a_recipe_may_be_a_script_in_another_language() -> None:
    text = "a:\n    #!/usr/bin/env python3\n    import os\n    os.system('pytest x')\n"
    assert commands("justfile", text) == {"a": ["python", "pytest x"]}


# Task


def test_the_tasks_of_a_taskfile_are_jobs() -> None:
    text = """\
version: 3
tasks:
  test:
    deps: [build, {task: lint}]
    cmds:
      - go test ./...
      - task: docs
      - cmd: |
          echo x
          golint
  build: go build
  lint: {cmd: golangci-lint}
  docs: [mkdocs build, {cmd: vale docs}]
"""
    found = jobs("Taskfile.yml", text)
    assert found["test"].needs == ("build", "lint", "docs")
    assert runs(found["test"]) == [(6, "go test ./..."), (9, "echo"), (10, "golint")]
    assert [runs(found[name]) for name in ("build", "lint")] == [
        [(11, "go build")],
        [(12, "golangci-lint")],
    ]
    assert [said for _, said in runs(found["docs"])] == ["mkdocs build", "vale docs"]


# Whatever is in them


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("package.json", "[]", 1),
        ("package.json", '{"a": 1,\n"b"', 2),
        ("package.json", "[" * 100_000, 1),
        ("package.json", '{"a": ' + "1" * 10_000 + "}", 1),
        ("noxfile.py", "x = 1\ndef (", 2),
        ("noxfile.py", "x = \0", 1),
        ("noxfile.py", "-" * 200_000 + "1", 1),
        ("Taskfile.yml", "version: 3\ntasks: [", 2),
    ],
)
def test_what_cannot_be_read_is_an_error_where_that_shows(path: str, text: str, line: int) -> None:
    pipeline = parse(path, text)
    (diagnostic,) = pipeline.diagnostics
    assert (pipeline.jobs, diagnostic.line, diagnostic.code) == ((), line, "unreadable-build")


@pytest.mark.parametrize("path", sorted(BUILD_FILES))
def test_an_empty_file_has_no_jobs_or_is_an_error(path: str) -> None:
    pipeline = parse(path, "")
    assert [job.steps for job in pipeline.jobs if job.steps] == []
    assert bool(pipeline.diagnostics) is (path == "package.json")


def test_the_system_of_a_file_elsewhere_can_be_given() -> None:
    assert parse("rules.mk", "a:\n\tblack .\n", System.MAKE).jobs[0].id == "a"
