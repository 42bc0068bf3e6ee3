"""Manifests of Python dependencies: requirements, pyproject.toml, setuptools, conda."""

import pytest

from ciatlas.model.pipeline import Job, Kind, System
from ciatlas.parsing import BUILD_FILES, MANIFESTS, parse
from ciatlas.parsing.build.manifest.requirement import MAX_REQUIREMENTS, name_of

GROUP = "dependencies"


def jobs(path: str, text: str) -> dict[str, Job]:
    pipeline = parse(path, text)
    assert pipeline.kind is Kind.BUILD
    assert pipeline.diagnostics == ()
    return {job.id: job for job in pipeline.jobs}


def lines(job: Job) -> list[tuple[int, str]]:
    """What a group installs: line and name."""
    return [(c.line, c.target or "") for step in job.steps for c in step.commands]


def groups(path: str, text: str) -> dict[str, list[str]]:
    return {name: [found for _, found in lines(job)] for name, job in jobs(path, text).items()}


@pytest.mark.parametrize(
    "path",
    [
        "requirements.txt",
        "requirements-dev.txt",
        "dev-requirements.txt",
        "requirements_dev.txt",
        "requirements-test.txt",
        "test-requirements.txt",
        "requirements/dev.txt",
        "requirements/test.txt",
        "requirements/requirements.txt",
        "pyproject.toml",
        "setup.cfg",
        "setup.py",
    ],
)
def test_manifests_are_build_files_of_pip(path: str) -> None:
    assert BUILD_FILES[path] is MANIFESTS[path] is System.PIP


def test_a_group_is_a_job_that_installs_what_it_names() -> None:
    (job,) = parse("requirements.txt", "a\n").jobs
    (command,) = job.steps[0].commands
    assert (job.id, command.program, command.subcommand, command.target, command.line) == (
        GROUP, "pip", "install", "a", 1
    )  # fmt: skip


@pytest.mark.parametrize(
    ("requirement", "name"),
    [
        ("one", "one"),
        ("One_two.three", "one-two-three"),
        ("a--b", "a-b"),
        ("one>=1,<2", "one"),
        ("one [x, y] ~= 1 ; python_version < '3.9'", "one"),
        ("one;os_name=='nt'", "one"),
        ("one @ https://example.org/one.zip", "one"),
        ("one!=2", "one"),
        ("", ""),
        ("./one", ""),
        ("one/two", ""),
        ("https://example.org/one.zip", ""),
        ("-e .", ""),
        ("_one", ""),
        ("one-", ""),
        ("ä", ""),
        ("${ONE}", ""),
    ],
)
def test_a_requirement_is_known_by_its_normalised_name(requirement: str, name: str) -> None:
    assert name_of(requirement) == name


def test_requirements_stand_on_lines_of_their_own() -> None:
    text = """\
# what is needed
-r base.txt
--index-url https://example.org/simple
one==1.0 \\
    --hash=sha256:0
Two # why

git+https://example.org/x#egg=three&subdirectory=y
-e git+ssh://git@example.org/x.git@main#egg=four
"""
    found = jobs("requirements.txt", text)
    assert lines(found[GROUP]) == [(4, "one"), (6, "two"), (8, "three"), (9, "four")]
    assert found[GROUP].line == 4


def test_extras_and_groups_of_a_pyproject_are_jobs() -> None:
    text = """\
[project]
dependencies = ["one>=1", "two"]
[project.optional-dependencies]
docs = ["three"]
[dependency-groups]
test = ["four", {include-group = "types"}]
types = ["five"]
all = [{include-group = "test"}, {include-group = "unknown"}]
"""
    assert groups("pyproject.toml", text) == {
        GROUP: ["one", "two"],
        "docs": ["three"],
        "test": ["four"],
        "types": ["five"],
        "all": [],
    }
    needs = {name: job.needs for name, job in jobs("pyproject.toml", text).items()}
    assert (needs["test"], needs["all"]) == (("types",), ("test",))


def test_poetry_keeps_dependencies_in_tables_of_its_own() -> None:
    text = """\
[tool.poetry.dependencies]
python = "^3.11"
One = {version = "1", optional = true}
[tool.poetry.dev-dependencies]
two = "*"
[tool.poetry.group.test.dependencies]
three = ">=1"
"""
    assert groups("pyproject.toml", text) == {GROUP: ["one"], "dev": ["two"], "test": ["three"]}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "project = 1",
        "[project]\ndependencies = 'one'",
        "[project]\ndependencies = [1, {a = 2}, ['b']]",
        "[project]\noptional-dependencies = ['a']",
        "[dependency-groups]\na = 1\nb = [{include-group = 2}, {c = 'd'}]",
        "[tool]\npoetry = []",
        "[tool.poetry]\ngroup = {a = 1, b = {dependencies = ['c']}}",
    ],
)
def test_what_has_another_shape_is_left_out(text: str) -> None:
    assert groups("pyproject.toml", text) == {}


def test_setup_cfg_lists_what_is_required_and_extras() -> None:
    text = """\
[metadata]
name = x
[options]
install_requires =
    one>=1; python_version < "3.9"
    # not this
    two
tests_require = three
[options.extras_require]
all =
    four
some:python_version<"3.9" =
    five
[other]
install_requires = six
"""
    found = jobs("setup.cfg", text)
    assert {name: lines(job) for name, job in found.items()} == {
        GROUP: [(5, "one"), (7, "two")],
        "tests_require": [(8, "three")],
        "all": [(11, "four")],
        "some": [(13, "five")],
    }


