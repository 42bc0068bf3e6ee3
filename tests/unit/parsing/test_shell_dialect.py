"""Which language a script is in."""

import pytest

from ciatlas.parsing.shell import dialect


@pytest.mark.parametrize(
    ("shell", "expected"),
    [
        ("bash", "bash"),
        ("sh", "bash"),
        ("bash -leo pipefail {0}", "bash"),
        ("/usr/bin/env bash", "bash"),
        ("C:\\msys64\\usr\\bin\\bash.exe {0}", "bash"),
        ("micromamba-shell {0}", "bash"),
        ("nix develop --command bash {0}", "bash"),
        ("${{ matrix.shell }}", "bash"),
        ("pwsh", "powershell"),
        ("PowerShell -File {0}", "powershell"),
        ("cmd", "cmd"),
        ("%ComSpec% /D /E:ON /V:OFF /S /C CALL {0}", "other"),
        ("python", "python"),
        ("python3.11 -u {0}", "python"),
        ("Rscript {0}", "other"),
        ("{0}", "other"),
    ],
)
def test_the_shell_names_the_language(shell: str, expected: str) -> None:
    assert dialect(shell, ("windows-latest",)) == expected


@pytest.mark.parametrize(
    ("runs_on", "expected"),
    [
        ((), "bash"),
        (("ubuntu-latest",), "bash"),
        (("windows-2022",), "powershell"),
        (("self-hosted", "Windows"), "powershell"),
        (("${{ inputs.windows && 'windows-latest' }}",), "bash"),
    ],
)
def test_without_a_shell_the_runner_decides(runs_on: tuple[str, ...], expected: str) -> None:
    assert dialect(None, runs_on) == expected
    assert dialect(" ", runs_on) == expected
