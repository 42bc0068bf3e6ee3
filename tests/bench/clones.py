"""A generated clone of realistic shape, for measuring where no real one is named."""

import random
import subprocess
from pathlib import Path

_COMMITS = 3000
_WORKFLOWS = 12


def synthetic_clone(path: Path) -> Path:
    """Write a bare repository whose workflows and tests keep changing; the same one every time."""
    subprocess.run(["git", "init", "--quiet", "--bare", str(path)], check=True)
    subprocess.run(["git", "-C", str(path), "fast-import", "--quiet"], input=_stream(), check=True)
    subprocess.run(["git", "-C", str(path), "symbolic-ref", "HEAD", "refs/heads/main"], check=True)
    return path


def _stream() -> bytes:
    chance = random.Random(7)
    flows = [_Flow(chance, number) for number in range(_WORKFLOWS)]
    lines: list[str] = []
    for number in range(1, _COMMITS + 1):
        when = 1_600_000_000 + number * 7200
        author = chance.randrange(80)
        lines += [
            "commit refs/heads/main",
            f"mark :{number}",
            f"committer Author <author{author}@example.org> {when} +0000",
            "data 0",
        ]
        if number > 1:
            lines.append(f"from :{number - 1}")
        if number == 1 or chance.random() < 0.3:
            flow = chance.choice(flows)
            flow.change(number)
            lines += _file(f".github/workflows/flow{flow.number}.yml", flow.text())
        if chance.random() < 0.5:
            lines += _file(f"tests/test_{chance.randrange(400)}.py", f"assert {number}\n")
        lines += _file(f"src/module_{chance.randrange(300)}.py", f"VALUE = {number}\n")
    return "\n".join([*lines, "done", ""]).encode()


def _file(path: str, text: str) -> list[str]:
    return [f"M 100644 inline {path}", f"data {len(text.encode())}", text]


class _Flow:
    """A workflow that changes one step at a time, as those of real repositories do."""

    def __init__(self, chance: random.Random, number: int) -> None:
        self.number = number
        self._chance = chance
        self._jobs = [
            [_step(chance, 0) for _ in range(chance.randrange(3, 12))]
            for _ in range(chance.randrange(1, 7))
        ]

    def change(self, number: int) -> None:
        """Replace a step by a new one."""
        steps = self._chance.choice(self._jobs)
        steps[self._chance.randrange(len(steps))] = _step(self._chance, number)

    def text(self) -> str:
        """Write the file."""
        head = f"name: flow {self.number}\non:\n  push:\n    branches: [main]\n  pull_request:\n"
        return head + "jobs:\n" + "".join(map(_job, range(len(self._jobs)), self._jobs))


def _job(number: int, steps: list[str]) -> str:
    needs = f"    needs: [job{number - 1}]\n" if number % 2 else ""
    return (
        f"  job{number}:\n    runs-on: ubuntu-latest\n{needs}"
        "    strategy:\n      matrix:\n        python: ['3.10', '3.11', '3.12']\n"
        f"    steps:\n      - uses: actions/checkout@v4\n{''.join(steps)}"
    )


def _step(chance: random.Random, number: int) -> str:
    """Write a step of about the size that steps of real workflows have."""
    if chance.random() < 0.4:
        action = chance.choice(("setup-python@v5", "cache@v4", "upload-artifact@v4"))
        return (
            f"      # kept at this version on purpose, see the notes on releases\n"
            f"      - uses: actions/{action}\n        with:\n          python-version: '3.12'\n"
            f"          path: build/part{chance.randrange(40)}\n"
        )
    lines = "".join(
        f"          {_command(chance, number)}\n" for _ in range(chance.randrange(1, 9))
    )
    return f"      - name: step {chance.randrange(40)}\n        run: |\n{lines}"


def _command(chance: random.Random, number: int) -> str:
    folder = chance.randrange(40)
    return chance.choice(
        (
            f"python -m pip install --upgrade -r requirements/{folder}.txt",
            f'if [ -n "$CI" ]; then pytest tests/part{folder} --durations={number % 50}; fi',
            f"echo building part {folder} for the platform of this runner",
            f"export PART_{folder}=$(git describe --tags --abbrev=0)",
        )
    )