def test_literals_in_a_setup_py_are_read_by_way_of_names() -> None:
    text = """\
from setuptools import setup
BASE = ["one>=1",
        "two"]
BASE += ["three"]
EXTRAS = {"a": BASE + ["four"], "b": list(("five", *BASE))}
EXTRAS["c"] = ["six"]
setup(
    name="seven",
    install_requires=BASE,
    extras_require=EXTRAS,
    tests_require='''
        eight
        nine>1
    ''',
)
"""
    found = jobs("setup.py", text)
    assert lines(found[GROUP]) == [(2, "one"), (3, "two"), (4, "three")]
    assert {name: sorted(said) for name, said in groups("setup.py", text).items()} == {
        GROUP: ["one", "three", "two"],
        "a": ["four", "one", "three", "two"],
        "b": ["five", "one", "three", "two"],
        "c": ["six"],
        "tests_require": ["eight", "nine"],
    }
    assert lines(found["tests_require"]) == [(12, "eight"), (13, "nine")]


def test_several_requirements_on_a_line_of_a_setup_py_keep_it() -> None:
    text = "setup(install_requires=[\n  'b', 'a',\n  'c'])\n"
    assert lines(jobs("setup.py", text)[GROUP]) == [(2, "a"), (2, "b"), (3, "c")]


def test_a_dictionary_may_be_handed_to_setup() -> None:
    text = "given = {'install_requires': ['one'], 'extras_require': {'x': ['two']}}\nsetup(**given)"
    assert groups("setup.py", text) == {GROUP: ["one"], "x": ["two"]}


def test_lists_that_say_they_are_requirements_count_where_they_are_used_in_other_ways() -> None:
    text = "deps = ['one']\nREQUIRED = ['two']\nclassifiers = ['three']\nsetup(**made(deps))\n"
    assert groups("setup.py", text) == {"deps": ["one"], "REQUIRED": ["two"]}


def test_what_only_running_a_setup_py_would_tell_is_left_out() -> None:
    text = """\
import os
os.mkdir("made")
setup(
    install_requires=open("requirements.txt").read().split(),
    extras_require={name: [name] for name in "ab"},
    tests_require=[f"x{1}", read("y"), z],
)
"""
    assert groups("setup.py", text) == {}


def test_an_environment_of_conda_installs_by_conda_and_by_pip() -> None:
    text = """\
name: x
dependencies:
  - python=3.11
  - some-channel::One>=1
  - pip:
      - two==2
      - -r requirements.txt
"""
    pipeline = parse("environment.yml", text)
    (job,) = pipeline.jobs
    said = [(c.program, c.target, c.line) for c in job.steps[0].commands]
    assert pipeline.system is System.CONDA
    assert said == [("conda", "python", 3), ("conda", "one", 4), ("pip", "two", 6)]


@pytest.mark.parametrize("text", ["", "a: b", "dependencies: x", "dependencies: [{pip: x}, [a]]"])
def test_an_environment_without_dependencies_has_no_jobs(text: str) -> None:
    assert jobs("environment.yml", text) == {}


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("pyproject.toml", "a = 1\nb = \n", 2),
        ("pyproject.toml", "a = " + "[" * 50_000, 1),
        ("pyproject.toml", "a = " + "1" * 10_000, 1),
        ("setup.py", "x = 1\nsetup(", 2),
        ("setup.py", "x = " + "(" * 10_000, 1),
        ("environment.yml", "name: x\ndependencies: [", 2),
    ],
)
def test_what_cannot_be_read_is_an_error_where_that_shows(path: str, text: str, line: int) -> None:
    pipeline = parse(path, text)
    (diagnostic,) = pipeline.diagnostics
    assert (pipeline.jobs, diagnostic.line, diagnostic.code) == ((), line, "unreadable-build")


def test_no_name_becomes_more_than_a_word_of_a_command() -> None:
    text = 'one; rm -rf x\n$(two)\n"three"\nfour|five\n'
    assert groups("requirements.txt", text) == {GROUP: ["one"]}


def test_many_requirements_are_bounded() -> None:
    text = "\n".join(f"a{number}" for number in range(MAX_REQUIREMENTS + 5))
    assert len(lines(jobs("requirements.txt", text)[GROUP])) == MAX_REQUIREMENTS


def test_names_that_hold_one_another_come_to_an_end() -> None:
    text = "a = [*b, *b, 'x']\nb = [*a, *a, 'y']\nsetup(install_requires=a)\n"
    assert sorted(groups("setup.py", text)[GROUP]) == ["x", "y"]


def test_a_long_sum_is_read_without_depth() -> None:
    text = "setup(install_requires=" + "+".join(["['a']"] * 500) + ")"
    assert groups("setup.py", text) == {GROUP: ["a"]}


@pytest.mark.parametrize(
    "text",
    [
        "a = [" + "1," * 20_000 + "]\n" + "setup(install_requires=a)\n" * 5_000,
        "a = {" + "b: c," * 10_000 + "}\n" + "setup(extras_require=a)\n" * 5_000,
        "a = ['" + "\\n" * 50_000 + "']\n" + "setup(install_requires=a)\n" * 4_000,
    ],
    ids=["list", "dictionary", "lines"],
)
def test_what_is_handed_over_time_and_again_does_not_keep_the_reader_busy(text: str) -> None:
    assert groups("setup.py", text) == {}
