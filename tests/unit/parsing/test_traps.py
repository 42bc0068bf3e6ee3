"""Files made to trip a reader up: numbers out of range, nests, expansions, unclosed things.

Each of these once raised, ran for minutes, or was told wrongly. That they end is what is tested;
a reader that does not come back is a test that does not either.
"""

import json

import pytest

from ciatlas.model.pipeline import Pipeline
from ciatlas.parsing import parse
from ciatlas.parsing.yaml import read

WORKFLOW = ".github/workflows/a.yml"
ACTIONS = "on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{run: make}]\n"


def codes(pipeline: Pipeline) -> list[str]:
    return [found.code for found in pipeline.diagnostics]


@pytest.mark.parametrize("number", ["0x" + "f" * 298, "1e999", "-1e999", ".nan", "9" * 290])
def test_numbers_out_of_range_are_no_numbers(number: str) -> None:
    job = parse(WORKFLOW, f"{ACTIONS}    timeout-minutes: {number}\n").jobs[0]
    assert job.timeout_minutes is None


def test_a_cron_of_many_digits_is_wrong() -> None:
    text = f"on: {{schedule: [{{cron: '{'1' * 5000} * * * *'}}]}}\njobs: {{}}\n"
    assert "invalid-cron" in codes(parse(WORKFLOW, text))


def test_a_step_of_zero_is_wrong_however_it_is_written() -> None:
    for step in ("0", "00", "000"):
        text = f"on: {{schedule: [{{cron: '*/{step} * * * *'}}]}}\n{ACTIONS[9:]}"
        assert codes(parse(WORKFLOW, text)) == ["invalid-cron"]


def matrix(axes: str) -> Pipeline:
    return parse(WORKFLOW, f"{ACTIONS}    strategy: {{matrix: {axes}}}\n")


def test_a_matrix_above_the_limit_is_cut_and_reported() -> None:
    pipeline = matrix(f"{{p: {list(range(17))}, q: {list(range(16))}}}")
    assert pipeline.jobs[0].legs == 256
    assert codes(pipeline) == ["matrix-too-large"]
    assert codes(matrix(f"{{p: {list(range(16))}, q: {list(range(16))}}}")) == []


def test_excludes_bring_a_matrix_below_the_limit() -> None:
    pipeline = matrix(f"{{p: {list(range(17))}, q: {list(range(16))}, exclude: [{{p: 3}}]}}")
    assert (pipeline.jobs[0].legs, codes(pipeline)) == (256, [])


def test_many_excludes_and_includes_take_no_time() -> None:
    axis = list(range(64))
    extra = [{"p": str(n % 64), "q": str(n // 64), "r": "x"} for n in range(9000)]
    out = [{"p": str(n % 64), "q": str(n // 64)} for n in range(9000)]
    pipeline = matrix(f"{{p: {axis}, q: {axis}, exclude: {json.dumps(out)}}}")
    assert pipeline.jobs[0].legs == 0
    matrix(f"{{p: {axis}, q: {axis}, include: {json.dumps(extra)}}}")


def test_a_matrix_of_nothing_is_reported() -> None:
    assert codes(matrix("{}")) == ["empty"]


def test_a_circleci_matrix_with_everything_excluded_ends() -> None:
    axis = ["x"] * 1000
    text = (
        "version: 2.1\njobs: {a: {docker: [{image: i}], steps: [checkout]}}\n"
        f"workflows: {{w: {{jobs: [a: {{matrix: {{parameters: {{p: {axis}, q: {axis}, r: {axis}}},"
        " exclude: [{p: x, q: x, r: x}]}}]}}\n"
    )
    assert parse(".circleci/config.yml", text).jobs[0].legs == 0


def test_thousands_of_invocations_end() -> None:
    text = (
        "version: 2.1\njobs: {a: {docker: [{image: i}], steps: [checkout]}}\n"
        f"workflows: {{w: {{jobs: [{', '.join(['a'] * 8000)}]}}}}\n"
    )
    assert len({job.id for job in parse(".circleci/config.yml", text).jobs}) == 8000


@pytest.mark.parametrize("tail", ["/* " * 100_000, '"' + '\\"' * 100_000, "," * 100_000])
def test_unclosed_comments_and_strings_are_looked_at_once(tail: str) -> None:
    pipeline = parse(".devcontainer.json", '{"image": "i"} ' + tail)
    assert pipeline.devcontainer is not None


def test_json_escapes_that_yaml_lacks_are_read() -> None:
    pipeline = parse(".devcontainer.json", r'{"name": "\ud83d\ude00 \\ud83d \udc00", "image": "i"}')
    assert pipeline.name == "😀 \\ud83d \ufffd"
    assert pipeline.diagnostics == ()


def test_a_hook_without_a_shell_is_one_command() -> None:
    text = '{"image": "i", "postCreateCommand": ["echo", "a && rm b"], "postStartCommand": null}'
    container = parse(".devcontainer.json", text).devcontainer
    assert container is not None
    assert [(hook, [c.program for c in found]) for hook, found in container.lifecycle] == [
        ("postCreateCommand", ["echo"])
    ]


def test_a_forbidden_character_is_found_on_its_line_whatever_stands_before() -> None:
    (found,) = read("éééé\x00\n\n\n\n\n").diagnostics
    assert (found.code, found.line) == ("yaml-syntax", 1)


def test_the_end_of_a_text_is_behind_its_last_character() -> None:
    (found,) = read('{"image": "i"').diagnostics
    assert (found.line, found.column) == (1, 14)


def test_an_alias_under_the_same_key_is_one_entry() -> None:
    text = "on: push\njobs:\n  a: &x {runs-on: x, steps: [{run: make}]}\n  a: *x\n"
    pipeline = parse(WORKFLOW, text)
    assert [job.id for job in pipeline.jobs] == ["a"]
    assert codes(pipeline) == ["yaml-duplicate-key"]


def test_needs_that_differ_in_case_only_are_one() -> None:
    text = f"{ACTIONS}  b: {{needs: [a, A], runs-on: x, steps: [{{run: make}}]}}\n"
    pipeline = parse(WORKFLOW, text)
    assert pipeline.jobs[1].needs == ("a",)
    assert codes(pipeline) == ["duplicate-needs"]


def test_null_is_as_empty_as_nothing() -> None:
    text = "on: push\njobs: {a: {runs-on: null, steps: [{run: ~}]}}\n"
    assert codes(parse(WORKFLOW, text)) == ["empty", "empty"]


def test_folded_lines_have_the_line_of_their_script() -> None:
    script = "make\n          all\n\n          tox"
    text = (
        f"on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: >\n          {script}\n"
    )
    commands = parse(WORKFLOW, text).jobs[0].steps[0].commands
    assert [(command.program, command.line) for command in commands] == [("make", 7), ("tox", 7)]
