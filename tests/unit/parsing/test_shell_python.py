"""Commands of Python steps and of steps in languages that are not read."""

from ciatlas.model.pipeline import Command
from ciatlas.parsing.shell import commands


def test_a_python_script_is_one_command_and_its_imports_are_none() -> None:
    assert commands("import os\nfrom x import y\nprint(y)", "python") == (Command("python"),)


def test_programs_started_literally_are_commands_at_their_lines() -> None:
    script = "\n".join(
        [
            "import os, subprocess as sp, sys",
            "from subprocess import check_call",
            "sp.run(['git', 'clone', url])",
            "os.system('make all | tee log')",
            "check_call([sys.executable, '-m', 'pip', 'install', 'pkg'])",
            "sp.run(command)",
            "tool.run(['not', 'this'])",
        ]
    )
    assert commands(script, "python3 {0}", first_line=1) == (
        Command("python", line=1),
        Command("git", "clone", line=3),
        Command("make", target="all", line=4),
        Command("tee", target="log", line=4),
        Command("pip", "install", "pkg", line=5),
    )


def test_expressions_of_the_pipeline_do_not_break_the_syntax() -> None:
    script = "import os\nx = ${{ toJSON(matrix) }}\nos.system('make all')"
    assert commands(script, "python")[1] == Command("make", target="all")


def test_a_broken_python_script_is_still_a_python_script() -> None:
    assert commands("print(", "python") == (Command("python"),)


def test_a_script_in_another_language_is_the_program_that_runs_it() -> None:
    assert commands("print 1;", "perl {0}") == (Command("perl"),)


def test_package_functions_called_by_an_r_script_are_its_targets() -> None:
    script = 'install.packages("x")\ncovr::codecov() # lintr::lint()\ncovr::codecov()'
    assert commands(script, "Rscript {0}", first_line=1) == (
        Command("Rscript", target="covr::codecov", line=2),
    )
