"""Which files are pipelines, by path and else by content."""

import pytest

from ciatlas.model.pipeline import Kind, System
from ciatlas.parsing import kind_of, parse

WORKFLOW = (System.GITHUB_ACTIONS, Kind.WORKFLOW)
ACTION = (System.GITHUB_ACTIONS, Kind.ACTION)
CIRCLECI = (System.CIRCLECI, Kind.WORKFLOW)
CONTAINER = (System.DEVCONTAINER, Kind.ENVIRONMENT)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (".github/workflows/nightly.yml", WORKFLOW),
        (".github/workflows/nightly.yaml", WORKFLOW),
        (".github/workflows/action.yml", WORKFLOW),
        ("action.yml", ACTION),
        ("action.yaml", ACTION),
        (".github/actions/setup/action.yml", ACTION),
        ("tools/deep/down/action.yml", ACTION),
        (".circleci/config.yml", CIRCLECI),
        (".circleci/continued.yaml", CIRCLECI),
        (".devcontainer/devcontainer.json", CONTAINER),
        (".devcontainer/gpu/devcontainer.json", CONTAINER),
        (".devcontainer.json", CONTAINER),
    ],
)
def test_a_path_tells_the_system_and_the_kind(path: str, expected: tuple[System, Kind]) -> None:
    assert kind_of(path) == expected


@pytest.mark.parametrize(
    "path",
    [
        "",
        "nightly.yml",
        "sub/.github/workflows/nightly.yml",
        ".github/workflows/deep/nightly.yml",
        ".github/workflows/.yml.txt",
        ".github/workflows/README.md",
        ".github/workflows/nightly.yml/",
        ".GitHub/workflows/nightly.yml",
        "reaction.yml",
        "action.yml.bak",
        "sub/.circleci/config.yml",
        ".circleci/deep/config.yml",
        ".circleci/config.json",
        "devcontainer.json",
        ".devcontainer/a/b/devcontainer.json",
        ".devcontainer/other.json",
    ],
)
def test_other_paths_are_no_pipelines(path: str) -> None:
    assert kind_of(path) is None


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.yml", "on: push\njobs: {}\n", WORKFLOW),
        ("a.yml", "runs: {using: node20, main: x.js}\n", ACTION),
        ("a.yml", "runs: x\njobs: {}\n", WORKFLOW),
        ("a.yml", "version: 2.1\njobs: {}\n", CIRCLECI),
        ("a.yml", "version: 1\non: push\n", WORKFLOW),
        ("a.yml", "", WORKFLOW),
        ("a.json", "{}", CONTAINER),
        ("a.jsonc", "{}", CONTAINER),
    ],
)
def test_where_the_path_does_not_tell_the_content_does(
    path: str, text: str, expected: tuple[System, Kind]
) -> None:
    pipeline = parse(path, text)
    assert (pipeline.path, pipeline.system, pipeline.kind) == (path, *expected)


@pytest.mark.parametrize(
    ("path", "system", "expected"),
    [
        ("a.yml", System.CIRCLECI, CIRCLECI),
        ("a.yml", System.GITHUB_ACTIONS, WORKFLOW),
        ("a.yml", System.DEVCONTAINER, CONTAINER),
        ("a.json", System.CIRCLECI, CIRCLECI),
        (".github/workflows/a.yml", System.CIRCLECI, CIRCLECI),
        (".circleci/config.yml", System.GITHUB_ACTIONS, WORKFLOW),
    ],
)
def test_a_system_that_is_given_counts_before_path_and_content(
    path: str, system: System, expected: tuple[System, Kind]
) -> None:
    pipeline = parse(path, "{}", system)
    assert (pipeline.system, pipeline.kind) == expected


@pytest.mark.parametrize(
    "path",
    [".github/workflows/a.yml", "action.yml", ".circleci/config.yml", ".devcontainer.json"],
)
def test_an_empty_file_is_an_error_at_its_start(path: str) -> None:
    (diagnostic,) = parse(path, "").diagnostics
    assert (diagnostic.line, diagnostic.column, diagnostic.code) == (1, 1, "empty")


def test_merge_keys_are_circleci_only() -> None:
    text = "version: 2.1\non: push\nx: &x {a: 1}\njobs: {build: {<<: *x, steps: [checkout]}}\n"
    codes = {
        path: {d.code for d in parse(path, text).diagnostics}
        for path in (".circleci/config.yml", ".github/workflows/a.yml")
    }
    assert codes[".circleci/config.yml"] == set()
    assert "yaml-merge-key" in codes[".github/workflows/a.yml"]
