"""Wrappers are peeled to the program that does the work."""

import pytest

from ciatlas.parsing.shell import commands


@pytest.mark.parametrize(
    "wrapper",
    """
    sudo|sudo -E -u root|env|env A=1 B=2|A=1|time -p|timeout 5m|timeout -k 10 -s KILL 300
    nice -n 10|nohup|exec|command|builtin|xvfb-run -a|retry -t 3 --|stdbuf -oL|chroot /mnt
    uv run|uv run --with x --no-sync|uv --project sub run|uv tool run|uvx|poetry run|poetry -C d run
    pipenv run|pdm run|hatch run|hatch run ci:|hatch -e ci run|rye run|pipx run|pixi run -e dev
    conda run -n base|conda run --no-capture-output -p ./env|micromamba run -n x
    python -m|python3.12 -m|python -W error -m|py -3 -m|$(which python) -m|${{ matrix.python }} -m
    $PYTHON -m|.venv/bin/python -um|python -m coverage run -m|coverage run --branch -m|uv run -m
    npx|npx --yes|npx -p pkg|pnpm exec|pnpm --filter pkg exec|pnpm dlx|yarn exec|yarn dlx|bunx
    bundle exec|xargs|xargs -0 -n 1|find . -name '*.py' -exec|opam exec --|nix develop .#ci -c
    sudo env A=1 timeout 5m uv run
    """.replace("\n    ", "|")
    .strip("|")
    .split("|"),
)
def test_the_wrapped_program_is_the_program(wrapper: str) -> None:
    joint = "" if wrapper.endswith(":") else " "
    [found] = [c for c in commands(f"{wrapper}{joint}pytest tests") if c.program != "which"]
    assert (found.program, found.target) == ("pytest", "tests")


@pytest.mark.parametrize(
    ("line", "program"),
    [
        ("npx prettier@3 --check .", "prettier"),
        ("npx @scope/tool@1.2 run", "@scope/tool"),
        ("uvx 'tool[extra]==1.0'", "tool"),
        ("/usr/bin/make all", "make"),
        ("~/.local/bin/uv sync", "uv"),
        (".venv/Scripts/pytest.exe", "pytest"),
        ("node_modules/.bin/jest", "jest"),
        ("${{ env.ROOT }}/bin/tool", "tool"),
        ("pip3.11 list", "pip"),
        ("./gradlew build", "gradle"),
        ("./run.sh", "./run.sh"),
        ("dev/test.py --all", "dev/test.py"),
        ("$TOOL --all", "$TOOL"),
        ("find . -exec rm -rf {} +", "rm"),
        ("find . -name x", "find"),
        ("command -v docker", "command"),
        ("python script.py -m pytest", "python"),
        ("python -c 'import x'", "python"),
        ("coverage run script.py", "python"),
        ("sudo", "sudo"),
    ],
)
def test_a_program_is_named_without_folder_version_or_wrapper(line: str, program: str) -> None:
    assert [c.program for c in commands(line)] == [program]


@pytest.mark.parametrize(
    "script", ["sh -c 'make all'", "sudo su - me -c 'make all'", "eval make all"]
)
def test_a_script_handed_to_a_shell_is_read(script: str) -> None:
    assert [(c.program, c.target) for c in commands(script)] == [("make", "all")]


def test_eval_of_a_substitution_is_the_program_substituted() -> None:
    assert [c.program for c in commands('eval "$(ssh-agent -s)"')] == ["ssh-agent"]


def test_a_package_requirement_is_no_assignment() -> None:
    assert commands("pip install pkg==1.0")[0].target == "pkg==1.0"
