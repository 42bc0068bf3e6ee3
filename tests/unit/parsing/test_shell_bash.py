"""Which commands a bash script has."""

import pytest

from ciatlas.parsing.shell import commands


def programs(script: str) -> list[str]:
    return [command.program for command in commands(script)]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("one | two && three || four; five", ["one", "two", "three", "four", "five"]),
        ("if one; then two; elif three; then four; else five; fi", "one two three four five"),
        ("while one; do two; done < file", "one two"),
        ("for x in a b; do one $x; done", "one"),
        ("case $x in a|b) one ;; *) two ;; esac", "one two"),
        ("(one; { two; }) &\nwait", "one two wait"),
        ("! one", "one"),
        ('x=$(one --flag) y=`two` three "$(four)"', "one two three four"),
        ("one <(two) > >(three)", "one two three"),
        ("one \\\n  --flag \\\n  word\ntwo", "one two"),
        ("X=1 Y=2 one", "one"),
    ],
)
def test_commands_are_found_wherever_the_grammar_allows_them(
    script: str, expected: str | list[str]
) -> None:
    names = expected.split() if isinstance(expected, str) else expected
    assert sorted(programs(script)) == sorted(names)


@pytest.mark.parametrize("script", ["", "# one --flag", "X=1", "$@", '"$CMD with words"', "--flag"])
def test_comments_assignments_and_mere_parameters_are_no_commands(script: str) -> None:
    assert programs(script) == []


def test_here_documents_and_strings_are_no_commands() -> None:
    script = "cat <<'EOF' > f\npip install x\nEOF\necho 'make all; make test'\nlast"
    assert programs(script) == ["cat", "echo", "last"]


def test_builtins_are_commands_without_the_values_they_handle() -> None:
    script = 'export TOKEN=abc\n[ -f x ] && [[ $y == z ]]\necho --secret "words"\ncd dir'
    found = commands(script)
    assert [c.program for c in found] == ["export", "test", "test", "echo", "cd"]
    assert [(c.target, c.options) for c in found[:4]] == [(None, ())] * 4
    assert found[4].target == "dir"


def test_functions_of_the_script_count_by_their_bodies_once() -> None:
    assert programs("build() {\n  make all\n}\nbuild\nbuild twice") == ["make"]


def test_a_function_that_runs_its_arguments_is_a_wrapper() -> None:
    script = 'again() { for i in 1 2 3; do "$@" && return; sleep 5; done; }\nagain 3 pip install x'
    found = [c for c in commands(script) if c.program not in ("return", "sleep")]
    assert [(c.program, c.subcommand, c.target) for c in found] == [("pip", "install", "x")]


def test_a_function_named_like_a_program_hides_only_its_calls() -> None:
    assert programs('pip() { command pip --quiet "$@"; }\npip install x') == ["pip"]


def test_github_expressions_stay_readable_and_do_not_confuse_the_grammar() -> None:
    script = "\n".join(
        [
            "if ${{ github.ref == 'refs/heads/main' && '}}' != 'x' }}; then",
            "  python${{ matrix.v }} -c pass",
            "  tool ${{ matrix.python }}",
            "fi",
        ]
    )
    assert commands(script, first_line=1)[-1].target == "${{ matrix.python }}"
    assert commands(script, first_line=1)[-1].line == 3


def test_an_expression_may_be_the_program() -> None:
    assert programs("${{ matrix.command }} --all") == ["${{ matrix.command }}"]


def test_circleci_parameters_are_no_here_documents() -> None:
    found = commands("make << parameters.goal >>\ntox -e <<pipeline.parameters.env>>\nls")
    assert [(c.program, c.target) for c in found] == [
        ("make", "<< parameters.goal >>"),
        ("tox", "<<pipeline.parameters.env>>"),
        ("ls", None),
    ]


def test_a_here_document_beside_an_appending_redirect_stays_one() -> None:
    assert programs("cat <<EOF >> file\nmake all\nEOF\nls") == ["cat", "ls"]


@pytest.mark.parametrize(
    "script", ["if x; then\n pip install y", "fi\npip install y", "a )\npip b"]
)
def test_a_broken_script_yields_what_can_be_understood(script: str) -> None:
    assert "pip" in programs(script)
    assert not {"then", "fi"} & set(programs(script))


def test_lines_count_from_the_first_line_given_and_are_zero_without() -> None:
    script = "a\n\nb \\\n  c\nd"
    assert [c.line for c in commands(script, first_line=10)] == [10, 12, 14]
    assert [c.line for c in commands(script)] == [0, 0, 0]


def test_an_expression_over_several_lines_keeps_the_lines_after_it() -> None:
    script = "echo ${{ a ||\n  b }}\nmake"
    assert commands(script, first_line=1)[-1].line == 3


def test_inner_scripts_are_read_once_and_keep_the_line_of_their_command() -> None:
    found = commands('ls\nbash -euo pipefail -c "make test $(nproc); tox"', first_line=1)
    assert [(c.program, c.line) for c in found] == [
        ("ls", 1),
        ("make", 2),
        ("nproc", 2),
        ("tox", 2),
    ]


def test_windows_line_ends_change_nothing() -> None:
    assert commands("make all\r\nmake test\r\n") == commands("make all\nmake test\n")


@pytest.mark.parametrize("part", ["((", "$(", '"$(', "bash -c '", "eval ", "a|", "${{ ", "<<A "])
def test_hostile_nesting_is_bounded(part: str) -> None:
    assert isinstance(commands(part * 5000), tuple)


def test_a_script_beyond_the_bound_is_cut_at_a_line() -> None:
    found = commands("make all\n" * 20_000, first_line=1)
    assert 0 < len(found) < 20_000
    assert {(c.program, c.target) for c in found} == {("make", "all")}
