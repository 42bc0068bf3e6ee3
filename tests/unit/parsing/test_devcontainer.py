"""Dev containers: devcontainer.json with comments and trailing commas."""

import pytest

from ciatlas.model.diagnostic import Severity
from ciatlas.model.pipeline import Command, DevContainer, Kind, Pipeline, System
from ciatlas.parsing import parse

PATH = ".devcontainer/devcontainer.json"
Found = list[tuple[int, int, str]]


def found(text: str) -> Found:
    return [(d.line, d.column, d.code) for d in parse(PATH, text).diagnostics]


def container(text: str | bytes) -> DevContainer:
    """Read a dev container that has to be free of errors."""
    pipeline = parse(PATH, text)
    assert pipeline.diagnostics == ()
    assert pipeline.devcontainer is not None
    return pipeline.devcontainer


def hook(written: str) -> tuple[Command, ...]:
    ((name, commands),) = container(f'{{"image": "i", "postCreateCommand": {written}}}').lifecycle
    assert name == "postCreateCommand"
    return commands


def test_a_whole_file_is_read_as_facts() -> None:
    text = """{
  "name": "Box",
  "image": "img:1",
  "features": {"ghcr.io/f/one:1": {}, "ghcr.io/f/two:2": {"version": "3"}},
  "containerEnv": {"A": "1"},
  "remoteEnv": {"B": "2"},
  "customizations": {"vscode": {"extensions": ["x.y", "z.w"]}},
  "onCreateCommand": "make setup"
}
"""
    assert parse(PATH, text) == Pipeline(
        path=PATH,
        system=System.DEVCONTAINER,
        kind=Kind.ENVIRONMENT,
        name="Box",
        env=("A", "B"),
        devcontainer=DevContainer(
            image="img:1",
            features=("ghcr.io/f/one:1", "ghcr.io/f/two:2"),
            extensions=("x.y", "z.w"),
            lifecycle=(("onCreateCommand", (Command("make", None, "setup", line=8),)),),
        ),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"image": "i"}', DevContainer(image="i")),
        ('{"build": {"dockerfile": "D"}}', DevContainer(dockerfile="D")),
        ('{"dockerFile": "D"}', DevContainer(dockerfile="D")),
        (
            '{"dockerComposeFile": "c.yml", "service": "app"}',
            DevContainer(compose_files=("c.yml",), service="app"),
        ),
        (
            '{"dockerComposeFile": ["a.yml", "b.yml"], "service": "app"}',
            DevContainer(compose_files=("a.yml", "b.yml"), service="app"),
        ),
        ('{"image": "i", "extensions": ["x.y"]}', DevContainer(image="i", extensions=("x.y",))),
    ],
)
def test_a_container_is_an_image_a_dockerfile_or_a_compose_service(
    text: str, expected: DevContainer
) -> None:
    assert container(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        '// above\n{"image": "i"}',
        '{"image": "i"} // after',
        '{/* before */"image": /* between */ "i"}',
        '{\n  // "image": "no",\n  "image": "i"\n}',
        '{"image": /* over\n several // "lines"\n */ "i"}',
        '{"image": "i",}',
        '{"image": "i", // last\n}',
        '{\r\n\t"image": "i"\t// tab\r\n}\r\n',
        '\ufeff{"image": "i"}',
    ],
)
def test_comments_trailing_commas_and_tabs_are_overlooked(text: str) -> None:
    assert container(text) == DevContainer(image="i")
    assert container(text.encode()) == DevContainer(image="i")


@pytest.mark.parametrize(
    "value", ["http://x/y", "/* no comment */", "a, }", "//", 'say \\"//\\", ]', "#1", "a: b"]
)
def test_strings_that_look_like_comments_or_commas_are_kept(value: str) -> None:
    expected = value.replace('\\"', '"')
    assert container(f'{{"image": "{value}"}}') == DevContainer(image=expected)


