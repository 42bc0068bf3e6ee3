"""Which language a script is written in, from the `shell` of a step and its runner."""

import re
from functools import lru_cache
from typing import Literal

Dialect = Literal["bash", "powershell", "cmd", "python", "other"]

# Wrapper shells (`micromamba-shell`, `wsl-bash`, `alpine.sh`, `msys2`) read POSIX scripts.
_NAMES: tuple[tuple[Dialect, re.Pattern[str]], ...] = (
    ("bash", re.compile(r"(.*[-.])?(bash|sh|zsh|dash|ksh|ash)|busybox|msys2|.+-shell")),
    ("powershell", re.compile(r"pwsh(-preview)?|powershell")),
    ("cmd", re.compile(r"cmd")),
    ("python", re.compile(r"(python|pypy)[\d.]*")),
)


@lru_cache(maxsize=1024)
def dialect(shell: str | None, runs_on: tuple[str, ...] = ()) -> Dialect:
    """Name the language of a script.

    Args:
        shell: the `shell` value as GitHub and CircleCI write it, a name or a template such as
            `bash -leo pipefail {0}`; empty or `None` for the runner's default. An expression is
            taken for bash.
        runs_on: the runner's labels; the default is PowerShell on Windows, bash elsewhere and where
            only an expression tells
            (GitHub, "Workflow syntax", `jobs.<job_id>.steps[*].shell`).
    """
    if not shell or not shell.strip():
        windows = any("windows" in label.lower() for label in runs_on if "${{" not in label)
        return "powershell" if windows else "bash"
    if "${{" in shell or "<<" in shell:
        return "bash"
    # The last name wins: `nix develop --command python {0}` hands the script to Python.
    for word in reversed(shell.split()):
        name = _base(word)
        for language, pattern in _NAMES:
            if pattern.fullmatch(name):
                return language
    return "other"


def shell_program(shell: str) -> str:
    """Name the program of a custom shell: `Rscript` for `Rscript {0}`."""
    return (shell.split() or [""])[0].replace("\\", "/").rsplit("/", 1)[-1][:80]


def _base(word: str) -> str:
    return word.replace("\\", "/").rsplit("/", 1)[-1].lower().removesuffix(".exe")
