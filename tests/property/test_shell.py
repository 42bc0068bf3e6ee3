"""Whatever the script, reading it ends, and its facts keep their promises."""

from hypothesis import given
from hypothesis import strategies as st

from ciatlas.parsing.shell import commands

SHELLS = st.sampled_from([None, "bash", "pwsh", "cmd", "python", "Rscript {0}", "{0}", "\x00"])
PIECES = st.sampled_from(
    [
        *("pip install x", "sudo ", "env A=1 ", "bash -c '", 'eval "', "find . -exec ", "npx "),
        *("$(", ")", "`", '"', "'", "((", "))", "{", "}", "[[", "]]", "${", "${{ ", " }}", "\\"),
        *("<<EOF\n", "EOF\n", "<< parameters.x >>", "<<", ">>", "|", "&&", ";", "\n", "\r\n", "#"),
        *("if ", "then ", "fi", "for x in ", "do ", "done", "case x in ", "esac", "f() {", '"$@"'),
        *("@'\n", "\n'@", "<#", "#>", "^\n", "`\n", "$x = ", "& ", "rem ", "--token ", "-m ", "é"),
        *("import os\n", "os.system(", "\x00", "\x1b[31m", "\u202e", "😀", " ", "\t", "--", "-"),
    ]
)
SCRIPTS = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))


@given(SCRIPTS, SHELLS, st.integers(min_value=0, max_value=9))
def test_any_script_is_read_to_well_formed_facts(
    script: str, shell: str | None, first_line: int
) -> None:
    last_line = first_line + script.count("\n") + script.count("\r")
    for command in commands(script, shell, first_line):
        words = [command.program, command.subcommand, command.target, *command.options]
        assert all(len(word) <= 80 and "\n" not in word for word in words if word)
        assert command.program or shell == "\x00"
        assert command.line == 0 if first_line == 0 else first_line <= command.line <= last_line


@given(SCRIPTS, SHELLS)
def test_lines_are_all_that_the_first_line_changes(script: str, shell: str | None) -> None:
    def facts(first_line: int) -> list[tuple[object, ...]]:
        found = commands(script, shell, first_line)
        return [(c.program, c.subcommand, c.target, c.options) for c in found]

    assert facts(0) == facts(100)


@given(st.lists(st.from_regex(r"[a-z]{3,8}x", fullmatch=True), min_size=1, max_size=6))
def test_plain_commands_come_out_in_written_order(names: list[str]) -> None:
    for shell in ("bash", "pwsh", "cmd"):
        found = commands("\n".join(f"{name} word" for name in names), shell)
        assert [c.program for c in found] == names
