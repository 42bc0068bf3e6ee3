"""Commands of PowerShell and cmd scripts."""

import pytest

from ciatlas.model.pipeline import Command
from ciatlas.parsing.shell import commands


def powershell(script: str) -> list[tuple[str, str | None, str | None]]:
    return [(c.program, c.subcommand, c.target) for c in commands(script, "pwsh")]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("choco install -y jq", [("choco", "install", "jq")]),
        ('& "C:\\Program Files\\tool\\tool.exe" word', [("tool", None, "word")]),
        ("$env:X = 1", []),
        ("${{ github.workspace }}/x.ps1 a", [("${{ github.workspace }}/x.ps1", None, "a")]),
        ("$x = git rev-parse HEAD", [("git", "rev-parse", "HEAD")]),
        ("$x=pip list", [("pip", "list", None)]),
        ("$x.Method('a', 3)", []),
        ("[IO.File]::WriteAllText('a', 'b')", []),
        ("@{ a = 1; b = 2 }", []),
        ("if (Test-Path x) { pip install y } else { make z }", "Test-Path:x pip:y make:z"),
        ("foreach ($f in Get-ChildItem) { pytest $f }", "pytest:$f"),
        ("try { tox } catch { throw 'x' }", "tox:None"),
        ("a x | b y; c z && d w", "a:x b:y c:z d:w"),
        ("# pip install x\n<# pip\ninstall #> make y", "make:y"),
        ("make `\n  y", "make:y"),
        ("$t = @'\nmake x\n'@\nmake y", "make:y"),
        ("echo 'a; make b'", "echo:None"),
        ("function Go { make x }\nGo", "make:x"),
        ("python -m pytest ${{ matrix.dir }}", "pytest:${{ matrix.dir }}"),
        ('bash -c "make x"', "make:x"),
    ],
)
def test_the_first_word_of_a_powershell_statement_is_its_program(
    script: str, expected: str | list[tuple[str, str | None, str | None]]
) -> None:
    found = powershell(script)
    if isinstance(expected, str):
        assert " ".join(f"{program}:{target}" for program, _, target in found) == expected
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("@echo off\nrem make x\n:: make y\ncall build.bat z", "echo:None build.bat:z"),
        ("if exist x.txt make y", "make:y"),
        ('if not "%A%"=="b" make y', "make:y"),
        ("if errorlevel 1 exit /b 1", ""),
        ("for %%w in (dist\\*.whl) do pip install %%w", "pip:%%w"),
        ("set X=1\nsetlocal\ngoto end\n:end", ""),
        ("a x & b y && c z | d w", "a:x b:y c:z d:w"),
        ("make ^\n  y", "make:y"),
        ("conda.bat install pkg", "conda:pkg"),
        ("msbuild /m /p:A=B file.sln", "msbuild:file.sln"),
    ],
)
def test_the_first_word_of_a_cmd_statement_is_its_program(script: str, expected: str) -> None:
    found = commands(script, "cmd")
    assert " ".join(f"{c.program}:{c.target}" for c in found) == expected


@pytest.mark.parametrize("shell", ["pwsh", "cmd"])
def test_lines_are_those_of_the_first_word(shell: str) -> None:
    joint = "`" if shell == "pwsh" else "^"
    found = commands(f"a\n\nb {joint}\n c\nd", shell, first_line=5)
    assert found == (
        Command("a", line=5),
        Command("b", target="c", line=7),
        Command("d", line=9),
    )
