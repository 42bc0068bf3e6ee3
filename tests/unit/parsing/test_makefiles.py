"""Makefiles: which targets there are, what they need and what they run."""

import pytest

from ciatlas.model.pipeline import Command, Job, Kind, Pipeline, System
from ciatlas.parsing import parse


def makefile(text: str) -> Pipeline:
    return parse("Makefile", text)


def targets(text: str) -> dict[str, Job]:
    return {job.id: job for job in makefile(text).jobs}


def runs(job: Job) -> list[tuple[int, str]]:
    """The commands of a target: line and words."""
    return [(command.line, words(command)) for step in job.steps for command in step.commands]


def words(command: Command) -> str:
    parts = (command.program, command.subcommand, command.target)
    return " ".join(part for part in parts if part)


def needs(text: str) -> dict[str, tuple[str, ...]]:
    return {name: job.needs for name, job in targets(text).items()}


def test_every_rule_is_a_job_and_its_recipe_a_step() -> None:
    pipeline = makefile("check: lint\n\tpytest tests\n\nlint:\n\truff check src\n\tmypy src\n")
    assert (pipeline.system, pipeline.kind) == (System.MAKE, Kind.BUILD)
    assert [(job.id, job.line, job.needs) for job in pipeline.jobs] == [
        ("check", 1, ("lint",)),
        ("lint", 4, ()),
    ]
    assert runs(pipeline.jobs[1]) == [(5, "ruff check src"), (6, "mypy src")]
    assert pipeline.step_count == 2


def test_prerequisites_that_are_no_targets_are_files_and_left_out() -> None:
    assert needs("a: b src/main.c | c\nb:\nc:\n") == {"a": ("b", "c"), "b": (), "c": ()}


def test_a_target_does_not_need_itself() -> None:
    assert needs("a: a b\nb: a\n") == {"a": ("b",), "b": ("a",)}


def test_special_targets_are_none() -> None:
    assert list(targets(".PHONY: a b\n.SUFFIXES:\na:\n.hidden:\n")) == ["a", ".hidden"]


def test_what_make_itself_reads_before_a_command_is_taken_away() -> None:
    job = targets("a:\n\t@black .\n\t-mypy .\n\t@-+ ruff check .\n")["a"]
    assert [text for _, text in runs(job)] == ["black .", "mypy .", "ruff check ."]


def test_continued_lines_are_one_command_at_its_first_line() -> None:
    job = targets("a: \\\n  b\n\tgo test \\\n\t  -race \\\n\t  ./...\n\tgo vet\nb:\n")["a"]
    assert job.needs == ("b",)
    assert runs(job) == [(3, "go test ./..."), (6, "go vet")]


def test_recipes_go_on_behind_comments_blank_lines_and_conditions() -> None:
    text = "a:\n\tblack .\n# why\n\nifeq ($(CI),1)\n\tmypy .\nelse\n\tpytype .\nendif\n"
    assert runs(targets(text)["a"]) == [(2, "black ."), (6, "mypy ."), (8, "pytype .")]


def test_a_recipe_may_follow_on_the_line_of_its_rule() -> None:
    assert runs(targets("a: b ; @cmake .\nb:\n")["a"]) == [(1, "cmake .")]


def test_several_targets_share_a_rule() -> None:
    text = "lint types: venv\n\tnox\nvenv:\n"
    assert needs(text) == {"lint": ("venv",), "types": ("venv",), "venv": ()}
    assert runs(targets(text)["types"]) == [(2, "nox")]


def test_several_rules_of_a_target_are_put_together() -> None:
    job = targets("a: b\nb:\nc:\na: c\n\tcmake .\na: b\n")["a"]
    assert (job.line, job.needs, runs(job)) == (1, ("b", "c"), [(5, "cmake .")])


def test_static_patterns_and_double_colons_are_read() -> None:
    assert needs("a.o b.o: %.o: gen\ngen::\n") == {"a.o": ("gen",), "b.o": ("gen",), "gen": ()}


@pytest.mark.parametrize(
    "line",
    [
        "a := b: c",
        "a ::= b",
        "a ?= b:c",
        "a += b: c",
        "a != date: x",
        "export a = b: c",
        "include a: b",
        "-include a:b",
        "ifdef a: b",
        "vpath %.c: src",
        "define a: b",
        "a: CFLAGS = -g",
        "a b: private X := y",
        "# a: b",
        "a",
        "",
    ],
)
def test_other_lines_are_no_rules(line: str) -> None:
    assert targets(f"{line}\n") == {}


def test_what_is_defined_for_later_is_no_rule() -> None:
    assert list(targets("define text\na: b\n\tc\nendef\nd:\n")) == ["d"]


@pytest.mark.parametrize(
    ("variables", "recipe", "expected"),
    [
        ("GO = go", "$(GO) test ./...", "go test ./..."),
        ("GO ?= go", "${GO} vet", "go vet"),
        ("GO = a\nGO = go", "$(GO) vet", "go vet"),
        ("GO = go\nGO ?= other", "$(GO) vet", "go vet"),
        ("A = ruff\nB := $(A) check", "$(B) .", "ruff check ."),
        ("BIN := $(shell pwd)/bin", "$(BIN)/golangci-lint run", "golangci-lint run"),
        ("", "$(MAKE) lint", "make lint"),
        ("", "pytest $$HOME", "pytest $HOME"),
        ("", "pytest $(TESTS)", "pytest ${TESTS}"),
        ("", "pytest $(call find,$(wildcard a b))", "pytest ${call}"),
    ],
)
def test_plain_variables_are_put_in(variables: str, recipe: str, expected: str) -> None:
    assert [text for _, text in runs(targets(f"{variables}\na:\n\t{recipe}\n")["a"])] == [expected]


def test_variables_count_as_they_stand_at_the_end_of_the_file() -> None:
    assert runs(targets("a:\n\t$(TOOL) .\nTOOL = black\n")["a"]) == [(2, "black .")]


def test_names_and_needs_may_be_variables() -> None:
    assert needs("T = one two\nall: $(T)\n$(T):\n$(unknown): x\n") == {
        "all": ("one", "two"),
        "one": (),
        "two": (),
    }


def test_variables_that_double_at_every_step_stay_small() -> None:
    text = "a = xxxxxxxx\n" + "a := $(a)$(a)\n" * 60 + "t:\n\techo $(a)\n"
    assert runs(targets(text)["t"]) == [(63, "echo")]


def test_a_file_that_is_too_long_is_an_error() -> None:
    pipeline = makefile("a:\n" * 200_000)
    (diagnostic,) = pipeline.diagnostics
    assert (pipeline.jobs, diagnostic.line, diagnostic.code) == ((), 1, "unreadable-build")
