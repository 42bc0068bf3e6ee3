"""Subcommand, target and options of one command line."""

import pytest

from ciatlas.parsing.shell import commands
from ciatlas.parsing.shell.command_line import MAX_TARGETS


@pytest.mark.parametrize(
    ("line", "program", "subcommand", "target"),
    [
        ("pip install -U pkg other", "pip", "install", "pkg"),
        ("pip install -qr requirements.txt", "pip", "install", "requirements.txt"),
        ("pip install --user -e .[test]", "pip", "install", ".[test]"),
        ("git -C dir clone --depth 1 url", "git", "clone", "url"),
        ("git submodule update --init", "git", "submodule update", None),
        ("docker build -t name -f file .", "docker", "build", "."),
        ("docker buildx build --push -t x:1 .", "docker", "buildx build", "."),
        ("docker buildx imagetools create -t a b", "docker", "buildx imagetools create", "b"),
        ("docker-compose -f a.yml up -d", "docker", "compose up", "a.yml"),
        ("docker run --rm -it -v a:b image sh -c x", "docker", "run", "image"),
        ("aws s3 cp --recursive a s3://b", "aws", "s3 cp", "a"),
        ("gcloud container clusters create x", "gcloud", "container clusters create", "x"),
        ("gh release create v1 --title t", "gh", "release create", "v1"),
        ("gh api repos/a/b", "gh", "api", "repos/a/b"),
        ("kubectl -n ns apply -f app.yaml", "kubectl", "apply", "app.yaml"),
        ("npm run build -- --prod", "npm", "run", "build"),
        ("npm ci", "npm", "ci", None),
        ("yarn test:unit", "yarn", "test:unit", None),
        ("uv pip install pkg", "uv", "pip install", "pkg"),
        ("cargo +nightly test --package p", "cargo", "test", "p"),
        ("go test -race -run X ./...", "go", "test", "./..."),
        ("R CMD check pkg", "R", "CMD check", "pkg"),
        ("python setup.py bdist_wheel", "python", "bdist_wheel", "setup.py"),
        ("python dir/manage.py test app", "python", "test", "dir/manage.py"),
        ("python script.py word", "python", None, "script.py"),
        ("make -C dir X=1 all", "make", None, "all"),
        ("tox -e py311,lint", "tox", None, "py311,lint"),
        ("tox run -e typing", "tox", None, "typing"),
        ("tox p", "tox", None, None),
        ("tox -p -e lint", "tox", None, "lint"),
        ("nox -s tests", "nox", None, "tests"),
        ("pytest -n 4 -k word tests/x", "pytest", None, "tests/x"),
        ("mvn -B -pl mod verify", "mvn", None, "verify"),
        ("tar -xzf a.tgz -C dir", "tar", None, "a.tgz"),
        ("grep -r word src", "grep", None, "src"),
        ("sed -i -e s/a/b/ file", "sed", None, "file"),
        ("Rscript -e 'lintr::lint_package()'", "Rscript", None, "lintr::lint_package"),
        ("julia --project=. -e 'using Pkg; Pkg.test()'", "julia", None, "Pkg.test"),
        ("unknown --config file word", "unknown", None, "word"),
        ("unknown word", "unknown", None, "word"),
        ("unknown -- word", "unknown", None, None),
    ],
)
def test_subcommand_and_target_are_told_apart(
    line: str, program: str, subcommand: str | None, target: str | None
) -> None:
    [found] = commands(line)
    assert (found.program, found.subcommand, found.target) == (program, subcommand, target)


@pytest.mark.parametrize(
    ("line", "targets"),
    [
        ("make lint X=1 test lint", ["lint", "test"]),
        ("./gradlew clean :app:test -x lint", ["clean", ":app:test"]),
        ("mvn -B -pl mod clean verify", ["clean", "verify"]),
        ("make -j 4 test", ["test"]),
        ("make -j `x` test", ["test", None]),
        ("make", [None]),
        ("make X=1", [None]),
    ],
)
def test_a_build_tool_told_several_targets_is_several_commands(
    line: str, targets: list[str | None]
) -> None:
    assert [one.target for one in commands(line)] == targets


def test_targets_without_end_end() -> None:
    many = "make " + " ".join(f"t{number}" for number in range(5000))
    assert len(commands(many)) == MAX_TARGETS


def test_properties_of_maven_are_kept_by_name() -> None:
    [found] = commands("mvn verify -DskipTests -Dtoken=hunter2")
    assert found.options == ("-DskipTests", "-Dtoken")


def test_options_are_long_names_in_order_without_values_or_repetition() -> None:
    [found] = commands("tool --push -x --tag=1 --push --level 3")
    assert found.options == ("--push", "--tag", "--level")


@pytest.mark.parametrize(
    ("line", "option"),
    [
        ("make -C dir x", "--directory"),
        ("make -Cdir x", "--directory"),
        ("make -f other.mk x", "--file"),
        ("tox -c dir -e x", "--conf"),
        ("npm run x -w ui", "--workspace"),
    ],
)
def test_short_options_that_name_another_build_file_are_kept_by_their_long_names(
    line: str, option: str
) -> None:
    assert commands(line)[0].options == (option,)
    assert commands(line)[0].target == "x"


def test_single_dash_long_options_are_names_where_the_program_writes_them_so() -> None:
    assert commands("go test -race -v ./...")[0].options == ("-race",)


@pytest.mark.parametrize(
    "line",
    [
        "tool --access-token hunter2",
        "tool --client-secret hunter2",
        "tool --db_password=hunter2",
        "docker login -u me -p hunter2",
        "curl -H hunter2",
        "export TOKEN=hunter2",
        "tool TOKEN=hunter2",
        "git clone https://me:hunter2@example.org/a.git",
        "TOKEN=hunter2 tool",
        "echo hunter2",
    ],
)
def test_values_of_secrets_never_become_facts(line: str) -> None:
    assert "hunter2" not in repr(commands(line))


def test_credentials_leave_the_rest_of_a_url() -> None:
    [found] = commands("git clone https://x:${{ secrets.T }}@example.org/a.git")
    assert found.target == "https://example.org/a.git"


@pytest.mark.parametrize("word", ["'two words'", "'two\nlines'", "$(cat file)", '""'])
def test_text_is_no_target(word: str) -> None:
    assert commands(f"tool {word}")[0].target is None


def test_long_words_are_elided_in_the_middle() -> None:
    [found] = commands(f"tool {'a' * 100}{'z' * 100}")
    assert found.target is not None
    assert len(found.target) <= 80
    assert (found.target[0], found.target[-1]) == ("a", "z")