def test_trailing_commas_are_overlooked_at_every_depth() -> None:
    text = '{"image": "i", "features": {"f": {"a": [1, 2, ], }, }, "extensions": ["x.y",],}'
    assert container(text) == DevContainer(image="i", features=("f",), extensions=("x.y",))


def test_comments_and_commas_leave_every_position_as_it_is() -> None:
    text = '{ // one\n  /* two\n  */ "image": "i", "name": ["x",],\n}\n'
    assert found(text) == [(3, 28, "wrong-type")]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('"pip list && tox"', ["pip", "tox"]),
        ('["pip", "list"]', ["pip"]),
        ('{"one": "pip list", "two": ["tox", "-e", "x"]}', ["pip", "tox"]),
    ],
)
def test_a_hook_is_a_line_the_words_of_one_command_or_several_by_name(
    written: str, expected: list[str]
) -> None:
    assert [command.program for command in hook(written)] == expected


def test_hooks_come_in_the_order_in_which_they_run() -> None:
    hooks = ["initialize", "onCreate", "updateContent", "postCreate", "postStart", "postAttach"]
    entries = ", ".join(f'"{name}Command": "run-{name}"' for name in reversed(hooks))
    found_hooks = container(f'{{"image": "i", {entries}}}').lifecycle
    assert [name for name, _ in found_hooks] == [f"{name}Command" for name in hooks]
    assert [commands[0].program for _, commands in found_hooks] == [f"run-{n}" for n in hooks]


@pytest.mark.parametrize("written", ['""', "[]", "{}", '{"one": {"two": "x"}}'])
def test_a_hook_without_command_is_none(written: str) -> None:
    assert container(f'{{"image": "i", "postStartCommand": {written}}}').lifecycle == ()


def test_the_commands_of_a_hook_know_their_line() -> None:
    text = '{\n  "image": "i",\n  "postStartCommand": {\n    "a": "x",\n    "b": "y"\n  }\n}\n'
    ((_, commands),) = container(text).lifecycle
    assert [(command.program, command.line) for command in commands] == [("x", 4), ("y", 5)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, 1, "empty")]),
        ("// nothing\n", [(1, 1, "empty")]),
        ("[]", [(1, 1, "wrong-type")]),
        ('"word"', [(1, 1, "wrong-type")]),
        ('{"image": ["i"]}', [(1, 11, "wrong-type")]),
        ('{"image": "i", "features": ["f"]}', [(1, 28, "wrong-type")]),
        ('{"build": "D"}', [(1, 11, "wrong-type")]),
        ('{"dockerComposeFile": {}, "service": "s"}', [(1, 23, "wrong-type")]),
        ('{"dockerComposeFile": "c.yml"}', [(1, 1, "missing-key")]),
        ('{"image": "i"\n', [(2, 1, "yaml-syntax")]),
        ('{"image": "i" "name": "n"}', [(1, 15, "yaml-syntax")]),
        ('{"image": "i",\n "image": "j"}', [(2, 2, "yaml-duplicate-key")]),
    ],
)
def test_what_is_wrong_is_reported_where_it_stands(text: str, expected: Found) -> None:
    assert found(text) == expected


def test_a_container_that_says_not_what_to_start_is_only_a_warning() -> None:
    (diagnostic,) = parse(PATH, '{"name": "n"}').diagnostics
    assert (diagnostic.line, diagnostic.column) == (1, 1)
    assert (diagnostic.severity, diagnostic.code) == (Severity.WARNING, "missing-key")


def test_a_broken_file_keeps_what_stood_before() -> None:
    pipeline = parse(PATH, '{"image": "i", "name": "n", "features": {"f": {}')
    assert (pipeline.name, pipeline.devcontainer) == (
        "n",
        DevContainer(image="i", features=("f",)),
    )
    assert [d.code for d in pipeline.diagnostics] == ["yaml-syntax"]


def test_bytes_that_are_no_text_do_not_hide_the_rest() -> None:
    pipeline = parse(PATH, b'{"image": "i", "name": "\xff"}')
    assert pipeline.devcontainer == DevContainer(image="i")
